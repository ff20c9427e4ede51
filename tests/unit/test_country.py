"""The made-up country before it meets a database: the same luck every time, whole texts, people nobody is."""

from __future__ import annotations

import re
from datetime import date

import pytest

from vangnet.cases.types import CaseKind
from vangnet.cli.country import shapes, world
from vangnet.cli.country.chance import Chance, allot, start_of
from vangnet.cli.country.names import someone
from vangnet.cli.country.reference import areas
from vangnet.cli.country.shapes import Shape

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
