"""The whole country, region by region, as rows that can be written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Model

from vangnet.cases.models import CaseCounter
from vangnet.cases.types import CaseKind
from vangnet.cli.country import doubts, papers, planning, record, script, shapes, sights, streams, tables
from vangnet.cli.country.casework import open_file
from vangnet.cli.country.chance import Chance, allot, days_before, start_of, workday_before
from vangnet.cli.country.organisations import Load, appoint, organise
from vangnet.cli.country.reference import SHOWCASE_REGION, Area, areas
from vangnet.cli.country.shapes import Shape
from vangnet.cli.country.signals import Desks
from vangnet.intake.models import Signal
from vangnet.intake.types import Channel

LEVENSLOOP = 700
OTHER_CASES = 6_000
POLICE_SIGNALS = 169_000
# Cases in the region of the demo, whatever the scale: enough for a morning's work.
SHOWCASE_LEVENSLOOP, SHOWCASE_CASES = 4, 30


@dataclass(frozen=True, slots=True)
class Wish:
    """What country is asked for.

    Args:
        scale: 1 is the Netherlands.
        seed: the same number gives the same country.
        day: reference day; the history ends when it begins.
    """

    scale: float
    seed: int
    day: date


@dataclass(frozen=True, slots=True)
class RegionPlan:
    """How much of everything one region gets."""

    area: Area
    load: Load


def plan(wish: Wish) -> list[RegionPlan]:
    """Share cases and signals out over the regions, by size; the totals are exactly those of the scale."""
    weights = [float(area.size) for area in areas()]
    here = [area.code == SHOWCASE_REGION for area in areas()]
    levensloop = allot(round(LEVENSLOOP * wish.scale), weights, floors=[SHOWCASE_LEVENSLOOP * at for at in here])
    others = allot(round(OTHER_CASES * wish.scale), weights, floors=[SHOWCASE_CASES * at for at in here])
    cases = [one + two for one, two in zip(levensloop, others, strict=True)]
    police = allot(round(POLICE_SIGNALS * wish.scale), weights, floors=[number * 9 for number in cases])
    return [
        RegionPlan(area, Load(cases=cases[nr], levensloop=levensloop[nr], signals=police[nr]))
        for nr, area in enumerate(areas())
    ]


def region(wish: Wish, part: RegionPlan) -> Iterator[Sequence[Model]]:
    """Yield the rows of one region, in groups of which each leans only on itself and on the groups before."""
    area, load, seed = part.area, part.load, wish.seed
    showcase = area.code == SHOWCASE_REGION
    people = script.people() if showcase else ()
    roster = organise(Chance(seed, area.code, "people"), area=area, load=load, day=wish.day, people=people)
    appoint(Chance(seed, area.code, "contact-point"), roster, day=wish.day)
    yield list(roster.rows())
    desks = Desks.of(roster, wish.day)
    chance = Chance(seed, area.code, "cases")
    numbers: dict[int, int] = {}
    made = 0
    year_ago = start_of(wish.day) - timedelta(days=365)
    for shape in _shapes(wish, part, chance):
        year = workday_before(days_before(wish.day, shape.opened)).year
        numbers[year] = numbers.get(year, 0) + 1
        rows = _case(chance, desks, shape, number=numbers[year], reads=showcase)
        made += sum(1 for row in rows if isinstance(row, Signal) and row.received_at >= year_ago)
        yield rows
    yield [CaseCounter(region=area.code, year=year, last=last) for year, last in sorted(numbers.items())]
    if showcase and load.cases:
        waiting = list(script.waiting(Chance(seed, area.code, "waiting"), desks))
        made += len(waiting)
        yield waiting
        on_tables = list(tables.morning(Chance(seed, area.code, "tables"), desks, waiting))
        made += sum(1 for row in on_tables if isinstance(row, Signal) and row.channel == Channel.POLICE.value)
        yield on_tables
        doubted = list(doubts.written(Chance(seed, area.code, "doubts"), desks))
        made += sum(1 for row in doubted if isinstance(row, Signal) and row.received_at >= year_ago)
        yield doubted
    yield from streams.year(Chance(seed, area.code, "signals"), desks, total=load.signals, of_cases=made)


def _shapes(wish: Wish, part: RegionPlan, chance: Chance) -> Iterator[Shape]:
    """Yield what each case is like: the written ones first, then drawn ones up to the numbers of the region."""
    left = {CaseKind.LEVENSLOOP: part.load.levensloop, CaseKind.ZVH: part.load.cases - part.load.levensloop}
    if part.area.code == SHOWCASE_REGION:
        for shape in script.shapes(Chance(wish.seed, "script"), area=part.area, day=wish.day):
            if left[shape.kind] > 0:
                left[shape.kind] -= 1
                yield shape
    others = [area for area in areas() if area.code != part.area.code]
    for kind, count in left.items():
        for _ in range(count):
            elsewhere = chance.pick(chance.pick(others).towns)
            yield shapes.draw(chance, kind=kind, area=part.area, day=wish.day, elsewhere=elsewhere)


def _case(chance: Chance, desks: Desks, shape: Shape, *, number: int, reads: bool) -> list[Model]:
    file = open_file(chance, desks, shape, number=number)
    plans = planning.write_plans(chance, desks, file)
    owed = planning.write_agreements(chance, desks, file)
    owed += planning.write_flags(chance, desks, file, plans)
    papers.write_documents(desks, file)
    grants = sights.grant(chance, desks, file)
    owed_on = sights.next_day(desks, file, plans, owed)
    seen = sights.sum_up(grants, owed_on=owed_on)
    return [*file.rows, *grants, *seen, *record.of_case(chance, desks, file, plans, reads=reads)]
