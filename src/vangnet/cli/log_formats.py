"""The three logs in the forms that others read: OTLP JSON, the columns of NEN 7513, and plain JSON. Pure."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from itertools import islice
from typing import Final, TypeVar
from uuid import UUID

from vangnet.access.types import WorkerView
from vangnet.api.logbook.reading import attributes
from vangnet.audit.rules import activity_of
from vangnet.audit.types import PLACE, EntryView, ProcessingView
from vangnet.core.errors import BrokenInvariant
from vangnet.core.strict_json import JsonObject, JsonValue

T = TypeVar("T")
_BATCH = 500
_NS = 1_000_000

# Grounds that say how somebody stands to the person: by a role in the case, as deputy, or in its team.
_RELATIONS: Final = {"own", "deputy", "team", "slot"}
# Column -> how it is filled. Source: the mapping of the NEN 7513 extension of Logboek Dataverwerkingen.
NEN7513: Final[dict[str, Callable[[EntryView, WorkerView | None], str]]] = {
    "EventID": lambda e, w: _activity(e.act),
    "EventActionCode": lambda e, w: action_code(e.act),
    "EventActionName": lambda e, w: e.act,
    "EventDateTime": lambda e, w: e.at.isoformat(timespec="milliseconds"),
    "EventOutcomeIndicator": lambda e, w: "0" if e.outcome == "done" else "4",
    "UserID": lambda e, w: str(e.worker_id),
    "AlternateUserID": lambda e, w: str(e.on_behalf_of or ""),
    "UserName": lambda e, w: w.name if w else "",
    "UserIsRequestor": lambda e, w: "true",
    "RoleIDCode": lambda e, w: w.role if w else "",
    "PurposeOfUse": lambda e, w: e.purpose,
    "NetworkAccessPointTypeCode": lambda e, w: "2" if e.details.get(PLACE) else "",
    "NetworkAccessPointID": lambda e, w: str(e.details.get(PLACE, "")),
    "AuditSourceID": lambda e, w: "vangnet",
    "AuditEnterpriseSiteID": lambda e, w: str(e.agency_id),
    "AuditEnterpriseSiteName": lambda e, w: w.agency_name if w else "",
    "ParticipantObjectID": lambda e, w: str(e.subject_id or ""),
    "ParticipantObjectIDTypeCode": lambda e, w: "urn:vangnet:persoon" if e.subject_id else "",
    "ParticipantObjectName": lambda e, w: e.object_kind,
    "ParticipantObjectDetail": lambda e, w: " ".join(e.fields),
    "CaseID": lambda e, w: str(e.case_id or ""),
    "AutorisatieProtocol": lambda e, w: e.ground,
    "BehandelrelatieProtocol": lambda e, w: e.ground if e.ground in _RELATIONS else "",
    "ToestemmingsProfiel": lambda e, w: str(e.object_id or "") if e.object_kind == "consent" else "",
    "Noodprocedure": lambda e, w: (
        "true" if e.act == "access.break_glass" or e.ground.startswith("break-glass") else "false"
    ),
    "TraceID": lambda e, w: e.trace_id,
}
_CREATES = ("add", "open", "register", "give", "draft", "record", "name", "report", "request", "connect", "note", "ask")
_READS = ("read", "list", "search", "today", "decide_", "export")
_ENDS = ("close", "end", "withdraw", "destroy")


def action_code(act: str) -> str:
    """Return C, R, U, D or E for an act: what was done to the data.

    >>> action_code("plans.read"), action_code("cases.add_slot"), action_code("plans.adopt")
    ('R', 'C', 'U')
    """
    verb = act.partition(".")[2]
    for code, starts in (("R", _READS), ("C", _CREATES), ("D", _ENDS)):
        if verb.startswith(starts):
            return code
    return "U"


def nen7513(
    entries: Iterable[EntryView], workers: Callable[[Iterable[UUID]], Mapping[UUID, WorkerView]]
) -> Iterator[str]:
    """Yield the record as lines of CSV, header first.

    Args:
        workers: gives professionals by id; a job of Vangnet itself has no name.
    """
    yield _row(NEN7513)
    for batch in _batches(entries):
        people = workers({entry.worker_id for entry in batch})
        for entry in batch:
            yield _row(fill(entry, people.get(entry.worker_id)) for fill in NEN7513.values())


def plain(rows: Iterable[JsonObject]) -> Iterator[str]:
    """Yield one JSON object a line."""
    for row in rows:
        yield json.dumps(row, ensure_ascii=False, sort_keys=True)


def processing_row(line: ProcessingView) -> JsonObject:
    """Return a line of the processing log in the field names of the standard."""
    row: JsonObject = {
        "trace_id": line.trace_id, "span_id": line.span_id, "status": line.status, "name": line.name,
        "start_time": _ms(line.start_time), "end_time": _ms(line.end_time),
        "resource": {"attributes": {"service.name": "vangnet"}}, "attributes": attributes(line),
    }  # fmt: skip
    return row | ({"parent_span_id": line.parent_span_id} if line.parent_span_id else {})


def entry_row(entry: EntryView) -> JsonObject:
    """Return a line of the record as plain data."""
    return {
        "id": str(entry.id), "at": entry.at.isoformat(), "act": entry.act, "worker_id": str(entry.worker_id),
        "agency_id": str(entry.agency_id), "on_behalf_of": _text(entry.on_behalf_of), "region": entry.region,
        "case_id": _text(entry.case_id), "subject_id": _text(entry.subject_id), "object_kind": entry.object_kind,
        "object_id": _text(entry.object_id), "fields": list(entry.fields), "ground": entry.ground,
        "purpose": entry.purpose, "outcome": entry.outcome, "trace_id": entry.trace_id, "details": dict(entry.details),
    }  # fmt: skip


def otlp_spans(lines: Iterable[ProcessingView]) -> Iterator[str]:
    """Yield the processing log as OTLP: one trace export request a line, a span for each line of the log."""
    for batch in _batches(lines):
        spans: list[JsonValue] = [
            {
                "traceId": line.trace_id, "spanId": line.span_id, "parentSpanId": line.parent_span_id,
                "name": line.name, "kind": 1, "startTimeUnixNano": str(_ms(line.start_time) * _NS),
                "endTimeUnixNano": str(_ms(line.end_time) * _NS), "attributes": _pairs(attributes(line)),
                "status": {"code": {"Unset": 0, "Ok": 1, "Error": 2}[line.status]},
            }
            for line in batch
        ]  # fmt: skip
        scope: JsonObject = {"scope": {"name": "vangnet.processing"}, "spans": spans}
        yield json.dumps({"resourceSpans": [{"resource": _resource(), "scopeSpans": [scope]}]}, ensure_ascii=False)


def otlp_decisions(records: Iterable[JsonObject]) -> Iterator[str]:
    """Yield decision records as OTLP: one log export request a line, a log record for each decision."""
    for batch in _batches(records):
        found: list[JsonValue] = [_decision(record) for record in batch]
        scope: JsonObject = {"scope": {"name": "vangnet.decisions"}, "logRecords": found}
        yield json.dumps({"resourceLogs": [{"resource": _resource(), "scopeLogs": [scope]}]}, ensure_ascii=False)


def _decision(record: JsonObject) -> JsonObject:
    """Return one decision record; what a log record of OTLP has no place for stands among its attributes."""
    named, timestamp = record["attributes"], record["timestamp"]
    assert isinstance(named, dict)
    assert isinstance(timestamp, int)
    more: JsonObject = {"adl.status": record["status"], "adl.parent_span_id": record.get("parent_span_id", "")}
    return {
        "timeUnixNano": str(timestamp * _NS), "traceId": record["trace_id"], "spanId": record["span_id"],
        "eventName": record["event_name"], "attributes": _pairs(named | more), "body": _any(record["body"]),
    }  # fmt: skip


def _resource() -> JsonObject:
    return {"attributes": _pairs({"service.name": "vangnet"})}


def _pairs(values: Mapping[str, JsonValue]) -> list[JsonValue]:
    return [{"key": key, "value": _any(value)} for key, value in values.items()]


def _any(value: JsonValue) -> JsonObject:
    """Return a value as OTLP writes it: its kind beside it, whole numbers as text.

    >>> _any({"a": [True, 1]})["kvlistValue"]
    {'values': [{'key': 'a', 'value': {'arrayValue': {'values': [{'boolValue': True}, {'intValue': '1'}]}}}]}
    """
    if isinstance(value, bool):
        return {"boolValue": value}
    if isinstance(value, int):
        return {"intValue": str(value)}
    if isinstance(value, float):
        return {"doubleValue": value}
    if isinstance(value, str):
        return {"stringValue": value}
    if isinstance(value, list):
        return {"arrayValue": {"values": [_any(item) for item in value]}}
    return {"kvlistValue": {"values": _pairs(value)}} if value is not None else {}


def _batches(rows: Iterable[T]) -> Iterator[list[T]]:
    left = iter(rows)
    while batch := list(islice(left, _BATCH)):
        yield batch


def _activity(act: str) -> str:
    try:
        return activity_of(act)
    except BrokenInvariant:
        return "urn:vangnet:verwerking:beheer"


def _row(values: Iterable[str]) -> str:
    line = io.StringIO()
    csv.writer(line, lineterminator="").writerow(values)
    return line.getvalue()


def _ms(at: datetime) -> int:
    return int(at.timestamp() * 1000)


def _text(value: UUID | None) -> str | None:
    return str(value) if value is not None else None
