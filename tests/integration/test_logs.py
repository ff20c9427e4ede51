"""Three logs of one act: written together, closed to change, without a user where none belongs, and readable by others."""

from __future__ import annotations

import ast
import csv
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from django.db import DatabaseError, DataError, ProgrammingError, connection, transaction
from django.test.utils import CaptureQueriesContext
from opentelemetry.trace import SpanKind
from tests.country import Country, made_up_country

from vangnet.access.services import acting, as_job, system_actor
from vangnet.audit import selectors, services
from vangnet.audit.models import DecisionRecord, Entry, Processing
from vangnet.audit.rules import ACTIVITIES, activity_of
from vangnet.audit.types import ProcessingFilter
from vangnet.cases import selectors as cases
from vangnet.cases.selectors.listing import page
from vangnet.cli.logs import exported
from vangnet.cli.processing_register import markdown, rows
from vangnet.config import tracing
from vangnet.core.clock import now
from vangnet.core.errors import BrokenInvariant
from vangnet.core.strict_json import JsonObject
from vangnet.core.trace_context import in_trace
from vangnet.core.tracing import current_trace_id, traced
from vangnet.flow.today import today
from vangnet.law.loader import standard_norms
from vangnet.people import selectors as people
from vangnet.people.models import Person
from vangnet.sharing import selectors as sharing
from vangnet.sharing import services as sharing_services
from vangnet.sharing.types import Receiver

ROOT = Path(__file__).resolve().parents[2]
AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
PERSON = UUID("019a9c3e-0000-7000-8000-000000000001")
JOB = system_actor(reason="test")
TRACE, SPAN = "4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7"
DECISION: JsonObject = {
    "trace_id": TRACE, "span_id": SPAN, "event_name": "adl.access_evaluation", "timestamp": 1795424400000,
    "status": "Unset", "attributes": {"adl.core.policies": {"vangnet.norm_set": "x"}},
    "resource": {"service.name": "vangnet"}, "body": {"adl.core.response": {"decision": False}},
}  # fmt: skip


@pytest.fixture
def country(db: None) -> Country:
    return made_up_country()


def export(kind: str, form: str) -> list[str]:
    return list(exported(kind=kind, form=form, since=AT - timedelta(days=1), until=AT + timedelta(days=1)))


TABLES = ["audit_decisionrecord", "audit_shown", f"audit_shown_{now():%Y%m}", "audit_processing"]
NOT_CHANGED = r"denied|owner|not a table|(update|delete from) view"


@pytest.mark.django_db
@pytest.mark.parametrize("role", ["vangnet_app", "vangnet_job"])
@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("statement", ["UPDATE {} SET status = 'Ok'", "DELETE FROM {}", "TRUNCATE {}", "DROP TABLE {}"])
def test_nobody_changes_a_log(role: str, table: str, statement: str) -> None:
    with pytest.raises(DatabaseError, match=NOT_CHANGED), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL ROLE {role}")
        cursor.execute(statement.format(table))


