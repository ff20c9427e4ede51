"""Whatever is sent within or against the OpenAPI document: an answer as described, or a refusal, and never a failure."""

from __future__ import annotations

import schemathesis
from hypothesis import HealthCheck, Phase, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    positive_data_acceptance,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
)
from tests.api.authzen.served import Served
from tests.unit.authzen.point import ALICE, EVALUATION, EVALUATIONS, READ, RECORD_1

from vangnet.api.authzen import metadata

# Read from the source, so that collecting needs no server; `test_serve` sees that the server gives the same document.
schema = schemathesis.openapi.from_dict(metadata.openapi("http://127.0.0.1"))


ALWAYS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
    unsupported_method,
]


@schema.parametrize()
@settings(
    max_examples=25,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.generate],
)
def test_no_failure_and_no_surprise(case: schemathesis.Case, decision_point: Served):
    body = case.body if isinstance(case.body, dict) else {}
    page = body.get("page")
    checks = list(ALWAYS)
    if case.path != EVALUATIONS:  # there a broken item is an answer, not a refusal
        checks.append(negative_data_rejection)
    if not (isinstance(page, dict) and page.get("token")):  # a made-up token has the right form and is refused
        checks.append(positive_data_acceptance)
    case.call_and_validate(base_url=decision_point.url, checks=checks)


def test_it_still_answers_afterwards(decision_point: Served):
    question = {"subject": ALICE, "action": READ, "resource": RECORD_1}
    assert decision_point.post(EVALUATION, question).json == {"decision": True}
