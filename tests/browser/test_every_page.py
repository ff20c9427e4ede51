"""Every page the router knows that a director of a case can open, in a real browser: what axe finds, and what sticks out, at three widths.

A page that is new is walked by itself. An id without a row here is one that other browser tests open, or that the director cannot see.
"""

from __future__ import annotations

import re
from datetime import timedelta
from uuid import UUID

import pytest
from django.test import Client
from django.urls import get_resolver
from playwright.sync_api import Browser
from tests.browser.checks import sideways, violations
from tests.browser.conftest import Site
from tests.browser.test_signal_path import signed_in
from tests.country import made_up_country
from tests.integration.test_review import ALIKE, ONE, OTHERS
from tests.web.lived import lived_in
from tests.web.test_doors import routes
from tests.web.test_person_page import fill

from vangnet.access.services import acting, as_job, system_actor
from vangnet.cases.models import Case, Deputy, RoleSlot
from vangnet.core.clock import now
from vangnet.people import services as people
from vangnet.people.models import CandidatePair, LinkDecision, RecordSplit
from vangnet.people.services import searching
from vangnet.plans.models import Agreement

pytestmark = [pytest.mark.browser, pytest.mark.slow]
# Made for machines, or for leaving.
NOT_PAGES = ("api/", "access/", ".well-known/", "account/uitloggen", "gezondheid", "gereed")
FEWEST = 70


@pytest.fixture(scope="module")
def world(site: Site) -> tuple[Client, list[str]]:
    """A director with a login, and the address of every page they can open: a case, a full person, questions who is who."""
    country, at, job = made_up_country(), now() - timedelta(hours=3), system_actor(reason="test")
    director = country.director
    case_id = lived_in(country, at=at)
    with acting(director):
        for person in (ONE, ALIKE, *OTHERS):
            people.register(actor=director, person=person, at=at)
    with as_job(job):
        searching.find_pairs(actor=job, region="ZVH04", at=at)
        case = Case.objects.get(id=case_id)
    fill(country, case.person_id)
    with as_job(job):
        ids = {
            "case_id": case_id, "person_id": case.person_id, "signal_id": case.opened_from,
            "pair_id": CandidatePair.objects.values_list("id", flat=True)[0],
            "split_id": RecordSplit.objects.values_list("id", flat=True)[0],
            "decision_id": LinkDecision.objects.filter(verdict="different").values_list("id", flat=True)[0],
            "slot_id": RoleSlot.objects.filter(case=case).values_list("id", flat=True)[0],
            "deputy_id": Deputy.objects.filter(case=case).values_list("id", flat=True)[0],
            "agreement_id": Agreement.objects.filter(case=case).values_list("id", flat=True)[0],
        }  # fmt: skip
    client = signed_in(director)
    return client, [path for route in sorted(set(routes(get_resolver()))) if (path := page_of(client, route, ids))]


def page_of(client: Client, route: str, ids: dict[str, UUID]) -> str:
    """Return the address of a route when it is a page that this visitor can open; nothing otherwise."""
    path = "/" + re.sub(r"<uuid:(\w+)>", lambda found: str(ids.get(found[1], found[0])), route)
    if route.startswith(NOT_PAGES) or "<" in path:
        return ""
    answer = client.get(path)
    return path if answer.status_code == 200 and answer.headers["Content-Type"].startswith("text/html") else ""


@pytest.mark.parametrize("width", [1440, 390, 320])
def test_every_page_is_clean(world: tuple[Client, list[str]], site: Site, chromium: Browser, width: int):
    client, paths = world
    assert len(paths) >= FEWEST
    context = chromium.new_context(viewport={"width": width, "height": 900}, locale="nl-NL", reduced_motion="reduce")
    context.add_cookies(site.cookies(client))
    page = context.new_page()
    wrong: dict[str, list[str]] = {}
    for path in paths:
        page.goto(site.url(path))
        # Menus that lie over the page are left closed: what is under them is not to be pressed then.
        page.evaluate("document.querySelectorAll('details:not(.more)').forEach((one) => { one.open = true; })")
        found = violations(page)
        page.reload()
        if found := [*found, *sideways(page)]:
            wrong[path] = found
    context.close()
    assert wrong == {}
