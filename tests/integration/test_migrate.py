"""Migrating is the owner's work, can be repeated, and never gives back a right that a migration took away."""

from __future__ import annotations

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import ProgrammingError, connection
from tests.conftest import Database

from vangnet.config import database


def test_commits_stay_in_the_database_of_the_test(own_database: Database) -> None:
    ContentType.objects.create(app_label="proef", model="proef")
    connection.close()
    assert ContentType.objects.filter(app_label="proef").exists()


@pytest.mark.django_db
def test_and_are_not_seen_by_others() -> None:
    assert not ContentType.objects.filter(app_label="proef").exists()


def test_again_changes_nothing(own_database: Database) -> None:
    assert database.migrate(own_database.url) == 0


def test_again_does_not_give_back_a_right_that_was_taken(own_database: Database) -> None:
    with database.as_owner(own_database.url), connection.cursor() as cursor:
        cursor.execute(f"REVOKE DELETE ON django_content_type FROM {database.APP_ROLE}")
    database.migrate(own_database.url)
    with pytest.raises(ProgrammingError, match="permission denied"), connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_content_type")


def test_owner_is_the_owner_only_inside_the_block(own_database: Database) -> None:
    def who() -> str:
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_user")
            return str(cursor.fetchone()[0])

    with database.as_owner(own_database.url):
        assert who() != database.APP_ROLE
    assert who() == database.APP_ROLE
