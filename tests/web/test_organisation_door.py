"""An organisation signs in its own people, and nobody else's."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from django.conf import LazySettings
from django.test import Client
from tests.web.issuer import CLIENT, Issuer, made_up_issuer
from tests.web.people import account, organisation

from vangnet.access.models import Account, Agency
from vangnet.config import issuers
from vangnet.core.errors import InvalidInput

EMAIL = "testje@verzonnen.example"
DOOR = "/account/organisatie/stad"


@pytest.fixture
def agency(db: None) -> Agency:
    return organisation("Gemeente Verzonnen")


@pytest.fixture
def issuer(agency: Agency, settings: LazySettings) -> Iterator[Issuer]:
    with made_up_issuer() as made:
        known = issuers.Issuer("stad", "Gemeente Verzonnen", made.address, CLIENT, "geheim", agency.pk)
        settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [known.as_app()]}}
        settings.SECOND_FACTOR_REQUIRED = True
        yield made


def come_in(client: Client, issuer: Issuer, **claims: object):
    """Press the button, let the issuer vouch, and come back."""
    issuer.claims = {"sub": "17", "email": EMAIL, "email_verified": True} | claims
    sent = client.post(DOOR)
    question = parse_qs(urlsplit(sent.headers["Location"]).query)
    assert sent.headers["Location"].startswith(f"{issuer.address}/ingang")
    assert question["code_challenge_method"] == ["S256"]
    return client.get(f"{DOOR}/terug", {"code": "een-code", "state": question["state"][0]})


def inside(client: Client) -> bool:
    return client.get("/account/sessies").status_code == 200


def test_a_person_of_the_organisation_comes_in_without_a_second_step_of_ours(
    client: Client, issuer: Issuer, agency: Agency
) -> None:
    account(EMAIL, agency=agency)
    assert come_in(client, issuer).headers["Location"] == "/"
    assert inside(client)
    assert "code_verifier" in issuer.asked[0]


def test_the_second_time_the_address_may_have_changed(client: Client, issuer: Issuer, agency: Agency) -> None:
    account(EMAIL, agency=agency)
    come_in(client, issuer)
    other = Client()
    come_in(other, issuer, email="nieuw@verzonnen.example")
    assert inside(other)


def test_a_person_of_another_organisation_stays_out(client: Client, issuer: Issuer) -> None:
    account(EMAIL)
    assert come_in(client, issuer).status_code == 403
    assert not inside(client)


def test_whoever_moved_to_another_organisation_stays_out(client: Client, issuer: Issuer, agency: Agency) -> None:
    person = account(EMAIL, agency=agency)
    come_in(client, issuer)
    person.worker.agency = organisation("ZVH Elders")
    person.worker.save()
    other = Client()
    assert come_in(other, issuer).status_code == 403
    assert not inside(other)


def test_an_address_the_issuer_did_not_verify_opens_nothing(client: Client, issuer: Issuer, agency: Agency) -> None:
    account(EMAIL, agency=agency)
    assert come_in(client, issuer, email_verified=False).status_code == 403
    assert not inside(client)


def test_unknown_and_of_another_organisation_read_the_same(client: Client, issuer: Issuer) -> None:
    unknown = come_in(client, issuer, sub="1", email="niemand@verzonnen.example").content.decode()
    account(EMAIL)
    elsewhere = come_in(Client(), issuer, sub="2").content.decode()
    token = re.compile(r'name="csrfmiddlewaretoken" value="\w+"|state=\w+')
    assert token.sub("", unknown) == token.sub("", elsewhere)


def test_nobody_gets_an_account_by_knocking(client: Client, issuer: Issuer) -> None:
    come_in(client, issuer)
    assert not Account.objects.exists()


def test_a_closed_account_stays_closed(client: Client, issuer: Issuer, agency: Agency) -> None:
    person = account(EMAIL, agency=agency)
    Account.objects.filter(pk=person.pk).update(is_active=False)
    come_in(client, issuer)
    assert not inside(client)


def test_an_answer_nobody_asked_for_opens_nothing(client: Client, issuer: Issuer, agency: Agency) -> None:
    account(EMAIL, agency=agency)
    issuer.claims = {"sub": "17", "email": EMAIL, "email_verified": True}
    client.get(f"{DOOR}/terug", {"code": "een-code", "state": "verzonnen"})
    assert not inside(client)


def test_the_door_shows_the_organisation_and_asks_by_post(client: Client, issuer: Issuer) -> None:
    page = client.get("/account/inloggen").content.decode()
    assert "Gemeente Verzonnen" in page
    assert f'method="post" action="{DOOR}' in page
    assert "Location" not in client.get(DOOR).headers


TOML = """
[[issuer]]
id = "stad"
name = "Gemeente Verzonnen"
server = "https://inloggen.verzonnen.example/"
client = "vangnet"
secret_variable = "GEHEIM_VAN_DE_STAD"
agency = "019a9c3e-0000-7000-8000-000000000001"
"""


class TestFile:
    """The file with issuers is judged whole, like the environment."""

    @pytest.fixture(autouse=True)
    def _secret(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("GEHEIM_VAN_DE_STAD", "geheim")

    def read(self, tmp_path: Path, text: str) -> tuple[issuers.Issuer, ...]:
        file = tmp_path / "issuers.toml"
        file.write_text(text)
        return issuers.read(file)

    def test_no_file_is_no_issuer(self) -> None:
        assert issuers.read(None) == ()

    def test_a_good_file(self, tmp_path: Path) -> None:
        (known,) = self.read(tmp_path, TOML)
        assert (known.secret, known.origin) == ("geheim", "https://inloggen.verzonnen.example")

    @pytest.mark.parametrize(
        ("old", "new"),
        [
            ('id = "stad"', 'id = "De Stad"'),
            ("https://", "http://"),
            ("019a9c3e-", "geen-"),
            ('client = "vangnet"', ""),
            ("GEHEIM_VAN_DE_STAD", "BESTAAT_NIET"),
            ("[[issuer]]", "[[issuer]"),
        ],
    )
    def test_a_fault_is_refused(self, tmp_path: Path, old: str, new: str) -> None:
        with pytest.raises(InvalidInput, match="issuers-invalid"):
            self.read(tmp_path, TOML.replace(old, new))

    def test_all_faults_come_at_once(self, tmp_path: Path) -> None:
        with pytest.raises(InvalidInput) as refusal:
            self.read(tmp_path, TOML.replace("https:", "http:") + TOML.replace('client = "vangnet"', ""))
        assert set(refusal.value.fields) == {"issuer 1", "issuer 2"}

    def test_two_with_one_name_are_refused(self, tmp_path: Path) -> None:
        with pytest.raises(InvalidInput):
            self.read(tmp_path, TOML + TOML)
