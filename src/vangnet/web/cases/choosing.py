"""Who can be chosen: people of the case, and colleagues of the region, those with the same function first."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.utils.translation import gettext

from vangnet.access import selectors as access
from vangnet.access.types import Actor, WorkerView
from vangnet.cases.types import SlotView
from vangnet.web.shared.roles import role_words

Choices = list[tuple[str, str] | tuple[str, list[tuple[str, str]]]]
COLLEAGUES = 300


def of_the_case(slots: Sequence[SlotView], actor: Actor, own_name: str) -> Choices:
    """Return who holds a role in the case or stands in for one, and the actor; by name."""
    found = {actor.worker_id: own_name}
    for slot in slots:
        if slot.holder_id is not None:
            found[slot.holder_id] = f"{slot.holder_name}, {role_words(slot.role)}"
        if slot.deputy_id is not None:
            found.setdefault(slot.deputy_id, f"{slot.deputy_name}, {gettext('vervanger')} {role_words(slot.role)}")
    return [(str(worker_id), name) for worker_id, name in sorted(found.items(), key=lambda item: item[1])]


def for_a_role(actor: Actor, role: str, *, without: UUID | None = None) -> Choices:
    """Return the colleagues of the region for a role: those with that function, then all others.

    Args:
        without: somebody who cannot be chosen, such as the holder when a deputy is asked.
    """
    fitting = access.colleagues(actor=actor, role=role, limit=COLLEAGUES)
    every = access.colleagues(actor=actor, limit=COLLEAGUES)
    fitting = [one for one in fitting if one.id != without and access.sees_cases(one)]
    every = [one for one in every if one.id != without and one.role != role and access.sees_cases(one)]
    first = [(str(worker.id), _named(worker)) for worker in fitting]
    others = [(str(worker.id), _named(worker)) for worker in every]
    groups: Choices = []
    if first:
        groups.append((gettext("Met deze functie"), first))
    if others:
        groups.append((gettext("Andere collega's in de regio"), others))
    return groups


def everybody(actor: Actor) -> Choices:
    """Return all colleagues of the region, the actor left out."""
    return [(str(one.id), _named(one)) for one in access.colleagues(actor=actor, limit=COLLEAGUES)]


def _named(worker: WorkerView) -> str:
    return f"{worker.name}, {role_words(worker.role)}, {worker.agency_name}"
