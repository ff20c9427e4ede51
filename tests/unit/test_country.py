"""The made-up country before it meets a database: the same luck every time, whole texts, people nobody is."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date, datetime
from types import SimpleNamespace
from uuid import UUID

import pytest

from vangnet.cases.models import Case, Meeting
from vangnet.cases.types import CaseKind
from vangnet.cli.country import planning, shapes, world
from vangnet.cli.country.chance import Chance, allot, start_of
from vangnet.cli.country.names import someone
from vangnet.cli.country.reference import SHOWCASE_REGION, areas
from vangnet.cli.country.shapes import Shape
from vangnet.core.clock import local_day
from vangnet.plans.models import Plan

DAY = date(2026, 11, 23)
HERE, THERE = areas()[3], areas()[4].towns[0]


def drawn(seed: int, count: int = 40) -> list[Shape]:
    chance = Chance(seed, "test")
    return [shapes.draw(chance, kind=CaseKind.ZVH, area=HERE, day=DAY, elsewhere=THERE) for _ in range(count)]


def test_every_municipality_has_one_region() -> None:
    codes = [town.code for area in areas() for town in area.towns]
    assert (len(areas()), len(codes), len(set(codes))) == (31, 342, 342)


def test_the_same_seed_draws_the_same_and_another_seed_something_else() -> None:
    assert drawn(1) == drawn(1)
    assert drawn(1) != drawn(2)


def test_an_id_tells_its_moment() -> None:
    at = start_of(DAY)
    new = Chance(1, "id").new_id(at)
    assert (new.version, new.int >> 80) == (7, int(at.timestamp() * 1000))


@pytest.mark.parametrize("scale", [0.001, 0.02, 0.3, 1.0, 10.0])
def test_the_regions_add_up_to_the_scale(scale: float) -> None:
    parts = world.plan(world.Wish(scale, 1, DAY))
    assert sum(part.load.levensloop for part in parts) == round(700 * scale)
    assert sum(part.load.cases for part in parts) == round(700 * scale) + round(6_000 * scale)
    assert sum(part.load.signals for part in parts) == round(169_000 * scale)


def test_shares_never_go_below_what_there_is() -> None:
    assert allot(3, [5, 1, 1], floors=[0, 9, 9]) == [0, 3, 0]
    assert sum(allot(7, [0.1, 0.1, 0.1])) == 7


def test_no_text_keeps_an_open_place() -> None:
    for shape in drawn(3, count=150):
        texts = [shape.own_words, shape.summary, *shape.crisis_steps]
        texts += [text for task in shape.tasks for text in (task.what, task.why)]
        texts += [touch.text for touch in shape.touches] + [ruling.what + ruling.why for ruling in shape.rulings]
        texts += [goal.now + goal.goal + goal.who for goal in shape.goals]
        assert [text for text in texts if re.search(r"[{}]", text)] == []


def test_addresses_and_numbers_are_nobodys() -> None:
    chance = Chance(1, "people")
    people = [someone(chance, town=THERE, day=DAY) for _ in range(200)]
    assert all(re.fullmatch(r"[1-9]\d{3}(SA|SD)|", person.postcode) for person in people)
    assert all(re.fullmatch(r"06 0000 \d{4}|", person.phone) for person in people)
    assert all(18 <= DAY.year - person.birth[0] <= 80 for person in people)
    assert len({(person.given, person.surname) for person in people}) > 150


AHEAD = {"answer_due", "next_meeting_at", "tell_due", "until"}


@pytest.mark.parametrize("day", [date(2024, 2, 29), date(2026, 1, 1), date(2026, 10, 25), date(2026, 12, 28)])
def test_the_history_ends_when_the_day_begins(day: date) -> None:
    wish = world.Wish(0.005, 3, day)
    here = next(part for part in world.plan(wish) if part.area.code == SHOWCASE_REGION)
    for rows in world.region(wish, here):
        for row in rows:
            moments = {name: value for name, value in vars(row).items() if isinstance(value, datetime)}
            if isinstance(row, Meeting):
                continue
            late = {name for name, value in moments.items() if value >= start_of(day)} - AHEAD
            assert not late, (type(row).__name__, late)


def test_case_numbers_of_a_year_run_on_and_never_repeat() -> None:
    wish = world.Wish(0.03, 3, date(2026, 1, 8))
    here = next(part for part in world.plan(wish) if part.area.code == SHOWCASE_REGION)
    cases = [row for rows in world.region(wish, here) for row in rows if isinstance(row, Case)]
    assert len({case.number for case in cases}) == len(cases) > 30
    for year in {case.opened_on.year for case in cases}:
        numbers = sorted(int(case.number[5:]) for case in cases if case.opened_on.year == year)
        assert numbers == list(range(1, len(numbers) + 1))


def test_a_plan_is_adopted_after_the_case_opened_and_ends_when_the_next_is() -> None:
    wish = world.Wish(0.005, 3, DAY)
    here = next(part for part in world.plan(wish) if part.area.code == SHOWCASE_REGION)
    opened, plans = {}, []
    for rows in world.region(wish, here):
        opened |= {row.id: row.opened_on for row in rows if isinstance(row, Case)}
        plans += [row for row in rows if isinstance(row, Plan)]
    assert len(plans) > 30
    for plan in plans:
        assert local_day(plan.adopted_at) >= opened[plan.case_id]
        assert (plan.ended_at is None) == (plan.state == "current")
    by_case = Counter(plan.case_id for plan in plans if plan.state == "current")
    assert set(by_case.values()) == {1}


@pytest.mark.parametrize(
    ("step", "said"),
    [
        ("Gevaar voor iemand: bel 112 en zeg dat er een plan is.", "112"),
        ("Bel de crisisdienst van GGZ Zilverlicht, dag en nacht.", planning.CRISIS_SERVICE),
        ("Bel de wijkagent als Ruud weggaat en niet zegt waarheen.", ""),
        ("Zet de muziek en het licht zachter en ga zitten.", ""),
        ("Bel zus Anja. Die kan vaak binnen een half uur komen.", "06 0000 1002"),
    ],
)
def test_a_step_for_when_it_goes_wrong_has_the_number_of_whom_it_names_or_none(step: str, said: str):
    """Who reads it is in a hurry: a step that says to call without a number is no help, and a wrong number is worse."""
    file = SimpleNamespace(
        holders={}, director=SimpleNamespace(phone="06 0000 0000"), case=SimpleNamespace(id=UUID(int=0))
    )
    assert planning._phone(step, file, nr=2) == said  # type: ignore[arg-type]
