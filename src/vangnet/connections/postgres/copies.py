"""A copy of a whole database in one file, and back. The work is done by PostgreSQL's own `pg_dump` and `pg_restore`."""

from __future__ import annotations

import os
import subprocess
import tempfile
from pathlib import Path

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from vangnet.connections.postgres import distribution
from vangnet.connections.postgres.distribution import Distribution
from vangnet.core.errors import Conflict, InvalidInput, Unavailable

_EMPTY_FIRST = "DROP SCHEMA public CASCADE;\nCREATE SCHEMA public;\n"


def tools_for(url: str) -> Distribution:
    """Return programs that understand the server at `url`: of its own version, else the nearest newer one.

    Raises:
        Unavailable: no programs of that version or newer are here.
    """
    with psycopg.connect(url) as connection:
        major = connection.info.server_version // 10_000
    candidates = [Distribution(f"postgresql-{major}", Path(f"/usr/lib/postgresql/{major}/bin"))]
    candidates += [distribution.select(distribution.EMBEDDED)]
    able = [each for each in candidates if (each.programs / "pg_dump").is_file() and each.major() >= major]
    if not able:
        raise Unavailable(
            "copy-tools-missing",
            nl=f"Voor PostgreSQL {major} ontbreekt pg_dump. Installeer het met: apt-get install postgresql-client-{major}",
            en=f"For PostgreSQL {major} pg_dump is missing. Install it with: apt-get install postgresql-client-{major}",
        )
    return min(able, key=lambda each: each.major())


def dump(url: str, file: Path) -> None:
    """Write everything in the database at `url` to `file`, as it is at one moment. Nobody else may read the file.

    Args:
        url: address of the database, as its owner.
        file: must not exist yet.

    Raises:
        Conflict: the file exists.
        InvalidInput: its folder does not.
        Unavailable: the copy cannot be made; no half file stays behind.
    """
    if file.exists():
        raise Conflict(
            "backup-exists",
            nl=f"{file} bestaat al. Kies een andere naam; een reservekopie wordt nooit overschreven.",
            en=f"{file} already exists. Choose another name; a backup is never overwritten.",
        )
    if not file.parent.is_dir():
        raise InvalidInput(
            "backup-folder-missing",
            nl=f"De map {file.parent} bestaat niet. Maak haar eerst.",
            en=f"The folder {file.parent} does not exist. Make it first.",
        )
    part = file.with_name(f"{file.name}.deel")
    part.unlink(missing_ok=True)
    os.close(os.open(part, os.O_CREAT | os.O_WRONLY, 0o600))
    try:
        _run([tools_for(url).tool("pg_dump"), "--format=custom", "--no-owner", f"--file={part}"], url=url)
        part.rename(file)
    finally:
        part.unlink(missing_ok=True)


def restore(file: Path, url: str) -> None:
    """Put the copy in `file` in place of what is in the database at `url`: all of it, or nothing changes.

    Args:
        file: made by `dump`.
        url: address of the database, as its owner; its present content is replaced.

    Raises:
        InvalidInput: the file is not a copy of a database.
        Unavailable: the copy cannot be put back; the database is as it was.
    """
    tools = tools_for(url)
    with tempfile.TemporaryDirectory(prefix="vangnet-restore-") as folder:
        listing, script = Path(folder, "list"), Path(folder, "script.sql")
        # Default rights name the owner of then; migrating gives them again to the owner of now.
        lines = _contents(tools, file).splitlines()
        listing.write_text("\n".join(line for line in lines if " DEFAULT ACL " not in line))
        _run([tools.tool("pg_restore"), "--no-owner", f"--use-list={listing}", f"--file={script}", file])
        _run(
            [
                *(tools.tool("psql"), "--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1"),
                *("--output=/dev/null", f"--command={_EMPTY_FIRST}", f"--file={script}"),
            ],
            url=url,
        )


def _contents(tools: Distribution, file: Path) -> str:
    try:
        return _run([tools.tool("pg_restore"), "--list", file])
    except Unavailable as error:
        raise InvalidInput(
            "backup-unreadable",
            nl=f"{file} is geen reservekopie van Vangnet, of is beschadigd.",
            en=f"{file} is no backup of Vangnet, or is damaged.",
        ) from error


def _run(command: list[str | Path], *, url: str = "") -> str:
    """Run a program against the database at `url`; the password goes by the environment, which others cannot read."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    if url:
        parts = conninfo_to_dict(url)
        environment["PGPASSWORD"] = str(parts.pop("password", ""))
        command = [*command, f"--dbname={make_conninfo('', **parts)}"]
    done = subprocess.run(
        command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False, env=environment
    )
    if done.returncode != 0:
        said = done.stderr.strip().splitlines()
        full = "No space left on device" in done.stderr
        reason = "de schijf is vol" if full else (said[0] if said else "zonder uitleg")
        raise Unavailable(
            "copy-failed",
            nl=f"Dit lukte niet: {reason}",
            en=f"This failed: {'the disk is full' if full else reason}",
        )
    return done.stdout
