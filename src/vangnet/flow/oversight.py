"""What whoever oversees sharing sees: counts of a region, and which norms nobody has read yet. No case, no person, no text."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from vangnet.access import services as access
from vangnet.access.selectors import oversight as counts
from vangnet.access.selectors import workers as who_is
from vangnet.access.selectors.oversight import EmergencyCounts
from vangnet.access.types import Actor, Basis
from vangnet.audit import selectors as audited
from vangnet.audit import services as audit
from vangnet.audit.types import DestroyedView, EntryView
from vangnet.core.clock import Instant, local_day
from vangnet.flow import retention
from vangnet.flow.keeping import next_audit
from vangnet.flow.retention import Term
from vangnet.sharing import selectors as sharing
from vangnet.sharing.selectors.insight import RightsCounts, count_rights
from vangnet.sharing.types import Answer, InformKind

# Questions and refusals are counted over this time, so that the page costs the same in ten years.
WINDOW: Final = timedelta(days=30)
MOST: Final = 200
LINES: Final = 100


@dataclass(frozen=True, slots=True)
class KeepingCounts:
    """What must go in a region, and what went.

    Args:
        soon: within ninety days, late ones not counted.
        late: had to be gone already, and nothing holds it.
        held: had to be gone, and somebody disputes something.
        destroyed: in the last thirty days.
        audit_on: last day for the next audit of the region.
    """

    soon: int
    late: int
    held: int
    destroyed: int
    audit_on: date


@dataclass(frozen=True, slots=True)
class Keeping:
    """What must go in a region within ninety days, and the register of what went."""

    counts: KeepingCounts
    terms: tuple[Term, ...]
    gone: tuple[DestroyedView, ...]


@dataclass(frozen=True, slots=True)
class Overview:
    """Counts of one region.

    Args:
        grants: open grants by what they rest on.
        answers: questions to the law in the last thirty days, by answer.
        refusals: requests that a partner refused in that time.
        late_informs: duties to tell somebody that are late; `informs` the same by kind.
        rights: requests of persons.
        keeping: what must go, and what went.
        waiting_advice: questions that wait for a privacy adviser.
        norms: norms in force, the rows of one counted once, as the law browser does.
        unread_norms: of those, the ones with a row that can never give more than "a human decides": nobody read its text.
    """

    grants: dict[Basis, int]
    answers: dict[Answer, int]
    refusals: int
    emergencies: EmergencyCounts
    late_informs: int
    informs: dict[InformKind, int]
    rights: RightsCounts
    keeping: KeepingCounts
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
        informs = sharing.late_informs(region=region, day=day)
        found = Overview(
            grants=counts.grants_by_basis(region=region, at=at),
            answers={answer: asked.get(answer.value, 0) for answer in Answer},
            refusals=sum(refused.values()),
            emergencies=counts.emergencies(region=region, at=at),
            late_informs=sum(informs.values()),
            informs=informs,
            rights=count_rights(region=region, day=day),
            keeping=_kept(retention.terms_soon(region=region, at=at), region, day),
            waiting_advice=sharing.count_waiting(region=region),
            norms=len({norm.key for norm in norms}),
            unread_norms=len({norm.key for norm in norms if not norm.verified}),
        )
    audit.record(actor=actor, at=at, act="flow.oversight", object_kind="overview", fields=["counts"])
    return found


def keeping(*, actor: Actor, at: Instant) -> Keeping:
    """Return what must go in the actor's region and what went, by number and never by what it says; record the read.

    Raises:
        NoMandate: the actor's function does not oversee.
    """
    access.require(actor, "audit.read")
    region, day = actor.region, local_day(at)
    with access.as_job(access.system_actor(reason="oversight", region=region, trace_id=actor.trace_id)):
        soon = retention.terms_soon(region=region, at=at)
        found = Keeping(_kept(soon, region, day), tuple(soon), tuple(audited.destroyed(region=region, limit=MOST)))
    audit.record(actor=actor, at=at, act="flow.keeping", object_kind="overview", fields=["counts"])
    return found


@dataclass(frozen=True, slots=True)
class LogLine:
    """One line of the record as who oversees reads it: who did what, when and on what ground; never what it said."""

    entry: EntryView
    who: str
    agency: str


def log_of(*, actor: Actor, day: date, before: int | None, at: Instant) -> list[LogLine]:
    """Return the record of the actor's region on one day, newest first, a page at a time; this is recorded too.

    Raises:
        NoMandate: the actor's function does not oversee.

    Law: Wgs 1.8(4), only to check lawfulness, integrity and security; H14.
    """
    access.require(actor, "audit.read")
    with access.as_job(access.system_actor(reason="oversight", region=actor.region, trace_id=actor.trace_id)):
        entries = audited.entries_of_region(region=actor.region, day=day, before=before, limit=LINES)
        workers = who_is(worker_ids=[entry.worker_id for entry in entries])
    audit.record(
        actor=actor, at=at, act="audit.read_log", object_kind="log",
        details={"day": day.isoformat(), "rows": len(entries)},
    )  # fmt: skip
    found = []
    for entry in entries:
        worker = workers.get(entry.worker_id)
        found.append(LogLine(entry, worker.name if worker else "Vangnet", worker.agency_name if worker else ""))
    return found


def _kept(soon: list[Term], region: str, day: date) -> KeepingCounts:
    past = [term for term in soon if term.until <= day]
    return KeepingCounts(
        soon=len(soon) - len(past),
        late=sum(1 for term in past if term.until < day and not term.held),
        held=sum(1 for term in past if term.held),
        destroyed=sum(audited.count_destroyed(region=region, since=day - WINDOW).values()),
        audit_on=next_audit(day),
    )
