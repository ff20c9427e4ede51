"""A later stage may point back at an earlier one; an earlier stage never knows who points at it (DESIGN section 3)."""

from __future__ import annotations

from collections.abc import Iterator

from django.apps import apps
from django.db.migrations.loader import MigrationLoader
from django.db.models import Field, ForeignObject, Model
from tests.architecture.test_stages import STAGES


def stage_of(model: type[Model]) -> str:
    """Return the stage a model belongs to; empty when it is not one of ours.

    >>> stage_of(apps.get_model("access", "Worker"))
    'access'
    """
    parts = model.__module__.split(".")
    return parts[1] if parts[0] == "vangnet" else ""


def pointers() -> Iterator[tuple[str, str, Field]]:
    """Yield every foreign key between two stages, with both."""
    for model in apps.get_models():
        for field in model._meta.local_fields:
            if isinstance(field, ForeignObject) and isinstance(field.related_model, type):
                here, there = stage_of(model), stage_of(field.related_model)
                if here and there and here != there:
                    yield here, there, field


def test_pointers_point_back():
    ahead = [f"{field} -> {there}" for here, there, field in pointers() if STAGES.index(there) > STAGES.index(here)]
    assert ahead == []


def test_nobody_is_told_who_points_at_them():
    named = [str(field) for _, _, field in pointers() if not field.remote_field.hidden]
    assert named == []


def test_there_are_pointers_to_judge():
    assert len(list(pointers())) > 3


def test_each_app_ends_in_one_migration():
    """Two people who number a migration the same leave a database that cannot be brought up to date."""
    assert MigrationLoader(None).detect_conflicts() == {}
