"""OpenTelemetry: spans leave this machine only when an address for them is given."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from opentelemetry import propagate, trace
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor, SpanExporter
from opentelemetry.trace import SpanKind, StatusCode

from vangnet.core.trace_context import continue_from
from vangnet.core.tracing import traced

_provider = TracerProvider(resource=Resource.create({"service.name": "vangnet"}))


def configure(*, endpoint: str) -> None:
    """Send spans to `endpoint`; with an empty text nothing is sent and ids are still made."""
    if endpoint:
        send_to(OTLPSpanExporter())


def send_to(exporter: SpanExporter) -> None:
    """Give every finished span to `exporter`."""
    _provider.add_span_processor(BatchSpanProcessor(exporter))


@contextmanager
def span(name: str, *, kind: SpanKind, carrier: Mapping[str, str], place: str = "") -> Iterator[trace.Span]:
    """Open a span that continues the trace in `carrier`, or starts one; the trace id is current inside the block.

    Args:
        name: what happens, in fixed words: a route, a task. Never a path with an id in it.
        kind: whether we serve a request, or work on a job.
        carrier: headers, with lower-case names.
        place: network address of the caller, for the record.
    """
    received = continue_from(carrier.get("traceparent"))
    context = propagate.extract(carrier)
    tracer = _provider.get_tracer("vangnet")
    with (
        tracer.start_as_current_span(
            name, context=context, kind=kind, record_exception=False, set_status_on_exception=False
        ) as opened,
        traced(
            trace.format_trace_id(opened.get_span_context().trace_id),
            parent=received.parent_span_id if received is not None else "",
            place=place,
        ),
    ):
        try:
            yield opened
        except BaseException:
            opened.set_status(StatusCode.ERROR)
            raise


def flush() -> None:
    """Send what is still waiting."""
    _provider.force_flush()
