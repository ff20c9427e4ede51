"""Our own enforcement behind a foreign decision point: both must permit, and down, slow or unclear opens nothing."""

from __future__ import annotations

import contextlib
import os
import signal
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.test import Client
from tests.api.authzen.served import Served, serving
from tests.country import Country, made_up_country

from vangnet.access import ports
from vangnet.access.models import Account
from vangnet.access.services import as_job, system_actor
from vangnet.audit.models import Entry
from vangnet.config.wiring import AuthZENPoint
from vangnet.connections.authzen.client import ForeignDecisionPoint

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
RULES = """
entities: []
actions: [read, write]
rules:
  - {id: directors, effect: permit, subject: {properties: {role: procesregisseur}}, action: {name: read}}
"""


@pytest.fixture
def country(db: None) -> Country:
    return made_up_country()


@pytest.fixture
def point(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Served]:
    """Our own AuthZEN server as the foreign one, in a process of its own; only directors may read."""
    rules = tmp_path / "rules.yaml"
    rules.write_text(RULES)
    with serving(rules) as served:
        client = ForeignDecisionPoint(served.url, seconds=3)
        monkeypatch.setattr("vangnet.access.services.foreign.decision_point", lambda: AuthZENPoint(client))
        yield served


def signed_in(country: Country, actor: object) -> Client:
    with as_job(system_actor(reason="test")):
        account = Account.objects.create_user(f"{actor.worker_id}@verzonnen.example", worker_id=actor.worker_id)  # type: ignore[attr-defined]
    client = Client()
    client.force_login(account)
    return client


def tell(point: Served, what: signal.Signals) -> None:
    """Send a signal to the server and everything it started."""
    parents = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with contextlib.suppress(OSError):
                parents[int(entry.name)] = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
    family = [point.process.pid]
    for pid in family:
        family += [child for child, parent in parents.items() if parent == pid]
    for pid in family:
        os.kill(pid, what)


def refusals() -> list[str]:
    return list(
        Entry.objects.filter(act="access.foreign_decision").order_by("position").values_list("ground", flat=True)
    )


def test_both_must_permit(country: Country, point: Served) -> None:
    case_id = country.case(at=AT)
    director, officer, stranger = (
        signed_in(country, one) for one in (country.director, country.officer, country.stranger)
    )
    assert director.get(f"/casussen/{case_id}").status_code == 200
    assert stranger.get(f"/casussen/{case_id}").status_code == 404, "its yes opens nothing that Vangnet keeps shut"
    assert officer.get("/casussen").status_code == 403
    assert director.post(f"/casussen/{case_id}/notitie", {}).status_code == 403
    assert refusals() == ["foreign-deny"] * 2


def test_slow_is_no_and_then_down_is_no(country: Country, point: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    client = ForeignDecisionPoint(point.url, seconds=0.3)
    monkeypatch.setattr("vangnet.access.services.foreign.decision_point", lambda: AuthZENPoint(client))
    case_id = country.case(at=AT)
    director = signed_in(country, country.director)
    tell(point, signal.SIGSTOP)
    try:
        page = director.get(f"/casussen/{case_id}")
        assert page.status_code == 503
        assert "Verzonnen" not in page.content.decode()
    finally:
        tell(point, signal.SIGCONT)
    tell(point, signal.SIGKILL)
    point.process.wait()
    assert director.get("/casussen").status_code == 503
    assert refusals() == ["foreign-slow", "foreign-down"]


def test_without_one_nothing_is_asked(country: Country) -> None:
    assert ports.decision_point() is None
    assert signed_in(country, country.director).get("/casussen").status_code == 200
