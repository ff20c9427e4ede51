"""The organisations of a region, who works there, and who is away."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Final
from uuid import UUID

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import Model

from vangnet.access.models import Absence, Account, Agency, Municipality, Region, Worker
from vangnet.cli.country.chance import Chance, days_before, start_of
from vangnet.cli.country.names import full_name, phone
from vangnet.cli.country.reference import Area, Town
from vangnet.cli.country.texts import pool

# Long before anything else in the country happened.
_FOUNDED = timedelta(days=2_000)
# People at the contact point of a region: who registers a request never handles it, and one may be away.
CONTACT_POINT: Final = 2


@dataclass(frozen=True, slots=True)
class Load:
    """How much work a region has; the number of workers follows from it."""

    cases: int
    levensloop: int
    signals: int


@dataclass(slots=True)
class Roster:
    """Who works in a region: found by role and place, dealt out in turn so that nobody carries everything."""

    area: Area
    agencies: list[Agency] = field(default_factory=list)
    workers: list[Worker] = field(default_factory=list)
    accounts: list[Account] = field(default_factory=list)
    absences: list[Absence] = field(default_factory=list)
    named: dict[str, Worker] = field(default_factory=dict)
    papers_seen: int = 0
    _by_role: dict[tuple[str, str], list[Worker]] = field(default_factory=dict)
    _turn: dict[tuple[str, str], int] = field(default_factory=dict)

    def rows(self) -> Iterator[Model]:
        """Yield all rows of the region's organisations, in the order in which they lean on each other."""
        yield Region(code=self.area.code, name=self.area.name)
        for town in self.area.towns:
            yield Municipality(code=town.code, name=town.name, region_id=self.area.code)
        yield from self.agencies
        yield from self.workers
        yield from self.accounts
        yield from self.absences

    def hire(self, worker: Worker, town: str) -> None:
        """Add a worker who can be found by role, and by role and municipality."""
        self.workers.append(worker)
        for key in {(worker.role, ""), (worker.role, town)}:
            self._by_role.setdefault(key, []).append(worker)

    def next(self, role: str, town: str = "") -> Worker:
        """Return whose turn it is for a role: of this municipality when it has somebody, else of the region."""
        key = (role, town) if (role, town) in self._by_role else (role, "")
        turn = self._turn.get(key, 0)
        self._turn[key] = turn + 1
        return self._by_role[key][turn % len(self._by_role[key])]

    def other(self, worker: Worker, role: str, town: str = "") -> Worker | None:
        """Return somebody else with the same function who can stand in, or None."""
        for key in ((role, town), (role, "")):
            for _ in self._by_role.get(key, ()):
                found = self.next(*key)
                if found.id != worker.id:
                    return found
        return None

    def everybody(self, role: str) -> list[Worker]:
        """Return all workers of a function."""
        return self._by_role.get((role, ""), [])

    def agency(self, kind: str) -> Agency:
        """Return the first organisation of a kind."""
        return next(agency for agency in self.agencies if agency.kind == kind)

    def absence_from(self, worker: Worker, day: date) -> Absence | None:
        """Return the present or coming absence of a worker, or None."""
        return next((row for row in self.absences if row.worker_id == worker.id and day < row.days.upper), None)

    def away_on(self, day: date) -> set[UUID]:
        """Return who is away on a day."""
        return {row.worker_id for row in self.absences if row.days.lower <= day < row.days.upper}


def organise(chance: Chance, *, area: Area, load: Load, day: date, people: tuple[dict[str, Any], ...] = ()) -> Roster:
    """Make the organisations of a region and the people who work there.

    Args:
        load: cases and signals that the region carries.
        people: written ones, who come before the drawn ones: name, role, kind of organisation, e-mail.
    """
    roster = Roster(area)
    founded = start_of(day - _FOUNDED)
    for entry in pool("agencies")["agency"]:
        towns: tuple[Town | None, ...] = area.towns if entry.get("each") == "municipality" else (None,)
        for town in towns:
            name = entry["name"].format(regio=area.name, gemeente=town.name if town else "")
            agency = Agency(
                id=chance.new_id(founded), name=name, kind=entry["kind"], region_id=area.code,
                municipality_id=town.code if town else None, phone=phone(chance),
            )  # fmt: skip
            roster.agencies.append(agency)
            share = town.size / area.size if town else 1.0
            _employ(chance, roster, agency, written=people, wanted=entry["workers"], load=load, share=share, day=day)
    return roster


