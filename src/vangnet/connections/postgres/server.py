"""One data folder with a PostgreSQL server on it, reached through a socket that only we can open."""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from vangnet.connections.postgres import process
from vangnet.connections.postgres.distribution import Distribution
from vangnet.core.errors import BrokenInvariant, Conflict, Unavailable

SUPERUSER = "postgres"
START_SECONDS = 60
STOP_SECONDS = 30
STILL_HELD = "pre-existing shared memory block"
SOCKET_PATH_LIMIT = 90  # a socket's path holds at most 107 bytes, of which the file name takes 14

SETTINGS = {
    "listen_addresses": "",
    "timezone": "UTC",
    "jit": "off",
    "max_connections": "100",
    "lc_messages": "C",
    # A log line names neither the statement nor its values: they may hold personal data.
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_parameter_max_length": "0",
}
THROW_AWAY = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


class LocalServer:
    """A server on one data folder.

    Args:
        data: folder of the data; made when absent.
        distribution: whose programs to use.
        durable: False for data that may be lost with the machine (tests), which is faster.
    """

    def __init__(self, data: Path, distribution: Distribution, *, durable: bool = True) -> None:
        self.data = data.resolve()
        self.distribution = distribution
        self.durable = durable
        self._child: subprocess.Popen[bytes] | None = None

    def url(self, database: str = "postgres") -> str:
        """Return the address of a database on this server, as a `DATABASE_URL`."""
        return f"postgresql://{SUPERUSER}@/{database}?host={self._socket_folder()}"

    @property
    def pid(self) -> int:
        """The process id of the running server."""
        if self._child is None:
            raise BrokenInvariant(
                "postgres-not-ours", nl="Deze database is niet door ons gestart.", en="We did not start this database."
            )
        return self._child.pid

    def start(self) -> None:
        """Start the server; make the data folder first when it is not there.

        Raises:
            Unavailable: it does not come up, the disk is full, or the data is of another version.
        """
        self.data.parent.mkdir(parents=True, exist_ok=True)
        if not self.data.exists():
            self._initialise()
        user = process.user_for(self.data)
        self._refuse_other_version()
        self._end_left_over()
        sockets = self._socket_folder()
        sockets.mkdir(mode=0o700, exist_ok=True)
        self._refuse_foreign(sockets)
        process.give(sockets, user)
        self._retry_while_held(lambda: self._launch(user, sockets))

    def _launch(self, user: pwd.struct_passwd | None, sockets: Path) -> None:
        settings = SETTINGS | {"unix_socket_directories": str(sockets)} | ({} if self.durable else THROW_AWAY)
        with self.log.open("wb") as log:
            self._child = subprocess.Popen(
                [
                    *process.prefix(user, self.data, self.distribution.tool("postgres")),
                    str(self.distribution.tool("postgres")),
                    *("-D", str(self.data)),
                    *(word for name, value in settings.items() for word in ("-c", f"{name}={value}")),
                ],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd="/",
                start_new_session=True,  # Ctrl-C reaches us only; we stop the server in good order.
            )
        self._await_ready()

    def _retry_while_held(self, launch: Callable[[], None]) -> None:
        """Try again while sessions of a server that was killed still hold its memory; they end within seconds."""
        end = time.monotonic() + STOP_SECONDS
        while True:
            try:
                launch()
                return
            except Unavailable:
                if STILL_HELD not in self._last_words() or time.monotonic() > end:
                    raise
                time.sleep(0.1)

    def stop(self) -> None:
        """Stop the server in good order; open transactions are rolled back."""
        if self._child is None:
            return
        if self._child.poll() is None:
            self._child.send_signal(signal.SIGINT)
            try:
                self._child.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                self._child.send_signal(signal.SIGQUIT)
                self._child.wait(STOP_SECONDS)
        self._child = None

    @property
    def log(self) -> Path:
        """The file with what the server itself has to say."""
        return self.data.parent / f"{self.data.name}.log"

    def alive(self) -> bool:
        """Return whether the server that we started still runs."""
        return self._child is not None and self._child.poll() is None

    def ready(self) -> bool:
        """Return whether a server on this folder, ours or another's, accepts connections."""
        words = self._pid_file()
        return len(words) >= 8 and words[7].strip() == "ready" and _runs(int(words[0]), self.data)

    # --- making -----------------------------------------------------------------------------------------------------

    def _initialise(self) -> None:
        """Fill a folder beside the data and move it into place, so that a cut-off attempt leaves nothing half."""
        fresh = self.data.parent / f"{self.data.name}.new"
        shutil.rmtree(fresh, ignore_errors=True)
        fresh.mkdir(mode=0o700)
        user = process.user_for(fresh)
        process.give(fresh, user)
        made = subprocess.run(
            [
                *process.prefix(user, fresh, self.distribution.tool("postgres")),
                str(self.distribution.tool("initdb")),
                *("-D", str(fresh), "-U", SUPERUSER, "--encoding=UTF8", "--locale=C.UTF-8", "--auth=trust"),
                *(() if self.durable else ("--no-sync",)),
            ],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
            cwd="/",
        )
        if made.returncode != 0:
            raise self._refusal(made.stderr)
        fresh.rename(self.data)

    def _refuse_other_version(self) -> None:
        stored = int((self.data / "PG_VERSION").read_text().strip())
        wanted = self.distribution.major()
        if stored != wanted:
            raise Unavailable(
                "postgres-version",
                nl=f"De gegevens zijn van PostgreSQL {stored}, het programma is {wanted}. "
                "Kies de andere met VANGNET_POSTGRES, of begin opnieuw met: make demo RESET=1",
                en=f"The data is of PostgreSQL {stored}, the program is {wanted}. "
                "Choose the other one with VANGNET_POSTGRES, or start over with: make demo RESET=1",
            )

    # --- starting ---------------------------------------------------------------------------------------------------

    def _await_ready(self) -> None:
        end = time.monotonic() + START_SECONDS
        while time.monotonic() < end:
            if not self.alive():
                raise self._refusal(self._last_words())
            words = self._pid_file()
            if len(words) >= 8 and int(words[0]) == self.pid and words[7].strip() == "ready":
                return
            time.sleep(0.01)
        self.stop()
        raise self._refusal(self._last_words())

    def _end_left_over(self) -> None:
        """End a server that outlived a hard stop of its starter, so that two never share the data."""
        words = self._pid_file()
        if not words or not _runs(int(words[0]), self.data):
            return
        pid = int(words[0])
        for signal_number in (signal.SIGINT, signal.SIGQUIT):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal_number)
            end = time.monotonic() + STOP_SECONDS
            while _runs(pid, self.data):
                if time.monotonic() > end:
                    break
                time.sleep(0.05)
            else:
                return

    def _pid_file(self) -> list[str]:
        try:
            words = (self.data / "postmaster.pid").read_text().splitlines()
        except OSError:
            return []
        return words if words and words[0].strip().isdigit() else []

    def _last_words(self) -> str:
        try:
            return self.log.read_text(errors="replace")[-2000:]
        except OSError:
            return ""

    def _refusal(self, said: str) -> Unavailable:
        if "No space left on device" in said:
            return Unavailable(
                "disk-full",
                nl=f"De schijf is vol: PostgreSQL kan niet schrijven in {self.data}. Maak ruimte en probeer opnieuw.",
                en=f"The disk is full: PostgreSQL cannot write in {self.data}. Make room and try again.",
            )
        last = said.strip().splitlines()[-1] if said.strip() else "?"
        return Unavailable(
            "postgres-does-not-start",
            nl=f"PostgreSQL start niet: {last} (meer in {self.log})",
            en=f"PostgreSQL does not start: {last} (more in {self.log})",
        )

    # --- socket -----------------------------------------------------------------------------------------------------

    def remove(self) -> None:
        """Throw the data away. The server must not run."""
        for path in (self.data, self._socket_folder()):
            shutil.rmtree(path, ignore_errors=not path.exists())
        self.log.unlink(missing_ok=True)

    def _socket_folder(self) -> Path:
        """Return a folder beside the data, or a short one under the temporary folder when that path is too long."""
        beside = self.data.parent / f"{self.data.name}.run"
        if len(os.fsencode(beside)) <= SOCKET_PATH_LIMIT and "," not in str(beside) and "@" not in str(beside):
            return beside
        mark = hashlib.sha256(os.fsencode(self.data)).hexdigest()[:12]
        return Path(tempfile.gettempdir(), f"vangnet-{os.geteuid()}-{mark}")

    def _refuse_foreign(self, folder: Path) -> None:
        """Refuse a socket folder that somebody else laid ready for us."""
        ours = {os.geteuid(), self.data.stat().st_uid}
        if folder.is_symlink() or folder.stat().st_uid not in ours:
            raise Unavailable(
                "socket-folder-foreign",
                nl=f"De map {folder} is van een andere gebruiker. Verwijder hem en probeer opnieuw.",
                en=f"The folder {folder} belongs to another user. Remove it and try again.",
            )


