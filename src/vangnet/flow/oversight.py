"""What whoever oversees sharing sees: counts of a region, and which norms nobody has read yet. No case, no person, no text."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from vangnet.access import services as access
from vangnet.access.selectors import oversight as counts
from vangnet.access.selectors.oversight import EmergencyCounts
from vangnet.access.types import Actor, Basis
from vangnet.audit import selectors as audited
from vangnet.audit import services as audit
from vangnet.core.clock import Instant, local_day
from vangnet.sharing import selectors as sharing
from vangnet.sharing.types import Answer

# Questions and refusals are counted over this time, so that the page costs the same in ten years.
WINDOW: Final = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Overview:
    """Counts of one region.

    Args:
        grants: open grants by what they rest on.
        answers: questions to the law in the last thirty days, by answer.
        refusals: requests that a partner refused in that time.
        late_informs: duties to tell a person that are late.
        waiting_advice: questions that wait for a privacy adviser.
        unread_norms: norms in force that can never give more than "a human decides", because nobody read their text.
    """

    grants: dict[Basis, int]
    answers: dict[Answer, int]
    refusals: int
    emergencies: EmergencyCounts
    late_informs: int
    waiting_advice: int
    norms: int
    unread_norms: int


def overview(*, actor: Actor, at: Instant) -> Overview:
    """Return the counts of the actor's region, and record that they were read.

    Raises:
        NoMandate: the actor's function does not oversee.
    """
    access.require(actor, "audit.read")
    region, day = actor.region, local_day(at)
    since = day - WINDOW
    job = access.system_actor(reason="oversight", region=region, trace_id=actor.trace_id)
    norms = [norm for norm in sharing.running_norms().norms if norm.in_force(day)]
    with access.as_job(job):
        asked = audited.counted(region=region, since=since, act="sharing.ask", detail="answer")
        refused = audited.counted(region=region, since=since, act="sharing.refuse_request", detail="")
        found = Overview(
            grants=counts.grants_by_basis(region=region, at=at),
            answers={answer: asked.get(answer.value, 0) for answer in Answer},
            refusals=sum(refused.values()),
            emergencies=counts.emergencies(region=region, at=at),
            late_informs=sharing.count_late_informs(region=region, day=day),
            waiting_advice=sharing.count_waiting(region=region),
            norms=len(norms),
            unread_norms=sum(1 for norm in norms if not norm.verified),
        )
    audit.record(actor=actor, at=at, act="flow.oversight", object_kind="overview", fields=["counts"])
    return found
