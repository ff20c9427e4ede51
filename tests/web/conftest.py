"""A signed-in colleague of the small made-up country, at one fixed moment.

- `country`: the actors; `country.case(at=AT)` opens a case.
- `sign_in(actor)`: a test client that is signed in as that actor.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from tests.country import Country, made_up_country

from vangnet.access import services as access
from vangnet.access.models import Account
from vangnet.access.types import Actor
from vangnet.audit import services as audit
from vangnet.web.shared import screen, visit

AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)

# What a signal says is about nobody yet, until humans say who it is: then the record names the signal.
BEFORE_ANYBODY_IS_KNOWN = frozenset({"signal", "board", "outreach", "quick"})

SignIn = Callable[[Actor], Client]


@pytest.fixture(autouse=True)
def fixed_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every page be asked for at `AT`: Monday 23 November 2026, ten o'clock.

    The wall in the database counts from the same moment. By its own clock, whatever ends within days of `AT` (a deputy, a granted
    sight) would be over for the wall one day and not for the page, and these tests would fail from then on. A module that sets the
    clock of the pages to that of the machine takes the wall along.
    """
    monkeypatch.setattr(visit, "now", lambda: AT)
    name = access._name

    def by_the_clock_of_the_pages(worker: str, agency: str, at: str) -> None:
        name(worker, agency, at or (visit.now().isoformat() if worker else ""))

    monkeypatch.setattr(access, "_name", by_the_clock_of_the_pages)


@pytest.fixture
def every_page_with_facts_leaves_a_line(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Fail a test in which a page was read that shows facts about somebody, and no line of the processing log says so.

    What a page shows of a person passes `screen.shielded`, which hides it while others look along; whoever is named in a line of
    the record (`subject_id` or `subjects`) has a line in the processing log.
    """
    shown: list[str] = []
    noted: list[str] = []
    silent: set[str] = set()
    shield, record, record_lines, answer = screen.shielded, audit.record, audit.record_lines, Client.get

    def shielded(value: object, kind: screen.Hides = "name") -> object:
        if value not in (None, ""):
            shown.append(str(value))
        return shield(value, kind)

    def recorded(**line: Any) -> UUID:
        of_signal = line.get("object_kind") in BEFORE_ANYBODY_IS_KNOWN
        if line.get("subject_id") is not None or line.get("subjects") or of_signal:
            noted.append(line["act"])
        return record(**line)

    def recorded_lines(**lines: Any) -> None:
        noted.extend(lines["act"] for line in lines["lines"] if line.subject_id is not None)
        record_lines(**lines)

    def got(client: Client, path: str, *args: Any, **more: Any) -> Any:
        shown.clear()
        noted.clear()
        answered = answer(client, path, *args, **more)
        if answered.status_code == HTTPStatus.OK and shown and not noted:
            silent.add(f"{answered.resolver_match.route if answered.resolver_match else path}: {shown[:3]}")
        return answered

    monkeypatch.setattr(screen, "shielded", shielded)
    monkeypatch.setattr(audit, "record", recorded)
    monkeypatch.setattr(audit, "record_lines", recorded_lines)
    monkeypatch.setattr(Client, "get", got)
    yield
    assert not silent, "\n".join(sorted(silent))


@pytest.fixture
def country(db: None) -> Country:
    return made_up_country()


@pytest.fixture
def sign_in(db: None) -> SignIn:
    def signed_in(actor: Actor) -> Client:
        account, _ = Account.objects.get_or_create(
            worker_id=actor.worker_id, defaults={"email": f"{actor.worker_id}@voorbeeld.test"}
        )
        client = Client()
        client.force_login(account)
        return client

    return signed_in
