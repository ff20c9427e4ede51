"""The product as it is served, with one bare Django page beside it, and three things only a bench may ask of an answer.

`X-Bench-Count` counts its queries, `X-Bench-No-Logs` makes it without its lines of the record and of the processing log, and
every answer tells in `X-Bench-Ms` how long the server worked on it: from the moment a thread took it up until it was whole.
"""

from __future__ import annotations

import importlib
import os
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.bench.pages_settings")

from django.core.handlers.exception import convert_exception_to_response
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.template import Context, Template
from django.urls import path

from vangnet.config.wsgi import application as product
from vangnet.core.ids import new_id

audit = importlib.import_module("vangnet.audit.services")  # its tables are known only now
PREFIX = "/kaal"
ASK_COUNT, ASK_NO_LOGS = "HTTP_X_BENCH_COUNT", "HTTP_X_BENCH_NO_LOGS"
Environ = dict[str, Any]
Start = Callable[..., Any]

PAGE = """<!doctype html><html lang="nl"><head><title>Kaal</title></head><body><table>
{% for case, person in rows %}<tr><td><a href="/casussen/{{ case.id }}">{{ case.number }}</a></td>
<td>{{ person.given_names }} {{ person.prefix }} {{ person.surname }}</td><td>{{ person.birth_year }}</td><td>{{ case.kind }}</td>
<td>{{ case.municipality }}</td><td>{{ case.last_contact_on }}</td><td>{{ case.contact_due_on }}</td></tr>
{% endfor %}</table></body></html>"""


class BareHandler(WSGIHandler):
    """Django without any middleware: no session, no rights, no record."""

    def load_middleware(self, is_async: bool = False) -> None:
        self._view_middleware: list[Any] = []
        self._template_response_middleware: list[Any] = []
        self._exception_middleware: list[Any] = []
        self._middleware_chain = convert_exception_to_response(self._get_response)

    def get_response(self, request: HttpRequest) -> HttpResponse:
        request.urlconf = __name__
        return super().get_response(request)


def bare(request: HttpRequest) -> HttpResponse:
    """Show cases with their persons, as a plain view would: two queries and a template."""
    from vangnet.cases.models import Case
    from vangnet.people.models import Person

    ids = request.GET["ids"].split(",")
    cases = list(Case.objects.using("bare").filter(id__in=ids).order_by("contact_due_on", "id")[:50])
    persons = Person.objects.using("bare").in_bulk([case.person_id for case in cases])
    rows = [(case, persons[case.person_id]) for case in cases]
    return HttpResponse(_template().render(Context({"rows": rows})))


def _template(kept: list[Template] = []) -> Template:  # noqa: B006 - compiled once, as the cached loader does
    if not kept:
        kept.append(Template(PAGE))
    return kept[0]


urlpatterns = [path("kaal", bare)]
_bare = BareHandler()
_silent: ContextVar[bool] = ContextVar("bench_silent", default=False)
_record = audit.record


def _record_unless_silent(**line: Any) -> Any:
    return new_id() if _silent.get() else _record(**line)


audit.record = _record_unless_silent


@contextmanager
def _watched(environ: Environ) -> Iterator[list[int]]:
    """Count queries and leave out the logs when asked; yields a list whose length is the count."""
    counted: list[int] = []

    def count(execute: Callable[..., Any], *arguments: Any) -> Any:
        counted.append(1)
        return execute(*arguments)

    token = _silent.set(ASK_NO_LOGS in environ)
    try:
        if ASK_COUNT in environ:
            with connection.execute_wrapper(count):
                yield counted
        else:
            yield counted
    finally:
        _silent.reset(token)


def application(environ: Environ, start_response: Start) -> Iterable[bytes]:
    """Answer a request: the bare page itself, everything else by the product."""
    began = time.perf_counter()
    answer = _bare if environ["PATH_INFO"] == PREFIX else product
    with _watched(environ) as counted:

        def started(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Any:
            took = f"{(time.perf_counter() - began) * 1000:.3f}"
            return start_response(
                status, [*headers, ("X-Bench-Queries", str(len(counted))), ("X-Bench-Ms", took)], exc_info
            )

        return answer(environ, started)
