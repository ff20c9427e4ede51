"""PostgreSQL is killed in the middle of a thousand writes: what was acknowledged is there, nothing is half."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import pytest
from django.db import InterfaceError, OperationalError, connection
from tests.conftest import Database, connected_to
from tests.country import made_up_country

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
