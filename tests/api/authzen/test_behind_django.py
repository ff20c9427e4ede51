"""The same protocol behind Django's routes: the product mounts it with its own decider, log and doorkeeper."""

from __future__ import annotations

import json
from types import ModuleType
from typing import Any

import pytest
from django.test import Client, override_settings
from django.urls import include, path, reverse
from tests.unit.authzen.point import ALICE, EVALUATION, READ, RECORD_1, SEARCH, Asker, asker

from vangnet.api.authzen import metadata, urls
from vangnet.api.authzen.doorkeepers import TokenHolders

QUESTION: dict[str, Any] = {"subject": ALICE, "action": READ, "resource": RECORD_1}
_asked: list[Asker] = []
mounted = ModuleType("mounted_authzen")
mounted.urlpatterns = [path("", include(urls.patterns(lambda: _asked[0].point)))]  # type: ignore[attr-defined]


@pytest.fixture
def asked() -> Any:
    fresh = asker(doorkeeper=TokenHolders({"token-a": "a"}), max_body=2000)
    _asked[:] = [fresh]
    bare = ["django.middleware.security.SecurityMiddleware", "django.middleware.csrf.CsrfViewMiddleware"]
    with override_settings(ROOT_URLCONF=mounted, MIDDLEWARE=bare, ALLOWED_HOSTS=["pdp.example"]):
        yield fresh


def post(route: str, body: Any, **headers: str) -> Any:
    client = Client(enforce_csrf_checks=True, headers={"authorization": "Bearer token-a", "host": "pdp.example"})
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    return client.post(route, content, content_type="application/json", headers=headers)


def test_a_question_is_answered_and_recorded(asked: Asker):
    response = post(EVALUATION, QUESTION, x_request_id="r-1")
    assert (response.status_code, response.json()) == (200, {"decision": True})
    assert (response["X-Request-ID"], response["Cache-Control"]) == ("r-1", "no-store")
    assert [record["event_name"] for record in asked.log.records] == ["adl.access_evaluation"]


@pytest.mark.parametrize(
    ("route", "body", "status"),
    [
        (EVALUATION, b"{", 400),
        (EVALUATION, b" " * 3000, 413),
        (EVALUATION + "/", QUESTION, 404),
        ("/access/v1/elsewhere", QUESTION, 404),
        (SEARCH + "subject", {**QUESTION, "subject": {"type": "user"}}, 200),
        (metadata.WELL_KNOWN, {}, 405),
    ],
)
def test_each_refusal_is_a_plain_message(asked: Asker, route: str, body: Any, status: int):
    response = post(route, body)
    assert response.status_code == status
    assert response["Content-Type"].startswith("application/json" if status == 200 else "text/plain")


def test_a_stranger_is_refused(asked: Asker):
    assert post(EVALUATION, QUESTION, authorization="Bearer other").status_code == 401


def test_the_metadata_names_the_host_that_was_used(asked: Asker):
    client = Client(headers={"host": "pdp.example"})
    answer = client.get(metadata.WELL_KNOWN, secure=True).json()
    assert answer["policy_decision_point"] == "https://pdp.example"


def test_every_door_has_a_name(asked: Asker):
    named = {reverse(f"authzen-{name}") for name in ("evaluation", "evaluations", "openapi", "configuration")}
    named |= {reverse(f"authzen-search-{name}") for name in ("subject", "resource", "action")}
    assert named == {value for name, value in vars(metadata).items() if name.isupper()}


def test_below_a_path_every_address_it_names_answers(asked: Asker):
    client = Client(headers={"authorization": "Bearer token-a", "host": "pdp.example"})
    below = {"SCRIPT_NAME": "/keten", "secure": True}
    told = client.get(metadata.WELL_KNOWN, **below).json()
    assert told["policy_decision_point"] == "https://pdp.example/keten"
    assert told == client.get(f"{metadata.WELL_KNOWN}/keten", **below).json()
    assert told["access_evaluation_endpoint"] == "https://pdp.example/keten/access/v1/evaluation"
    question = json.dumps(QUESTION).encode()
    answer = client.post(EVALUATION, question, content_type="application/json", **below)
    assert (answer.status_code, answer.json()) == (200, {"decision": True})
    for other in (f"{metadata.WELL_KNOWN}/elders", f"{metadata.WELL_KNOWN}/keten/x"):
        assert client.get(other, **below).status_code == 404
    assert client.get(f"{metadata.WELL_KNOWN}/keten").status_code == 404, "not below a path"
