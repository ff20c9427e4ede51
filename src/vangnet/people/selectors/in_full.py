"""Read a person in full together with what each source said: one look around, one write of the record."""

from __future__ import annotations

from uuid import UUID

from vangnet.access.types import Actor
from vangnet.audit import services as audit
from vangnet.core.clock import Instant
from vangnet.people.selectors.clusters import around, cluster
from vangnet.people.selectors.describing import described
from vangnet.people.types import ClusterView, Described


def in_full(*, actor: Actor, person_id: UUID, at: Instant) -> tuple[Described, ClusterView]:
    """Return a person in full and as links make it, as far as the actor may see, and record that both were read.

    Raises:
        NotVisible: absent, or not in sight.
    """
    known = around(person_id)
    with audit.together():
        return (
            described(actor=actor, person_id=person_id, at=at, known=known),
            cluster(actor=actor, person_id=person_id, at=at, known=known),
        )
