"""Whatever bytes come in, and whatever is written around them: one response of a known kind, and one record of a call."""

from __future__ import annotations

import io
import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.authzen.point import ALICE, AT, EVALUATION, EVALUATIONS, READ, RECORD_1, SEARCH, asker

from vangnet.api.authzen.types import Request

PATHS = [EVALUATION, EVALUATIONS, SEARCH + "subject", SEARCH + "resource", SEARCH + "action"]
PARTS = ["subject", "action", "resource", "context", "evaluations", "options", "page"]
KEYS = st.sampled_from([*PARTS, "type", "id", "name", "properties", "time", "traceparent", "limit", "token",
                        "processing_activity_id", "evaluations_semantic"])  # fmt: skip
LEAVES = (
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.sampled_from(["user", "alice", "read"])
)
JSON: st.SearchStrategy[Any] = st.recursive(
    LEAVES, lambda deeper: st.lists(deeper, max_size=3) | st.dictionaries(KEYS, deeper, max_size=4), max_leaves=12
)
SOUND: dict[str, Any] = {"subject": ALICE, "action": READ, "resource": RECORD_1}
NEARLY = st.builds(lambda more: {**SOUND, **more}, st.dictionaries(KEYS, JSON, max_size=3))
BODY = st.binary(max_size=60) | (JSON | NEARLY).map(lambda value: json.dumps(value).encode())
HEADERS = st.dictionaries(
    st.sampled_from(["x-request-id", "traceparent", "content-length", "content-encoding", "authorization", "host"]),
    st.text(max_size=20),
)


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(PATHS), BODY, HEADERS, st.sampled_from(["application/json", "text/plain", ""]))
def test_every_call_ends_in_one_known_response_and_one_record(path: str, body: bytes, headers: Any, kind: str):
    asked = asker(max_body=200)
    request = Request("POST", path, {"content-type": kind, **headers}, io.BytesIO(body), "https://pdp.example", AT)
    response = asked.point.handle(request)
    assert response.status in {200, 400, 413, 415}
    assert all(value.isascii() and value.isprintable() for value in response.headers.values())
    assert len(asked.log.records) == 1
    assert (asked.log.records[0]["status"] == "Unset") is (response.status == 200)
    json.dumps(asked.log.records, allow_nan=False).encode()
    if response.status == 200:
        answer = json.loads(response.body)
        assert {"decision", "evaluations", "results"} & set(answer)
        assert all(isinstance(each["decision"], bool) for each in answer.get("evaluations", [{"decision": True}]))
    else:
        assert response.body.decode().strip()
        assert response.headers["Content-Type"] == "text/plain; charset=utf-8"


@settings(max_examples=200, deadline=None)
@given(st.sampled_from([*PATHS, "/.well-known/authzen-configuration", "/access/v1/openapi.json"]) | st.text(),
       st.sampled_from(["GET", "HEAD", "OPTIONS", "PUT", "DELETE", "PATCH"]) | st.text(max_size=8))  # fmt: skip
def test_every_other_request_ends_in_a_known_response(path: str, method: str):
    asked = asker()
    response = asked.point.handle(Request(method, path, {}, io.BytesIO(b""), "https://pdp.example", AT))
    assert response.status in {200, 204, 400, 404, 405}
