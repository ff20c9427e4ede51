"""A year of signals about people without a case: those already known, those seen for the first time, and those nobody could name.

The pattern is that of the Dutch police registrations (RIVM, figures of 2016): of 80,000 reports 61,000 were traceable to 34,000
people. 13,000 of them were known already and caused 40,000 of those reports; half of these had two or three. More than 3,200
people had another report on the same day. Source: domain.md section 5.1, rows of 2016.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Final
from uuid import UUID

from django.db.models import Model

from vangnet.cli.country import persons, signals
from vangnet.cli.country.chance import Chance, days_before
from vangnet.cli.country.names import Someone, someone
from vangnet.cli.country.reference import Town
from vangnet.cli.country.signals import Desks

TRACEABLE: Final = 61_000 / 80_000
FROM_KNOWN: Final = 40_000 / 61_000
SAME_DAY: Final = 3_200 / 13_000
# Nobody publishes how many worries the meldpunten get; one for ten police reports is our guess.
DESK_SHARE: Final = 0.1


def year(chance: Chance, desks: Desks, *, total: int, of_cases: int) -> Iterator[Sequence[Model]]:
    """Yield the signals of a year, each group with the person it is about.

    Args:
        total: police reports of the region in the year.
        of_cases: how many of those are made already, about people with a case.
    """
    known = max(0, round(total * TRACEABLE * FROM_KNOWN) - of_cases)
    first = min(max(0, total - of_cases - known), round(total * TRACEABLE * (1 - FROM_KNOWN)))
    nobody = max(0, total - of_cases - known - first)
    while known > 0:
        count = min(known, _reports(chance))
        yield _of_person(chance, desks, days=_days(chance, count), known=True)
        known -= count
    for _ in range(first):
        yield _of_person(chance, desks, days=[chance.between(1, 364)], known=False)
    for _ in range(nobody):
        yield _of_nobody(chance, desks)
    for _ in range(round(total * DESK_SHARE)):
        yield _at_desk(chance, desks)


def _reports(chance: Chance) -> int:
    """Draw how many reports somebody known has in a year; those with the most have a case and are made there."""
    draw = chance.share()
    if draw < 0.3:
        return 1
    return chance.between(2, 3) if draw < 0.85 else chance.between(4, 9)


def _days(chance: Chance, count: int) -> list[int]:
    days = [chance.between(1, 364) for _ in range(count)]
    if count > 1 and chance.hit(SAME_DAY):
        days[1] = days[0]
    return sorted(days, reverse=True)


def _of_person(chance: Chance, desks: Desks, *, days: list[int], known: bool) -> list[Model]:
    """Make somebody's reports: registered long ago when known, else when the first report was weighed."""
    town = _town(chance, desks)
    who = someone(chance, town=town, day=desks.day)
    rows: list[Model] = []
    person_id = _register(chance, desks, who, days_ago=chance.between(380, 1_500), rows=rows) if known else None
    for ago in days:
        at = chance.moment(days_before(desks.day, ago), first=0, last=24)
        signal = signals.police(chance, desks, town=town, at=at, who=who)
        answer, by = signals.weigh(chance, desks, signal)
        rows += [signal, *answer]
        if by is None or signal.answered_at is None:
            continue
        if person_id is None:
            person_id, register = persons.register(
                chance, desks.roster, who, at=signal.answered_at - timedelta(minutes=4)
            )
            rows += register
        rows += signals.beside(chance, signal, person_id=person_id, by=by, at=signal.answered_at)
    return rows


def _register(chance: Chance, desks: Desks, who: Someone, *, days_ago: int, rows: list[Model]) -> UUID:
    person_id, register = persons.register(
        chance, desks.roster, who, at=chance.moment(days_before(desks.day, days_ago))
    )
    rows += register
    return person_id


def _of_nobody(chance: Chance, desks: Desks) -> list[Model]:
    at = chance.moment(days_before(desks.day, chance.between(1, 364)), first=0, last=24)
    signal = signals.police(chance, desks, town=_town(chance, desks), at=at, who=None)
    return [signal, *signals.weigh(chance, desks, signal)[0]]


def _at_desk(chance: Chance, desks: Desks) -> list[Model]:
    at = chance.moment(days_before(desks.day, chance.between(1, 364)))
    signal = signals.citizen(chance, desks, town=_town(chance, desks), at=at)
    return [signal, *signals.weigh(chance, desks, signal)[0]]


def _town(chance: Chance, desks: Desks) -> Town:
    return chance.weighted({town: float(town.size) for town in desks.roster.area.towns})
