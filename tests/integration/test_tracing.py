"""One trace id joins a request, its lines in the log and its lines in the record; spans tell nothing about people."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from django.test import Client
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from tests.country import made_up_country

from vangnet.access.models import Account
from vangnet.access.services import acting
from vangnet.audit.models import Entry
from vangnet.config import queue, tracing
from vangnet.core.tracing import current_trace_id, traced
from vangnet.flow import journey
from vangnet.intake.types import Channel, NewSignal

AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)

TRACE = "4bf92f3577b34da6a3ce929d0e0e4736"
HEADER = {"traceparent": f"00-{TRACE}-00f067aa0ba902b7-01"}


@pytest.fixture
def spans(monkeypatch: pytest.MonkeyPatch) -> Iterator[InMemorySpanExporter]:
    """Gather spans instead of sending them."""
    kept = InMemorySpanExporter()
    provider = TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(kept))
    monkeypatch.setattr(tracing, "_provider", provider)
    yield kept
    provider.shutdown()


def told(span: ReadableSpan) -> str:
    return f"{span.name} {dict(span.attributes or {})} {[event.name for event in span.events]}"


def test_a_trace_that_came_in_goes_on(client: Client, spans: InMemorySpanExporter) -> None:
    client.get("/gezondheid", headers=HEADER)
    (span,) = spans.get_finished_spans()
    assert f"{span.context.trace_id:032x}" == TRACE
    assert span.parent is not None


@pytest.mark.parametrize(
    "header", ["", "onzin", f"00-{'0' * 32}-00f067aa0ba902b7-01", "ff-" + HEADER["traceparent"][3:]]
)
def test_a_broken_header_starts_a_fresh_trace(client: Client, spans: InMemorySpanExporter, header: str) -> None:
    client.get("/gezondheid", headers={"traceparent": header})
    (span,) = spans.get_finished_spans()
    assert span.parent is None
    assert f"{span.context.trace_id:032x}" not in (TRACE, "0" * 32)


@pytest.mark.django_db
def test_a_span_names_the_route_and_never_the_path(client: Client, spans: InMemorySpanExporter) -> None:
    client.get("/account/tweede-stap/sleutels/17/weg?naam=Verzonnen")
    client.get("/bestaat/niet/Verzonnen")
    first, second = map(told, spans.get_finished_spans())
    assert "account/tweede-stap/sleutels/<int:pk>/weg" in first
    assert "17" not in first
    assert "Verzonnen" not in first + second


def test_an_error_marks_the_span_without_its_message(spans: InMemorySpanExporter) -> None:
    with (
        pytest.raises(ValueError, match="Verzonnen"),
        tracing.span("job x", kind=tracing.SpanKind.CONSUMER, carrier={}),
    ):
        raise ValueError("Verzonnen")
    (span,) = spans.get_finished_spans()
    assert span.status.status_code is tracing.StatusCode.ERROR
    assert "Verzonnen" not in told(span) + str(span.status.description)


@pytest.mark.django_db
def test_the_record_of_a_page_carries_the_trace_of_its_request(client: Client) -> None:
    director = made_up_country().director
    new = NewSignal(Channel.FORM, "E33", "Verzonnen melding.", "GM0193", "melding-1")
    with acting(director):
        signal = journey.receive(actor=director, signal=new, at=AT)
    client.force_login(Account.objects.create_user("a@verzonnen.example", worker_id=director.worker_id))
    before = set(Entry.objects.values_list("id", flat=True))
    assert client.get(f"/signalen/{signal.id}", headers=HEADER).status_code == 200
    written = Entry.objects.exclude(id__in=before)
    assert {(entry.act.partition(".")[0], entry.trace_id) for entry in written} == {("intake", TRACE)}


def test_outside_a_trace_there_is_no_id_and_inside_it_ends() -> None:
    with traced(""):
        assert len(current_trace_id()) == 32
    assert current_trace_id() == ""


def test_a_job_has_a_trace_of_its_own(spans: InMemorySpanExporter) -> None:
    import asyncio
    from types import SimpleNamespace

    seen = []

    async def job() -> None:
        seen.append(current_trace_id())

    context = SimpleNamespace(job=SimpleNamespace(task_name="flow.react"))
    asyncio.run(queue.trace_job(job, context, None))  # type: ignore[arg-type]
    (span,) = spans.get_finished_spans()
    assert (span.name, f"{span.context.trace_id:032x}") == ("job flow.react", seen[0])


def test_spans_arrive_where_they_are_sent(spans: InMemorySpanExporter, client: Client) -> None:
    received: list[tuple[str, bytes]] = []
    arrived = threading.Event()

    class Collector(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            received.append((self.path, self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(200)
            self.send_header("Content-Length", "0")
            self.end_headers()
            arrived.set()

        def log_message(self, *_: object) -> None:
            """Stay silent."""

    server = HTTPServer(("127.0.0.1", 0), Collector)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        tracing.send_to(OTLPSpanExporter(endpoint=f"http://127.0.0.1:{server.server_port}/v1/traces"))
        client.get("/gezondheid", headers=HEADER)
        tracing.flush()
        assert arrived.wait(10)
    finally:
        server.shutdown()
        server.server_close()
    ((path, body),) = received
    assert path == "/v1/traces"
    assert bytes.fromhex(TRACE) in body
