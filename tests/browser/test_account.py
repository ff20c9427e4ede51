"""The door and one's own account, in a real browser: nothing axe objects to, nothing beside the window, no loose script."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import expect
from tests.browser.checks import sideways, violations
from tests.country import made_up_country

from vangnet.access.models import Account

pytestmark = pytest.mark.browser

DOOR = ["/account/inloggen", "/account/wachtwoord/vergeten"]
OWN = ["/account/tweede-stap", "/account/sessies", "/account/wachtwoord", "/account/tweede-stap/sleutels"]


@pytest.fixture(scope="module")
def signed_in(site) -> Client:
    """A colleague who is signed in."""
    country = made_up_country()
    account = Account.objects.create_user(
        "werker@voorbeeld.test", "geheim genoeg 14", worker_id=country.director.worker_id
    )
    client = Client()
    client.force_login(account, backend="vangnet.web.account.backends.SignedIn")
    return client


@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize("path", DOOR)
def test_the_door_is_open_to_all(open_page, path, width):
    page = open_page(path, width=width)
    assert page.locator("h1").count() == 1
    assert violations(page) == []
    assert sideways(page) == []


@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize("path", OWN)
def test_ones_own_account_is_open_to_all(open_page, signed_in, path, width):
    page = open_page(path, width=width, client=signed_in)
    assert page.locator("h1").count() == 1
    assert violations(page) == []
    assert sideways(page) == []


def test_at_320_pixels_the_door_needs_no_sideways_scroll(open_page):
    assert sideways(open_page("/account/inloggen", width=320)) == []


def test_a_password_opens_the_door_without_javascript(open_page, signed_in):
    page = open_page("/account/inloggen", javascript=False)
    page.locator("input[type=email], input[name=login]").first.fill("werker@voorbeeld.test")
    page.locator("input[type=password]").fill("verkeerd")
    page.get_by_role("button", name="Inloggen", exact=True).click()
    assert page.locator(".fault-list").is_visible()
    assert page.locator("input[name=login]").input_value() == "werker@voorbeeld.test"
    page.locator("input[type=password]").fill("geheim genoeg 14")
    page.get_by_role("button", name="Inloggen", exact=True).click()
    assert "/account/inloggen" not in page.url


def test_a_passkey_is_registered_and_opens_the_door(site, chromium, signed_in):
    """With a made-up key in the browser: the page makes it, the next sign-in needs nothing else."""
    base = site.base.replace("127.0.0.1", "localhost")  # the standard knows no passkeys for a bare address
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(settings, "ALLOWED_HOSTS", ["127.0.0.1", "localhost", "testserver"])
        context = chromium.new_context(locale="nl-NL")
        page = context.new_page()
        blocked: list[str] = []
        page.on("console", lambda line: blocked.append(line.text) if "Content Security Policy" in line.text else None)
        driver = context.new_cdp_session(page)
        driver.send("WebAuthn.enable")
        key = driver.send(
            "WebAuthn.addVirtualAuthenticator",
            {
                "options": {
                    "protocol": "ctap2", "transport": "internal", "hasResidentKey": True,
                    "hasUserVerification": True, "isUserVerified": True, "automaticPresenceSimulation": True,
                }
            },
        )["authenticatorId"]  # fmt: skip
        page.goto(f"{base}/account/inloggen")
        page.locator("input[name=login]").fill("werker@voorbeeld.test")
        page.locator("input[type=password]").fill("geheim genoeg 14")
        page.get_by_role("button", name="Inloggen", exact=True).click()
        page.goto(f"{base}/account/tweede-stap/sleutels/nieuw")
        if page.locator("input[type=password]").count():
            page.locator("input[type=password]").fill("geheim genoeg 14")
            page.get_by_role("button", name="Ga verder").click()
        page.get_by_label("Naam van deze sleutel").fill("Telefoon van het werk")
        expect(page.get_by_label("Hiermee wil ik inloggen zonder wachtwoord")).to_be_checked()
        page.get_by_role("button", name="Voeg toe").click()
        expect(page.locator("main")).to_contain_text("De toegangssleutel is toegevoegd")
        assert len(driver.send("WebAuthn.getCredentials", {"authenticatorId": key})["credentials"]) == 1
        context.clear_cookies()
        page.goto(f"{base}/account/inloggen")
        page.get_by_role("button", name="Inloggen met een toegangssleutel").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Vandaag")
        context.clear_cookies()
        driver.send("WebAuthn.clearCredentials", {"authenticatorId": key})
        page.goto(f"{base}/account/inloggen")
        page.get_by_role("button", name="Inloggen met een toegangssleutel").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Inloggen")
        assert blocked == []
        context.close()
