"""How long may we keep this? The day on which each case, signal, person and month of the logs must be gone, and why.

Nothing is stored: a term is computed from what happened, so that whatever happens next changes it at once. `flow.destruction`
does what the term says.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Final, Protocol, TypeVar
from uuid import UUID, uuid5

from vangnet.access import selectors as access
from vangnet.access.types import POLICE_KINDS
from vangnet.audit import selectors as audited
from vangnet.cases.selectors.of_person import KeptCase, cases_from, cases_of, cases_soon, kept_cases, with_cases
from vangnet.cases.selectors.reprocessing import WARN_MONTHS
from vangnet.cases.types import KEEP_YEARS, KeptFacts
from vangnet.core.clock import AMSTERDAM, Instant, local_day
from vangnet.core.periods import months_later, years_later
from vangnet.intake.selectors.desks import keep_days
from vangnet.intake.selectors.keeping import kept_signals, signals_about, signals_soon
from vangnet.intake.selectors.outreach import kept_in_view
from vangnet.intake.types import Channel, SignalView, WeighingDecision
from vangnet.people import selectors as people
from vangnet.people.selectors.clusters import wholes
from vangnet.people.selectors.keeping import signals_beside, unlinked, with_signals
from vangnet.people.types import UnlinkedPerson
from vangnet.sharing.selectors.insight import erasures_of, granted_erasures, held_persons
from vangnet.sharing.types.rights import ErasedPart, GrantedErasure

# The law names no number of days for what was not taken up (Bgs 1.16(1)(b)); this is our proposal until a desk says its own.
NOT_TAKEN_UP_DAYS: Final = 30
# Kinds of signals that the police send.
# A month of the logs has no number of its own; this makes one that is always the same.
LOGS: Final = UUID("6f1f9a52-2f6b-5f43-9b0e-6f4b7a1c9d10")
# What stays after everything about somebody went, and why: numbers only, and never a word that somebody wrote.
LEFT: Final[Mapping[str, str]] = {
    "audit_entry": "Wie deed wat, met nummers en zonder tekst: vijf jaar na het schrijven weg (R17).",
    "audit_destroyed": "Het register van wat vernietigd is: nummer, soort, grond, aantallen.",
}
# What stays of a signal that was emptied: codes that figures count by, and the number of the signal itself.
LEFT_OF_SIGNALS: Final = "intake_"
SOON: Final = timedelta(days=90)
# How long somebody has for deciding whether a case stays, and when a running case that goes is said once more.
DECIDE_WITHIN: Final = timedelta(days=7)
REMIND: Final = timedelta(days=30)
DONE: Final = frozenset({WeighingDecision.ADVICE, WeighingDecision.LOCAL})


@dataclass(frozen=True, slots=True)
class Term:
    """How long one thing is kept.

    Args:
        kind: `case`, `signal`, `person` or `logs`.
        rule: row of `legal.md` section 5, such as `R01`.
        since: day from which the term runs; `until` the day on which it goes.
        why: in plain Dutch, with the article.
        shielded: whether it is closed and kept out of sight until then.
        held: why it may not go now although its day has come; empty when nothing holds it.
        number: of a case, as people know it; empty for anything else.
    """

    kind: str
    id: UUID
    region: str
    rule: str
    since: date
    until: date
    why: str
    shielded: bool = False
    held: str = ""
    number: str = ""

    def due(self, day: date) -> bool:
        """Return whether it must go today."""
        return self.until <= day and not self.held


@dataclass(frozen=True, slots=True)
class Known:
    """What persons asked for and obtained that changes the terms of a page of things.

    Args:
        held: persons of whom nothing may go now, with why.
        erased: by person, every erasure that was granted, oldest first.
    """

    held: Mapping[UUID, str]
    erased: Mapping[UUID, Sequence[GrantedErasure]]


class Kept(Protocol):
    """Something with an id, to page by."""

    @property
    def id(self) -> UUID: ...


T = TypeVar("T", bound=Kept)


def case_term(case: KeptCase, *, first_processed: date | None) -> Term:
    """Return how long a case is kept.

    Args:
        first_processed: day of the signal that the case came from; the day it was opened when that is not known.

    Law: Wgs article 1.8(7), at the latest five years after the first processing; Wgs article 2.31(8), shielded once closed.
    """
    since = min(case.opened_on, first_processed or case.opened_on)
    why = "Uiterlijk vijf jaar na de eerste verwerking (Wgs artikel 1.8 lid 7)."
    until, rule = years_later(since, KEEP_YEARS), "R01"
    if case.renewed_until is not None and case.renewed_until > until:
        until, rule = case.renewed_until, "R04"
        why = (
            "Langer bewaard in opdracht van de deelnemers, hoogstens twee jaar per keer (Bgs artikel 1.16 lid 2 en 3)."
        )
    if case.closed_on is not None:
        why += " De casus is gesloten en tot dan afgeschermd (Wgs artikel 2.31 lid 8)."
    return Term("case", case.id, case.region, rule, since, until, why, case.closed_on is not None, number=case.number)


def term_of_facts(facts: KeptFacts) -> Term:
    """Return how long a case is kept, of which only the days are known."""
    case = KeptCase(
        facts.case_id,
        facts.number,
        facts.region,
        None,
        facts.first_on,
        facts.closed_on,
        facts.case_id,
        facts.renewed_until,
    )
    return case_term(case, first_processed=facts.first_on)


def asks_to_decide(facts: KeptFacts, term: Term, *, day: date) -> date | None:
    """Return the day by which somebody decides whether a case stays after its term; None when nothing is asked now.

    Half a year before the end of a running case, and of a closed one that may stay (closed less than a year before its end). Once it
    was ordered, or decided that it goes, nobody is asked; who decided that a running case goes is reminded a month before.

    Law: Wgs 1.8(7); Bgs 1.16(2)-(3).
    """
    if day < months_later(term.until, -WARN_MONTHS) or facts.ordered:
        return None
    if facts.closed_on is not None and facts.closed_on < years_later(term.until, -1):
        return None
    if facts.let_go_until == term.until:
        remind = term.until - REMIND
        return remind if facts.closed_on is None and day >= remind else None
    return months_later(term.until, -WARN_MONTHS) + DECIDE_WITHIN


def signal_term(signal: SignalView, *, desk_kind: str = "", days: int = NOT_TAKEN_UP_DAYS) -> Term:
    """Return how long a signal is kept: shortly when it was not taken up, else no longer than any joint data.

    Args:
        desk_kind: kind of the organisation at whose desk it lies.
        days: after how many days that desk destroys what it is done with.

    Law: Bgs article 1.16(1)(b); Wpg-machtigingsbesluit meldpunten article 2; Wgs article 1.8(7).
    """
    received = local_day(signal.received_at)
    answered = local_day(signal.answered_at) if signal.answered_at is not None else None
    if signal.decision == WeighingDecision.NOT_TAKEN_UP and answered is not None:
        until = signal.destroy_on or answered + timedelta(days=days)
        why = f"Niet opgepakt: weg {(until - answered).days} dagen na het besluit (Bgs artikel 1.16 lid 1, onder b)."
        return Term("signal", signal.id, signal.region, "R02", answered, until, why)
    police = signal.channel is Channel.POLICE or signal.kind in POLICE_KINDS
    if desk_kind == "MLP" and police and signal.decision in DONE and answered is not None:
        until = answered + timedelta(days=days)
        why = "Politiegegevens bij het meldpunt: weg als ze niet meer nodig zijn (machtigingsbesluit meldpunten artikel 2)."
        return Term("signal", signal.id, signal.region, "R09", answered, until, why)
    why = "Uiterlijk vijf jaar na de eerste verwerking (Wgs artikel 1.8 lid 7)."
    return Term("signal", signal.id, signal.region, "R01", received, years_later(received, KEEP_YEARS), why)


def person_term(person: UnlinkedPerson) -> Term:
    """Return how long somebody is kept without any case or signal, from when they were registered or last parted.

    Law: Wgs article 1.8(7), as soon as it is not necessary; the days are the same proposal as for what was not taken up.
    """
    since = local_day(max(person.registered_at, person.parted_at or person.registered_at))
    why = "Er is geen casus en geen signaal meer over deze persoon (Wgs artikel 1.8 lid 7)."
    return Term("person", person.id, person.region, "R01", since, since + timedelta(days=NOT_TAKEN_UP_DAYS), why)


def log_term(month: date) -> Term:
    """Return how long a month of the three logs is kept: the longest of what the law asks, and then they go.

    Law: decision on care logging (five years from the line), Wjsg article 39j and Wpg article 32 (four years).
    """
    until = years_later(_next_month(month), KEEP_YEARS)
    why = (
        "Logregels: vijf jaar na het schrijven (besluit logging zorg); langer dan de vier jaar van Wjsg 39j en Wpg 32."
    )
    return Term("logs", uuid5(LOGS, month.isoformat()), "NL", "R17", month, until, why)


def known(person_ids: Iterable[UUID], *, at: Instant) -> Known:
    """Return what changes the terms of these persons, in as many queries for one of them as for thousands. Background work only.

    What was asked about one record of somebody counts for every record that humans decided is the same person.
    """
    same = wholes(person_ids)
    every = {record for whole in same.values() for record in whole}
    why, granted = held_persons(person_ids=every, at=at), erasures_of(person_ids=every)
    held = {one: next((why[record] for record in whole if record in why), "") for one, whole in same.items()}
    erased = {one: [erasure for erasure in granted if erasure.person_id in whole] for one, whole in same.items()}
    return Known(
        held={one: reason for one, reason in held.items() if reason},
        erased={one: found for one, found in erased.items() if found},
    )


def erased_term(
    term: Term, erasures: Sequence[GrantedErasure], *, came_at: Instant | date, part: ErasedPart, busy: str = ""
) -> Term:
    """Return the term of something once erasure of it was granted, the soonest of all; the same when it was not, or came in later.

    Args:
        came_at: when it came in, or on which day.
        part: what it is.
        busy: why it is still needed; then it goes as soon as that is over.

    Law: AVG article 17(1); article 17(3)(b), not as long as it is needed for a task by law, and (e), nor for a claim.
    """
    for erasure in erasures:
        if erasure.region != term.region or erasure.part not in {ErasedPart.ALL, part}:
            continue
        decided = erasure.decided_at
        before = came_at <= decided if isinstance(came_at, datetime) else came_at < local_day(decided)
        if before and erasure.on < term.until:
            term = replace(
                term, rule="A06", since=local_day(decided), until=erasure.on, why=ERASED, held=term.held or busy
            )
    return term


def terms(*, at: Instant) -> Iterator[Term]:
    """Yield every term there is. Background work only."""
    yield from terms_of_data(at=at)
    yield from terms_of_persons(at=at)


def terms_of_data(*, at: Instant) -> Iterator[Term]:
    """Yield the terms of cases, of signals and of the months of the logs. Background work only."""
    for cases in _pages(kept_cases):
        yield from case_terms(cases, at=at)
    for signals in _pages(kept_signals):
        yield from signal_terms(signals, at=at)
    for month in log_months(at=at):
        yield log_term(month)


def terms_of_persons(*, at: Instant) -> Iterator[Term]:
    """Yield the terms of persons of whom no case and no signal is left. Background work only."""
    for persons in _pages(unlinked):
        yield from person_terms(persons, at=at)


def terms_soon(*, region: str, at: Instant) -> list[Term]:
    """Return what must go in a region within `SOON`, first first; what was held stays in it. Background work only."""
    horizon = local_day(at) + SOON
    # A case counts from the signal it came from, which may be some time before it was opened.
    cases = cases_soon(region=region, opened_before=years_later(horizon, -KEEP_YEARS) + timedelta(days=366))
    moment = datetime.combine(horizon, time(), tzinfo=AMSTERDAM)
    signals = signals_soon(
        region=region, destroy_before=horizon, answered_before=moment,
        received_before=datetime.combine(years_later(horizon, -KEEP_YEARS), time(), tzinfo=AMSTERDAM),
    )  # fmt: skip
    for erasures in _pages(partial(granted_erasures, region=region)):
        erased = {record for whole in wholes(one.person_id for one in erasures).values() for record in whole}
        cases += cases_of(person_ids=erased)
        signals += signals_about(signal_ids=signals_beside(person_ids=erased))
    cases = [*{case.id: case for case in cases if case.region == region}.values()]
    signals = [*{signal.id: signal for signal in signals if signal.region == region}.values()]
    found = [*case_terms(cases, at=at), *signal_terms(signals, at=at)]
    return sorted((term for term in found if term.until < horizon), key=lambda term: (term.until, term.kind, term.id))


ERASED: Final = "De persoon vroeg om wissing, en dat is toegekend (AVG artikel 17)."
CASE_RUNS: Final = "De casus loopt nog; hij gaat weg zodra hij is gesloten (AVG artikel 17 lid 3 onder b)."
UNANSWERED: Final = "Het signaal wacht nog op antwoord; daarna gaat het weg (AVG artikel 17 lid 3 onder b)."

IN_VIEW: Final = "De bemoeizorg loopt nog; daarna gaat het weg (AVG artikel 17 lid 3 onder b)."


def case_terms(cases: Sequence[KeptCase], *, at: Instant) -> Iterator[Term]:
    """Yield the terms of a page of cases. Background work only."""
    origins = {case.opened_from for case in cases if case.opened_from is not None}
    received = {signal.id: signal.received_at for signal in signals_about(signal_ids=origins)}
    said = known((case.person_id for case in cases), at=at)
    for case in cases:
        came = received.get(case.opened_from) if case.opened_from is not None else None
        first = local_day(came) if came is not None else None
        term = replace(case_term(case, first_processed=first), held=said.held.get(case.person_id, ""))
        yield erased_term(
            term, said.erased.get(case.person_id, ()), came_at=came or case.opened_on, part=ErasedPart.CASES,
            busy="" if case.closed_on is not None else CASE_RUNS,
        )  # fmt: skip


def signal_terms(signals: Sequence[SignalView], *, at: Instant) -> Iterator[Term]:
    """Yield the terms of a page of signals; one that became a case goes no earlier than its case. Background work only."""
    links = people.links_of_signals(signal_ids=[signal.id for signal in signals])
    said = known((link.person_id for link in links.values()), at=at)
    opened = cases_from(signal_ids=[signal.id for signal in signals])
    origins = {case.opened_from: term for case, term in zip(opened, case_terms(opened, at=at), strict=True)}
    in_view = kept_in_view(signal_ids=[one for one, link in links.items() if link.person_id in said.erased])
    desks = {desk.id: desk.kind for desk in access.desks()}
    days: dict[UUID, int] = {}
    for signal in signals:
        if signal.desk_id not in days:
            days[signal.desk_id] = keep_days(signal.desk_id)
        term = signal_term(signal, desk_kind=desks.get(signal.desk_id, ""), days=days[signal.desk_id])
        case, link = origins.get(signal.id), links.get(signal.id)
        if link is not None:
            term = erased_term(
                term, said.erased.get(link.person_id, ()), came_at=signal.received_at, part=ErasedPart.SIGNALS,
                busy=UNANSWERED if signal.answered_at is None else IN_VIEW if signal.id in in_view else "",
            )  # fmt: skip
        if case is not None and case.until > term.until:
            term = replace(term, until=case.until, rule=case.rule, why=case.why)
        held = said.held.get(link.person_id, "") if link is not None else ""
        yield replace(term, held=held or (case.held if case is not None else "") or term.held)


def person_terms(persons: Sequence[UnlinkedPerson], *, at: Instant) -> Iterator[Term]:
    """Yield the terms of those persons of whom nothing is left: no case and no signal beside any record of the same person."""
    every = {record for person in persons for record in person.whole}
    needed = with_cases(person_ids=every) | with_signals(person_ids=every)
    said = known((person.id for person in persons), at=at)
    for person in persons:
        if needed.isdisjoint(person.whole):
            term = replace(person_term(person), held=said.held.get(person.id, ""))
            yield erased_term(term, said.erased.get(person.id, ()), came_at=person.registered_at, part=ErasedPart.ALL)


def log_months(*, at: Instant) -> list[date]:
    """Return the months of the logs that are over."""
    return audited.log_months(before=local_day(at).replace(day=1))


def _next_month(month: date) -> date:
    return (month.replace(day=28) + timedelta(days=4)).replace(day=1)


def _pages(page: Callable[..., list[T]]) -> Iterator[list[T]]:
    ask = partial(page)
    after: UUID | None = None
    while rows := ask(after=after):
        yield rows
        after = rows[-1].id
