"""Who may be one person, on the morning of the demo: registrations that look alike, signals beside somebody, and what was decided."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db.models import Model

from vangnet.cli.country import persons, signals
from vangnet.cli.country.chance import Chance, days_before, workday_before
from vangnet.cli.country.names import Someone
from vangnet.cli.country.signals import Desks
from vangnet.cli.country.texts import pool
from vangnet.intake.types import WeighingDecision
from vangnet.people.models import LinkDecision
from vangnet.people.types import LinkVerdict


def written(chance: Chance, desks: Desks) -> Iterator[Model]:
    """Yield what was written by hand; what waits for an answer is found by the program itself, see `seed.load`."""
    known: dict[str, UUID] = {}
    everybody = {entry["key"]: _someone(desks, entry["person"]) for entry in pool("doubts")["record"]}
    for entry in pool("doubts")["record"]:
        at = chance.moment(workday_before(days_before(desks.day, entry["ago"])), first=10, last=16)
        known[entry["key"]], rows = persons.register(chance, desks.roster, everybody[entry["key"]], at=at)
        yield from rows
    for entry in pool("doubts")["signal"]:
        yield from _signal(chance, desks, entry, everybody[entry["about"]], known)
    for entry in pool("doubts")["same"]:
        yield _same(chance, desks, entry, known)


def _signal(
    chance: Chance, desks: Desks, entry: Mapping[str, Any], who: Someone, known: Mapping[str, UUID]
) -> Iterator[Model]:
    at = chance.moment(workday_before(days_before(desks.day, entry["ago"])), first=8, last=12)
    signal = signals.police(chance, desks, town=who.town, at=at, who=who, text=entry["text"])
    if not entry["beside"]:
        yield signal
        return
    later = at + timedelta(hours=3)
    rows, by = signals.weigh(chance, desks, signal, decision=WeighingDecision.LOCAL, at=later)
    yield signal
    yield from rows
    if by is not None:
        yield from signals.beside(chance, signal, person_id=known[entry["beside"]], by=by, at=later)


def _same(chance: Chance, desks: Desks, entry: Mapping[str, Any], known: Mapping[str, UUID]) -> LinkDecision:
    at = chance.moment(workday_before(days_before(desks.day, entry["ago"])), first=9, last=16)
    left, right = sorted(known[key] for key in entry["records"])
    by = desks.roster.everybody("procesregisseur")[0]
    return LinkDecision(
        id=chance.new_id(at), region=desks.roster.area.code, left_id=left, right_id=right, verdict=LinkVerdict.SAME.value,
        decided_by=by.id, role="procesregisseur", agency_id=desks.roster.agency("ZVH").id, decided_at=at,
        reason=entry["reason"],
    )  # fmt: skip


def _someone(desks: Desks, entry: Mapping[str, Any]) -> Someone:
    town = next(town for town in desks.roster.area.towns if town.name == entry["town"])
    year, month, day = entry["birth"]
    return Someone(
        given=entry["given"], prefix=entry["prefix"], surname=entry["surname"], sex=entry["sex"], birth=(year, month, day),
        relative="", town=town, street=entry["street"], number=entry["number"], postcode=entry["postcode"],
        phone=entry["phone"],
    )  # fmt: skip
