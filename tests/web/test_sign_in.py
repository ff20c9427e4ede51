"""Coming in with a password and a second factor, and how long one stays in."""

from __future__ import annotations

import re
import time
from types import SimpleNamespace

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.conf import LazySettings
from django.core.cache import cache
from django.test import Client
from tests.web.people import PASSWORD, account

from vangnet.access.models import Account
from vangnet.audit.models import Entry as AuditEntry
from vangnet.config import sessions

pytestmark = pytest.mark.django_db
DOOR = "/account/inloggen"
INSIDE = "/account/sessies"


@pytest.fixture(autouse=True)
def _nothing_remembered() -> None:
    cache.clear()


def come_in(client: Client, email: str = "testje@verzonnen.example", password: str = PASSWORD, **more: str):
    return client.post(DOOR, {"login": email, "password": password, **more})


def inside(client: Client) -> bool:
    return client.get(INSIDE).status_code == 200


def code_of(secret: str) -> str:
    return totp.format_hotp_value(totp.hotp_value(secret, int(totp.time.time()) // 30))


def test_with_the_right_password_in_a_new_session(client: Client) -> None:
    account()
    client.get(DOOR)
    client.session["x"] = 1
    before = client.session.session_key
    assert come_in(client).status_code == 302
    assert inside(client)
    assert client.session.session_key != before


def test_the_address_is_read_in_any_case(client: Client) -> None:
    account()
    come_in(client, email="Testje@VERZONNEN.example")
    assert inside(client)


def test_unknown_and_wrong_read_the_same(client: Client) -> None:
    account()
    pages = []
    for email, password in (("testje@verzonnen.example", "fout"), ("niemand@verzonnen.example", PASSWORD)):
        page = come_in(client, email=email, password=password).content.decode()
        pages.append(page.replace(email, "").partition('class="fault-list"')[2].partition("</form>")[0])
    assert pages[0] == pages[1] != ""
    assert not inside(client)


def test_after_five_failures_the_right_password_waits_too(client: Client) -> None:
    account()
    for _ in range(5):
        come_in(client, password="fout")
    come_in(client)
    assert not inside(client)


def told() -> list[tuple[str, str, dict[str, object]]]:
    rows = AuditEntry.objects.filter(act__startswith="access.sign_").order_by("position")
    return [(row.act, row.outcome, row.details) for row in rows]


def test_coming_in_and_going_out_stand_in_the_record(client: Client) -> None:
    mine = account()
    come_in(client, password="fout")
    come_in(client, email="niemand@verzonnen.example")
    come_in(client)
    client.post("/account/uitloggen")
    assert told() == [
        ("access.sign_in", "refused", {"why": "password"}),
        ("access.sign_in", "refused", {"why": "password"}),
        ("access.sign_in", "done", {"how": "password"}),
        ("access.sign_out", "done", {}),
    ]
    rows = list(AuditEntry.objects.filter(act__startswith="access.sign_").order_by("position"))
    assert [row.object_id for row in rows] == [mine.id, None, mine.id, mine.id]
    assert [row.worker_id == mine.worker_id for row in rows] == [False, False, True, True]
    assert "niemand" not in str([vars(row) for row in rows])


def test_a_door_that_shuts_stands_in_the_record(client: Client) -> None:
    account()
    for _ in range(6):
        come_in(client, password="fout")
    assert told()[4:] == [
        ("access.sign_in", "refused", {"why": "password"}), ("access.sign_in", "refused", {"why": "locked"}),
    ]  # fmt: skip


def test_a_failure_of_one_does_not_lock_another(client: Client) -> None:
    account()
    account("ander@verzonnen.example")
    for _ in range(6):
        come_in(client, password="fout")
    come_in(client, email="ander@verzonnen.example")
    assert inside(client)


@pytest.mark.parametrize("wanted", ["https://elders.example/x", "//elders.example", "/\\elders.example"])
def test_the_door_leads_to_this_site_only(client: Client, wanted: str) -> None:
    account()
    assert come_in(client, next=wanted).headers["Location"] == "/"


def test_an_account_that_is_closed_stays_out(client: Client) -> None:
    person = account()
    Account.objects.filter(pk=person.pk).update(is_active=False)
    come_in(client)
    assert not inside(client)


def test_no_page_takes_a_forged_form() -> None:
    account()
    strict = Client(enforce_csrf_checks=True)
    assert come_in(strict).status_code == 403


@pytest.mark.parametrize("host", ["elders.example", "testserver.elders.example", "testserver@elders.example", ""])
def test_another_host_name_is_refused(client: Client, host: str) -> None:
    assert client.get(DOOR, headers={"host": host}).status_code == 400


def test_an_hour_away_is_out(client: Client, settings: LazySettings) -> None:
    client.force_login(account())
    assert inside(client)
    session = client.session
    session[sessions.SEEN] = time.time() - settings.SESSION_IDLE_SECONDS - 1
    session.save()
    assert not inside(client)


def test_a_long_day_is_out_however_busy(client: Client, settings: LazySettings) -> None:
    client.force_login(account())
    inside(client)
    session = client.session
    session[sessions.STARTED] = time.time() - settings.SESSION_COOKIE_AGE - 1
    session.save()
    assert not inside(client)


def test_a_request_keeps_one_in(client: Client) -> None:
    client.force_login(account())
    inside(client)
    session = client.session
    session[sessions.SEEN] = time.time() - 1800
    session.save()
    assert inside(client)
    assert time.time() - client.session[sessions.SEEN] < 60


class TestSecondFactor:
    """Whoever came in by a password sets up a second step first, and needs it from then on."""

    @pytest.fixture(autouse=True)
    def _required(self, settings: LazySettings) -> None:
        settings.SECOND_FACTOR_REQUIRED = True

    def test_without_it_there_is_one_page(self, client: Client) -> None:
        account()
        come_in(client)
        assert client.get(INSIDE).headers["Location"] == "/account/tweede-stap"
        assert client.get("/account/tweede-stap").status_code == 200
        assert client.get("/gezondheid").status_code in (200, 302)

    def test_set_up_and_used(self, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
        moment = time.time()
        monkeypatch.setattr(totp, "time", SimpleNamespace(time=lambda: moment))  # no next code begins in between
        person = account()
        come_in(client)
        asked = client.get("/account/tweede-stap/app")
        assert asked.headers["Location"].startswith("/account/bevestigen")
        client.post(asked.headers["Location"], {"password": PASSWORD})
        page = client.get("/account/tweede-stap/app")
        shown = page.content.decode()
        assert "<svg" in shown
        assert "style=" not in shown
        assert "data:" not in shown
        secret = page.context["form"].secret
        assert client.post("/account/tweede-stap/app", {"code": code_of(secret)}).status_code == 302
        assert inside(client)

        stored = Authenticator.objects.get(user=person, type="totp").data["secret"]
        assert secret not in stored, "the secret is stored encrypted"

        cache.clear()
        other = Client()
        assert come_in(other).headers["Location"].startswith("/account/tweede-stap/invoeren")
        assert not inside(other)
        other.post("/account/tweede-stap/invoeren", {"code": "000000"})
        assert not inside(other)
        assert told()[-1] == ("access.sign_in", "refused", {"why": "second-factor"})
        other.post("/account/tweede-stap/invoeren", {"code": code_of(secret)})
        assert inside(other)


@pytest.mark.parametrize(
    "address",
    [
        "/account/sessies",
        "/account/tweede-stap",
        "/account/wachtwoord",
        "/account/tweede-stap/sleutels",
        "/account/uitloggen",
    ],
)
def test_the_pages_inside_have_the_frame_and_one_heading(address: str, client: Client) -> None:
    account()
    come_in(client)
    page = client.get(address).content.decode()
    assert page.count("<h1") == 1
    assert '<main id="inhoud"' in page
    assert "<title> | " not in page


@pytest.mark.parametrize("address", [DOOR, "/account/wachtwoord/vergeten"])
def test_the_pages_outside_too(address: str, client: Client) -> None:
    page = client.get(address).content.decode()
    assert page.count("<h1") == 1
    assert "unsafe" not in client.get(address).headers["Content-Security-Policy"]


def test_i_see_where_i_am_signed_in_and_can_sign_the_rest_out(client: Client) -> None:
    """The page names the browser in words, and its form is there to be pressed."""
    account()
    other = Client(
        headers={"user-agent": "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/130.0 Safari/537.36"}
    )
    come_in(other)
    come_in(client)
    page = client.get(INSIDE).content.decode()
    assert "Chrome op Windows" in page
    assert "Mozilla" not in page
    assert "Log de andere apparaten uit" in page
    assert "<form" in page.split("<main")[1]
    assert client.post(INSIDE, follow=True).status_code == 200
    assert not inside(other)
    assert "Je bent nergens anders ingelogd" in client.get(INSIDE).content.decode()


@pytest.mark.parametrize("path", ["app", "app/weg", "noodcodes/nieuw", "sleutels", ""])
def test_the_pages_about_the_second_step_speak_our_words_and_hide_no_form(client: Client, path: str) -> None:
    """What a package would say with "u" and "authenticator" reads as the rest; a form that is asked for is seen."""
    who = account()
    if path in {"app/weg", "noodcodes/nieuw"}:
        totp.TOTP.activate(who, totp.generate_totp_secret())
    client.force_login(who)
    place = f"/account/tweede-stap/{path}".rstrip("/")
    shown = client.get(place)
    if shown.status_code == 302:  # first show once more who you are
        client.post(shown["location"], {"password": PASSWORD})
        shown = client.get(place)
    assert shown.status_code == 200
    main = shown.content.decode().split("<main")[1]
    said = re.sub(r"<[^>]+>", " ", main.split(">", 1)[1].split("</main>")[0])
    assert "uthenticat" not in said
    assert not re.search(r"\b[Uu]w?\b", said)
    assert 'href="/mijn-account"' in main
    assert re.findall(r"<form[^>]* hidden", main) == []
