"""Every refusal becomes a page that says what happened and what you can do, and never more than you may know."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.test import Client, RequestFactory
from django.utils import translation

from vangnet.core import errors, tracing
from vangnet.web.shared import faults, middleware
from vangnet.web.shared.shell import Me

WORDS = {"nl": "Alleen de regisseur mag dit.", "en": "Only the case director may do this."}
ERRORS = [
    (errors.InvalidInput("e", **WORDS), 400),
    (errors.NotMandated("e", **WORDS), 403),
    (errors.NotLawful("e", **WORDS), 403),
    (errors.RuleBroken("e", **WORDS), 409),
    (errors.Unavailable("e", **WORDS), 503),
    (errors.BrokenInvariant("e", **WORDS), 500),
]


def ask(**headers: str):
    """Return a request of somebody who is signed in."""
    request = RequestFactory().get("/casussen/1", headers=headers)
    request.me, request.htmx = Me("Verzonnen Naam"), False
    request.session = {}
    return request


def answer(error: Exception, request=None) -> HttpResponse:
    """Return what the middleware makes of an error."""
    found = middleware.Refusals(lambda r: HttpResponse()).process_exception(request or ask(), error)
    assert found is not None
    return found


@pytest.mark.parametrize(("error", "status"), ERRORS, ids=lambda value: type(value).__name__)
def test_each_error_has_its_status_and_its_own_words(error, status):
    page = answer(error)
    assert page.status_code == status
    text = page.content.decode()
    assert WORDS["nl"] in text
    assert 'role="alert"' in text
    assert "Naar Vandaag" in text


def test_the_words_are_english_for_who_reads_english():
    with translation.override("en"):
        text = answer(ERRORS[1][0]).content.decode()
    assert WORDS["en"] in text
    assert "You may not do this" in text


def test_other_errors_are_not_ours_to_explain():
    assert middleware.Refusals(lambda r: HttpResponse()).process_exception(ask(), ValueError("x")) is None


def test_what_can_be_mended_is_listed():
    error = errors.InvalidInput("e", **WORDS, fields={"a": "Rij 3: de datum is leeg", "b": "Rij 9: onbekende code"})
    text = answer(error).content.decode()
    assert "<li>Rij 3: de datum is leeg</li><li>Rij 9: onbekende code</li>" in text


@pytest.mark.parametrize("address", ["/bestaat-niet", "/casussen/00000000-0000-7000-8000-000000000000/bestaat-niet"])
def test_absent_and_forbidden_read_the_same(address):
    absent = Client().get(address)
    assert absent.status_code == 404
    unseen = faults.not_found(RequestFactory().get(address))
    forbidden = faults.respond(RequestFactory().get(address), errors.NotVisible())
    cut = [page.content.decode().split("<main")[1].split("</main>")[0] for page in (absent, unseen, forbidden)]
    assert cut[0] == cut[1] == cut[2]


def test_a_part_of_a_page_gets_a_notice_and_no_second_frame():
    request = ask()
    request.htmx = SimpleNamespace(boosted=False)
    page = answer(ERRORS[1][0], request)
    assert page.status_code == 403
    assert page.headers["HX-Reswap"] == "beforebegin"
    assert "<html" not in page.content.decode()
    assert 'role="alert"' in page.content.decode()


def test_our_own_fault_asks_nothing_of_what_may_be_broken():
    class Broken:
        def __getattr__(self, name: str) -> object:
            raise RuntimeError("the database is away")

    request = RequestFactory().get("/")
    request.user = request.session = request.htmx = Broken()
    with tracing.traced("4bf92f3577b34da6a3ce929d0e0e4736"):
        page = faults.broken(request)
    assert page.status_code == 500
    assert "4bf92f35" in page.content.decode()


def test_two_versions_stand_side_by_side_and_no_text_is_lost():
    conflict = faults.Conflict(
        url="/plannen/1/afspraken/2",
        back_url="/casussen/1",
        rows=[
            faults.ComparedField("what", "Afspraak", "GGZ belt op vrijdag", "GGZ belt op <donderdag>", long=True),
            faults.ComparedField("day", "Wanneer", "", "26-11-2026"),
        ],
        hidden=[("version", "4"), ("key", "k")],
    )
    page = faults.compare(ask(), errors.StaleVersion(current=4), conflict)
    text = page.content.decode()
    assert page.status_code == 409
    assert "GGZ belt op vrijdag" in text
    assert "GGZ belt op &lt;donderdag&gt;</textarea>" in text
    assert 'name="day" value="26-11-2026"' in text
    assert 'name="version" value="4"' in text
    assert "leeg" in text


def test_a_conflict_takes_the_place_of_the_page_also_for_a_part():
    request = ask()
    request.htmx = SimpleNamespace(boosted=False)
    page = faults.compare(request, errors.StaleVersion(current=4), faults.Conflict("/a", "/b", [], []))
    assert page.headers["HX-Retarget"] == page.headers["HX-Reselect"] == "#inhoud"


def test_a_part_of_a_page_is_never_replaced_by_the_door():
    door = HttpResponseRedirect(resolve_url(settings.LOGIN_URL) + "?next=/")
    elsewhere = HttpResponseRedirect("/casussen/1")
    part, whole = ask(), ask()
    part.htmx = SimpleNamespace(boosted=False)
    page = middleware.Refusals(lambda r: door)(part)
    assert page.status_code == 401
    assert page.headers["HX-Reswap"] == "beforebegin"
    assert "Je bent uitgelogd" in page.content.decode()
    assert 'target="_blank"' in page.content.decode()
    assert middleware.Refusals(lambda r: door)(whole) is door
    assert middleware.Refusals(lambda r: elsewhere)(part) is elsewhere
