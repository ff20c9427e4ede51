"""`vangnet staff`: an installation becomes ready for people without anything made up, and an account can be closed."""

from __future__ import annotations

import re
from uuid import UUID

import click
import pytest
from click.testing import CliRunner, Result
from django.core import mail
from django.test import Client

from vangnet.access.models import Account, Agency, Municipality, Region
from vangnet.access.services import as_job, staffing, system_actor
from vangnet.audit.models import Entry
from vangnet.cli.staff import staff
from vangnet.core.clock import now
from vangnet.core.errors import Conflict, InvalidInput, NotMandated
from vangnet.web.shared import visit

pytestmark = pytest.mark.django_db
JOB = system_actor(reason="test")
PASSWORD = "een lang verzonnen wachtwoord"


@pytest.fixture(autouse=True)
def the_clock_of_the_wall(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(visit, "now", now)


def run(command: str, *words: str) -> Result:
    it = staff.commands[command]
    bare = click.Command("it", callback=it.callback.__wrapped__, params=it.params)
    return CliRunner().invoke(bare, words, catch_exceptions=True)


def told(command: str, *words: str) -> str:
    answer = run(command, *words)
    assert answer.exit_code == 0, answer.exception
    return answer.output


def colleague(agency: str, **changed: str) -> list[str]:
    said = {
        "agency": agency,
        "name": "Bo Verzonnen",
        "role": "casusregisseur",
        "email": "Bo@Verzonnen.example",
    } | changed
    return [word for name, value in said.items() for word in (f"--{name}", value)]


def test_from_an_empty_installation_to_somebody_who_comes_in() -> None:
    assert "31 regio's toegevoegd." in told("regions")
    assert "0 regio's toegevoegd." in told("regions")
    assert (Region.objects.count(), Municipality.objects.count()) == (31, 342)
    agency = told("agency", "Gemeente Zwolle", "--kind", "COL", "--region", "ZVH04").strip()
    assert agency in told("agencies", "--region", "ZVH04")
    told("add", *colleague(agency))

    # Nobody knows a password: the colleague chooses one by mail.
    client = Client()
    client.post("/account/wachtwoord/vergeten", {"email": "bo@verzonnen.example"})
    way = re.search(r"/account/wachtwoord/nieuw/\S+", mail.outbox[-1].body)
    assert way
    form = client.get(way[0]).headers["Location"]
    client.post(form, {"password1": PASSWORD, "password2": PASSWORD})
    assert client.post("/account/inloggen", {"login": "bo@verzonnen.example", "password": PASSWORD}).status_code == 302
    with as_job(JOB):
        assert Account.objects.get().worker.agency_id == UUID(agency)
        acts = list(Entry.objects.filter(act__startswith="access.add_").values_list("act", "details"))
    assert len([act for act, _ in acts if act == "access.add_region"]) == 31
    assert {act for act, _ in acts} == {"access.add_region", "access.add_agency", "access.add_account"}
    assert "erzonnen" not in str(acts), "the record holds ids, no names"

    told("close", "BO@verzonnen.example")
    assert not Account.objects.get().is_active
    assert client.get("/vandaag").status_code == 302
    assert (
        Client().post("/account/inloggen", {"login": "bo@verzonnen.example", "password": PASSWORD}).status_code != 500
    )
    assert isinstance(run("close", "bo@verzonnen.example").exception, InvalidInput)


def test_what_is_wrong_adds_nothing() -> None:
    told("regions")
    agency = told("agency", "Gemeente Zwolle", "--kind", "COL", "--region", "ZVH04").strip()
    told("add", *colleague(agency))
    before = (Agency.objects.count(), Account.objects.count())
    for command, words, fault in (
        ("agency", ["X", "--kind", "XXX", "--region", "ZVH04"], InvalidInput),
        ("agency", ["X", "--kind", "COL", "--region", "ZVH99"], InvalidInput),
        ("agency", [" ", "--kind", "COL", "--region", "ZVH04"], InvalidInput),
        ("agency", ["Gemeente Zwolle", "--kind", "COL", "--region", "ZVH04"], Conflict),
        ("add", colleague(agency), Conflict),
        ("add", colleague(agency, email="bo"), InvalidInput),
        ("add", colleague(agency, email="b@x.example", role="system"), InvalidInput),
        ("add", colleague(agency, email="b@x.example", role="koppeling"), InvalidInput),
        ("add", colleague(agency, email="b@x.example", name=" "), InvalidInput),
        ("add", colleague("00000000-0000-4000-8000-000000000000", email="b@x.example"), InvalidInput),
    ):
        assert isinstance(run(command, *words).exception, fault), words
    assert (Agency.objects.count(), Account.objects.count()) == before


def test_no_person_makes_accounts(country: object) -> None:
    director = country.director  # type: ignore[attr-defined]
    with pytest.raises(NotMandated):
        staffing.add_account(
            actor=director,
            agency_id=director.agency_id,
            name="X",
            role="manager",
            email="x@x.example",
            phone="",
            at=now(),
        )
    with pytest.raises(NotMandated):
        staffing.close_account(actor=director, email="x@x.example", at=now())
