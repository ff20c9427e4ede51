"""What holds for every page: its headers, its language, its shared screen, its menu, and where its switches lead."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.utils import translation
from tests.web.conftest import AT

from vangnet.access.selectors import acts_of
from vangnet.access.services import choose_language
from vangnet.core.errors import InvalidInput
from vangnet.web.shared import frame, middleware, shell

SHEET = "/onderdelen"


@pytest.fixture
def demo(settings):
    """The demo, where the sheet with parts exists."""
    settings.DEMO_SIGN_IN = True


@pytest.fixture
def client() -> Client:
    """A browser that sends a token with its forms, as a real one does."""
    return Client()


def test_the_sheet_exists_only_in_the_demo(client, settings):
    settings.DEMO_SIGN_IN = False
    assert client.get(SHEET).status_code == 404
    settings.DEMO_SIGN_IN = True
    assert client.get(SHEET).status_code == 200


def test_a_page_is_kept_by_nobody_and_runs_nothing_of_others(client, demo):
    headers = client.get(SHEET).headers
    assert headers["Cache-Control"] == "no-store, private"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"]
    policy = dict(part.strip().split(" ", 1) for part in headers["Content-Security-Policy"].split(";"))
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == "'self'"
    assert policy["frame-ancestors"] == policy["base-uri"] == "'none'"
    assert "unsafe" not in headers["Content-Security-Policy"]


def test_a_fault_page_has_the_same_headers(client):
    headers = client.get("/bestaat-niet").headers
    assert headers["Cache-Control"] == "no-store, private"
    assert "default-src 'none'" in headers["Content-Security-Policy"]


def test_an_answer_that_says_how_long_it_may_be_kept_is_left_alone():
    answer = HttpResponse(headers={"Cache-Control": "max-age=31536000, immutable"})
    kept = middleware.PrivatePages(lambda request: answer)(RequestFactory().get("/"))
    assert kept.headers["Cache-Control"] == "max-age=31536000, immutable"


@pytest.mark.django_db
def test_the_language_is_chosen_and_stays(client, demo):
    assert b'<html lang="nl">' in client.get(SHEET, headers={"Accept-Language": "en-GB"}).content
    answer = client.post("/taal", {"language": "en", "next": SHEET})
    assert answer.headers["Location"] == SHEET
    page = client.get(SHEET)
    assert b'<html lang="en">' in page.content
    assert page.headers["Content-Language"] == "en"
    client.post("/taal", {"language": "xx", "next": SHEET})
    assert b'<html lang="en">' in client.get(SHEET).content
    client.post("/taal", {"language": "nl", "next": SHEET})
    assert b"Alle bouwstenen" in client.get(SHEET).content


def test_the_language_of_the_account_counts_when_the_session_says_nothing():
    spoken = []

    def view(request):
        spoken.append(request.LANGUAGE_CODE)
        return HttpResponse()

    for session, account in (({}, "en"), ({middleware.LANGUAGE_KEY: "nl"}, "en"), ({}, "fr")):
        request = RequestFactory().get("/")
        request.session, request.user = session, SimpleNamespace(language=account)
        middleware.Language(view)(request)
    assert spoken == ["en", "nl", "nl"]


def test_the_language_goes_with_the_account_to_another_computer(country, sign_in, demo):
    here, there = sign_in(country.director), sign_in(country.director)
    here.post("/taal", {"language": "en", "next": SHEET})
    assert b'<html lang="en">' in there.get(SHEET).content
    assert b'<html lang="nl">' in sign_in(country.officer).get(SHEET).content


def test_a_language_that_is_not_spoken_is_refused(country):
    with pytest.raises(InvalidInput):
        choose_language(actor=country.director, language="fr", at=AT)


@pytest.mark.django_db
def test_a_shared_screen_hides_names_until_it_is_not_shared(client, demo):
    assert b"Marieke van den Bosch" in client.get(SHEET).content
    client.post("/scherm-delen", {"shared": "1", "next": SHEET})
    page = client.get(SHEET).content
    assert b"Marieke van den Bosch" not in page
    assert b"Je deelt je scherm" in page
    client.post("/scherm-delen", {"shared": "0", "next": SHEET})
    assert b"Marieke van den Bosch" in client.get(SHEET).content


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("wanted", "given"),
    [
        ("/onderdelen?a=1", "/onderdelen?a=1"),
        ("https://elsewhere.example/", "/"),
        ("//elsewhere.example/", "/"),
        ("/\\elsewhere.example", "/"),
        ("javascript:alert(1)", "/"),
        ("", "/"),
    ],
)
def test_a_switch_never_leads_to_another_site(client, wanted, given):
    answer = client.post("/taal", {"language": "nl", "next": wanted})
    assert answer.status_code == 302
    assert answer.headers["Location"] == given


@pytest.mark.parametrize("address", ["/taal", "/scherm-delen"])
def test_a_switch_is_a_form_with_a_token(address):
    strict = Client(enforce_csrf_checks=True)
    assert strict.get(address).status_code == 405
    refused = strict.post(address, {"language": "en"})
    assert refused.status_code == 403
    assert b'data-fault="form-expired"' in refused.content


def test_saying_i_am_here_asks_for_a_session(client):
    assert client.post("/wakker").status_code == 302


def test_the_menu_shows_only_what_is_built(monkeypatch):
    built = {"web:today": "/", "web:cases": "/casussen", "web:signals": ""}
    monkeypatch.setattr(shell, "address", lambda name: built.get(name, ""))
    request = RequestFactory().get("/casussen/17")
    request.me = shell.Me("Verzonnen Naam", "", frozenset({"cases.read", "intake.read"}))
    frame = shell.build(request)
    assert [(link.text, link.current) for link in frame.menu] == [("Vandaag", False), ("Casussen", True)]


def test_the_frame_offers_each_function_its_own_ways_and_no_closed_door():
    """An auditor finds oversight in the menu, and no button to report a signal that would be refused."""

    def framed(role: str) -> tuple[set[str], shell.Shell]:
        request = RequestFactory().get("/vandaag")
        request.me = shell.Me("Verzonnen Naam", "", acts_of(role=role))
        built = shell.build(request)
        return {link.text for link in (*built.menu, *built.own_links)}, built

    ways, built = framed("auditor")
    assert {"Vandaag", "Toezicht", "Mijn account"} <= ways
    assert not ways & {"Casussen", "Signalen", "Adviesvragen", "Verzoeken van personen", "Ik ben afwezig"}
    assert (built.new_signal_url, built.sharing_url) == ("", "")
    assert {"Toezicht", "Adviesvragen"} <= framed("coordinerend_fg")[0]
    assert "Verzoeken van personen" in framed("contactpunt")[0]
    ways, built = framed("procesregisseur")
    assert {"Casussen", "Signalen", "Delen", "Ik ben afwezig"} <= ways
    assert not ways & {"Toezicht", "Adviesvragen", "Verzoeken van personen"}
    assert (built.new_signal_url, built.sharing_url) == ("/signalen/nieuw", "/delen")
    assert {link.text for link in shell._links(shell.MENU, "/", "nl")} == {"Vandaag", "Delen"}  # an unknown function


def test_a_visitor_without_an_account_sees_no_menu(client, demo):
    request = RequestFactory().get("/")
    assert shell.build(request).menu == ()
    assert shell.build(request).search_url == ""


def test_the_frame_is_made_once_and_never_shows_what_belongs_to_another(client):
    """The kept frame holds no token, no address and no name of somebody else."""

    def shown(name: str, path: str, token: str, language: str = "nl") -> str:
        request = RequestFactory().get(path)
        request.me = shell.Me(name)
        with translation.override(language):
            return frame.rendered("vangnet/frame/before.html", shell.build(request), token)

    first = shown("Eerste Verzonnen", "/casussen?na=1&x=<b>", "token-1")
    again = frame._kept.cache_info().hits
    second = shown("Eerste Verzonnen", "/casussen?na=2", "token-2")
    assert frame._kept.cache_info().hits == again + 1
    other = shown("Tweede Verzonnen", "/casussen?na=2", "token-3")
    assert 'value="token-1"' in first
    assert "token-1" not in second
    assert 'value="/casussen?na=1&amp;x=%3Cb%3E"' in first
    assert 'value="/casussen?na=2"' in second
    assert "Eerste" not in other
    assert "Naar de inhoud" in first
    assert "To the content" in shown("Eerste Verzonnen", "/casussen?na=2", "token-2", "en")


def test_an_odd_token_stays_text_in_the_frame():
    request = RequestFactory().get("/")
    assert '"><script>' not in frame.rendered("vangnet/frame/before.html", shell.build(request), '"><script>')


def test_the_title_holds_no_name(client, demo):
    page = client.get(SHEET).content.decode()
    assert "<title>Onderdelen | Vangnet</title>" in page
