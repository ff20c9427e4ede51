"""The morning of the demo: the people one can be and the cases that were written by hand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from django.db.models import Model

from vangnet.cases.rules import REQUIRED_ROLES
from vangnet.cases.types import CaseKind
from vangnet.cli.country import signals
from vangnet.cli.country.chance import Chance, days_before, fitting_day, workday_before
from vangnet.cli.country.names import Someone, phone, postcode, someone, street
from vangnet.cli.country.reference import Area, Town, areas
from vangnet.cli.country.shapes import Alarm, GoalWords, Ruling, Shape, Task, Touch, draw_goals, draw_steps
from vangnet.cli.country.signals import Desks
from vangnet.cli.country.texts import pool


def people() -> tuple[dict[str, Any], ...]:
    """Return the written workers of the region of the demo, those one can be first."""
    return tuple(pool("demo")["people"])


def shapes(chance: Chance, *, area: Area, day: date) -> Iterator[Shape]:
    """Yield the written cases; what was not written is drawn."""
    for entry in pool("demo")["case"]:
        yield _shape(chance, entry, area, day)


def waiting(chance: Chance, desks: Desks) -> Iterator[Model]:
    """Yield the signals that wait at the desk on the morning of the demo."""
    for entry in pool("demo")["signal"]:
        day = desks.day
        for _ in range(entry["workdays"]):
            day = workday_before(days_before(day, 1))
        town = chance.pick(desks.roster.area.towns)
        who = someone(chance, town=town, day=desks.day) if chance.hit(0.5) else None
        yield signals.police(chance, desks, town=town, at=chance.moment(day), who=who, text=entry["text"])


def _shape(chance: Chance, entry: Mapping[str, Any], area: Area, day: date) -> Shape:
    kind = CaseKind(entry["kind"])
    person = _person(chance, entry["person"], next(town for town in area.towns if town.name == entry["town"]))
    moved = entry.get("moved")
    # Drawn whether it is used or not, so that what comes after is the same.
    drawn = draw_goals(chance, person.words)
    return Shape(
        kind=kind,
        person=person,
        opened=entry["opened"],
        closed=None,
        roles=REQUIRED_ROLES[kind] + tuple(entry["roles"]),
        gap=entry.get("gap", ""),
        deputies=entry["deputies"],
        every_days=7 if kind is CaseKind.LEVENSLOOP else 14,
        own_words=entry["own_words"],
        summary=entry["summary"],
        versions=tuple(entry["versions"]),
        review_in=entry["review_in"],
        goals=tuple(GoalWords(**goal) for goal in entry.get("goals", ())) or drawn,
        crisis_steps=draw_steps(chance, person.words),
        tasks=tuple(_task(task, day) for task in entry["tasks"]),
        touches=tuple(Touch(**{"missed": False} | touch) for touch in reversed(entry["touches"])),
        alarms=tuple(Alarm(**alarm) for alarm in entry["alarms"]),
        rulings=tuple(Ruling(**ruling) for ruling in entry["rulings"]),
        settle_missed=entry.get("settle_missed", True),
        moved=(moved["ago"], _town(moved["from"])) if moved else None,
        meeting_in=entry.get("meeting_in"),
        director=entry["director"],
        staff=tuple(entry["staff"].items()),
    )


def _task(entry: Mapping[str, Any], day: date) -> Task:
    task = Task(**{"category": "C24"} | dict(entry))
    return replace(task, due=fitting_day(task.due, day=day, text=task.what)) if task.done is None else task


def _person(chance: Chance, entry: Mapping[str, Any], town: Town) -> Someone:
    year, month, day = entry["birth"]
    return Someone(
        given=entry["given"], prefix=entry["prefix"], surname=entry["surname"], sex=entry["sex"],
        birth=(year, month, day), relative=entry["relative"], town=town, street=street(chance),
        number=str(chance.between(1, 198)), postcode=postcode(chance), phone=phone(chance),
    )  # fmt: skip


def _town(code: str) -> Town:
    return next(town for area in areas() for town in area.towns if town.code == code)
