"""One line in the log for each request: which page, how it ended, for which worker and organisation, and no more."""

from __future__ import annotations

import pytest
import structlog
from django.test import Client
from structlog.testing import CapturingLogger
from tests.country import made_up_country

from vangnet.access.models import Account
from vangnet.config import requests

pytestmark = pytest.mark.django_db


def said(client: Client, monkeypatch: pytest.MonkeyPatch, path: str) -> dict[str, object]:
    """Return the one line that a request leaves."""
    logger = CapturingLogger()
    wrapped = structlog.wrap_logger(logger, processors=[lambda _logger, _method, line: ((), line)])
    monkeypatch.setattr(requests, "_log", wrapped)
    client.get(path)
    (call,) = logger.calls
    return dict(call.kwargs)


def test_of_a_visitor_nothing_is_known(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    line = said(client, monkeypatch, "/account/inloggen?next=/zoeken/Verzonnen")
    assert line.keys() == {"event", "method", "route", "status", "duration_ms"}
    assert (line["route"], line["status"]) == ("account/inloggen", 200)


def test_of_a_worker_the_ids(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    director = made_up_country().director
    client.force_login(Account.objects.create_user("a@verzonnen.example", worker_id=director.worker_id))
    line = said(client, monkeypatch, "/signalen")
    assert (line["worker_id"], line["agency_id"]) == (str(director.worker_id), str(director.agency_id))
    assert "Werker" not in str(line)


def test_machines_that_ask_whether_we_live_leave_no_line(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    logger = CapturingLogger()
    monkeypatch.setattr(requests, "_log", structlog.wrap_logger(logger, processors=[]))
    client.get("/gezondheid")
    assert logger.calls == []
