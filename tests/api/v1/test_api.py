"""The API: one actor a call, problem+json for every refusal, the same headers on every answer, nothing widened."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from oauth2_provider.models import get_access_token_model

from tests.country import Country, made_up_country
from vangnet.access import services as access
from vangnet.access.services import acting, as_job, system_actor
from vangnet.access.types import Basis
from vangnet.api.oauth import register_client
from vangnet.audit.models import Entry
from vangnet.cases.models import Case
from vangnet.core.bsn import made_up
from vangnet.core.clock import now
from vangnet.intake import services
from vangnet.intake.models import Signal
from vangnet.people import services as people
from vangnet.people.models import SourceRecord
from vangnet.people.types import NewPerson

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
SIGNAL = {"soort": "E33", "omschrijving": "Verzonnen signaal.", "gemeentecode": "GM0193"}


@dataclass(frozen=True)
class Machine:
    """A connected system with a token."""

    client: Client
    country: Country
    worker_id: UUID

    def get(self, path: str) -> Any:
        return self.client.get(f"/api/v1/{path}")

    def post(self, body: object, key: str = "sleutel-1") -> Any:
        raw = body if isinstance(body, bytes) else json.dumps(body).encode()
        return self.client.post(
            "/api/v1/signalen", raw, content_type="application/json", headers={"Idempotency-Key": key}
        )


def token_for(client_id: str, secret: str) -> Any:
    return Client().post(
        "/api/oauth/token", {"grant_type": "client_credentials", "client_id": client_id, "client_secret": secret}
    )


@pytest.fixture
def machine(db: None) -> Machine:
    country = made_up_country()
    job = system_actor(reason="test")
    with as_job(job):
        agency = country.director.agency_id
        actor = access.connect_system(actor=job, client_id="koppeling", name="Koppeling", agency_id=agency, at=AT)
        register_client(client_id="koppeling", secret="geheim-van-de-test", name="Koppeling")
    token = token_for("koppeling", "geheim-van-de-test").json()["access_token"]
    return Machine(Client(headers={"Authorization": f"Bearer {token}"}), country, actor.worker_id)


def test_a_wrong_secret_gets_no_token(machine: Machine) -> None:
    assert token_for("koppeling", "fout").status_code == 401


@pytest.mark.parametrize("headers", [{}, {"Authorization": "Bearer x"}, {"Authorization": "Basic eDp5"}])
@pytest.mark.parametrize("path", ["signalen", "casussen", "casussen/00000000-0000-0000-0000-000000000001"])
def test_nobody_gets_nothing(machine: Machine, headers: dict[str, str], path: str) -> None:
    answer = Client(headers=headers).get(f"/api/v1/{path}")
    assert answer.status_code == 401
    assert answer["Content-Type"] == "application/problem+json"
    assert answer["WWW-Authenticate"].startswith("Bearer")


def test_no_token_is_stored_that_could_be_used(machine: Machine) -> None:
    stored = get_access_token_model().objects.get()
    sent = machine.client.defaults["HTTP_AUTHORIZATION"].removeprefix("Bearer ")
    assert sent not in (stored.token, stored.token_checksum)
    reused = Client(headers={"Authorization": f"Bearer {stored.token_checksum}"})
    assert reused.get("/api/v1/signalen").status_code == 401


def test_an_ended_system_gets_nothing(machine: Machine) -> None:
    from vangnet.access.models import ConnectedSystem

    ConnectedSystem.objects.update(ended_at=AT)
    assert machine.get("signalen").status_code == 401


def test_the_same_key_is_one_signal(machine: Machine) -> None:
    first, again = machine.post(SIGNAL), machine.post(SIGNAL)
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()
    assert first["Location"] == f"/api/v1/signalen/{first.json()['id']}"
    assert len(machine.get("signalen").json()["resultaten"]) == 1


def test_a_signal_can_be_read_by_its_desk(machine: Machine) -> None:
    kept = machine.post(SIGNAL | {"betrokkene": {"geslachtsnaam": "Verzonnen", "geboortedatum": "1980-00-00"}})
    read = machine.get(f"signalen/{kept.json()['id']}").json()
    assert read["omschrijving"] == "Verzonnen signaal."
    assert read["status"] == "received"
    assert Entry.objects.filter(act="intake.read", worker_id=machine.worker_id).exists()


def test_all_faults_come_together(machine: Machine) -> None:
    answer = machine.post({"soort": "E33", "gemeentecode": "x", "acuut": "misschien", "onbekend": 1})
    assert answer.status_code == 400
    names = {fault["name"].split(".")[-1] for fault in answer.json()["invalidParams"]}
    assert {"omschrijving", "gemeentecode", "acuut", "onbekend"} <= names


@pytest.mark.parametrize(
    ("body", "status"),
    [(b"{", 400), (b"\xff\xfe", 400), (b"[]", 400), (b"null", 400), (SIGNAL | {"gemeentecode": "GM9999"}, 409)],
)
def test_what_cannot_be_read_or_placed_is_a_problem(machine: Machine, body: object, status: int) -> None:
    answer = machine.post(body)
    assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json")


def test_a_rule_of_the_field_names_its_field(machine: Machine) -> None:
    answer = machine.post(SIGNAL | {"soort": "E99"})
    assert (answer.status_code, answer.json()["code"]) == (400, "signal-unreadable")
    assert answer.json()["invalidParams"][0]["name"] == "kind"


def test_a_moment_without_zone_is_refused(machine: Machine) -> None:
    assert machine.post(SIGNAL | {"voorgevallenOp": "2026-11-20T10:00:00"}).status_code == 400


def test_a_case_without_grant_reads_like_no_case(machine: Machine) -> None:
    case_id = machine.country.case(at=AT)
    forbidden, absent = machine.get(f"casussen/{case_id}"), machine.get(f"casussen/{UUID(int=7)}")
    assert (forbidden.status_code, absent.status_code) == (404, 404)
    assert forbidden.json() == absent.json()
    assert machine.get("casussen").json() == {"resultaten": [], "volgende": None}


def test_a_case_with_grant_can_be_read(machine: Machine) -> None:
    case_id = machine.country.case(at=AT)
    job = system_actor(reason="test")
    with as_job(job):
        person_id = Case.objects.get(id=case_id).person_id
    access.open_grant(
        actor=job, at=AT, worker_id=machine.worker_id, case_id=case_id, subject_id=person_id, region="ZVH04",
        categories=1, basis=Basis.VERDICT, basis_id=UUID(int=2),
    )  # fmt: skip
    read = machine.get(f"casussen/{case_id}").json()
    assert {slot["rol"] for slot in read["rollen"]} == {"procesregisseur", "casusregisseur", "wijkagent"}
    assert machine.get(f"casussen/{case_id}/plan").status_code == 404
    assert len(machine.get("casussen").json()["resultaten"]) == 1


NOBODY = "00000000-0000-0000-0000-000000000001"
ODD_MOMENTS = [
    "0001-01-01T00:00:00%2B14:00",
    "9999-12-31T23:59:59-14:00",
    "2026-01-01T00:00:00",
    "2026-W01",
    "0001-01-01",
    "9999-12-31",
]


@pytest.mark.parametrize("path", ["signalen", "casussen"])
@pytest.mark.parametrize("moment", ODD_MOMENTS)
def test_a_cursor_with_an_odd_moment_breaks_nothing(machine: Machine, path: str, moment: str) -> None:
    answer = machine.get(f"{path}?cursor={moment}_{NOBODY}")
    a_day = path == "casussen" and len(moment) <= len("0001-01-01")
    assert answer.status_code == (200 if a_day else 400)
    assert not a_day or answer.json()["resultaten"] == []


@pytest.mark.parametrize("cursor", ["x", "2026-01-01_x", "_00000000-0000-0000-0000-000000000001", "%00", "9" * 119])
@pytest.mark.parametrize("path", ["signalen", "casussen"])
def test_a_cursor_that_is_not_ours_is_refused(machine: Machine, path: str, cursor: str) -> None:
    assert machine.get(f"{path}?cursor={cursor}").status_code == 400


@pytest.mark.parametrize("path", ["openapi.json", "signalen", "niets", "signalen/niets", "signalen/"])
def test_every_answer_has_the_headers_of_the_design_rules(machine: Machine, path: str) -> None:
    answer = machine.get(path)
    assert answer["API-Version"] == "1.0.0"
    assert answer["Cache-Control"] == "no-store"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["X-Frame-Options"] == "DENY"
    assert "max-age" in answer["Strict-Transport-Security"]
    assert "frame-ancestors 'none'" in answer["Content-Security-Policy"]


def test_the_description_is_public_and_says_no_trailing_slash(machine: Machine) -> None:
    answer = Client(headers={"Origin": "https://elders.example"}).get("/api/v1/openapi.json")
    described = answer.json()
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert described["openapi"].startswith("3.")
    assert set(described["info"]["contact"]) == {"name", "email", "url"}
    assert all(not path.endswith("/") for path in described["paths"])


def test_a_method_that_does_not_exist_is_a_problem(machine: Machine) -> None:
    answer = machine.client.delete("/api/v1/signalen")
    assert (answer.status_code, answer["Content-Type"]) == (405, "application/problem+json")


def test_a_machine_asks_other_regions_from_a_signal_of_its_desk(machine: Machine) -> None:
    who = {"voornamen": "Wouter", "geslachtsnaam": "Verzonnen", "geboortedatum": "1987-03-14"}
    signal_id = machine.post({**SIGNAL, "betrokkene": who}).json()["id"]
    body = {"grondslag": "signaal", "grondslagId": signal_id, "waarvoor": "Wij wegen dit signaal vandaag."}

    def ask(sent: object, key: str = "navraag-1") -> Any:
        return machine.client.post(
            "/api/v1/navragen", json.dumps(sent), content_type="application/json", headers={"Idempotency-Key": key}
        )

    answer = ask(body)
    assert answer.status_code == 201, answer.content
    told = answer.json()
    assert (told["toegestaan"], told["bekend"], told["contactpunten"]) == (True, False, [])
    assert ask(body).json()["id"] == told["id"]
    assert ask({**body, "grondslagId": "00000000-0000-0000-0000-000000000001"}, "navraag-2").status_code == 404
    assert ask({**body, "naam": "Iemand"}, "navraag-3").status_code == 400
    assert ask({**body, "waarvoor": "zo"}, "navraag-4").json()["invalidParams"][0]["name"] == "necessity"
    for nr in range(20):
        last = ask(body, f"navraag-vaak-{nr}")
    assert last.status_code == 429
    assert last["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize(
    ("answers", "status", "route"),
    [
        (["no", "no", "no"], 201, "desk"),
        (["no", "no", "yes"], 201, "zvh"),
        (["yes"], 409, ""),
        (["no", "yes"], 409, ""),
        (["no", "no", "advice"], 409, ""),
        (["no"], 400, ""),
        (["perhaps"], 400, ""),
        (["no", "no", "no", "no"], 400, ""),
    ],
)
def test_the_questions_of_the_channel_end_at_a_desk_or_nowhere(
    machine: Machine, answers: list[str], status: int, route: str
) -> None:
    answer = machine.post(SIGNAL | {"antwoorden": answers})
    assert answer.status_code == status
    with as_job(system_actor(reason="test")):
        kept = list(Signal.objects.all())
    assert [one.triage["route"] for one in kept] == ([route] if route else [])


def test_own_codes_become_the_common_data_set_and_an_unknown_one_loses_no_signal(machine: Machine) -> None:
    job = system_actor(reason="test")
    with as_job(job):
        agency = machine.country.director.agency_id
        text = (
            f"what: codes\nscope: {agency}\nversion: 1\nvalid_from: 2020-01-01\nsource: test\n"
            "kinds: {OVL-3: {kind: overlast, label: nuisance}}\nreporters: {bewoner: inhabitant}\n"
        )
        services.store_convention(actor=job, text=text, at=AT)
    body = {name: value for name, value in SIGNAL.items() if name != "soort"}
    for nr, code in enumerate(("ovl-3", "ZZZ")):
        assert machine.post(body | {"eigenCode": code, "melderSoort": "Bewoner"}, key=f"code-{nr}-x").status_code == 201
    assert machine.post(body, key="no-kind-1").status_code == 400
    assert machine.post(SIGNAL | {"melderSoort": "buurvrouw"}, key="reporter-1").status_code == 400
    with as_job(job):
        kept = Signal.objects.order_by("received_at", "id").values_list("kind", "label", "reporter_kind", "own_code")
        assert list(kept) == [
            ("overlast", "nuisance", "inhabitant", "ovl-3"), ("overig", "", "inhabitant", "ZZZ"),
        ]  # fmt: skip


@pytest.mark.parametrize(
    ("person", "field"),
    [
        ({"geboortedatum": "1981-02-29"}, "birth_date"),
        ({"geboortedatum": f"{now().year + 1}-12-01"}, "birth_date"),
        ({"geboortedatum": "1800-01-01"}, "birth_date"),
        ({"geslachtsnaam": "x" * 300}, "geslachtsnaam"),
    ],
)
def test_what_is_claimed_about_somebody_is_a_date_that_can_be_and_a_name_that_fits(
    machine: Machine, person: dict[str, str], field: str
) -> None:
    answer = machine.post(SIGNAL | {"betrokkene": person})
    assert answer.status_code == 400
    assert field in answer.content.decode()


@pytest.mark.parametrize("name", ["Ж. Ångström-李", "J.", "أحمد", "a\u202eb", "X" * 200])
def test_any_script_and_only_initials_come_in(machine: Machine, name: str) -> None:
    kept = machine.post(SIGNAL | {"betrokkene": {"geslachtsnaam": name, "geboortedatum": "1980-00-00"}})
    assert kept.status_code == 201


@pytest.mark.parametrize("sign", ["\x00", "\ud800"])
def test_a_sign_that_no_database_keeps_is_refused(machine: Machine, sign: str) -> None:
    for body in ({"omschrijving": f"a{sign}b"}, {"betrokkene": {"geslachtsnaam": f"a{sign}b"}}, {"eigenCode": sign}):
        assert machine.post(SIGNAL | body).status_code == 400


def test_a_label_that_has_ended_is_refused_for_what_happened_after(machine: Machine) -> None:
    job = system_actor(reason="test")
    text = (
        "what: labels\nscope: ZVH04\nversion: 1\nvalid_from: 2020-01-01\nsource: test\n"
        "labels: {oud: {nl: Oud, en: Old, until: 2021-06-01}}\n"
    )
    with as_job(job):
        services.store_convention(actor=job, text=text, at=AT)
    old = SIGNAL | {"kenmerk": "oud", "voorgevallenOp": "2021-05-01T10:00:00+02:00"}
    assert machine.post(old, key="label-old").status_code == 201
    assert machine.post(old | {"voorgevallenOp": "2021-06-01T10:00:00+02:00"}, key="label-new").status_code == 400
    assert machine.post(SIGNAL | {"kenmerk": "nuisance"}, key="label-gone").status_code == 400


# What the register of persons delivers.


def deliver(machine: Machine, body: object) -> Any:
    return machine.client.post("/api/v1/personen/leveringen", json.dumps(body), content_type="application/json")


def known(machine: Machine, number: str) -> UUID:
    actor = machine.country.director
    with acting(actor):
        return people.register(actor=actor, person=NewPerson(surname="Verzonnen", bsn=number), at=AT).id


def test_a_machine_delivers_what_the_register_says_once(machine: Machine) -> None:
    number, other = made_up(2)
    person_id = known(machine, number)
    body = {"persoon": {"burgerservicenummer": number, "naam": {"geslachtsnaam": "Verzonnen"}, "zomaar": {"x": [1]}}}
    first, again = deliver(machine, body), deliver(machine, body)
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == {"id": first.json()["id"], "persoonId": str(person_id), "nieuw": True}
    assert again.json() == {**first.json(), "nieuw": False}
    assert deliver(machine, {"persoon": {"burgerservicenummer": other}}).status_code == 404
    with as_job(system_actor(reason="test")):
        assert SourceRecord.objects.filter(kind="brp").count() == 1
        assert not Entry.objects.filter(details__icontains=number).exists()


@pytest.mark.parametrize(
    ("body", "status", "field"),
    [
        ({}, 400, "persoon"),
        ({"persoon": []}, 400, "persoon"),
        ({"persoon": {}, "extra": 1}, 400, "extra"),
        ({"persoon": {"naam": 3}}, 400, "naam"),
        ({"persoon": {"geboorte": {"datum": {"type": "JaarDatum", "jaar": 1800}}}}, 400, "geboorte.datum"),
        ({"persoon": {"naam": {"geslachtsnaam": "a\u0000b"}}}, 400, "geslachtsnaam"),
        ({"persoon": {}, "leveringsnummer": "x" * 81}, 400, "leveringsnummer"),
        ({"persoon": {}, "persoonId": "x"}, 400, "persoonId"),
        ({"persoon": {}}, 404, ""),
    ],
)
def test_a_delivery_that_cannot_be_is_a_problem_with_its_field(
    machine: Machine, body: object, status: int, field: str
) -> None:
    answer = deliver(machine, body)
    assert answer.status_code == status
    assert field in json.dumps(answer.json().get("invalidParams", ""))
