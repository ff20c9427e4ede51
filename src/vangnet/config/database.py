"""Two ways into one database: as the owner who makes the tables, and as the application that may not.

The application works as role `vangnet_app`, which owns no table and is no superuser, so that row-level security and the
append-only audit tables hold against our own mistakes. Default privileges give the role its rights on each table at the
moment that table is made; a migration that narrows them afterwards is never undone.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import Any

from django.core.management import call_command
from django.db import ProgrammingError, connection, connections
from django.db.migrations.executor import MigrationExecutor
from psycopg.conninfo import conninfo_to_dict
from psycopg.errors import InsufficientPrivilege

from vangnet.core.errors import Conflict, Unavailable

APP_ROLE = "vangnet_app"
JOB_ROLE = "vangnet_job"
ROLES = (APP_ROLE, JOB_ROLE)
RETENTION_ROLE = "vangnet_retention"  # does what a job does, and may remove what nobody else may remove
LOCK_KEY = 0x56414E47  # "VANG": one migration at a time, over all machines

# A prepared statement is one of our fixed ones. The database would otherwise plan many of them anew at each call, because it
# reckons with a tenth of all rows where a limit is a value; under row security planning takes longer than running.
_PLANNED_ONCE = "plan_cache_mode=force_generic_plan"

_BOTH = ", ".join(ROLES)
_RIGHTS = f"""
GRANT USAGE ON SCHEMA public TO {_BOTH};
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {_BOTH};
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO {_BOTH};
"""


def settings_for(url: str, *, owner: bool = False, pool: int = 0) -> dict[str, Any]:
    """Return Django's settings for the database at `url`.

    Args:
        url: a PostgreSQL address, as libpq reads it.
        owner: True to work as the owner of the tables (migrations, restore), False to work as the application.
        pool: size of the pool of connections, 0 for one lasting connection a thread.
    """
    parts = conninfo_to_dict(url)
    known = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
    options: dict[str, Any] = {name: value for name, value in parts.items() if name not in known}
    if not owner:
        options["options"] = f"{options.get('options', '')} -c role={APP_ROLE} -c {_PLANNED_ONCE}".strip()
    if pool:
        options["pool"] = {"min_size": 1, "max_size": pool, "timeout": 10}
    return {
        "ENGINE": "vangnet.config.postgresql",
        **{setting: str(parts.get(name, "")) for name, setting in known.items()},
        "OPTIONS": options,
        "CONN_MAX_AGE": 0 if pool else None,
        # A connection of the pool is looked at by our own engine; a lasting one is asked.
        "CONN_HEALTH_CHECKS": not pool,
        "ATOMIC_REQUESTS": False,
    }


@contextlib.contextmanager
def as_owner(url: str) -> Iterator[None]:
    """Let the default connection be the owner's while the block runs.

    Args:
        url: the owner's address of the database.
    """
    connection.close()
    kept = dict(connection.settings_dict)
    connection.settings_dict.update(settings_for(url, owner=True))
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict.clear()
        connection.settings_dict.update(kept)


def migrate(url: str, *, verbosity: int = 0) -> int:
    """Make the role when it is missing, give it its rights, and bring the tables up to date. Harmless when repeated.

    Args:
        url: the owner's address of the database.
        verbosity: 0 says nothing, 1 names each step.

    Returns:
        How many migrations were applied.

    Raises:
        Unavailable: the role is missing and this owner may not make it; the message holds the statement to run.
    """
    ensure_roles(url)
    with as_owner(url), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK_KEY])
        try:
            cursor.execute(_RIGHTS)
            due = len(pending_migrations())
            call_command("migrate", interactive=False, verbosity=verbosity)
            call_command("createcachetable", verbosity=verbosity)
            cursor.execute(f"REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM {_BOTH}")
            cursor.execute(_let_retention_remove())
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK_KEY])
    return due


def ensure_roles(url: str) -> None:
    """Make the roles of the application when they are missing; roles belong to the server and not to one database.

    Args:
        url: the owner's address of the database.

    Raises:
        Unavailable: a role is missing and this owner may not make it.
    """
    with as_owner(url):
        for role in (*ROLES, RETENTION_ROLE):
            _ensure_role(role)
        _ensure_retention()


def _ensure_retention() -> None:
    """Let the role that destroys see and do what a job does; it passes the same row-level security.

    Raises:
        Unavailable: this owner may not give one role to another.
    """
    statement = f"GRANT {JOB_ROLE} TO {RETENTION_ROLE}"
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_has_role(%s, %s, 'USAGE')", [RETENTION_ROLE, JOB_ROLE])
        if cursor.fetchone()[0]:
            return
        try:
            cursor.execute(statement)
        except ProgrammingError as error:
            if not isinstance(error.__cause__, InsufficientPrivilege):
                raise
            raise Unavailable(
                "role-missing",
                nl=f"De databaserol {RETENTION_ROLE} mist een recht en deze gebruiker mag dat niet geven. Voer uit: {statement};",
                en=f"The database role {RETENTION_ROLE} lacks a right and this user may not give it. Run: {statement};",
            ) from error


def _let_retention_remove() -> str:
    """Return the statement that lets the role that destroys remove what hangs on a case, signal or person.

    A migration takes the right to remove from the application; at the end of the term somebody must have it.
    """
    from vangnet.access.services.erasing import erasable

    names = ", ".join(connection.ops.quote_name(table) for table in erasable())
    return f"GRANT SELECT, INSERT, UPDATE, DELETE ON {names} TO {RETENTION_ROLE}"


def refuse_content(url: str, *, replace: bool) -> None:
    """Refuse a database that holds tables, unless they may be replaced.

    Args:
        url: the owner's address of the database.
        replace: whether what is there may go.

    Raises:
        Conflict: there are tables, and they may not go.
    """
    with as_owner(url):
        tables = connection.introspection.table_names()
    if tables and not replace:
        raise Conflict(
            "database-not-empty",
            nl="De database is niet leeg. Wat er staat gaat weg als je verdergaat met: --replace",
            en="The database is not empty. What is in it goes when you continue with: --replace",
        )


def refuse_pending(url: str) -> None:
    """Refuse a database that lacks tables of this version.

    Args:
        url: the owner's address of the database; the application's own role may not be there yet.

    Raises:
        Conflict: migrations are due.
    """
    with as_owner(url):
        pending = len(pending_migrations())
    if pending:
        raise Conflict(
            "migrations-due",
            nl=f"De database moet nog worden bijgewerkt ({pending} stappen). Doe dat met: vangnet migrate",
            en=f"The database is not up to date ({pending} steps). Do that with: vangnet migrate",
        )


def _ensure_role(role: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role])
        try:
            if cursor.fetchone() is None:
                cursor.execute(f"CREATE ROLE {role} NOLOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS")
            # From version 16 on, whoever made a role may manage it, which is not yet the right to work as it.
            right = "SET" if connection.connection.info.server_version >= 160_000 else "MEMBER"
            cursor.execute("SELECT pg_has_role(current_user, %s, %s)", [role, right])
            if not cursor.fetchone()[0]:
                cursor.execute(f"GRANT {role} TO CURRENT_USER")
        except ProgrammingError as error:
            if not isinstance(error.__cause__, InsufficientPrivilege):
                raise
            statement = f"CREATE ROLE {role} NOLOGIN; GRANT {role} TO <eigenaar>;"
            raise Unavailable(
                "role-missing",
                nl=f"De databaserol {role} ontbreekt en deze gebruiker mag er geen maken. Voer uit: {statement}",
                en=f"The database role {role} is missing and this user may not make one. Run: {statement}",
            ) from error


def pending_migrations() -> list[str]:
    """Return the migrations that this program knows and the database has not had, in order."""
    executor = MigrationExecutor(connections["default"])
    return [str(migration) for migration, _ in executor.migration_plan(executor.loader.graph.leaf_nodes())]
