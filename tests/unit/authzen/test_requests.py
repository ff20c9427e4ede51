"""What is no question gets no decision: which status, which message, which headers."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from tests.unit.authzen.point import (
    ALICE,
    AT,
    EVALUATION,
    EVALUATIONS,
    READ,
    RECORD_1,
    SEARCH,
    asker,
)

from vangnet.api.authzen.doorkeepers import TokenHolders
from vangnet.api.authzen.edge import handle_safely
from vangnet.api.authzen.types import Request
from vangnet.core.errors import BrokenInvariant, NotMandated, Unavailable

BODY = json.dumps({"subject": ALICE, "action": READ, "resource": RECORD_1}).encode()
ENDPOINTS = [EVALUATION, EVALUATIONS, SEARCH + "subject", SEARCH + "resource", SEARCH + "action"]


@pytest.mark.parametrize("path", ENDPOINTS)
@pytest.mark.parametrize("method", ["GET", "PUT", "PATCH", "DELETE", "HEAD", "TRACE", "post"])
def test_only_post_asks(path: str, method: str):
    response = asker().send(path, BODY, method=method)
    assert (response.status, response.headers["Allow"]) == (405, "POST, OPTIONS")


@pytest.mark.parametrize("path", ENDPOINTS)
def test_options_tells_the_methods(path: str):
    response = asker().send(path, b"", method="OPTIONS")
    assert (response.status, response.body, response.headers["Allow"]) == (204, b"", "POST, OPTIONS")


@pytest.mark.parametrize("path", ["/", "/access/v1/", "/access/v2/evaluation", "/access/v1/Evaluation", "//x"])
def test_another_path_is_nothing(path: str):
    assert asker().send(path, BODY).status == 404


@pytest.mark.parametrize("path", ENDPOINTS)
def test_a_trailing_slash_is_nothing_and_the_message_says_so(path: str):
    response = asker().send(path + "/", BODY)
    assert response.status == 404
    assert response.body.decode().endswith(f"leave off the trailing slash: {path}")


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "application/jsonx", "", "json"])
def test_another_media_type_is_refused(kind: str):
    response = asker().send(EVALUATION, BODY, content_type=kind)
    assert (response.status, response.body) == (400, b"Content-Type must be application/json.")


@pytest.mark.parametrize("kind", ["application/json; charset=utf-8", "Application/JSON", "application/json;"])
def test_a_media_type_may_have_parameters(kind: str):
    assert asker().send(EVALUATION, BODY, content_type=kind).status == 200


@pytest.mark.parametrize("encoding", ["gzip", "br", "deflate, gzip"])
def test_a_compressed_body_is_refused(encoding: str):
    assert asker().send(EVALUATION, BODY, content_encoding=encoding).status == 415
    assert asker().send(EVALUATION, BODY, content_encoding="identity").status == 200


@pytest.mark.parametrize(
    "body",
    [
        b"", b"  \n", b"{", b"[]", b"null", b'"x"', b"7", b"\xff{}", b"\xef\xbb\xbf{}", b'{"subject": NaN}',
        b'{"a": 1, "a": 2}', b'{"a": 1e999}', b'{"a": ' + b"9" * 400 + b"}", b'{"a": "\\ud800"}', b"[" * 100_000,
        b'{"a":' * 100 + b"1" + b"}" * 100, b"{} {}",
    ],
)  # fmt: skip
def test_what_is_no_json_object_is_refused(body: bytes):
    response = asker().send(EVALUATION, body)
    assert response.status == 400
    assert response.body


def test_a_large_body_is_refused_whether_it_announces_itself_or_not():
    large = b'{"a": "' + b"x" * 200 + b'"}'
    assert asker(max_body=100).send(EVALUATION, large, content_length=str(len(large))).status == 413
    assert asker(max_body=100).send(EVALUATION, large).status == 413
    assert asker(max_body=100).send(EVALUATION, large, content_length="5").status == 413
    assert asker(max_body=100).send(EVALUATION, b"{}" + b" " * 98).status == 400


def test_a_large_body_is_let_pass_unread_so_that_the_refusal_arrives_but_not_for_ever():
    class Endless(io.RawIOBase):
        given = 0

        def read(self, size: int = -1, /) -> bytes:
            Endless.given += size
            return b" " * size

    point = asker(max_body=100).point
    request = Request("POST", EVALUATION, {"content-type": "application/json"}, Endless(), "https://pdp.example", AT)
    assert point.handle(request).status == 413
    assert Endless.given == 101 + 8 * 1024 * 1024


def test_the_request_id_comes_back_on_answers_and_on_errors():
    for body, status in ((BODY, 200), (b"{", 400)):
        response = asker().send(EVALUATION, body, x_request_id="bfe9eb29-ab87 / é".replace("é", "e"))
        assert (response.status, response.headers["X-Request-ID"]) == (status, "bfe9eb29-ab87 / e")
    assert "X-Request-ID" not in asker().send(EVALUATION, BODY).headers


@pytest.mark.parametrize("name", ["a\r\nSet-Cookie: x", "\x00", "é", "", "x" * 5000])
def test_a_request_id_that_may_not_stand_in_a_header_is_refused_and_recorded(name: str):
    asked = asker()
    response = asked.send(EVALUATION, BODY, x_request_id=name)
    assert (response.status, "X-Request-ID" in response.headers) == (400, False)
    assert b"printable ASCII" in response.body
    assert [record["status"] for record in asked.log.records] == ["Error"]


@pytest.mark.parametrize("headers", [{}, {"authorization": "undefined"}, {"authorization": "Bearer wrong"},
                                     {"authorization": "Basic token-a"}, {"authorization": "Bearer "}])  # fmt: skip
def test_who_does_not_prove_itself_gets_401_and_hears_how(headers: dict[str, str]):
    response = asker(doorkeeper=TokenHolders({"token-a": "a"})).send(EVALUATION, BODY, **headers)
    assert response.status == 401
    assert response.headers["WWW-Authenticate"].startswith("Bearer")


def test_who_proves_itself_is_answered():
    asked = asker(doorkeeper=TokenHolders({"token-a": "a", "token-b": "b"}))
    assert asked.send(EVALUATION, BODY, authorization="bearer token-b").status == 200


def test_a_stranger_is_refused_before_its_body_is_read():
    class Unread(io.RawIOBase):
        def read(self, size: int = -1, /) -> bytes:
            raise AssertionError("read")

    point = asker(doorkeeper=TokenHolders({"token-a": "a"})).point
    request = Request("POST", EVALUATION, {"content-type": "application/json"}, Unread(), "https://pdp.example", AT)
    assert point.handle(request).status == 401


class Broken:
    """A decider that fails in a way of choice."""

    def __init__(self, error: Exception) -> None:
        self.error = error

    def evaluate(self, **_: Any) -> Any:
        raise self.error

    def sources(self, **_: Any) -> Any:
        raise AssertionError("not reached")


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (RuntimeError("secret inside"), 500),
        (BrokenInvariant("x", nl="secret inside", en="secret inside"), 500),
        (Unavailable("x", nl="secret inside", en="secret inside"), 503),
    ],
)
def test_a_part_that_fails_gives_an_error_that_tells_nothing_and_one_record(error: Exception, status: int):
    asked = asker(decider=Broken(error))  # type: ignore[arg-type]
    headers = {"content-type": "application/json", "x-request-id": "r-1"}
    response = handle_safely(asked.point, Request("POST", EVALUATION, headers, io.BytesIO(BODY), "https://p", AT))
    assert (response.status, response.headers["X-Request-ID"]) == (status, "r-1")
    assert b"treat this as a deny" in response.body
    assert b"secret" not in response.body
    assert [record["status"] for record in asked.log.records] == ["Error"]


def test_a_decider_may_refuse_to_answer_this_caller():
    refusing = Broken(NotMandated("not-for-you", nl="Dit beslispunt is niet voor jou.", en="Not for this caller."))
    asked = asker(decider=refusing)  # type: ignore[arg-type]
    response = asked.send(EVALUATION, BODY)
    assert (response.status, response.body) == (403, b"Not for this caller.")


def test_an_empty_body_is_called_empty():
    assert asker().send(EVALUATION, b" \n").body == b"The body is empty; it must be a JSON object."


def test_no_record_means_no_decision():
    class Full:
        def write(self, record: object) -> None:
            raise Unavailable("decision-log-failed", nl="vol", en="full")

    point = asker().point
    full = type(point)(point.decider, Full(), point.doorkeeper, point.settings)
    headers = {"content-type": "application/json"}
    response = handle_safely(full, Request("POST", EVALUATION, headers, io.BytesIO(BODY), "https://p", AT))
    assert response.status == 503
    assert b'decision":' not in response.body


def test_the_well_known_configuration_names_the_address_that_was_used():
    answer = json.loads(asker().send("/.well-known/authzen-configuration", b"", method="GET").body)
    assert answer["policy_decision_point"] == "https://pdp.example"
    assert answer["search_action_endpoint"] == "https://pdp.example/access/v1/search/action"
    assert len(answer) == 6
    fixed = asker(base_url="https://own.example").send("/.well-known/authzen-configuration", b"", method="GET")
    assert json.loads(fixed.body)["access_evaluation_endpoint"] == "https://own.example/access/v1/evaluation"


@pytest.mark.parametrize("path", ["/.well-known/authzen-configuration", "/access/v1/openapi.json"])
def test_documents_are_read_and_not_written(path: str):
    assert asker().send(path, b"", method="HEAD").body == b""
    assert asker().send(path, b"", method="HEAD").status == 200
    assert asker().send(path, b"{}").status == 405
    assert asker().send(path, b"", method="OPTIONS").headers["Allow"] == "GET, HEAD, OPTIONS"


def test_the_openapi_document_names_every_endpoint():
    document = json.loads(asker().send("/access/v1/openapi.json", b"", method="GET").body)
    assert {path for path, item in document["paths"].items() if "post" in item} == set(ENDPOINTS)
    assert document["servers"] == [{"url": "https://pdp.example"}]
