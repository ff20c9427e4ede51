"""Write many rows fast: copied into a passing table, then moved over in one statement per table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.apps import apps
from django.db import connection
from django.db.models import Field, JSONField, Model
from psycopg import sql
from psycopg.types.json import Jsonb

from vangnet.audit.models import Entry

# Tables in the order in which rows lean on each other; whatever is not named cannot be loaded.
ORDER = (
    "access.Region", "access.Municipality", "access.Agency", "access.Worker", "access.Account", "access.Absence",
    "people.Person", "people.SourceRecord", "people.Residence", "people.Identifier", "people.MatchKey",
    "people.MatchRecord", "intake.Signal", "intake.Feedback", "intake.PersonWord",
    "intake.Outreach", "intake.Attempt",
    "intake.Board", "intake.BoardSeat", "intake.BoardItem", "intake.Weighing",
    "intake.WeighingCriterion", "intake.Inclusion", "intake.InclusionFinding", "intake.Escalation",
    "people.SignalLink", "people.LinkDecision", "cases.Case", "cases.CaseCounter", "cases.RoleSlot", "cases.Holding", "cases.Deputy",
    "cases.Contact", "cases.Meeting", "cases.Decision", "cases.Document", "cases.Entry",
    "plans.Plan", "plans.Passage", "plans.Goal", "plans.CrisisStep",
    "plans.Agreement", "plans.Flag", "plans.PlanRead", "sharing.Fact", "access.Grant", "access.Sight", "audit.Entry",
)  # fmt: skip
BATCH = 60_000
# The database numbers the lines of the record itself.
_NUMBERED: dict[type[Model], set[str]] = {Entry: {"position"}}


class Loader:
    """Gathers rows and writes them in batches. Row-level security bars COPY into the tables themselves."""

    def __init__(self) -> None:
        self.counts: dict[str, int] = {}
        self._models = [apps.get_model(name) for name in ORDER]
        self._rows: dict[type[Model], list[Model]] = {model: [] for model in self._models}
        self._held = 0

    def add(self, rows: Iterable[Model]) -> None:
        """Take rows; write when there are enough."""
        for row in rows:
            self._rows[type(row)].append(row)
            self._held += 1
        if self._held >= BATCH:
            self.flush()

    def flush(self) -> None:
        """Write everything that was taken."""
        for model in self._models:
            rows = self._rows[model]
            if rows:
                table = model._meta.db_table
                copy_rows(model, rows)
                self.counts[table] = self.counts.get(table, 0) + len(rows)
                rows.clear()
        self._held = 0


def copy_rows(model: type[Model], rows: Sequence[Model]) -> None:
    """Write rows of one model, in the transaction that is open."""
    numbered = _NUMBERED.get(model, set())
    fields = [field for field in model._meta.concrete_fields if field.column and field.name not in numbered]
    table, passing = sql.Identifier(model._meta.db_table), sql.Identifier(f"load_{model._meta.db_table}")
    columns = sql.SQL(", ").join([sql.Identifier(field.column) for field in fields if field.column])
    with connection.cursor() as cursor:
        cursor.execute(
            sql.SQL("CREATE TEMPORARY TABLE IF NOT EXISTS {} ON COMMIT DROP AS SELECT {} FROM {} LIMIT 0").format(
                passing, columns, table
            )
        )
        with cursor.copy(sql.SQL("COPY {} ({}) FROM STDIN").format(passing, columns)) as copy:
            for values in _values(fields, rows):
                copy.write_row(values)
        cursor.execute(sql.SQL("INSERT INTO {} ({}) SELECT {} FROM {}").format(table, columns, columns, passing))
        cursor.execute(sql.SQL("TRUNCATE {}").format(passing))


def empty_tables() -> None:
    """Remove every row of every stage, the record included. Only the owner of the tables can."""
    ours = {model._meta.db_table for model in apps.get_models() if model.__module__.startswith("vangnet.")}
    with connection.cursor() as cursor:
        tables = (ours | {"audit_shown"}) & set(
            connection.introspection.table_names(cursor)
        )  # what lies behind the view
        cursor.execute(
            sql.SQL("TRUNCATE {} CASCADE").format(
                sql.SQL(", ").join([sql.Identifier(table) for table in sorted(tables)])
            )
        )


def analyze() -> None:
    """Let the database count its new rows, so that it plans its queries well from the first one on."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _values(fields: Sequence[Field[Any, Any]], rows: Sequence[Model]) -> Iterator[list[Any]]:
    """Yield the values of each row, in the order of the fields."""
    names = [field.attname for field in fields]
    documents = {nr for nr, field in enumerate(fields) if isinstance(field, JSONField)}
    for row in rows:
        values = [getattr(row, name) for name in names]
        for nr in documents:
            values[nr] = Jsonb(values[nr])
        yield values