def appoint(chance: Chance, roster: Roster, *, day: date) -> None:
    """Give a region its contact point for the rights of persons: two people at its largest municipality, one for the other's leave.

    Law: Bgs article 1.1, the college or the mayor of one of the municipalities.
    """
    largest = max(roster.area.towns, key=lambda town: (town.size, town.code))
    college = next(one for one in roster.agencies if one.kind == "COL" and one.municipality_id == largest.code)
    for _ in range(CONTACT_POINT):
        roster.hire(_worker(chance, college, role="contactpunt", name=full_name(chance), day=day), largest.code)


def _employ(
    chance: Chance,
    roster: Roster,
    agency: Agency,
    *,
    written: tuple[dict[str, Any], ...],
    wanted: list[dict[str, Any]],
    load: Load,
    share: float,
    day: date,
) -> None:
    town = agency.municipality_id or ""
    for person in written:
        if agency.name.startswith(person["agency"]):
            worker = _worker(chance, agency, role=person["role"], name=person["name"], day=day)
            roster.hire(worker, town)
            roster.named[person["key"]] = worker
            if person.get("email"):
                roster.accounts.append(_account(chance, worker, person["email"], day))
            if "away" in person:
                first, back = person["away"]
                roster.absences.append(_absence(chance, worker, days_before(day, -first), back - first, day=day))
    for post in wanted:
        carried = (
            ("cases", load.cases * share),
            ("levensloop", load.levensloop * share),
            ("signals", load.signals * share),
        )
        needed = max([post["least"], *(math.ceil(work / post[key]) for key, work in carried if key in post)])
        for _ in range(needed):
            worker = _worker(chance, agency, role=post["role"], name=full_name(chance), day=day)
            roster.hire(worker, town)
            absence = _leave(chance, worker, day)
            if absence is not None:
                roster.absences.append(absence)


def _worker(chance: Chance, agency: Agency, *, role: str, name: str, day: date) -> Worker:
    return Worker(
        id=chance.new_id(start_of(day - _FOUNDED)), agency=agency, region_id=agency.region_id, name=name, role=role,
        phone=phone(chance),
    )  # fmt: skip


def _account(chance: Chance, worker: Worker, email: str, day: date) -> Account:
    """Make a login for the demo: no password opens it, only the demo's own page does."""
    return Account(
        id=chance.new_id(start_of(day - _FOUNDED)), email=email, worker=worker, is_demo=True,
        password=UNUSABLE_PASSWORD_PREFIX + chance.new_id(start_of(day)).hex,
    )  # fmt: skip


def _leave(chance: Chance, worker: Worker, day: date) -> Absence | None:
    """Draw a holiday or an illness: some are away today, some soon, some were."""
    draw = chance.share()
    length = chance.between(3, 16)
    if draw < 0.04:
        return _absence(chance, worker, days_before(day, chance.between(0, length - 2)), length, day=day)
    if draw < 0.12:
        return _absence(chance, worker, days_before(day, -chance.between(5, 60)), length, day=day)
    if draw < 0.40:
        return _absence(chance, worker, days_before(day, length + chance.between(1, 300)), length, day=day)
    return None


def _absence(chance: Chance, worker: Worker, first: date, length: int, *, day: date) -> Absence:
    reported = chance.moment(days_before(min(first, day), 3))
    return Absence(
        id=chance.new_id(reported), worker=worker, days=DateRange(first, first + timedelta(days=length)),
        reported_at=reported, reported_by=worker.id,
    )  # fmt: skip
