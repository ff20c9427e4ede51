"""May I share this, in a real browser: wide and narrow, clean for those who hear the page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

import pytest
from django.test import Client
from tests.browser.checks import sideways, violations
from tests.browser.conftest import Site
from tests.case_to_share import HOUSING, ask, case_to_share
from tests.country import made_up_country

from vangnet.access.models import Account
from vangnet.access.services import acting

pytestmark = pytest.mark.browser


@dataclass(frozen=True)
class Desk:
    """Who shares, in which case, and a question that was asked."""

    client: Client
    case_id: UUID
    question_id: UUID


@pytest.fixture(scope="module")
def desk(site: Site) -> Iterator[Desk]:
    country = made_up_country()
    case_id = case_to_share(country)
    with acting(country.director):
        asked = ask(country.director, case_id, HOUSING, "housing_tenancy", "C18")
    account = Account.objects.create(email="delen@voorbeeld.test", worker_id=country.director.worker_id)
    client = Client()
    client.force_login(account)
    yield Desk(client, case_id, asked.id)


@pytest.mark.parametrize("width", [1440, 390])
def test_the_verdict_is_clean(open_page, desk, width):
    page = open_page(f"/delen/{desk.question_id}", width=width, client=desk.client)
    assert violations(page) == []
    assert sideways(page) == []


def test_nothing_sticks_out_on_the_smallest_screen(open_page, desk):
    assert sideways(open_page(f"/delen/{desk.question_id}", width=320, client=desk.client)) == []
