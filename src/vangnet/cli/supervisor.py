"""Keeps a handful of processes together: all run, or none does."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import FrameType

from vangnet.connections.postgres.server import LocalServer
from vangnet.core.errors import Unavailable

STOP_SECONDS = 25
FALLS = 5  # within FALL_SECONDS: then something is wrong that starting again does not mend
FALL_SECONDS = 60


@dataclass(slots=True)
class Kept:
    """One process that must run: how to start it, and when it fell."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str]
    process: subprocess.Popen[bytes] | None = None
    falls: list[float] = field(default_factory=list)

    def start(self) -> None:
        """Start it, in a session of its own, so that Ctrl-C reaches us alone and we end all in order.

        Where `setpriv` exists, the kernel kills it when we are killed: a request or a job that is cut off is done again.
        """
        setpriv = shutil.which("setpriv")
        follow = [setpriv, "--pdeathsig", "KILL"] if setpriv else []
        self.process = subprocess.Popen(
            [*follow, *self.command], env=dict(self.environment), stdin=subprocess.DEVNULL, start_new_session=True
        )

    def fell(self) -> bool:
        """Return whether it ended by itself."""
        return self.process is not None and self.process.poll() is not None

    def stop(self, end: float) -> None:
        """Wait for it to end after its signal; end it hard at `end`, with everything it started."""
        if self.process is None:
            return
        try:
            self.process.wait(max(0.0, end - time.monotonic()))
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


class Supervisor:
    """Starts processes, starts a fallen one again, and stops all at a signal.

    Args:
        kept: the processes, in the order in which they start.
        server: our own database, which must outlive them; None when it is elsewhere.
        say: shows one line to whoever watches.
    """

    def __init__(self, kept: Sequence[Kept], *, server: LocalServer | None, say: Callable[[str], None]) -> None:
        self.kept = kept
        self.server = server
        self.say = say
        self._stop = threading.Event()

    def run(self, *, on_start: Callable[[], None]) -> None:
        """Run until a signal asks to stop.

        Args:
            on_start: called once when everything has been started.

        Raises:
            Unavailable: a process keeps falling.
        """
        self._listen()
        try:
            for each in self.kept:
                each.start()
            on_start()
            while not self._stop.wait(0.2):
                self._raise_fallen()
        finally:
            self._stop_all()

    @property
    def stopping(self) -> bool:
        """Whether we were asked to stop."""
        return self._stop.is_set()

    def _listen(self) -> None:
        def stop(_number: int, _frame: FrameType | None) -> None:
            self._stop.set()

        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, stop)
        if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:  # under nohup a closed terminal means nothing
            signal.signal(signal.SIGHUP, stop)

    def _raise_fallen(self) -> None:
        if self.server is not None and not self.server.alive():
            self.say("De database viel om en wordt opnieuw gestart.")
            self.server.start()
        for each in self.kept:
            if not each.fell() or self.stopping:
                continue
            now = time.monotonic()
            each.falls = [*(fall for fall in each.falls if now - fall < FALL_SECONDS), now]
            if len(each.falls) >= FALLS:
                raise Unavailable(
                    "keeps-falling",
                    nl=f"Het onderdeel {each.name} valt steeds om; Vangnet stopt. Het logboek zegt waarom.",
                    en=f"The part {each.name} keeps falling over; Vangnet stops. The log says why.",
                )
            self.say(f"Het onderdeel {each.name} viel om en wordt opnieuw gestart.")
            each.start()

    def _stop_all(self) -> None:
        for each in self.kept:
            if each.process is not None and each.process.poll() is None:
                each.process.terminate()
        end = time.monotonic() + STOP_SECONDS
        for each in self.kept:
            each.stop(end)