@pytest.mark.django_db
@pytest.mark.parametrize("role", ["vangnet_app", "vangnet_job"])
def test_nobody_reads_the_key_of_pseudonyms(role: str) -> None:
    with pytest.raises(ProgrammingError, match="denied"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL ROLE {role}")
        cursor.execute("SELECT key FROM audit_pseudonymkey")


@pytest.mark.django_db
@pytest.mark.parametrize("event", [False, True])
def test_an_act_about_a_person_is_logged_in_one_statement(event: bool) -> None:
    with CaptureQueriesContext(connection) as queries:
        services.record(actor=JOB, at=AT, act="cases.read", subject_id=PERSON, event=event)
    assert len(queries) == 1
    entry, line = Entry.objects.get(), Processing.objects.get()
    assert (line.trace_id, line.name, line.start_time) == (entry.trace_id, "cases.read", AT)
    assert len(line.trace_id) == 32
    assert line.activity == activity_of("cases.read")


@pytest.mark.django_db
def test_the_processing_log_names_no_user_and_no_person() -> None:
    services.record(actor=JOB, at=AT, act="cases.read", subject_id=PERSON, case_id=PERSON, object_id=PERSON)
    kept = str(Processing.objects.values().get())
    assert str(PERSON) not in kept
    assert str(JOB.worker_id) not in kept


@pytest.mark.django_db
def test_one_person_keeps_one_pseudonym_and_another_gets_another() -> None:
    for person in (PERSON, PERSON, UUID(int=7)):
        services.record(actor=JOB, at=AT, act="cases.read", subject_id=person)
    found = list(selectors.processing(wanted=ProcessingFilter(subject=selectors.pseudonym(subject_id=PERSON))))
    assert (len(found), Processing.objects.count()) == (2, 3)


LISTS = {
    "cases.list": lambda actor: page(actor=actor, at=AT),
    "cases.search": lambda actor: cases.find(actor=actor, number="2026-0", at=AT),
    "flow.today": lambda actor: today(actor=actor, at=AT),
    "people.search": lambda actor: people.find(actor=actor, text="Verzonnen", at=AT),
}


@pytest.mark.django_db
@pytest.mark.parametrize("act", sorted(LISTS))
def test_a_list_leaves_a_line_for_each_person_it_shows_and_one_in_the_record(country: Country, act: str) -> None:
    for name in ("Verzonnen Een", "Verzonnen Twee", "Verzonnen Drie"):
        country.case(at=AT, name=name)
    with acting(country.director), as_job(JOB):
        persons = set(Person.objects.values_list("id", flat=True))
    with acting(country.director), services.together():
        LISTS[act](country.director)
    lines = Processing.objects.filter(name=act)
    assert {line.subject for line in lines} == {selectors.pseudonym(subject_id=one) for one in persons}
    assert lines.count() == len(persons) == 3
    assert len({line.span_id for line in lines}) == 3
    assert {line.trace_id for line in lines} == {Entry.objects.get(act=act).trace_id}


@pytest.mark.django_db
def test_nothing_is_read_when_its_line_can_not_be_written(country: Country, monkeypatch: pytest.MonkeyPatch) -> None:
    country.case(at=AT)
    monkeypatch.setattr(services, "new_span_ids", lambda number: ["x" * 20] * number)
    with pytest.raises(DataError), acting(country.director):
        page(actor=country.director, at=AT)


@pytest.mark.django_db
def test_no_page_leaves_when_the_record_that_was_sent_ahead_is_refused(
    country: Country, monkeypatch: pytest.MonkeyPatch
) -> None:
    country.case(at=AT)
    before = Entry.objects.count()
    monkeypatch.setattr(services, "new_span_ids", lambda number: ["x" * 20] * number)
    with pytest.raises(DataError), acting(country.director):
        with services.together():
            page(actor=country.director, at=AT)
        made = True
    assert made, "the record was not sent ahead"
    assert Entry.objects.count() == before


@pytest.mark.django_db
def test_an_act_about_nobody_has_no_line_of_processing() -> None:
    services.record(actor=JOB, at=AT, act="audit.export")
    assert not Processing.objects.exists()


@pytest.mark.django_db
def test_what_is_not_registered_is_not_done_to_a_person() -> None:
    with pytest.raises(BrokenInvariant):
        services.record(actor=JOB, at=AT, act="gossip.spread", subject_id=PERSON)
    assert not Entry.objects.exists()


@pytest.mark.django_db
def test_a_decision_logged_twice_counts_once() -> None:
    assert services.record_decision(record=DECISION, at=AT)
    assert not services.record_decision(record=DECISION | {"status": "Error"}, at=AT)
    assert DecisionRecord.objects.get().status == "Unset"


@pytest.mark.django_db
def test_a_decision_that_comes_again_after_midnight_counts_once() -> None:
    assert services.record_decision(record=DECISION, at=AT)
    assert not services.record_decision(record=DECISION, at=AT + timedelta(days=1))
    assert DecisionRecord.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("header", "parent"),
    [
        ("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", "00f067aa0ba902b7"), ("00-4bf9-00f0-01", ""), ("", ""),
        ("ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", ""), ("x" * 5_000, ""),
        ("00-00000000000000000000000000000000-00f067aa0ba902b7-01", ""),
    ],
)  # fmt: skip
def test_a_caller_who_names_its_trace_is_the_parent_and_a_broken_header_starts_a_new_one(
    header: str, parent: str
) -> None:
    with tracing.span("request", kind=SpanKind.SERVER, carrier={"traceparent": header}, place="192.0.2.7"):
        services.record(actor=JOB, at=AT, act="people.read", subject_id=PERSON)
        services.record(actor=JOB, at=AT, act="cases.open", subject_id=PERSON, event=True)
        mine = in_trace(current_trace_id())
    lines = list(Processing.objects.all())
    assert {line.parent_span_id for line in lines} == {parent} == {mine.parent_span_id}
    assert {len(line.trace_id) for line in lines} == {32}
    assert (lines[0].trace_id == "4bf92f3577b34da6a3ce929d0e0e4736") == bool(parent)
    assert {entry.details["from_address"] for entry in Entry.objects.all()} == {"192.0.2.7"}
    services.record(actor=JOB, at=AT, act="people.read", subject_id=PERSON)
    assert Entry.objects.order_by("position").last().details == {}  # type: ignore[union-attr]


