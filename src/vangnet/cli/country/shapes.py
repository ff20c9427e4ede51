"""What one case is like, said in days before the reference day: drawn by chance here, or written in `script`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from vangnet.cases.rules import REQUIRED_ROLES
from vangnet.cases.types import CaseKind
from vangnet.cli.country.chance import Chance, fitting_day
from vangnet.cli.country.names import Someone, someone
from vangnet.cli.country.reference import Area, Town
from vangnet.cli.country.texts import fill, pool

RELATIVE = ""
"""Role of somebody who is no worker: a relative."""


@dataclass(frozen=True, slots=True)
class Task:
    """An agreement. `due` counts days after the reference day (negative: it is late); `done` days before it."""

    role: str
    what: str
    why: str
    category: str
    due: int
    done: int | None = None
    every: int = 0


@dataclass(frozen=True, slots=True)
class Touch:
    """A contact, `ago` days before the reference day."""

    ago: int
    kind: str
    missed: bool
    text: str
    role: str


@dataclass(frozen=True, slots=True)
class Alarm:
    """A signal about the person, `ago` days before the reference day; `settled` says that the plan was looked at since."""

    ago: int
    settled: bool
    text: str = ""


@dataclass(frozen=True, slots=True)
class GoalWords:
    """One life domain of the plan."""

    domain: str
    state: str
    now: str
    goal: str
    who: str


@dataclass(frozen=True, slots=True)
class Ruling:
    """A decision, `ago` days before the reference day."""

    ago: int
    what: str
    why: str


@dataclass(frozen=True, slots=True)
class Shape:
    """A case, before it has ids and people of the region.

    Args:
        opened: days ago.
        closed: days ago, or None when it is open.
        roles: all roles in it, the required ones first.
        gap: role that nobody holds.
        deputies: role to whether the briefing was confirmed.
        versions: how many days ago each version of the plan was adopted, oldest first; empty when there is none.
        review_in: days until the current plan must be looked at; negative when that day has passed.
        settle_missed: whether the plan was looked at since a contact was missed in the last days.
        moved: days ago and where from, or None.
        meeting_in: days until the next meeting, or None.
        director: key of a written process director; empty for whose turn it is.
    """

    kind: CaseKind
    person: Someone
    opened: int
    closed: int | None
    roles: tuple[str, ...]
    gap: str
    deputies: dict[str, bool]
    every_days: int
    own_words: str
    summary: str
    versions: tuple[int, ...]
    review_in: int
    goals: tuple[GoalWords, ...]
    crisis_steps: tuple[str, ...]
    tasks: tuple[Task, ...]
    touches: tuple[Touch, ...]
    alarms: tuple[Alarm, ...]
    rulings: tuple[Ruling, ...]
    settle_missed: bool = True
    moved: tuple[int, Town] | None = None
    meeting_in: int | None = None
    director: str = ""
    staff: tuple[tuple[str, str], ...] = ()


_EXTRA = {
    "behandelaar": 0.55, "toezichthouder_reclassering": 0.35, "woonconsulent": 0.3, "wmo_consulent": 0.45,
    "bemoeizorgmedewerker": 0.25,
}  # fmt: skip


def draw(chance: Chance, *, kind: CaseKind, area: Area, day: date, elsewhere: Town) -> Shape:
    """Draw a case of a region.

    Args:
        elsewhere: a municipality of another region, for the few who moved over the border.
    """
    town = chance.weighted({town: float(town.size) for town in area.towns})
    person = someone(chance, town=town, day=day)
    words = person.words
    opened = int(20 + 1_400 * chance.share() ** 1.6)
    closed = chance.between(3, opened - 10) if opened > 60 and chance.hit(0.05) else None
    roles = REQUIRED_ROLES[kind] + tuple(role for role, share in _EXTRA.items() if chance.hit(share))
    # Somebody open for a month without a plan is one of the things that go wrong.
    versions = () if opened < 25 or chance.hit(0.03) else _versions(chance, opened - 14)
    end = closed or 0
    touches = _touches(
        chance, words, roles=roles, opened=opened, end=end, every=7 if kind is CaseKind.LEVENSLOOP else 14
    )
    moved = _move(chance, area, town, opened, elsewhere)
    texts = pool("plans")
    return Shape(
        kind=kind,
        person=person,
        opened=opened,
        closed=closed,
        roles=roles,
        gap=chance.pick(roles[1:3]) if chance.hit(0.02) else "",
        deputies={role: chance.hit(0.97) for role in roles if chance.hit(0.6)},
        every_days=7 if kind is CaseKind.LEVENSLOOP else 14,
        own_words=chance.pick(texts["own_words"]),
        summary=fill(chance.pick(texts["summaries"]), words),
        versions=versions,
        review_in=_review(chance, versions),
        goals=draw_goals(chance, words),
        crisis_steps=draw_steps(chance, words),
        tasks=_tasks(chance, words, roles=roles, opened=opened, day=day) if versions else (),
        touches=touches,
        alarms=tuple(Alarm(ago, ago > 20 or not chance.hit(0.1)) for ago in _alarm_days(chance, opened, end)),
        rulings=_rulings(chance, words, opened, end),
        settle_missed=not chance.hit(0.1),
        moved=moved,
        meeting_in=chance.between(1, 30) if chance.hit(0.4) else None,
    )


def _move(chance: Chance, area: Area, town: Town, opened: int, elsewhere: Town) -> tuple[int, Town] | None:
    """Return since when the person stays where they stay now, and where they came from; most never moved."""
    if opened < 30 or not chance.hit(0.07):
        return None
    before = elsewhere if chance.hit(0.15) else chance.pick(area.towns)
    return None if before.code == town.code else (chance.between(4, opened - 5), before)


def _versions(chance: Chance, oldest: int) -> tuple[int, ...]:
    """Return when the versions of the plan were adopted: about every four months, a few forgotten for long."""
    forgotten = chance.hit(0.05)
    days = [max(oldest, 1)]
    while days[-1] > 170 and not forgotten:
        days.append(max(1, days[-1] - chance.between(80, 165)))
    return tuple(days)


def _review(chance: Chance, versions: tuple[int, ...]) -> int:
    return chance.between(150, 182) - versions[-1] if versions else 0


def draw_goals(chance: Chance, words: dict[str, str]) -> tuple[GoalWords, ...]:
    """Draw what the plan says for each life domain."""
    goals = []
    entries: list[dict[str, Any]] = pool("plans")["goal"]
    for entry in entries:
        state = chance.weighted({"worrying": 0.3, "better": 0.25, "running": 0.35, "not-begun": 0.1})
        goals.append(
            GoalWords(
                entry["domain"],
                state,
                fill(chance.pick(entry[state]), words),
                fill(chance.pick(entry["goals"]), words),
                fill(entry["who"], words),
            )
        )
    return tuple(goals)


def draw_steps(chance: Chance, words: dict[str, str]) -> tuple[str, ...]:
    """Draw what to do when it goes wrong."""
    return tuple(fill(step, words) for step in chance.pick(pool("plans")["crisis_steps"]))


def _tasks(
    chance: Chance, words: dict[str, str], *, roles: tuple[str, ...], opened: int, day: date
) -> tuple[Task, ...]:
    groups = [group for group in pool("agreements")["agreement"] if group["role"] in (*roles, RELATIVE)]
    choices = [(group, item) for group in groups for item in group["items"]]
    tasks = []
    for group, (what, why) in chance.some(choices, chance.between(4, 9)):
        done = chance.between(1, max(2, min(opened - 15, 200))) if chance.hit(0.55) else None
        every = 7 if done is None and chance.hit(0.2) else 0
        if done is not None:
            due = -done + chance.between(-4, 6)
        elif chance.hit(0.05):
            due = -chance.between(1, 12)
        else:
            due = chance.between(0, 7) if every else chance.between(0, 45)
        due = fitting_day(due, day=day, text=what) if done is None else due
        tasks.append(Task(group["role"], fill(what, words), fill(why, words), group["category"], due, done, every))
    return tuple(tasks)


def _touches(
    chance: Chance, words: dict[str, str], *, roles: tuple[str, ...], opened: int, end: int, every: int
) -> tuple[Touch, ...]:
    """Draw the contacts, newest last: steady in most cases, silent for too long in a few."""
    texts = pool("contacts")
    silent = chance.hit(0.06)
    ago = end + (every + chance.between(2, 20) if silent else chance.between(1, every - 1))
    touches: list[Touch] = []
    seen_by = [role for role in roles if role != "procesregisseur"]
    for _ in range(14):
        if ago >= opened:
            break
        missed = bool(touches) and chance.hit(0.08)
        entry = chance.pick(texts["kept"])
        text = chance.pick(texts["missed"]["texts"] if missed else entry["texts"])
        touches.append(Touch(ago, entry["kind"], missed, fill(text, words), chance.pick(seen_by)))
        ago += chance.between(2, every + 3)
    return tuple(reversed(touches))


def _alarm_days(chance: Chance, opened: int, end: int) -> list[int]:
    """Draw when signals came about somebody with a case: those with many signals are the ones with a case."""
    count = 4 + int(chance.share() ** 3 * 14)
    days = [chance.between(1, 364) for _ in range(count)]
    return sorted({day for day in days if end < day < opened + 200}, reverse=True)


def _rulings(chance: Chance, words: dict[str, str], opened: int, end: int) -> tuple[Ruling, ...]:
    choices = chance.some(pool("plans")["decisions"], chance.between(0, 2))
    span = opened - end
    return tuple(
        Ruling(end + chance.between(1, max(2, span - 2)), fill(what, words), fill(why, words)) for what, why in choices
    )
