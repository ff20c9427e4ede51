"""A decision point in memory for the tests of the protocol, and the words to ask it with."""

from __future__ import annotations

import io
import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from vangnet.api.authzen.attribute_rules.decider import RuleBookDecider
from vangnet.api.authzen.attribute_rules.loading import parse
from vangnet.api.authzen.doorkeepers import OpenDoor
from vangnet.api.authzen.ports import Decider, Doorkeeper
from vangnet.api.authzen.service import DecisionPoint, Settings
from vangnet.api.authzen.types import Request, Response
from vangnet.core.strict_json import JsonObject

AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
EVALUATION = "/access/v1/evaluation"
EVALUATIONS = "/access/v1/evaluations"
SEARCH = "/access/v1/search/"

# The fixture that AuthZEN's certification scenario asks for, in our own rules.
CERTIFICATION = """
entities:
  - {type: user, id: alice}
  - {type: user, id: bob, properties: {role: admin}}
  - {type: record, id: record-1, properties: {status: active}}
  - {type: record, id: record-2, properties: {status: archived}}
actions: [read, write, delete]
rules:
  - id: users-read
    effect: permit
    subject: {type: user}
    action: {name: read}
    resource: {type: record}
  - id: alice-writes-what-is-active
    effect: permit
    subject: {type: user, id: alice}
    action: {name: write}
    resource: {type: record, properties: {status: active}}
  - id: admins-write-what-is-archived
    effect: permit
    subject: {type: user, properties: {role: admin}}
    action: {name: write}
    resource: {type: record, properties: {status: archived}}
  - id: alice-deletes-softly
    effect: permit
    subject: {type: user, id: alice}
    action: {name: delete, properties: {soft: true}}
    resource: {type: record, id: record-1}
"""

ALICE: dict[str, Any] = {"type": "user", "id": "alice"}
BOB: dict[str, Any] = {"type": "user", "id": "bob"}
RECORD_1: dict[str, Any] = {"type": "record", "id": "record-1"}
RECORD_2: dict[str, Any] = {"type": "record", "id": "record-2"}
READ: dict[str, Any] = {"name": "read"}
WRITE: dict[str, Any] = {"name": "write"}


@dataclass
class KeptLog:
    """A log that can be looked at."""

    records: list[JsonObject] = field(default_factory=list)

    def write(self, record: JsonObject) -> None:
        self.records.append(record)


@dataclass
class Asker:
    """Asks a decision point and keeps what it logged."""

    point: DecisionPoint
    log: KeptLog

    def send(self, path: str, body: bytes, *, method: str = "POST", **headers: str) -> Response:
        names = {"content-type": "application/json", **{n.replace("_", "-"): v for n, v in headers.items()}}
        return self.point.handle(Request(method, path, names, io.BytesIO(body), "https://pdp.example", AT))

    def post(self, path: str, question: object, **headers: str) -> Response:
        return self.send(path, json.dumps(question).encode(), **headers)

    def ask(self, path: str, question: object, **headers: str) -> dict[str, Any]:
        response = self.post(path, question, **headers)
        assert response.status == 200, response.body
        return json.loads(response.body)

    def decide(self, subject: object, action: object, resource: object, **more: object) -> bool:
        question = {"subject": subject, "action": action, "resource": resource, **more}
        decision: bool = self.ask(EVALUATION, question)["decision"]
        return decision


def asker(
    rules: str = CERTIFICATION,
    *,
    decider: Decider | None = None,
    doorkeeper: Doorkeeper | None = None,
    **settings: Any,
) -> Asker:
    """Return an asker of a decision point over these rules."""
    log = KeptLog()
    chosen = decider or RuleBookDecider(parse(rules.encode(), name="rules"))
    point = DecisionPoint(chosen, log, doorkeeper or OpenDoor(), Settings(page_key=b"k" * 32, **settings))
    return Asker(point, log)
