"""One HTTP request in, one HTTP response out, one decision record kept. No framework, no network, no clock.

The order is fixed: which endpoint, which method, who asks, is the body fit to read, what is the question, what is the
answer, and then the record. The answer leaves only after the record is safe.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import urlsplit

from vangnet.api.authzen import body as request_body
from vangnet.api.authzen import metadata, reading
from vangnet.api.authzen.body import Rejection
from vangnet.api.authzen.decision_record import Call, record
from vangnet.api.authzen.evaluating import BatchOptions, evaluation, evaluations
from vangnet.api.authzen.ports import Decider, DecisionLog, Doorkeeper
from vangnet.api.authzen.searching import search
from vangnet.api.authzen.types import Context, Request, Response, Sources
from vangnet.core import trace_context
from vangnet.core.errors import VangnetError
from vangnet.core.strict_json import JsonObject, encoded
from vangnet.core.trace_context import Trace

_EVENTS: Mapping[str, str] = {
    metadata.EVALUATION: "access_evaluation",
    metadata.EVALUATIONS: "access_evaluations",
    metadata.SEARCH_SUBJECT: "search_subject",
    metadata.SEARCH_RESOURCE: "search_resource",
    metadata.SEARCH_ACTION: "search_action",
}
_DOCUMENTS = {metadata.WELL_KNOWN: metadata.configuration, metadata.OPENAPI: metadata.openapi}
_ALWAYS = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
_MAX_REQUEST_ID = 4096


@dataclass(frozen=True, slots=True)
class Settings:
    """How a decision point is set up.

    Args:
        page_key: secret for page tokens; the same on every server behind one address.
        base_url: the address callers use, without a trailing slash; empty to answer with the one each caller used.
        max_body: how many bytes a request may have.
        reasons_in_batches: whether the items of a batch tell why.
        producer: which system answers, for the decision record.
    """

    page_key: bytes
    base_url: str = ""
    max_body: int = 1024 * 1024
    reasons_in_batches: bool = True
    producer: Mapping[str, str] = field(default_factory=lambda: {"service.name": "vangnet"})


@dataclass(frozen=True, slots=True)
class DecisionPoint:
    """An AuthZEN policy decision point around a decider."""

    decider: Decider
    log: DecisionLog
    doorkeeper: Doorkeeper
    settings: Settings

    def handle(self, request: Request) -> Response:
        """Answer one request.

        Raises:
            VangnetError: a part failed (the decider, the record) and nothing was decided; see `failure`.
        """
        base_url = self.settings.base_url or request.origin
        request = _at_root(request, base_url)
        rejection = _misdirected(request)
        if rejection is not None:
            return refusal(rejection, request)
        if request.path in _DOCUMENTS:
            return _answer(200, _DOCUMENTS[request.path](base_url), request)
        return self._decide(request)

    def _decide(self, request: Request) -> Response:
        """Answer a question and keep exactly one record of it, also when it fails."""
        caller = self.doorkeeper.caller(request.headers)
        if caller is None:
            asked: JsonObject | Rejection = Rejection(
                401,
                "This decision point wants to know who asks; send valid credentials.",
                {"WWW-Authenticate": self.doorkeeper.challenge},
            )
        elif "x-request-id" in request.headers and not _echo(request):
            asked = Rejection(
                400,
                f"X-Request-ID must be 1 to {_MAX_REQUEST_ID} printable ASCII characters; this one cannot be sent back.",
            )
        else:
            asked = request_body.read(request, limit=self.settings.max_body)
        body = asked if isinstance(asked, dict) else None
        trace = _trace(request.headers, body)
        context = Context({}, request.at, request.at, caller or "", trace)
        try:
            outcome = asked if isinstance(asked, Rejection) else self._outcome(request.path, asked, context)
            sources = None if isinstance(outcome, Rejection) else self.decider.sources(context=context)
        except Exception:
            self._keep(request, trace, body, None, None)
            raise
        answer = None if isinstance(outcome, Rejection) else outcome
        self._keep(request, trace, body, answer, sources)
        return refusal(outcome, request) if isinstance(outcome, Rejection) else _answer(200, outcome, request)

    def _outcome(self, path: str, body: JsonObject, call: Context) -> JsonObject | Rejection:
        """Return the answer, or the rejection of a question that cannot be read."""

        def context_of(question: JsonObject) -> Context:
            return reading.context(question, received=call.received, caller=call.caller, trace=call.trace)

        try:
            if path == metadata.EVALUATION:
                return evaluation(body, decider=self.decider, context_of=context_of)
            if path == metadata.EVALUATIONS:
                options = BatchOptions(with_reasons=self.settings.reasons_in_batches)
                return evaluations(body, decider=self.decider, context_of=context_of, options=options)
            name = path.rpartition("/")[2]
            return search(name, body, decider=self.decider, context_of=context_of, key=self.settings.page_key)
        except VangnetError as error:
            if error.status >= 500:
                raise
            return Rejection(error.status, error.en)

    def _keep(
        self,
        request: Request,
        trace: Trace,
        body: JsonObject | None,
        answer: JsonObject | None,
        sources: Sources | None,
    ) -> None:
        call = Call(_EVENTS[request.path], trace, request.at, body, answer, sources, self.settings.producer)
        self.log.write(record(call))


def refusal(rejection: Rejection, request: Request) -> Response:
    """Return an error response: AuthZEN asks for a plain message, not for a JSON problem."""
    text = "" if request.method == "HEAD" or rejection.status == 204 else rejection.message
    headers = {"Content-Type": "text/plain; charset=utf-8"} if rejection.status != 204 else {}
    return Response(rejection.status, {**_ALWAYS, **headers, **rejection.headers, **_echo(request)}, text.encode())


def failure(error: Exception, request: Request) -> Response:
    """Return the response for a part that failed; it tells nothing of what is inside."""
    status = error.status if isinstance(error, VangnetError) and error.status >= 500 else 500
    what = "is not available now" if status == 503 else "failed"
    return refusal(
        Rejection(status, f"The decision point {what}. No decision was made; treat this as a deny."), request
    )


def _at_root(request: Request, base_url: str) -> Request:
    """Return a request as it would be had the decision point stood at the root of its host.

    The well-known part stands between the host and the path of the decision point; a proxy may leave that path before our own.

    Source: AuthZEN 1.0, section 9.2.1, obtaining metadata of a decision point with a path.
    """
    below = urlsplit(base_url).path.rstrip("/")
    if not below:
        return request
    if request.path == metadata.WELL_KNOWN + below:
        return replace(request, path=metadata.WELL_KNOWN)
    return replace(request, path=request.path.removeprefix(below)) if request.path.startswith(f"{below}/") else request


def _misdirected(request: Request) -> Rejection | None:
    """Return the rejection of a request that is not for an endpoint, or not by its method."""
    allowed: tuple[str, ...] = ("POST", "OPTIONS")
    if request.path in _DOCUMENTS:
        allowed = ("GET", "HEAD", "OPTIONS")
    elif request.path not in _EVENTS and request.path.rstrip("/") in {*_EVENTS, *_DOCUMENTS}:
        return Rejection(404, f"There is nothing here; leave off the trailing slash: {request.path.rstrip('/')}")
    elif request.path not in _EVENTS:
        return Rejection(404, f"There is nothing here; {metadata.WELL_KNOWN} names the endpoints.")
    allow = {"Allow": ", ".join(allowed)}
    if request.method == "OPTIONS":
        return Rejection(204, "", allow)
    if request.method not in allowed:
        return Rejection(405, f"Use {allowed[0]}.", allow)
    return None


def _answer(status: int, value: JsonObject, request: Request) -> Response:
    text = b"" if request.method == "HEAD" else encoded(value)
    return Response(status, {**_ALWAYS, "Content-Type": "application/json", **_echo(request)}, text)


def _echo(request: Request) -> dict[str, str]:
    """Return the caller's request id, unchanged; nothing when it cannot come back as it was sent.

    Of what is not ASCII web servers hand us nothing, or something else, so that an id beyond it never comes back right.

    Source: AuthZEN 1.0, section 10.1.3, request identification.
    """
    name = request.headers.get("x-request-id", "")
    fit = 0 < len(name) <= _MAX_REQUEST_ID and name.isascii() and name.isprintable()
    return {"X-Request-ID": name} if fit else {}


def _trace(headers: Mapping[str, str], body: JsonObject | None) -> Trace:
    """Return this call's place in its trace: as the question says, else as the header says, else a fresh start."""
    context = body.get("context") if body is not None else None
    sent = context.get("traceparent") if isinstance(context, dict) else None
    return (
        trace_context.continue_from(sent)
        or trace_context.continue_from(headers.get("traceparent"))
        or trace_context.begin()
    )
