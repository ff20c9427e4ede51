"""One click in as a made-up person: in the demo, from this machine, and nowhere else."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.test import Client
from django.urls import Resolver404, resolve
from tests.web.people import account

pytestmark = pytest.mark.django_db
IN_THE_DEMO = pytest.mark.urls("tests.web.demo_urls")
SOURCE = Path(__file__).resolve().parents[2] / "src"


def who(client: Client) -> str | None:
    return client.session.get("_auth_user_id")


@pytest.mark.parametrize("address", ["/account/demo", "/account/demo/binnen"])
def test_outside_the_demo_the_address_does_not_exist(address: str, client: Client) -> None:
    with pytest.raises(Resolver404):
        resolve(address)
    assert client.get(address).status_code == 404
    assert client.post(address).status_code == 404


@pytest.mark.parametrize(("mode", "exists"), [("demo", True), ("production", False)])
def test_only_the_settings_of_the_demo_have_it(mode: str, exists: bool) -> None:
    code = (
        "import django; django.setup(); from django.urls import resolve, Resolver404\n"
        "try: resolve('/account/demo'); print(True)\nexcept Resolver404: print(False)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(SOURCE),
            "VANGNET_MODE": mode,
            "DJANGO_SETTINGS_MODULE": f"vangnet.config.settings.{mode}",
            "DATABASE_URL": "postgresql://vangnet@db.example/vangnet",
            "VANGNET_SECRET_KEY": "Zo-lang-en-grillig-genoeg-0123456789-abcdefghijklmnop",
            "VANGNET_VAULT_KEYS": "k1:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=",
            "VANGNET_PUBLIC_URL": "https://vangnet.example",
            "VANGNET_MAIL_URL": "smtp://mail.example:587",
            "VANGNET_MAIL_FROM": "vangnet@vangnet.example",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.strip() == str(exists), done.stderr


@IN_THE_DEMO
def test_it_offers_the_made_up_people_and_nobody_else(client: Client) -> None:
    made_up, real = account("a@verzonnen.example", demo=True), account("b@verzonnen.example")
    page = client.get("/account/demo").content.decode()
    assert str(made_up.pk) in page
    assert str(real.pk) not in page


@IN_THE_DEMO
def test_one_click_is_enough_and_the_session_is_a_new_one(client: Client) -> None:
    person = account(demo=True)
    client.session.save()
    client.get("/account/demo")
    before = client.session.session_key
    client.cookies["vangnet_sessie"] = before
    answer = client.post("/account/demo/binnen", {"account": person.pk, "next": "/onderdelen"})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/onderdelen")
    assert who(client) == str(person.pk)
    assert client.session.session_key != before


@IN_THE_DEMO
@pytest.mark.parametrize("value", ["", "geen-id", "00000000-0000-0000-0000-000000000000"])
def test_nobody_comes_in_as_nobody(client: Client, value: str) -> None:
    assert client.post("/account/demo/binnen", {"account": value}).status_code == 404
    assert who(client) is None


@IN_THE_DEMO
def test_nobody_comes_in_as_a_real_person(client: Client) -> None:
    assert client.post("/account/demo/binnen", {"account": account().pk}).status_code == 404
    assert who(client) is None


@IN_THE_DEMO
@pytest.mark.parametrize(
    "wanted",
    ["https://elders.example/", "//elders.example", "/\\elders.example", "javascript:alert(1)", "\t//x.example"],
)
def test_it_leads_to_this_site_only(client: Client, wanted: str) -> None:
    answer = client.post("/account/demo/binnen", {"account": account(demo=True).pk, "next": wanted})
    assert answer.headers["Location"] == "/"


@IN_THE_DEMO
@pytest.mark.parametrize(
    "elsewhere",
    [
        {"REMOTE_ADDR": "192.0.2.7"},
        {"REMOTE_ADDR": ""},
        {"HTTP_X_FORWARDED_FOR": "192.0.2.7"},
        {"HTTP_FORWARDED": "for=192.0.2.7"},
    ],
)
def test_from_another_machine_it_does_not_exist(client: Client, elsewhere: dict[str, str]) -> None:
    person = account(demo=True)
    assert client.get("/account/demo", **elsewhere).status_code == 404
    assert client.post("/account/demo/binnen", {"account": person.pk}, **elsewhere).status_code == 404
    assert who(client) is None


@IN_THE_DEMO
def test_it_takes_no_forged_form() -> None:
    person = account(demo=True)
    strict = Client(enforce_csrf_checks=True)
    assert strict.post("/account/demo/binnen", {"account": person.pk}).status_code == 403
    assert who(strict) is None
