"""`POST /processing-activities`: an organisation reads its own log, never without naming what it looks for."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from tests.country import Country, made_up_country

from vangnet.access import services as access
from vangnet.access.services import as_job, system_actor
from vangnet.api.oauth import register_client
from vangnet.audit import selectors
from vangnet.audit import services as audit
from vangnet.audit.models import Entry
from vangnet.core.clock import now

pytestmark = pytest.mark.django_db
PERSON = UUID("019a9c3e-0000-7000-8000-000000000001")
TRACE = "4bf92f3577b34da6a3ce929d0e0e4736"
SUBJECT, ACTIVITY = "dpl.core.data_subject_id", "dpl.core.processing_activity_id"
KIND = "dpl.core.data_subject_id_type"


@dataclass(frozen=True)
class System:
    """A connected system of the Zorg- en Veiligheidshuis."""

    client: Client
    country: Country

    def ask(self, body: object) -> Any:
        raw = body if isinstance(body, bytes) else json.dumps(body).encode()
        return self.client.post("/processing-activities", raw, content_type="application/json")

    def found(self, body: object) -> list[dict[str, Any]]:
        lines: list[dict[str, Any]] = self.ask(body).json()["processingActivities"]
        return lines


@pytest.fixture
def system(db: None) -> System:
    country = made_up_country()
    job = system_actor(reason="test")
    with as_job(job):
        agency = country.director.agency_id
        access.connect_system(actor=job, client_id="ldv", name="LDV", agency_id=agency, at=now())
        register_client(client_id="ldv", secret="geheim-van-de-test", name="LDV")
    form = {"grant_type": "client_credentials", "client_id": "ldv", "client_secret": "geheim-van-de-test"}
    token = Client().post("/api/oauth/token", form).json()["access_token"]
    for actor in (country.director, country.director, country.stranger):
        audit.record(actor=actor, at=now(), act="cases.read", subject_id=PERSON)
    return System(Client(headers={"Authorization": f"Bearer {token}"}), country)


def test_a_person_is_found_by_number_and_by_pseudonym(system: System) -> None:
    by_number = system.found({SUBJECT: str(PERSON), KIND: "urn:vangnet:persoon"})
    by_pseudonym = system.found({SUBJECT: selectors.pseudonym(subject_id=PERSON)})
    assert by_number == by_pseudonym
    assert len(by_number) == 2
    assert str(PERSON) not in json.dumps(by_number)


def test_another_organisation_stays_out_of_sight(system: System) -> None:
    lines = system.found({ACTIVITY: "urn:vangnet:verwerking:casussen"})
    strangers = str(system.country.stranger.worker_id)
    assert len(lines) == 2
    assert strangers not in json.dumps(lines)


def test_a_line_has_what_the_standard_asks(system: System) -> None:
    answer = system.ask({ACTIVITY: "urn:vangnet:verwerking:casussen"})
    line = answer.json()["processingActivities"][0]
    assert {"traceId", "spanId", "status", "name", "startTime", "endTime"} <= set(line)
    assert UUID(line["traceId"]).hex == line["traceId"].replace("-", "")
    assert answer.json()["metadata"]["organizationName"] == "ZVH IJsselland"
    assert answer["API-Version"] == "1.1.0"


def test_a_trace_and_a_time_narrow(system: System) -> None:
    trace = Entry.objects.filter(agency_id=system.country.director.agency_id, subject_id=PERSON).first()
    assert trace is not None
    assert len(system.found({"traceId": trace.trace_id})) == 1
    assert system.found({"traceId": TRACE}) == []
    assert system.found({ACTIVITY: "urn:vangnet:verwerking:casussen", "endTime": "2020-01-01T00:00:00Z"}) == []


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "traceId"),
        ({"startTime": "2026-01-01T00:00:00Z"}, "traceId"),
        ({"traceId": "x"}, "traceId"),
        ({"traceId": 5}, "traceId"),
        ({"traceId": TRACE, "endTime": "2026-01-01"}, "endTime"),
        ({SUBJECT: "999990019", KIND: "BSN"}, KIND),
        ({SUBJECT: "x", KIND: "urn:vangnet:persoon"}, SUBJECT),
        ({"traceId": TRACE, "worker": "x"}, "worker"),
    ],
)
def test_a_question_without_a_filter_or_with_a_fault_is_refused(system: System, body: object, field: str) -> None:
    answer = system.ask(body)
    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")
    assert field in {fault["name"] for fault in answer.json()["invalidParams"]}


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b"\xff"])
def test_what_is_no_object_is_refused(system: System, body: bytes) -> None:
    assert system.ask(body).status_code == 400


def test_reading_the_log_is_in_the_record(system: System) -> None:
    system.found({ACTIVITY: "urn:vangnet:verwerking:casussen"})
    assert Entry.objects.get(act="audit.read_processing").details == {"rows": 2}


def test_nobody_without_a_token_reads_it(system: System) -> None:
    answer = Client().post("/processing-activities", "{}", content_type="application/json")
    assert answer.status_code == 401
    assert system.client.get("/processing-activities").status_code == 405
