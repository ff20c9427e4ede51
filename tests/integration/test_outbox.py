"""One event that always fails holds nothing up: the others are handled, it is tried later, and set aside for a human."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from django.test import Client
from tests.country import Country, made_up_country

from vangnet.access.services import acting, as_job, system_actor
from vangnet.audit import rules, selectors, services
from vangnet.audit.models import Pending
from vangnet.audit.types import EntryView
from vangnet.config import readiness
from vangnet.core.errors import NotVisible
from vangnet.flow import reactions

AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
FAR = AT + timedelta(days=1)


@pytest.fixture
def country(db: None) -> Country:
    country = made_up_country()
    country.case(at=AT)
    reactions.run(at=AT)
    return country


def happen(country: Country, *acts: str) -> None:
    with acting(country.director):
        for act in acts:
            services.record(actor=country.director, at=AT, act=act, event=True, object_kind="test")


def waiting() -> dict[int, tuple[int, str, bool]]:
    with as_job(system_actor(reason="test")):
        return {row.position: (row.attempts, row.fault, row.parked_at is not None) for row in Pending.objects.all()}


@pytest.fixture
def seen(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Which events were handled; `test.fails` fails in code, `test.breaks` in the database."""
    handled: list[str] = []

    def note(actor: object, event: EntryView, at: datetime) -> None:
        handled.append(event.act)

    def fail(actor: object, event: EntryView, at: datetime) -> None:
        raise NotVisible

    def broken(actor: object, event: EntryView, at: datetime) -> None:
        Pending.objects.create(position=event.position, day=AT.date(), entry_id=UUID(int=1))

    table = {"test.fails": (fail,), "test.breaks": (broken,), "test.fine": (note,)}
    monkeypatch.setattr(reactions, "REACTIONS", reactions.REACTIONS | table)
    return handled


def test_an_event_that_fails_does_not_hold_up_the_others(country: Country, seen: list[str]) -> None:
    happen(country, "test.fine", "test.fails", "test.breaks", "test.fine")
    assert reactions.run(at=AT) == 4
    assert seen == ["test.fine", "test.fine"]
    assert sorted(waiting().values()) == [(1, "IntegrityError", False), (1, "not-visible", False)]


def test_what_failed_waits_longer_each_time_and_is_set_aside_in_the_end(country: Country, seen: list[str]) -> None:
    happen(country, "test.fails")
    at, waits = AT, []
    while reactions.run(at=at):
        assert reactions.run(at=at) == 0
        wait = rules.retry_after(len(waits) + 1)
        if wait is None:
            break
        assert reactions.run(at=at + wait - timedelta(seconds=1)) == 0
        waits.append(wait)
        at += wait
    assert len(waits) == rules.ATTEMPTS - 1
    assert sorted(waits) == waits
    assert list(waiting().values()) == [(rules.ATTEMPTS, "not-visible", True)]
    assert reactions.run(at=FAR) == 0
    with as_job(system_actor(reason="test")):
        (parked,) = selectors.parked_events()
    assert (parked.act, parked.fault) == ("test.fails", "not-visible")


def test_what_is_set_aside_is_seen_and_can_be_tried_again(
    country: Country, seen: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    happen(country, "test.fails")
    assert readiness.followed_up(strict=True).ok
    monkeypatch.setattr(rules, "ATTEMPTS", 1)
    reactions.run(at=AT)
    assert not readiness.followed_up(strict=True).ok
    told = readiness.followed_up(strict=False)
    assert (told.ok, told.remark) == (True, "1 gebeurtenissen staan geparkeerd")
    assert Client().get("/gereed").json()["onderdelen"]["gevolgen"]["opmerking"] == told.remark
    job = system_actor(reason="test")
    with as_job(job):
        assert services.try_parked_again(actor=job, at=AT) == 1
    monkeypatch.setitem(reactions.REACTIONS, "test.fails", ())
    assert reactions.run(at=AT) == 1
    assert waiting() == {}
