"""A signed-in colleague of the small made-up country, at one fixed moment.

- `country`: the actors; `country.case(at=AT)` opens a case.
- `sign_in(actor)`: a test client that is signed in as that actor.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.test import Client
from tests.country import Country, made_up_country

from vangnet.access import services as access
from vangnet.access.models import Account
from vangnet.access.types import Actor
from vangnet.web.shared import visit

AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)

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
