"""The database as Django knows it, where fixed statements are planned once and a waiting connection is not asked how it is.

Django writes values into the text of a statement, so that PostgreSQL reads and plans each one afresh. That is right for the
statements it composes. A statement of ours that joins seven tables under row-level security costs more to plan than to run:
it goes with its values beside it, prepared on its connection.

A connection of the pool is tested before each request. Instead of a question to the server, which costs every page a round
trip, we look whether it said something while nobody asked: a connection that was closed always has.

The record of a page is sent ahead: PostgreSQL writes it while the page is made, and the end of the transaction, which the
page waits for, confirms it. Only one kind of statement goes so, and everything else on the connection first waits for it.
"""

from __future__ import annotations

import contextlib
import select
from typing import Any

import psycopg
from django.db import Error, InternalError
from django.db.backends.postgresql import base, operations
from django.db.backends.postgresql.base import ServerBindingCursor
from django.db.backends.utils import CursorDebugWrapper, CursorWrapper
from psycopg.pq import TransactionStatus
from psycopg_pool import ConnectionPool

from vangnet.core.statements import Ahead, Fixed

PREPARED_AT_MOST = 200  # a connection knows some fifty fixed statements


class _Fixing:
    """Runs a fixed statement with its values beside it."""

    cursor: Any
    db: Any

    def _execute(self, sql: str, params: Any, *ignored: Any) -> Any:
        self.db.settle()
        if not isinstance(sql, Fixed):
            return super()._execute(sql, params, *ignored)  # type: ignore[misc]
        self.cursor.close()
        self.db.validate_no_broken_transaction()
        with self.db.wrap_database_errors:
            if isinstance(sql, Ahead) and self.db.in_atomic_block:
                self.db.go_ahead()
            self.cursor = ServerBindingCursor(self.db.connection)  # type: ignore[call-arg]
            return self.cursor.execute(sql, params, prepare=True)

    def _executemany(self, sql: str, param_list: Any, *ignored: Any) -> Any:
        self.db.settle()
        return super()._executemany(sql, param_list, *ignored)  # type: ignore[misc]


class Cursor(_Fixing, CursorWrapper):
    """A cursor of this database."""


class DebugCursor(_Fixing, CursorDebugWrapper):
    """A cursor that tells what it ran, for tests and measurements."""


class DatabaseOperations(operations.DatabaseOperations):
    """What can be asked of this database."""

    def last_executed_query(self, cursor: Any, sql: str, params: Any) -> str:
        """Return what was run, for tests and measurements; a fixed statement with its values filled in."""
        return str(
            self.compose_sql(sql, params)
            if isinstance(sql, Fixed)
            else super().last_executed_query(cursor, sql, params)
        )


class DatabaseWrapper(base.DatabaseWrapper):
    """PostgreSQL with the habits of this module."""

    ops_class = DatabaseOperations
    ahead: contextlib.AbstractContextManager[psycopg.Pipeline] | None = None

    def go_ahead(self) -> None:
        """Let what follows be sent without waiting, until somebody settles it."""
        self.ahead = self.connection.pipeline()
        self.ahead.__enter__()

    def settle(self) -> None:
        """Wait for what was sent ahead.

        Raises:
            DatabaseError: what went wrong with it.
        """
        if self.ahead is None:
            return
        ahead, self.ahead = self.ahead, None
        with self.wrap_database_errors:
            ahead.__exit__(None, None, None)

    def create_cursor(self, name: str | None = None) -> Any:
        """Return a cursor of the driver, with nothing under way beside it."""
        self.settle()
        return super().create_cursor(name)

    def commit(self) -> None:
        """End the transaction; one wait for that and for what was sent ahead, and an error of either undoes it.

        Raises:
            InternalError: somebody caught an error of a statement and went on. PostgreSQL would undo everything, the record of a page
                included, and say nothing.
        """
        if self.connection is not None and self.connection.info.transaction_status is TransactionStatus.INERROR:
            raise InternalError("a statement of this transaction failed, so nothing of it can be kept")
        try:
            super().commit()
        except BaseException:
            # What went wrong first is what is told: of the rest the driver sometimes says no more than that it was broken off.
            with contextlib.suppress(Error):
                self.settle()
            raise
        self.settle()

    def rollback(self) -> None:
        """Undo the transaction, with what was sent ahead and whatever was wrong with it."""
        with contextlib.suppress(Error):
            self.settle()
        super().rollback()

    def close(self) -> None:
        """Give the connection back; nothing is under way on it any more."""
        with contextlib.suppress(Error):
            self.settle()
        super().close()

    def get_connection_params(self) -> dict[str, Any]:
        """Let a connection keep prepared statements; only those that ask for it are prepared."""
        return super().get_connection_params() | {"prepare_threshold": 1_000_000}

    def get_new_connection(self, conn_params: dict[str, Any]) -> psycopg.Connection[Any]:
        """Return a connection that still answers."""
        connection: psycopg.Connection[Any] = super().get_new_connection(conn_params)
        while self.pool is not None and not alive(connection):
            connection.close()
            self.pool.putconn(connection)
            connection = super().get_new_connection(conn_params)
        connection.prepared_max = PREPARED_AT_MOST
        return connection

    def make_cursor(self, cursor: Any) -> Cursor:
        """Return a cursor that knows fixed statements."""
        return Cursor(cursor, self)

    def make_debug_cursor(self, cursor: Any) -> DebugCursor:
        """Return a cursor that knows fixed statements and tells what it ran."""
        return DebugCursor(cursor, self)


def alive(connection: psycopg.Connection[Any]) -> bool:
    """Return whether a waiting connection is still good; asks the server only when that said something by itself."""
    if connection.closed:
        return False
    waiting = select.poll()
    waiting.register(connection.fileno(), select.POLLIN | select.POLLPRI)
    if not waiting.poll(0):
        return True
    try:
        ConnectionPool.check_connection(connection)
    except psycopg.OperationalError:
        return False
    return True
