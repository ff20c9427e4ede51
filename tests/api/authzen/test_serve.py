"""`vangnet authzen serve` as a process: it starts, says where, answers many at once, and leaves nothing behind."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from tests.api.authzen.served import JSON, ROOT, Served, exchange, serving, start
from tests.unit.authzen.point import ALICE, EVALUATION, EVALUATIONS, READ, RECORD_1

from vangnet.api.authzen import metadata

QUESTION = {"subject": ALICE, "action": READ, "resource": RECORD_1}
BODY = json.dumps(QUESTION).encode()


def children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def gone(pid: int, seconds: float = 10) -> bool:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        with contextlib.suppress(FileNotFoundError):
            if Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z":
                time.sleep(0.05)
                continue
        return True
    return False


@pytest.mark.parametrize("stop", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it_and_its_children(rules_file: Path, stop: signal.Signals):
    with serving(rules_file) as served:
        workers = children(served.process.pid)
        assert workers
        served.process.send_signal(stop)
        assert served.process.wait(timeout=15) == 0
        assert all(gone(worker) for worker in workers)


def test_its_children_follow_it_when_it_is_killed(rules_file: Path):
    with serving(rules_file) as served:
        workers = children(served.process.pid)
        served.process.kill()
        served.process.wait(timeout=15)
        assert all(gone(worker) for worker in workers)


def test_it_prints_its_address_for_people(rules_file: Path):
    process = start("serve", "--rules", str(rules_file), "--port", "0")
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        assert line.startswith("AuthZEN-beslispunt (4 entiteiten, 3 acties, 4 regels) luistert op http://127.0.0.1:")
    finally:
        process.terminate()
        process.communicate(timeout=15)


def test_a_taken_port_is_one_clear_sentence(rules_file: Path, decision_point: Served):
    port = decision_point.url.rpartition(":")[2]
    process = start("serve", "--rules", str(rules_file), "--port", port)
    said, complaint = process.communicate(timeout=20)
    assert (process.returncode, said) == (1, "")
    assert complaint == f"vangnet: Op 127.0.0.1, poort {port} kan niet worden geluisterd (al in gebruik). " + (
        "Kies een andere met --port.\n"
    )
    assert decision_point.post(EVALUATION, QUESTION).status == 200


def test_a_faulty_file_is_refused_with_all_its_faults(tmp_path: Path):
    path = tmp_path / "rules.yaml"
    path.write_text("entities: [{type: user}]\nrules: [{effect: maybe, when: now}]\n", encoding="utf-8")
    for command in ("serve", "check"):
        process = start(command, "--rules", str(path))
        said, complaint = process.communicate(timeout=20)
        assert (process.returncode, said) == (1, "")
        assert [line.split(":")[0].strip() for line in complaint.splitlines()] == [
            "vangnet", "entities[0].id", "rules[0].when", "rules[0].effect",
        ]  # fmt: skip


@pytest.mark.parametrize(
    "more",
    [["--base-url", "pdp.example"], ["--tokens", "absent"], ["--log", "absent/adl.jsonl"], ["--host", "x.invalid"]],
)
def test_an_option_that_cannot_be_used_is_one_sentence(rules_file: Path, more: list[str]):
    process = start("serve", "--rules", str(rules_file), "--port", "0", *more)
    said, complaint = process.communicate(timeout=20)
    assert (process.returncode, said) == (1, "")
    assert len(complaint.splitlines()) == 1


def test_check_counts_what_a_sound_file_holds(rules_file: Path):
    said, _ = start("check", "--rules", str(rules_file)).communicate(timeout=20)
    assert said == "In orde: 4 entiteiten, 3 acties, 4 regels.\n"
    said, _ = start("check", "--rules", str(rules_file), "--json").communicate(timeout=20)
    assert json.loads(said)["rules"] == 4


def test_it_needs_neither_django_nor_a_database():
    code = "import sys, vangnet.cli.authzen; sys.exit('django' in sys.modules or 'psycopg' in sys.modules)"
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    assert subprocess.run([sys.executable, "-c", code], env=environment, check=False).returncode == 0


def test_one_connection_carries_many_questions_good_and_bad(decision_point: Served):
    with contextlib.closing(decision_point.connect()) as connection:
        for _ in range(3):
            assert exchange(connection, "POST", EVALUATION, BODY, JSON).json == {"decision": True}
            assert exchange(connection, "POST", EVALUATION, b"{", JSON).status == 400
            assert exchange(connection, "GET", EVALUATION).status == 405
            assert exchange(connection, "POST", EVALUATION + "/", BODY, JSON).status == 404
            assert exchange(connection, "OPTIONS", EVALUATION).status == 204
            head = exchange(connection, "HEAD", "/.well-known/authzen-configuration")
            assert (head.status, head.body) == (200, b"")


def test_a_body_may_come_in_pieces_and_without_its_length(decision_point: Served):
    with contextlib.closing(decision_point.connect()) as connection:
        pieces = iter([BODY[:10], BODY[10:50], BODY[50:]])
        assert exchange(connection, "POST", EVALUATION, pieces, JSON).json == {"decision": True}


@pytest.mark.parametrize("announced", [True, False])
def test_a_large_body_is_refused_and_the_next_caller_is_answered(decision_point: Served, announced: bool):
    large = b" " * (2 * 1024 * 1024)
    with contextlib.closing(decision_point.connect()) as connection:
        try:
            reply = exchange(connection, "POST", EVALUATION, large if announced else iter([large]), JSON)
            assert reply.status == 413
        except (ConnectionError, TimeoutError):
            pytest.fail("the refusal did not arrive")
    assert decision_point.post(EVALUATION, QUESTION).status == 200


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Content-Type": "application/json; charset=utf-8"}, 200),
        ({"Content-Type": "application/json", "Authorization": "undefined"}, 200),
        ({"Content-Type": "application/json", "Accept": "text/html"}, 200),
        ({"Content-Type": "text/plain"}, 400),
        ({}, 400),
        ({"Content-Type": "application/json", "Content-Encoding": "gzip"}, 415),
        ({"Content-Type": "application/json", "traceparent": "not-a-trace"}, 200),
    ],
)
def test_what_callers_send_around_a_question(decision_point: Served, headers: dict[str, str], status: int):
    reply = decision_point.send("POST", EVALUATION, BODY, {"X-Request-ID": "req 1", **headers})
    assert (reply.status, reply.headers["x-request-id"]) == (status, "req 1")


@pytest.mark.parametrize("sent", ["vérzoek-één".encode(), "aanvraag-☂".encode(), b"latin-\xe9", b"", b"x" * 4097])
def test_a_request_id_that_cannot_come_back_is_refused_in_words(decision_point: Served, sent: bytes):
    reply = decision_point.post(EVALUATION, QUESTION, **{"X-Request-ID": sent.decode("latin-1")})
    assert (reply.status, "x-request-id" in reply.headers) == (400, False)
    assert reply.body.startswith(b"X-Request-ID must be 1 to 4096 printable ASCII characters")


@pytest.mark.parametrize("field", ["subject.type", "subject.id", "resource.type", "resource.id", "action.name"])
def test_an_empty_name_is_refused_and_said(decision_point: Served, field: str):
    outer, inner = field.split(".")
    question: dict[str, Any] = json.loads(BODY)
    question[outer][inner] = ""
    reply = decision_point.post(EVALUATION, question)
    assert (reply.status, reply.body.decode()) == (400, f"{field} must not be empty.")
    batch = decision_point.post(EVALUATIONS, {"evaluations": [json.loads(BODY), question]}).json["evaluations"]
    assert [one["decision"] for one in batch] == [True, False]
    assert f"{field} must not be empty" in json.dumps(batch[1])


@pytest.mark.parametrize("what", ["subject", "resource", "action"])
def test_a_search_for_nothing_is_refused_too(decision_point: Served, what: str):
    question: dict[str, Any] = json.loads(BODY)
    question["subject" if what == "action" else what] = {"type": "", "id": "x"}
    reply = decision_point.post(f"/access/v1/search/{what}", question)
    assert reply.status == 400
    assert b"must not be empty" in reply.body


def test_the_metadata_names_the_address_that_was_used(decision_point: Served):
    assert decision_point.send("GET", "/.well-known/authzen-configuration").json["policy_decision_point"] == (
        decision_point.url
    )
    other = decision_point.url.replace("127.0.0.1", "localhost").removeprefix("http://")
    answer = decision_point.send("GET", "/.well-known/authzen-configuration", headers={"Host": other}).json
    assert answer["access_evaluation_endpoint"] == f"http://{other}/access/v1/evaluation"


def test_it_gives_the_document_that_the_fuzzing_reads(decision_point: Served):
    reply = decision_point.send("GET", metadata.OPENAPI)
    assert (reply.headers["content-type"], reply.json) == ("application/json", metadata.openapi(decision_point.url))


def test_many_at_once_get_their_own_answer_and_one_record_each(rules_file: Path, tmp_path: Path):
    log = tmp_path / "adl.jsonl"
    with serving(rules_file, "--log", str(log)) as served:

        def ask(number: int) -> tuple[int, bool]:
            action = "write" if number % 2 else "delete"
            question = {"subject": ALICE, "action": {"name": action}, "resource": RECORD_1}
            reply = served.post(EVALUATION, question, **{"X-Request-ID": str(number)})
            return int(reply.headers["x-request-id"]), reply.json["decision"]

        with ThreadPoolExecutor(8) as pool:
            answers = list(pool.map(ask, range(200)))
    assert answers == [(number, bool(number % 2)) for number in range(200)]
    records = [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]
    assert len(records) == len({(record["trace_id"], record["span_id"]) for record in records}) == 200
    assert {record["status"] for record in records} == {"Unset"}


def test_a_decision_that_cannot_be_recorded_is_not_given(rules_file: Path):
    with serving(rules_file, "--log", "/dev/full") as served:
        reply = served.post(EVALUATION, QUESTION)
    assert reply.status == 503
    assert b"treat this as a deny" in reply.body


def test_a_page_token_is_good_at_the_same_server_only(rules_file: Path, decision_point: Served):
    question = {"subject": {"type": "user"}, "action": READ, "resource": RECORD_1}
    page = decision_point.post("/access/v1/search/subject", {**question, "page": {"limit": 1}}).json["page"]
    again = {**question, "page": {"token": page["next_token"]}}
    assert decision_point.post("/access/v1/search/subject", again).json["page"]["next_token"] == ""
    with serving(rules_file) as other:
        assert other.post("/access/v1/search/subject", again).status == 400


def test_tokens_shut_strangers_out(rules_file: Path, tmp_path: Path):
    tokens = tmp_path / "tokens"
    tokens.write_text("partner s3cret\n\nother 0ther\n", encoding="utf-8")
    with serving(rules_file, "--tokens", str(tokens)) as served:
        refused = served.post(EVALUATION, QUESTION)
        assert (refused.status, refused.headers["www-authenticate"]) == (401, 'Bearer realm="vangnet"')
        assert served.post(EVALUATION, QUESTION, Authorization="Bearer s3cret").json == {"decision": True}


def test_behind_a_proxy_it_answers_with_the_address_it_was_given(rules_file: Path):
    with serving(rules_file, "--base-url", "https://pdp.example/") as served:
        answer = served.send("GET", "/.well-known/authzen-configuration").json
        assert answer["policy_decision_point"] == "https://pdp.example"


def test_items_of_a_batch_are_bare_unless_reasons_are_wanted(rules_file: Path, decision_point: Served):
    batch = {"subject": {"type": "user", "id": "bob"}, "resource": RECORD_1, "evaluations": [{"action": {"name": "x"}}]}
    assert decision_point.post(EVALUATIONS, batch).json == {"evaluations": [{"decision": False}]}
    with serving(rules_file, "--reasons-in-batches") as served:
        assert served.post(EVALUATIONS, batch).json["evaluations"][0]["context"]["reason_admin"]


def test_behind_a_proxy_that_serves_it_below_a_path(rules_file: Path):
    base = "https://pdp.example/keten/een"
    with serving(rules_file, "--base-url", base) as served:
        told = served.send("GET", f"{metadata.WELL_KNOWN}/keten/een")
        assert told.json["policy_decision_point"] == base
        assert served.send("GET", f"{metadata.WELL_KNOWN}/keten/twee").status == 404
        for path in (EVALUATION, "/keten/een" + EVALUATION):
            assert served.post(path, QUESTION).json == {"decision": True}
        assert served.post("/keten/eenaccess/v1/evaluation", QUESTION).status == 404
