"""What must go, goes: each thing in a transaction of its own, in which its term is computed once more.

Killed in the middle, a run leaves whole things or nothing, and the next one goes on. Two at once take different things: whoever
locks a thing first destroys it, and the register counts it once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from vangnet.access import services as access
from vangnet.access.services.erasing import as_retention, erase
from vangnet.access.types import Actor
from vangnet.audit import services as audit
from vangnet.audit.types import NewDestroyed
from vangnet.cases.services.locks import take_to_destroy as take_case
from vangnet.core.clock import Instant, local_day
from vangnet.flow import retention
from vangnet.flow.retention import Term
from vangnet.intake import services as intake
from vangnet.people import services as people
from vangnet.people.selectors import links_of_signals
from vangnet.people.services.holding import hold_to_destroy

DELETED, ANONYMOUS = "deleted", "anonymous"


@dataclass(frozen=True, slots=True)
class Run:
    """What one run did, or would do.

    Args:
        gone: how many went, by kind and rule.
        held: how many had to go and may not, because somebody disputes something.
    """

    gone: Mapping[tuple[str, str], int]
    held: int


def run(*, at: Instant, dry_run: bool = False) -> Run:
    """Destroy or make anonymous whatever had to be gone by today. Background work only.

    Persons come last: they go in the same run as their last case or signal.

    Args:
        dry_run: True to count and change nothing; people who would go because of what goes in this run are not counted.
    """
    actor = access.system_actor(reason="retention")
    gone: Counter[tuple[str, str]] = Counter()
    held = 0
    for terms in (retention.terms_of_data, retention.terms_of_persons):
        with access.as_job(actor):
            found = [term for term in terms(at=at) if term.until <= local_day(at)]
        for term in found:
            if term.held:
                held += 1
            elif dry_run or destroy(actor=actor, term=term, at=at):
                gone[term.kind, term.rule] += 1
    return Run(gone=dict(gone), held=held)


def destroy(*, actor: Actor, term: Term, at: Instant) -> bool:
    """Destroy one thing, after asking again inside its lock whether it must go.

    Returns:
        Whether it went now; False when it is gone, in hand elsewhere, or its term changed meanwhile.
    """
    with as_retention(actor):
        found = DESTROY[term.kind](term, at)
        if found is None:
            return False
        now, way, counts = found
        return audit.register_destroyed(
            actor=actor,
            at=at,
            what=NewDestroyed(now.kind, now.id, now.region, now.rule, now.since, now.until, way, counts),
        )


Gone = tuple[Term, str, dict[str, int]]


def _case(term: Term, at: Instant) -> Gone | None:
    row = take_case(case_id=term.id)
    if row is None or not hold_to_destroy(person_id=row.person_id):
        return None
    return _deleted(next(retention.case_terms([row], at=at)), at)


def _person(term: Term, at: Instant) -> Gone | None:
    row = people.take_to_destroy(person_id=term.id)
    if row is None or not hold_to_destroy(person_id=row.id):
        return None
    now = next(retention.person_terms([row], at=at), None)
    return _deleted(now, at) if now is not None else None


def _deleted(now: Term, at: Instant) -> Gone | None:
    return (now, DELETED, erase(now.kind, now.id)) if now.due(local_day(at)) else None


def _signal(term: Term, at: Instant) -> Gone | None:
    row = intake.take_to_empty(signal_id=term.id)
    if row is None:
        return None
    link = links_of_signals(signal_ids=[row.id]).get(row.id)
    if link is not None and not hold_to_destroy(person_id=link.person_id):
        return None
    now = next(retention.signal_terms([row], at=at))
    if not now.due(local_day(at)):
        return None
    counts = erase("signal", row.id)
    return now, ANONYMOUS, counts | intake.empty(signal_id=row.id, at=at)


def _logs(term: Term, at: Instant) -> Gone | None:
    month = term.since
    if not retention.log_term(month).due(local_day(at)) or month not in retention.log_months(at=at):
        return None
    lines = audit.drop_month(month=month)
    return (term, DELETED, {"audit": lines}) if lines is not None else None


DESTROY: Final[Mapping[str, Callable[[Term, Instant], Gone | None]]] = {
    "case": _case,
    "signal": _signal,
    "person": _person,
    "logs": _logs,
}
