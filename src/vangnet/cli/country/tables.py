"""Tables: who included whom, a sitting with signals on it, somebody who waits for the inclusion table, an answer that climbed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta

from django.db.models import Model

from vangnet.cli.country import persons, signals
from vangnet.cli.country.chance import Chance, days_before, workday_before
from vangnet.cli.country.names import someone
from vangnet.cli.country.signals import Desks
from vangnet.cli.country.texts import pool
from vangnet.core.clock import Instant
from vangnet.intake.engine import conventions
from vangnet.intake.models import (
    Board,
    BoardItem,
    BoardSeat,
    Escalation,
    Inclusion,
    InclusionFinding,
    Signal,
    Weighing,
)
from vangnet.intake.rules.climbing import climbs_at
from vangnet.intake.types import Finding, SignalState, WeighingDecision
from vangnet.intake.types.conventions import Climb, ConventionKind, EscalationLevel, InclusionRules
from vangnet.intake.types.tables import BoardKind, InclusionResult

_LATE = 4


def included(chance: Chance, signal: Signal, *, at: Instant, by: Weighing) -> list[Model]:
    """Return that the inclusion table included whom a signal is about, at the sitting that weighed it."""
    rules = _counting(ConventionKind.INCLUSION)
    assert isinstance(rules, InclusionRules)
    texts = pool("signals")["inclusion"]
    row = Inclusion(
        id=chance.new_id(at), region=signal.region, signal=signal, at=at, participants=by.participants,
        rules_version=rules.version, title_now=Finding.NOT_MET.value, title_ever=Finding.MET.value,
        title_text=chance.pick(texts["title"]), result=InclusionResult.INCLUDED.value,
        reason=chance.pick(texts["reason"]), person_informed=True, decided_by=by.decided_by,
        idempotency_key=chance.new_id(at).hex,
    )  # fmt: skip
    found = [
        InclusionFinding(
            id=chance.new_id(at), region=signal.region, inclusion=row, criterion=criterion.code,
            finding=Finding.MET.value, reason=texts["met"][criterion.code],
        )
        for criterion in rules.criteria
    ]  # fmt: skip
    return [row, *found]


def morning(chance: Chance, desks: Desks, waiting: Iterable[Model]) -> Iterator[Model]:
    """Yield what lies on tables on the morning of the demo.

    Args:
        waiting: the signals that wait at the Zorg- en Veiligheidshuis.
    """
    open_signals = [row for row in waiting if isinstance(row, Signal)]
    yield from _sitting(chance, desks, open_signals)
    yield from _asked(chance, desks)
    late = _forgotten(chance, desks)
    yield late
    for signal in (late, *open_signals):
        yield from _climbed(chance, desks, signal)


def _sitting(chance: Chance, desks: Desks, on_it: Iterable[Signal]) -> Iterator[Model]:
    """Yield a sitting of yesterday that ran out of time: it goes on today."""
    at = chance.moment(workday_before(days_before(desks.day, 1)), first=14, last=14)
    by = desks.roster.everybody("procesregisseur")[0]
    board = Board(
        id=chance.new_id(at), region=desks.roster.area.code, desk_id=desks.roster.agency("ZVH").id,
        kind=BoardKind.WEEKLY.value, starts_at=at, begun_at=at, opened_by=by.id, idempotency_key=chance.new_id(at).hex,
    )  # fmt: skip
    yield board
    for nr, (organisation, name) in enumerate(pool("signals")["table"]["seats"]):
        yield BoardSeat(
            id=chance.new_id(at), region=board.region, board=board, nr=nr, organisation=organisation, name=name
        )
    for signal in on_it:
        yield BoardItem(id=chance.new_id(at), region=board.region, board=board, signal=signal, added_at=at)


def _asked(chance: Chance, desks: Desks) -> Iterator[Model]:
    """Yield somebody whom the table sent to the inclusion table, which has not spoken yet."""
    town = desks.roster.area.towns[0]
    at = chance.moment(workday_before(days_before(desks.day, 3)), first=9, last=11)
    who = someone(chance, town=town, day=desks.day)
    signal = signals.police(chance, desks, town=town, at=at, who=who, text=pool("signals")["inclusion"]["asked"])
    weighed_at = at + timedelta(hours=4)
    rows, by = signals.weigh(chance, desks, signal, decision=WeighingDecision.INCLUSION_TABLE, at=weighed_at)
    for row in rows:
        if isinstance(row, Weighing) and by is not None:
            row.owner_id, row.due_on, row.carried_by = (
                by.id,
                workday_before(days_before(desks.day, -8)),
                "Inclusietafel",
            )
    yield signal
    yield from rows
    person_id, registered = persons.register(chance, desks.roster, who, at=weighed_at - timedelta(minutes=4))
    yield from registered
    if by is not None:
        yield from signals.beside(chance, signal, person_id=person_id, by=by, at=weighed_at)


def _forgotten(chance: Chance, desks: Desks) -> Signal:
    """Return a worry that lies at the meldpunt without an answer, days past its moment."""
    day = desks.day
    for _ in range(_LATE + 2):
        day = workday_before(days_before(day, 1))
    return signals.citizen(chance, desks, town=desks.roster.area.towns[0], at=chance.moment(day, first=10, last=15))


def _climbed(chance: Chance, desks: Desks, signal: Signal) -> Iterator[Escalation]:
    """Yield the levels that a signal without an answer has climbed when the history ends, as the program does by itself."""
    levels = _counting(ConventionKind.ESCALATION)
    assert isinstance(levels, tuple)
    house = desks.roster.agency("ZVH").id
    for level in levels:
        assert isinstance(level, EscalationLevel)
        at = climbs_at(signal.answer_due, level)
        if at < desks.cutoff and signal.state != SignalState.ANSWERED.value:
            yield Escalation(
                id=chance.new_id(at), region=signal.region, signal=signal, desk_id=signal.desk_id, level=level.level,
                at=at, to_agency=signal.desk_id if level.to is Climb.DESK else house, to_role=level.role,
                municipality=signal.municipality, kind=signal.kind, answer_due=signal.answer_due,
            )  # fmt: skip


def _counting(what: ConventionKind) -> object:
    """Return what ships about something; the made-up country has no agreements of its own."""
    return next(sheet.value for sheet in conventions.shipped() if sheet.what is what)
