"""Opens the product for a sub-command: the database answers and Django knows its settings.

A sub-command that reads or writes the database is written as::

    @click.command()
    @with_product
    def promises() -> None: ...

and imports stages inside the function, because models exist only once the product is open.
"""

from __future__ import annotations

import contextlib
import functools
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import ParamSpec, TypeVar

import django
import psycopg
from psycopg import sql

from vangnet.config import env
from vangnet.config.settings import select
from vangnet.connections.postgres import distribution
from vangnet.connections.postgres.server import LocalServer, running
from vangnet.core.errors import Conflict, Unavailable

DATABASE = "vangnet"
P = ParamSpec("P")
R = TypeVar("R")


def local_server(environment: env.Environment) -> LocalServer:
    """Return the server of this installation, for when no `DATABASE_URL` names another."""
    return LocalServer(environment.data / "postgres", distribution.select(environment.postgres))


@contextlib.contextmanager
def database(environment: env.Environment, *, alone: bool, afresh: bool) -> Iterator[tuple[str, LocalServer | None]]:
    """Keep a database reachable while the block runs; yield its address, and the server when it is our own.

    Args:
        environment: names a real database, or says where our own keeps its data.
        alone: True when no other command may keep that data at the same time.
        afresh: True to throw our own data away first.
    """
    if environment.database_url:
        if afresh:
            raise Conflict(
                "database-not-ours",
                nl="Opnieuw beginnen kan alleen met de ingebouwde database. Maak die van DATABASE_URL zelf leeg.",
                en="Starting over works only for the built-in database. Empty the one of DATABASE_URL yourself.",
            )
        refuse_silent(environment.database_url)
        yield environment.database_url, None
        return
    with running(local_server(environment), alone=alone, afresh=afresh) as server:
        ensure_database(server.url(), DATABASE)
        yield server.url(DATABASE), server


@dataclass(frozen=True, slots=True)
class Product:
    """The open product: its environment, address of the database included, and our own server when there is one."""

    environment: env.Environment
    server: LocalServer | None


@contextlib.contextmanager
def open_product(*, alone: bool = False, afresh: bool = False, behind: bool = False) -> Iterator[Product]:
    """Make settings, models and services usable while the block runs.

    Args:
        alone: True when no other command may keep our own database at the same time.
        afresh: True to throw our own data away first.
        behind: True for a command that can do with a database that lacks tables of this version.

    Raises:
        Conflict: the database is behind, or another command keeps it.
        Unavailable: the database does not answer or does not start.
    """
    found = env.read(os.environ)
    with database(found, alone=alone, afresh=afresh) as (url, server):
        os.environ |= {
            "VANGNET_MODE": found.mode,
            "DATABASE_URL": url,
            "DJANGO_SETTINGS_MODULE": select(found.mode),
        }
        django.setup()
        product = Product(env.read(os.environ), server)
        from django.db import connections

        from vangnet.config.database import refuse_pending

        try:
            if not behind:
                refuse_pending(product.environment.owner_url)
            yield product
        finally:
            connections.close_all()


def with_product(command: Callable[P, R]) -> Callable[P, R]:
    """Decorate a sub-command that needs the database; our own server's tables are brought up to date first."""

    @functools.wraps(command)
    def opened(*args: P.args, **kwargs: P.kwargs) -> R:
        with open_product(behind=True) as product:
            from vangnet.config import database as tables

            if product.server is not None:
                tables.migrate(product.environment.owner_url)
            else:
                tables.refuse_pending(product.environment.owner_url)
            return command(*args, **kwargs)

    return opened


def refuse_silent(url: str) -> None:
    """Refuse a database that does not answer, in one line instead of a stack of errors.

    Raises:
        Unavailable: nothing answers at that address, or it does not let us in.
    """
    try:
        psycopg.connect(url, connect_timeout=10).close()
    except psycopg.OperationalError as error:
        reason = str(error).strip().splitlines()[-1]
        raise Unavailable(
            "database-silent",
            nl=f"De database van DATABASE_URL antwoordt niet: {reason}",
            en=f"The database of DATABASE_URL does not answer: {reason}",
        ) from error


def ensure_database(url: str, name: str) -> None:
    """Make the database `name` on the server at `url` when it is not there."""
    with psycopg.connect(url, autocommit=True) as connection:
        found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone()
        if found is None:
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
