"""Vangnet's own decision point: the law answers about sharing, the grants about seeing, and each call leaves three records."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from tests.country import Country, made_up_country

from vangnet.access import services as access
from vangnet.access.services import as_job, system_actor
from vangnet.api.oauth import register_client
from vangnet.audit.models import DecisionRecord, Entry, Processing
from vangnet.core.clock import now
from vangnet.law.replay import replay
from vangnet.sharing import selectors as sharing

pytestmark = pytest.mark.django_db
SECRET = "geheim-van-de-test"
TRACE = "4bf92f3577b34da6a3ce929d0e0e4736"
PERMITTED: dict[str, Any] = {
    "subject": {
        "type": "professional",
        "id": "iemand",
        "properties": {"org_type": "POL", "role": "politie_zvh", "bound_by_secrecy": False},
    },
    "action": {"name": "share"},
    "resource": {
        "type": "gegeven",
        "id": "stuk-1",
        "properties": {
            "category": "C06",
            "purpose": "zvh_case",
            "phase": "F3",
            "circle": "notified_person",
            "receiver": {"org_type": "ZVH", "role": "procesregisseur"},
            "facts": {"zvh_criteria_met": True, "parties_admitted_to_case": True, "necessity_motivated": True},
        },
    },
    "context": {"time": "2026-11-23T10:00:00Z", "traceparent": f"00-{TRACE}-00f067aa0ba902b7-01"},
}


@dataclass(frozen=True)
class System:
    """A connected system of the Zorg- en Veiligheidshuis of the small country."""

    client: Client
    country: Country
    worker_id: UUID

    def ask(self, path: str, body: object, **headers: str) -> Any:
        return self.client.post(
            f"/access/v1/{path}", json.dumps(body), content_type="application/json", headers=headers
        )


@pytest.fixture
def system(db: None) -> System:
    country = made_up_country()
    job = system_actor(reason="test")
    with as_job(job):
        agency = country.director.agency_id
        actor = access.connect_system(actor=job, client_id="pdp", name="PDP", agency_id=agency, at=now())
        register_client(client_id="pdp", secret=SECRET, name="PDP")
    form = {"grant_type": "client_credentials", "client_id": "pdp", "client_secret": SECRET}
    token = Client().post("/api/oauth/token", form).json()["access_token"]
    return System(Client(headers={"Authorization": f"Bearer {token}"}), country, actor.worker_id)


def changed(**properties: object) -> dict[str, Any]:
    body: dict[str, Any] = json.loads(json.dumps(PERMITTED))
    body["resource"]["properties"].update(properties)
    return body


def see(worker_id: object, case_id: object, **properties: object) -> dict[str, Any]:
    return {
        "subject": {"type": "professional", "id": str(worker_id)},
        "action": {"name": "see"},
        "resource": {"type": "casus", "id": str(case_id), "properties": properties},
    }


def search(kind: str, question: dict[str, Any], **page: object) -> dict[str, Any]:
    body: dict[str, Any] = json.loads(json.dumps(question))
    body[kind].pop("id", None)
    return {**body, "page": page} if page else body


def test_a_permit_is_true_with_its_article_and_its_duties(system: System) -> None:
    answer = system.ask("evaluation", PERMITTED).json()
    assert answer["decision"] is True
    context = answer["context"]
    assert [ground["id"] for ground in context["grounds"]] == ["W01", "W04"]
    assert context["grounds"][0]["citation"].startswith("Wgs artikel 1.5")
    assert {duty["id"] for duty in context["obligations"]} == {"log_disclosure", "recipient_secrecy"}
    assert context["reason_user"]["nl"].startswith("Ja")


def test_what_is_missing_is_named_and_is_no_permit(system: System) -> None:
    answer = system.ask("evaluation", changed(facts={})).json()
    assert answer["decision"] is False
    assert answer["context"]["outcome"] == "CONDITIONAL"
    assert {fact["id"] for fact in answer["context"]["missing"]} == set(PERMITTED["resource"]["properties"]["facts"])
    assert all(fact["nl"] and fact["by"] for fact in answer["context"]["missing"])
    assert "obligations" not in answer["context"]


def test_a_prohibition_is_named(system: System) -> None:
    answer = system.ask("evaluation", changed(circle="other")).json()
    assert (answer["decision"], answer["context"]["outcome"]) == (False, "DENY")
    assert answer["context"]["prohibitions"]


@pytest.mark.parametrize(
    ("properties", "field"),
    [
        ({"category": "C99"}, "resource.properties.category"),
        ({"receiver": {"org_type": "X", "role": "medewerker"}}, "resource.properties.receiver.org_type"),
        ({"circle": 3}, "resource.properties.circle"),
        ({"facts": {"unheard_of": True}}, "resource.properties.facts.unheard_of"),
        ({"facts": {"carer_finds_sharing_necessary": True}}, "resource.properties.facts.carer_finds_sharing_necessary"),
    ],
)
def test_what_the_law_cannot_read_is_refused_by_name(system: System, properties: dict[str, Any], field: str) -> None:
    answer = system.ask("evaluation", changed(**properties))
    assert answer.status_code == 400
    assert f"{field}: " in answer.content.decode()


def test_a_moment_outside_any_law_is_refused(system: System) -> None:
    answer = system.ask("evaluation", PERMITTED | {"context": {"time": "9999-12-31T23:59:59Z"}})
    assert (answer.status_code, "context.time" in answer.content.decode()) == (400, True)


def test_the_consent_that_is_sent_is_read(system: System) -> None:
    consent = {"receivers": ["ZVH"], "categories": ["C15"], "purposes": ["zvh_case"], "explicit": True}
    without = system.ask("evaluation", changed(category="C15")).json()["context"]
    answer = system.ask("evaluation", changed(category="C15", consent=consent)).json()["context"]
    assert "consent_free_and_competent" not in without["missing"]
    assert answer["outcome"] in {"ALLOW", "ALLOW_DUTY", "CONDITIONAL", "HUMAN"}


def test_a_colleague_sees_what_the_grants_say(system: System) -> None:
    case_id = system.country.case(at=now())
    answer = system.ask("evaluation", see(system.country.director.worker_id, case_id))
    assert answer.json() == {"decision": True}
    assert system.ask("evaluation", see(system.country.director.worker_id, case_id, category="C06")).json()["decision"]
    hidden = system.ask("evaluation", see(system.country.director.worker_id, case_id, category="C10"))
    assert hidden.json() == {"decision": False}


def test_every_other_answer_about_a_case_is_the_same_bare_deny(system: System) -> None:
    country = system.country
    case_id = country.case(at=now())
    nobody = UUID(int=99)
    asked = [
        see(country.officer.worker_id, case_id),
        see(country.stranger.worker_id, case_id),
        see(country.case_director.worker_id, nobody),
        see(nobody, case_id),
        see("x", case_id),
        see(country.director.worker_id, "x"),
        see(country.director.worker_id, str(case_id).upper()),
        see(country.director.worker_id, case_id) | {"action": {"name": "edit"}},
        see(country.director.worker_id, case_id) | {"subject": {"type": "user", "id": "x"}},
    ]
    answers = {(answer.status_code, answer.content) for answer in (system.ask("evaluation", one) for one in asked)}
    assert answers == {(200, b'{"decision":false}')}


def test_searches_find_what_evaluates_to_true(system: System) -> None:
    case_ids = {str(system.country.case(at=now(), name=f"Verzonnen {n}", key=f"k{n}")) for n in range(3)}
    director = system.country.director.worker_id
    question = see(director, next(iter(case_ids)))
    found, token = set(), None
    for _ in range(3):
        page = {"limit": 2} if token is None else {"token": token}
        answer = system.ask("search/resource", search("resource", question, **page)).json()
        found |= {one["id"] for one in answer["results"]}
        token = answer["page"]["next_token"]
        if not token:
            break
    assert found == case_ids
    people = system.ask("search/subject", search("subject", question)).json()["results"]
    assert str(director) in {one["id"] for one in people}
    for one in people:
        assert system.ask("evaluation", see(one["id"], question["resource"]["id"])).json() == {"decision": True}
    assert system.ask("search/action", question).json()["results"] == [{"name": "see"}]
    theirs = search("resource", see(system.country.officer.worker_id, "x"))
    assert system.ask("search/resource", theirs).json()["results"] == []


def test_the_categories_found_may_be_shared(system: System) -> None:
    question = search("resource", PERMITTED)
    question["resource"]["properties"].pop("category")
    found = [one["id"] for one in system.ask("search/resource", question).json()["results"]]
    assert "C06" in found
    assert "C07" not in found
    for code in found:
        asked: dict[str, Any] = json.loads(json.dumps(question))
        asked["resource"]["id"] = code
        assert system.ask("evaluation", asked).json()["decision"] is True
    assert system.ask("search/subject", search("subject", PERMITTED)).json()["results"] == []


@pytest.mark.parametrize("headers", [{}, {"Authorization": "Bearer x"}, {"Authorization": "Basic eDp5"}])
def test_nobody_without_a_token_gets_a_decision(system: System, headers: dict[str, str]) -> None:
    path = "/access/v1/evaluation"
    answer = Client(headers=headers).post(path, json.dumps(PERMITTED), content_type="application/json")
    assert (answer.status_code, answer["WWW-Authenticate"]) == (401, 'Bearer realm="vangnet"')


def test_an_ended_system_is_nobody(system: System) -> None:
    from vangnet.access.models import ConnectedSystem

    ConnectedSystem.objects.update(ended_at=now() - timedelta(minutes=1))
    assert system.ask("evaluation", PERMITTED).status_code == 401


def test_three_records_of_one_act_in_one_trace(system: System) -> None:
    case_id = system.country.case(at=now())
    body = see(system.country.director.worker_id, case_id) | {
        "context": {"traceparent": PERMITTED["context"]["traceparent"]}
    }
    system.ask("evaluation", body)
    record = DecisionRecord.objects.get(trace_id=TRACE)
    line = Entry.objects.get(trace_id=TRACE)
    processing = Processing.objects.get(trace_id=TRACE)
    assert (record.event_name, record.parent_span_id) == ("adl.access_evaluation", "00f067aa0ba902b7")
    assert (line.worker_id, line.act, line.outcome) == (system.worker_id, "access.decide_see", "done")
    assert (processing.name, processing.activity) == ("access.decide_see", "urn:vangnet:verwerking:toegang")
    assert str(line.subject_id) not in json.dumps([processing.subject, record.body, record.attributes])


def test_each_call_leaves_exactly_one_decision_record(system: System) -> None:
    calls = [
        ("evaluation", PERMITTED, "Unset"),
        ("evaluation", changed(category="C99"), "Error"),
        ("evaluations", {**PERMITTED, "evaluations": [{}, {"action": {"name": "edit"}}]}, "Unset"),
        ("search/resource", search("resource", PERMITTED), "Unset"),
        ("search/subject", search("subject", PERMITTED), "Unset"),
        ("search/action", PERMITTED, "Unset"),
    ]
    for number, (path, body, status) in enumerate(calls, start=1):
        system.ask(path, body)
        assert DecisionRecord.objects.count() == number
        assert DecisionRecord.objects.order_by("-at").first().status == status  # type: ignore[union-attr]


def test_a_kept_decision_can_be_recomputed(system: System) -> None:
    system.ask("evaluation", PERMITTED)
    record = DecisionRecord.objects.get()
    norm_set = record.attributes["adl.core.policies"]["vangnet.norm_set"]
    said = record.body["adl.core.response"]["context"]
    norms = sharing.norms_of(norm_set=norm_set)
    assert norms is not None
    asked = record.body["adl.core.request"]
    properties = asked["resource"]["properties"]
    stored = {
        "engine": record.attributes["adl.core.configuration"]["vangnet.engine"],
        "norm_set": norm_set,
        "question": {
            "giver": asked["subject"]["properties"],
            "subject_circle": properties["circle"],
            "on": record.attributes["adl.core.information"]["vangnet.law_on"][:10],
            **{name: properties[name] for name in ("receiver", "category", "purpose", "phase", "facts")},
        },
        "verdict": {"outcome": said["outcome"], "grounds": [ground["id"] for ground in said["grounds"]]},
    }
    again = replay(stored, lambda key: sharing.norms_of(norm_set=key))
    assert (again.verdict.outcome, list(again.verdict.grounds)) == ("ALLOW_DUTY", ["W01", "W04"])
    assert not {"outcome", "grounds"} & set(again.differences)


def test_the_metadata_stands_at_the_root(system: System) -> None:
    answer = Client().get("/.well-known/authzen-configuration").json()
    assert answer["access_evaluation_endpoint"].endswith("/access/v1/evaluation")
