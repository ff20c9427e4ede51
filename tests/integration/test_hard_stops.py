"""PostgreSQL, and then everything, is killed in the middle of writes: what was acknowledged is there, nothing is half."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import signal
import threading
import time
import urllib.parse
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import psycopg
import pytest
from django.db import InterfaceError, OperationalError, connection
from tests.conftest import Database, connected_to
from tests.country import made_up_country
from tests.integration.installation import Installation, announced, free_port

from vangnet.access.services import acting, as_job, system_actor
from vangnet.access.types import Actor
from vangnet.audit import services as audit
from vangnet.audit.models import Entry
from vangnet.audit.selectors import days_to_seal, verify_chain
from vangnet.config import database
from vangnet.connections.postgres import distribution
from vangnet.connections.postgres.server import LocalServer
from vangnet.flow import journey
from vangnet.intake.models import Signal
from vangnet.intake.types import Channel, NewSignal

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(bool(os.environ.get("DATABASE_URL")), reason="kills its own server"),
]
AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
WRITES, WRITERS = 1_000, 4


@pytest.fixture
def durable(tmp_path: Path, django_db_blocker: pytest.FixtureDef) -> Iterator[tuple[LocalServer, Database]]:
    """A server that writes to disk as in production, with a migrated database."""
    chosen = distribution.select(os.environ.get("VANGNET_POSTGRES", distribution.EMBEDDED))
    server = LocalServer(tmp_path / "postgres", chosen)
    server.start()
    own = Database(server.url(), "vangnet")
    own.create()
    try:
        with django_db_blocker.unblock(), connected_to(own):
            database.migrate(own.url)
            yield server, own
    finally:
        server.stop()


def receive(actor: Actor, number: int) -> UUID:
    """Write one signal, with its line in the record, in one transaction."""
    signal_ = NewSignal(Channel.FORM, "E33", "Verzonnen melding.", "GM0193", f"melding-{number}")
    with acting(actor):
        return journey.receive(actor=actor, signal=signal_, at=AT).id


def write_until_cut_off(actor: Actor, numbers: range, acknowledged: list[UUID], cut: threading.Event) -> bool:
    """Write one after the other and keep what was acknowledged; return whether the database fell away."""
    try:
        for number in numbers:
            acknowledged.append(receive(actor, number))
            if len(acknowledged) > WRITES // 3:
                cut.set()
    except (OperationalError, InterfaceError):
        return True
    finally:
        connection.close()
    return False


def test_every_acknowledged_write_survives(durable: tuple[LocalServer, Database]) -> None:
    server, _ = durable
    actor = made_up_country().director
    connection.close()
    acknowledged: list[UUID] = []
    enough = threading.Event()
    share = WRITES // WRITERS
    with ThreadPoolExecutor(WRITERS) as pool:
        jobs = [
            pool.submit(write_until_cut_off, actor, range(n * share, (n + 1) * share), acknowledged, enough)
            for n in range(WRITERS)
        ]
        assert enough.wait(60), [job.exception() or job.result() for job in jobs if job.done()]
        os.kill(server.pid, signal.SIGKILL)
        cut_off = [job.result() for job in jobs]
    assert any(cut_off), "the server fell while somebody was writing"
    assert len(acknowledged) < WRITES
    while server.alive():
        time.sleep(0.01)
    server.start()

    with as_job(system_actor(reason="test")):
        stored = set(Signal.objects.values_list("id", flat=True))
        recorded = set(Entry.objects.filter(act="intake.register").values_list("object_id", flat=True))
        for day in days_to_seal():
            audit.seal(day=day)
    assert set(acknowledged) <= stored
    assert stored == recorded, "a signal and its line in the record are written together or not at all"
    report = verify_chain()
    assert report.sealed >= len(stored)
    assert not report.broken
    assert receive(actor, WRITES + 1), "and work goes on"


def hand_over(installation: Installation, token: str, number: int) -> str:
    """Hand one signal over as a machine does; return the id that was acknowledged."""
    signal_ = {"soort": "E33", "omschrijving": "Verzonnen melding.", "gemeentecode": "GM0193"}
    request = urllib.request.Request(
        f"http://127.0.0.1:{installation.port}/api/v1/signalen",
        data=json.dumps(signal_).encode(),
        headers={
            "Authorization": f"Bearer {token}",
            "Content-Type": "application/json",
            "Idempotency-Key": f"melding-{number}",
        },
    )
    with urllib.request.urlopen(request, timeout=20) as answer:
        return str(json.load(answer)["id"])


def machine_of(installation: Installation, url: str) -> str:
    """Register a machine for an organisation of the made-up country and return its token."""
    with psycopg.connect(url) as link:
        agency = link.execute("SELECT id FROM access_agency WHERE kind = 'ZVH' ORDER BY id LIMIT 1").fetchone()[0]
    said = installation.run("systems", "add", "--name", "Verzonnen koppeling", "--agency", str(agency)).stdout
    client = dict(line.replace(" ", "").split(":") for line in said.splitlines())
    form = urllib.parse.urlencode({"grant_type": "client_credentials", **client}).encode()
    address = f"http://127.0.0.1:{installation.port}/api/oauth/token"
    with urllib.request.urlopen(address, data=form, timeout=20) as answer:
        return str(json.load(answer)["access_token"])


def test_every_signal_that_a_machine_handed_over_survives(tmp_path: Path) -> None:
    installation = Installation(tmp_path / "var", free_port())
    chosen = distribution.select(os.environ.get("VANGNET_POSTGRES", distribution.EMBEDDED))
    url = LocalServer(installation.data / "postgres", chosen).url("vangnet")
    running = installation.start("demo", "--scale", "0.001", "--port", str(installation.port))
    announced(running)
    token = machine_of(installation, url)

    acknowledged: list[str] = []
    enough = threading.Event()

    def work(numbers: range) -> None:
        with contextlib.suppress(OSError, http.client.HTTPException):
            for number in numbers:
                acknowledged.append(hand_over(installation, token, number))
                if len(acknowledged) > WRITES // 10:
                    enough.set()

    with ThreadPoolExecutor(WRITERS) as pool:
        jobs = [pool.submit(work, range(n * WRITES, (n + 1) * WRITES)) for n in range(WRITERS)]
        assert enough.wait(90)
        running.kill()
        running.wait()
        for job in jobs:
            job.result()
    assert installation.empty(within=20)

    again = installation.start("serve", "--port", str(installation.port))
    try:
        announced(again)
        with psycopg.connect(url) as link:
            stored = {
                str(i) for (i,) in link.execute("SELECT id FROM intake_signal WHERE idempotency_key LIKE '%melding-%'")
            }
            recorded = link.execute(
                "SELECT count(*) FROM audit_entry WHERE act = 'intake.register' AND object_id = ANY(%s::uuid[])",
                [sorted(stored)],
            ).fetchone()[0]
        assert set(acknowledged) <= stored
        assert recorded == len(stored)
        assert hand_over(installation, token, 0) in stored, "the same key is the same signal, also after the fall"
        assert installation.run("check").returncode == 0
    finally:
        again.terminate()
        again.wait(40)