def test_a_question_to_share_leaves_three_records_in_one_trace(country: Country) -> None:
    case_id = country.case(at=AT)
    with acting(country.director):
        item = sharing.shareable(actor=country.director, case_id=case_id, at=AT)[0]
        sharing_services.ask(
            actor=country.director, case_id=case_id, receiver=Receiver("ZVH", "procesregisseur", "De tafel"),
            purpose="zvh_case", item_ids=[item.id], at=AT,
        )  # fmt: skip
    line = Entry.objects.get(act="sharing.ask")
    record = DecisionRecord.objects.get(trace_id=line.trace_id)
    assert Processing.objects.filter(trace_id=line.trace_id, name="sharing.ask").count() == 1
    [said] = record.body["adl.core.response"]["evaluations"]
    assert said["context"]["outcome"]
    assert item.title not in json.dumps([record.body, record.attributes])


def test_every_act_of_the_program_is_in_the_register() -> None:
    acts = set()
    for path in (ROOT / "src/vangnet").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.keyword) and node.arg == "act" and isinstance(node.value, ast.Constant):
                acts.add(node.value.value)
    assert len(acts) > 40
    own = {"audit"}
    assert {act for act in acts if "." in act and act.partition(".")[0] not in {*ACTIVITIES, *own}} == set()


def test_the_register_page_is_what_the_program_says() -> None:
    page = (ROOT / "docs/reference/processing-activities.md").read_text(encoding="utf-8")
    assert page == markdown(rows(standard_norms())), (
        "run: vangnet logs register > docs/reference/processing-activities.md"
    )


def test_the_register_has_a_basis_for_what_is_done_to_persons() -> None:
    found = {row["stage"]: row for row in rows(standard_norms())}
    assert all(found[stage]["bases"] for stage in ("intake", "people", "cases", "plans", "sharing"))
    assert all(row["id"].startswith("urn:vangnet:verwerking:") and row["purposes"] for row in found.values())


def test_the_record_in_the_columns_of_nen_7513(country: Country) -> None:
    country.case(at=AT)
    table = list(csv.DictReader(export("audit", "nen7513")))
    line = next(row for row in table if row["EventActionName"] == "cases.open")
    assert (line["UserName"], line["RoleIDCode"]) == ("Werker 0", "procesregisseur")
    assert (line["EventActionCode"], line["EventOutcomeIndicator"]) == ("C", "0")
    assert UUID(line["ParticipantObjectID"])
    assert line["EventID"] == "urn:vangnet:verwerking:casussen"
    assert (line["NetworkAccessPointTypeCode"], line["NetworkAccessPointID"]) == ("", "")
    with traced("", place="192.0.2.7"), acting(country.director):
        services.record(actor=country.director, at=AT, act="cases.read", subject_id=PERSON, ground="own")
    [line] = [row for row in csv.DictReader(export("audit", "nen7513")) if row["NetworkAccessPointID"]]
    assert (line["NetworkAccessPointTypeCode"], line["NetworkAccessPointID"]) == ("2", "192.0.2.7")
    assert (line["BehandelrelatieProtocol"], line["Noodprocedure"]) == ("own", "false")


def test_processing_as_otlp(country: Country) -> None:
    country.case(at=AT)
    spans = [
        span
        for line in export("processing", "otlp")
        for resource in json.loads(line)["resourceSpans"]
        for scope in resource["scopeSpans"]
        for span in scope["spans"]
    ]
    assert len(spans) == Processing.objects.count() > 0
    keys = {pair["key"]: pair["value"]["stringValue"] for pair in spans[0]["attributes"]}
    assert set(keys) == {
        "dpl.core.processing_activity_id", "dpl.core.data_subject_id", "dpl.core.data_subject_id_type",
    }  # fmt: skip
    assert (len(spans[0]["traceId"]), len(spans[0]["spanId"])) == (32, 16)
    assert int(spans[0]["startTimeUnixNano"]) == int(AT.timestamp()) * 10**9


@pytest.mark.django_db
def test_decisions_come_out_as_they_went_in() -> None:
    services.record_decision(record=DECISION, at=AT)
    assert [json.loads(line) for line in export("decisions", "json")] == [
        DECISION | {"timestamp": int(AT.timestamp() * 1000)}
    ]
    [line] = export("decisions", "otlp")
    [kept] = json.loads(line)["resourceLogs"][0]["scopeLogs"][0]["logRecords"]
    assert (kept["eventName"], kept["traceId"]) == ("adl.access_evaluation", TRACE)


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["audit", "processing", "decisions"])
def test_an_export_is_in_the_record_itself(kind: str) -> None:
    export(kind, "json")
    assert Entry.objects.get(act="audit.export").details["kind"] == kind


def test_an_export_keeps_to_its_days(country: Country) -> None:
    with as_job(JOB):
        for days in (-2, 0, 2):
            services.record(actor=JOB, at=AT + timedelta(days=days), act="cases.read", subject_id=PERSON)
    assert [json.loads(line)["start_time"] for line in export("processing", "json")] == [int(AT.timestamp() * 1000)]
