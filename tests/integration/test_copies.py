"""A backup holds everything, goes back whole or not at all, and the audit chain still verifies afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest
from django.db import ProgrammingError, connection, transaction
from tests.conftest import Database, connected_to
from tests.country import made_up_country

from vangnet.access.services import as_job, system_actor
from vangnet.audit import services as audit
from vangnet.audit.models import Entry, Seal
from vangnet.audit.selectors import days_to_seal, verify_chain
from vangnet.config import database
from vangnet.connections.postgres import copies
from vangnet.core.errors import Conflict, InvalidInput, Unavailable
from vangnet.core.ids import new_id

AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def seal_all() -> None:
    with as_job(system_actor(reason="seal")):
        for day in days_to_seal():
            audit.seal(day=day)


@pytest.fixture
def filled(own_database: Database) -> Database:
    """A database with a case and a sealed record in it."""
    made_up_country().case(at=AT)
    seal_all()
    return own_database


@pytest.fixture
def empty(server_url: str) -> Iterator[Database]:
    made = Database(server_url, f"vangnet_leeg_{new_id().hex}")
    made.create()
    yield made
    made.drop()


def test_there_and_back(filled: Database, empty: Database, tmp_path: Path) -> None:
    written, sealed = Entry.objects.count(), Seal.objects.count()
    file = tmp_path / "kopie"
    copies.dump(filled.url, file)
    assert file.stat().st_mode & 0o077 == 0

    with connected_to(empty):
        database.ensure_roles(empty.url)
        copies.restore(file, empty.url)
        assert database.migrate(empty.url) == 0
        assert (Entry.objects.count(), Seal.objects.count()) == (written, sealed)
        report = verify_chain()
        assert report.sealed == sealed > 0
        assert not report.broken


def test_the_walls_come_back_too(filled: Database, empty: Database, tmp_path: Path) -> None:
    file = tmp_path / "kopie"
    copies.dump(filled.url, file)
    with connected_to(empty):
        copies.restore(file, empty.url)
        for statement in ("DELETE FROM audit_entry", "UPDATE audit_entry SET act = 'x'", "TRUNCATE audit_entry"):
            with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
                connection.cursor().execute(statement)
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM people_person")
            assert cursor.fetchone()[0] == 0, "without an actor row-level security shows nothing"


def test_a_change_made_in_a_copy_breaks_the_chain(filled: Database) -> None:
    with database.as_owner(filled.url), connection.cursor() as cursor:
        cursor.execute("UPDATE audit_entry SET act = 'cases.nothing' WHERE act = 'cases.open'")
        assert cursor.rowcount > 0
    assert verify_chain().broken


def test_a_backup_is_never_overwritten(own_database: Database, tmp_path: Path) -> None:
    file = tmp_path / "kopie"
    file.write_text("van gisteren")
    with pytest.raises(Conflict, match="backup-exists"):
        copies.dump(own_database.url, file)
    assert file.read_text() == "van gisteren"


def test_a_backup_that_fails_leaves_no_half_file(own_database: Database, tmp_path: Path) -> None:
    as_application = f"{own_database.url} options='-c role={database.APP_ROLE}'"
    with pytest.raises(Unavailable, match="permission denied"):
        copies.dump(as_application, tmp_path / "kopie")
    with pytest.raises(InvalidInput, match="backup-folder-missing"):
        copies.dump(own_database.url, tmp_path / "geen" / "map")
    assert list(tmp_path.iterdir()) == []


def test_what_is_no_backup_is_refused_and_changes_nothing(filled: Database, tmp_path: Path) -> None:
    file = tmp_path / "brief.txt"
    file.write_text("dit is geen kopie")
    with pytest.raises(InvalidInput, match="backup-unreadable"):
        copies.restore(file, filled.url)
    assert Entry.objects.exists()


def test_a_damaged_backup_changes_nothing(filled: Database, tmp_path: Path) -> None:
    file = tmp_path / "kopie"
    copies.dump(filled.url, file)
    whole = file.read_bytes()
    file.write_bytes(whole[: len(whole) * 2 // 3])
    with pytest.raises((InvalidInput, Unavailable)):
        copies.restore(file, filled.url)
    assert Entry.objects.exists()


def test_a_full_database_is_only_replaced_on_request(filled: Database) -> None:
    with pytest.raises(Conflict, match="database-not-empty"):
        database.refuse_content(filled.url, replace=False)
    database.refuse_content(filled.url, replace=True)


def test_a_password_stays_out_of_the_process_list(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: dict[str, object] = {}

    def run(command: list[object], **kwargs: object) -> object:
        seen.update(command=command, env=kwargs["env"])
        raise KeyboardInterrupt

    monkeypatch.setattr(copies.subprocess, "run", run)
    with pytest.raises(KeyboardInterrupt):
        copies._run(["pg_dump"], url="postgresql://naam:geheim@db.example/vangnet")
    assert "geheim" not in str(seen["command"])
    assert seen["env"]["PGPASSWORD"] == "geheim"  # type: ignore[index]
    assert psycopg.conninfo.conninfo_to_dict(str(seen["command"][-1]).partition("=")[2])["dbname"] == "vangnet"  # type: ignore[index]
