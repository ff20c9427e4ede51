"""The application works as a role that owns nothing, so that the walls in the database hold."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import ProgrammingError, connection, transaction

from vangnet.config import database

pytestmark = pytest.mark.django_db


def ask(statement: str) -> tuple[object, ...]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchone()


def test_works_as_a_role_without_privileges() -> None:
    assert ask("SELECT current_user") == (database.APP_ROLE,)
    assert (
        ask(
            "SELECT rolsuper, rolbypassrls, rolcreatedb, rolcreaterole, rolcanlogin"
            " FROM pg_roles WHERE rolname = current_user"
        )
        == (False,) * 5
    )


def test_owns_no_table() -> None:
    assert ask(f"SELECT count(*) FROM pg_tables WHERE tableowner = '{database.APP_ROLE}'") == (0,)


def test_may_write_ordinary_tables() -> None:
    ContentType.objects.create(app_label="proef", model="proef")
    assert ContentType.objects.filter(app_label="proef").delete()[0] == 1


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TABLE proef (a int)",
        "DROP TABLE django_content_type",
        "ALTER TABLE django_content_type DISABLE TRIGGER ALL",
        "TRUNCATE django_content_type CASCADE",
        "DELETE FROM django_migrations",
        "DELETE FROM audit_pending",
    ],
)
def test_may_not_change_what_it_works_in(statement: str) -> None:
    with pytest.raises(ProgrammingError, match=r"permission denied|must be owner"), transaction.atomic():
        ask(statement)


def test_only_what_a_stage_closes_is_out_of_reach() -> None:
    """Tables of the frameworks work for the application; what is closed, is closed by a stage's own migration."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND NOT has_table_privilege("
            "%s, format('%%I.%%I', schemaname, tablename), 'SELECT')",
            [database.APP_ROLE],
        )
        closed = [name for (name,) in cursor.fetchall()]
    stages = tuple(f"{name.rpartition('.')[2]}_" for name in settings.STAGES)
    assert [name for name in closed if not name.startswith(stages)] == []


def test_nothing_is_pending() -> None:
    assert database.pending_migrations() == []
