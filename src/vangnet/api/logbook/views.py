"""`POST /processing-activities`: the lines of the caller's own organisation, for a connected system with a token."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from vangnet.access import selectors as access
from vangnet.access.services import acting
from vangnet.access.types import Actor
from vangnet.api.logbook.reading import answer_of, filter_of
from vangnet.api.problems import problem, refused
from vangnet.api.tokens import actor_behind, bearer_token
from vangnet.audit import selectors as audit
from vangnet.audit import services as record
from vangnet.core.clock import Instant, now
from vangnet.core.errors import InvalidInput, VangnetError
from vangnet.core.strict_json import JsonObject, encoded, loads
from vangnet.core.tracing import current_trace_id

VERSION = "1.1.0"
MOST_LINES = 1_000
_HEADERS = {"API-Version": VERSION, "Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}


@csrf_exempt
@login_not_required
def processing_activities(request: HttpRequest) -> HttpResponse:
    """Answer one question to the processing log."""
    response = _answered(request)
    for name, value in _HEADERS.items():
        response.headers[name] = value
    return response


def _answered(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        response = problem(status=405, code="method", detail="Gebruik POST, zodat nummers niet in een adres komen.")
        response.headers["Allow"] = "POST"
        return response
    headers = {name.lower(): value for name, value in request.headers.items()}
    actor = actor_behind(bearer_token(headers), trace_id=current_trace_id())
    if actor is None:
        return problem(status=401, code="no-token", detail="Vraag een token aan op /api/oauth/token en stuur het mee.")
    try:
        return HttpResponse(encoded(_read(actor, request.body, now())), content_type="application/json")
    except VangnetError as error:
        return refused(request, error)


def _read(actor: Actor, raw: bytes, at: Instant) -> JsonObject:
    """Return the answer, and leave a line that the log was read."""
    body = loads(raw)
    if not isinstance(body, dict):
        raise InvalidInput("logbook-question", nl="Stuur één JSON-object.", en="Send one JSON object.")
    with acting(actor):
        wanted = filter_of(body, agency_id=actor.agency_id, pseudonym=lambda person: audit.pseudonym(subject_id=person))
        lines = list(audit.processing(wanted=wanted, limit=MOST_LINES + 1))
        if len(lines) > MOST_LINES:
            raise InvalidInput(
                "logbook-too-wide",
                nl=f"Er zijn meer dan {MOST_LINES} regels. Vraag om een kortere tijd of één betrokkene.",
                en=f"There are more than {MOST_LINES} lines. Ask for a shorter time or one data subject.",
                fields={"startTime": "kies een kortere tijd"},
            )
        record.record(
            actor=actor, at=at, act="audit.read_processing", object_kind="processing", fields=sorted(body),
            details={"rows": len(lines)},
        )  # fmt: skip
        organisation = access.agency(agency_id=actor.agency_id).name
    return {
        "metadata": {"logbookId": f"urn:vangnet:logboek:{actor.agency_id}", "organizationName": organisation},
        "processingActivities": [answer_of(line) for line in lines],
    }
