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

from vangnet.access.models import Account
from vangnet.access.types import Actor
from vangnet.web.shared import visit

AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)

SignIn = Callable[[Actor], Client]


@pytest.fixture(autouse=True)
def fixed_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every page be asked for at `AT`: Monday 23 November 2026, ten o'clock."""
    monkeypatch.setattr(visit, "now", lambda: AT)


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
