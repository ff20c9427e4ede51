"""How a program of PostgreSQL is started: never as root, and never left behind when we are gone.

PostgreSQL refuses to run as root. A container often knows no other user, so there it runs as `nobody`, through Debian's
`setpriv`. When a folder above the data or the programs is closed to others (a checkout in /root, a private temporary
folder), that one process keeps the right to look through closed folders; no permission on disk is changed.
"""

from __future__ import annotations

import os
import pwd
import shutil
import stat
from pathlib import Path

from vangnet.core.errors import Unavailable

UNPRIVILEGED = "nobody"


def user_for(data: Path) -> pwd.struct_passwd | None:
    """Return the account that PostgreSQL must run as, or None to stay who we are.

    An existing data folder keeps its owner, because PostgreSQL only serves data it owns.
    """
    if os.geteuid() != 0:
        return None
    owner = data.stat().st_uid if data.exists() else 0
    return pwd.getpwuid(owner) if owner else pwd.getpwnam(UNPRIVILEGED)


def give(folder: Path, user: pwd.struct_passwd | None) -> None:
    """Make the folder and all in it belong to `user`, and close it to others."""
    folder.chmod(0o700)
    if user is None:
        return
    os.chown(folder, user.pw_uid, user.pw_gid)
    for root, folders, files in os.walk(folder):
        for name in (*folders, *files):
            os.chown(Path(root, name), user.pw_uid, user.pw_gid, follow_symlinks=False)


def prefix(user: pwd.struct_passwd | None, *reached: Path) -> list[str]:
    """Return the words that go before a command line of PostgreSQL.

    Args:
        user: the account from `user_for`.
        reached: files and folders the program must be able to read.

    Raises:
        Unavailable: we are root and `setpriv` is not there.
    """
    setpriv = shutil.which("setpriv")
    if setpriv is None:
        if user is None:
            return []
        raise Unavailable(
            "setpriv-missing",
            nl="Als root is het programma setpriv nodig. Installeer het met: apt-get install util-linux",
            en="As root the program setpriv is needed. Install it with: apt-get install util-linux",
        )
    words = [setpriv, "--pdeathsig", "INT"]
    if user is not None:
        words += ["--reuid", str(user.pw_uid), "--regid", str(user.pw_gid), "--clear-groups"]
        if not all(_open_to(user, path) for path in reached):
            words += ["--inh-caps", "+dac_override", "--ambient-caps", "+dac_override"]
            words += ["--securebits", "+no_setuid_fixup"]  # else access(2), by which programs look, forgets the right
    return words


def _open_to(user: pwd.struct_passwd, path: Path) -> bool:
    """Return whether `user` can read `path` and pass every folder above it."""
    target = path.resolve()
    above = all(parent.stat().st_mode & stat.S_IXOTH for parent in target.parents)
    own = target.stat()
    return above and (own.st_uid == user.pw_uid or bool(own.st_mode & stat.S_IROTH))