def _runs(pid: int, data: Path) -> bool:
    """Return whether process `pid` is a PostgreSQL on `data` (a stale file may name somebody else's process)."""
    try:
        words = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
    except OSError:
        return False
    return os.fsencode(data) in words


@contextlib.contextmanager
def running(server: LocalServer, *, alone: bool, afresh: bool = False) -> Iterator[LocalServer]:
    """Keep the server up while the block runs, and share it when another of our commands already keeps it.

    Args:
        server: the server.
        alone: True for a command that must be the one keeper, such as the demo itself.
        afresh: True to throw the data away first; only together with `alone`.

    Raises:
        Conflict: `alone`, and another command keeps this data folder.
        Unavailable: the server does not come up.
    """
    server.data.parent.mkdir(parents=True, exist_ok=True)
    with (server.data.parent / f"{server.data.name}.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if alone:
                raise Conflict(
                    "already-running",
                    nl=f"Vangnet draait al met de gegevens in {server.data}. Stop dat eerst.",
                    en=f"Vangnet already runs on the data in {server.data}. Stop that first.",
                ) from None
            _await_other(server)
            yield server
            return
        if afresh:
            server.remove()
        server.start()
        try:
            yield server
        finally:
            server.stop()


def _await_other(server: LocalServer) -> None:
    end = time.monotonic() + START_SECONDS
    while not server.ready():
        if time.monotonic() > end:
            raise Unavailable(
                "postgres-does-not-answer",
                nl="De database van het lopende Vangnet antwoordt niet.",
                en="The database of the running Vangnet does not answer.",
            )
        time.sleep(0.05)
