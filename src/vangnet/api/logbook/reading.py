"""From the question of the read extension to a filter, and from a line of the log to its answer.

Source: Logius, Logboek Dataverwerkingen, read extension 1.1: at least one of trace, activity and data subject; no identifiers in
an address.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from vangnet.audit.types import ProcessingFilter, ProcessingView
from vangnet.core.errors import InvalidInput
from vangnet.core.strict_json import JsonObject, JsonValue

ACTIVITY = "dpl.core.processing_activity_id"
SUBJECT = "dpl.core.data_subject_id"
SUBJECT_TYPE = "dpl.core.data_subject_id_type"
T = TypeVar("T")
PSEUDONYM, PERSON = "urn:vangnet:pseudoniem", "urn:vangnet:persoon"
FIELDS = ("traceId", "startTime", "endTime", ACTIVITY, SUBJECT, SUBJECT_TYPE)
_NARROWING = ("traceId", ACTIVITY, SUBJECT)


def filter_of(body: JsonObject, *, agency_id: UUID, pseudonym: Callable[[UUID], str]) -> ProcessingFilter:
    """Return what is asked, within the log of one organisation.

    Args:
        body: the request.
        agency_id: whose log is read.
        pseudonym: gives the pseudonym of the number of a person.

    Raises:
        InvalidInput: nothing to look for was named, or a field cannot be read; `fields` names each.
    """
    faults = {name: "onbekend veld" for name in body if name not in FIELDS}
    faults |= {name: "moet tekst zijn" for name, value in body.items() if name in FIELDS and not isinstance(value, str)}
    texts = {name: value for name, value in body.items() if name in FIELDS and isinstance(value, str)}
    if not faults and not any(texts.get(name) for name in _NARROWING):
        faults["traceId"] = f"noem ten minste een van {', '.join(_NARROWING)}"
    trace_id = _read(texts, "traceId", lambda text: UUID(text).hex, faults)
    since, until = (_read(texts, name, _moment, faults) for name in ("startTime", "endTime"))
    subject = _subject(texts, faults, pseudonym)
    if faults:
        raise InvalidInput(
            "logbook-question",
            nl="Deze vraag aan het logboek klopt niet. Verbeter wat hieronder staat.",
            en="This question to the log is not right. Mend what is named below.",
            fields=faults,
        )
    return ProcessingFilter(trace_id, subject, texts.get(ACTIVITY), since, until, agency_id)


def answer_of(line: ProcessingView) -> JsonObject:
    """Return one line in the words of the read extension."""
    answer: JsonObject = {
        "traceId": str(UUID(line.trace_id)),
        "spanId": line.span_id,
        "status": line.status,
        "name": line.name,
        "startTime": _written(line.start_time),
        "endTime": _written(line.end_time),
        "resource": {"attributes": {"service.name": "vangnet"}},
        "attributes": attributes(line),
    }
    if line.parent_span_id:
        answer["parentSpanId"] = line.parent_span_id
    return answer


def attributes(line: ProcessingView) -> JsonObject:
    """Return the attributes of a line, in the names of the standard."""
    return {ACTIVITY: line.activity, SUBJECT: line.subject, SUBJECT_TYPE: PSEUDONYM}


def _subject(texts: Mapping[str, str], faults: dict[str, str], pseudonym: Callable[[UUID], str]) -> str | None:
    kind = texts.get(SUBJECT_TYPE, PSEUDONYM)
    if kind == PERSON:
        person = _read(texts, SUBJECT, UUID, faults)
        return pseudonym(person) if person is not None else None
    if kind != PSEUDONYM:
        faults[SUBJECT_TYPE] = f"kan {PSEUDONYM} of {PERSON} zijn"
    return texts.get(SUBJECT)


def _read(texts: Mapping[str, str], name: str, read: Callable[[str], T], faults: dict[str, str]) -> T | None:
    if name not in texts:
        return None
    try:
        return read(texts[name])
    except ValueError:
        faults[name] = "is niet te lezen"
        return None


def _moment(text: str) -> datetime:
    """Return a moment with a zone.

    Raises:
        ValueError: it is not one.
    """
    found = datetime.fromisoformat(text)
    if found.tzinfo is None or not 1900 <= found.year < 2200:
        raise ValueError
    return found


def _written(at: datetime) -> JsonValue:
    return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")
