"""Let go of what a signal says when its term has come: what counts in figures stays, nothing that tells about anybody."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any, Final
from uuid import UUID

from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db.models import CharField, DateTimeField, Field, ForeignKey, JSONField, Model, TextField, UUIDField
from django.db.models.functions import Cast

from vangnet.core.clock import AMSTERDAM, Instant, local_day
from vangnet.intake.models import Escalation, Signal
from vangnet.intake.selectors import signal_view
from vangnet.intake.types import SignalView

# Codes that figures count by. Every other text, list and number of somebody is emptied, also in a column of tomorrow.
KEPT: Final[dict[str, frozenset[str]]] = {
    "Signal": frozenset(
        {"region", "municipality", "channel", "kind", "state", "decision", "routed_by", "desk_id", "reporter_kind"}
    ),
    "Weighing": frozenset({"region", "decision", "decided_by"}),
    "WeighingCriterion": frozenset({"region", "criterion", "finding"}),
    "Feedback": frozenset({"region", "way", "told_by"}),
    "PersonWord": frozenset({"region", "outcome", "said_by"}),
    "Outreach": frozenset({"region", "desk_id", "owner_id"}),
    "Attempt": frozenset({"region", "way", "made_by"}),
    "Escalation": frozenset({"region", "to_role", "municipality", "kind"}),
    "Inclusion": frozenset({"region", "result", "title_now", "title_ever", "decided_by"}),
    "InclusionFinding": frozenset({"region", "criterion", "finding"}),
    "InclusionVote": frozenset({"region", "partner", "vote"}),
    "BoardVote": frozenset({"region", "desk_id", "partner", "vote", "cast_by"}),
}


def take_to_empty(*, signal_id: UUID) -> SignalView | None:
    """Lock a signal for emptying; None when somebody else has it in hand, or it is empty. Background work only."""
    rows = Signal.objects.select_for_update(skip_locked=True)
    row = rows.filter(id=signal_id, emptied_at=None).first()
    return signal_view(row) if row is not None else None


def empty(*, signal_id: UUID, at: Instant) -> dict[str, int]:
    """Empty one signal and all of this stage that hangs on it; the caller records it. Background work only.

    Returns:
        How many rows of each table were emptied.

    Law: Bgs 1.16(1)(b) and Wgs 1.8(7): destroyed or made anonymous.
    """
    counts: dict[str, int] = {}
    for model, path in _hanging():
        rows = model._base_manager.filter(**{path: signal_id})
        found = rows.update(**_blank(model))
        if found:
            counts[model._meta.db_table] = found
    Escalation.objects.filter(signal_id=signal_id, ended_at=None).update(ended_at=at)
    row = Signal.objects.get(id=signal_id)
    Signal.objects.filter(id=signal_id).update(
        emptied_at=at, destroy_on=None, received_at=_day(row.received_at),
        answered_at=_day(row.answered_at) if row.answered_at else None,
    )  # fmt: skip
    return counts


def _day(at: Instant) -> Instant:
    """Return the start of the day on which a moment falls: figures count days, and an hour may tell who it was."""
    return datetime.combine(local_day(at), time(), tzinfo=AMSTERDAM)


def _hanging() -> list[tuple[type[Model], str]]:
    """Return the tables of this stage that hang on a signal, each with the way to it; the signal itself last."""
    found: list[tuple[type[Model], str]] = []
    todo: list[tuple[type[Model], str]] = [(Signal, "id")]
    models = list(apps.get_app_config("intake").get_models())
    while todo:
        above, path = todo.pop()
        found.append((above, path))
        for model in models:
            for field in model._meta.local_fields:
                if isinstance(field, ForeignKey) and field.related_model is above and model is not above:
                    todo.append((model, field.name if path == "id" else f"{field.name}__{path}"))
    return found[::-1]


def _blank(model: type[Model]) -> dict[str, Any]:
    """Return what each column that is not kept becomes."""
    kept = KEPT.get(model.__name__, frozenset({"region"}))
    blank: dict[str, Any] = {}
    for field in model._meta.local_fields:
        if field.primary_key or field.name in kept or isinstance(field, ForeignKey):
            continue
        empty_value = _empty_value(field)
        if empty_value is not _NOTHING:
            blank[field.name] = empty_value
    return blank


_NOTHING: Final = object()


def _empty_value(field: Field[Any, Any]) -> Any:
    """Return what empties a column; a number, a day or a yes tells nothing without its words and stays."""
    if isinstance(field, JSONField):
        return field.get_default() if field.has_default() else {}
    if isinstance(field, ArrayField):
        return []
    if isinstance(field, CharField | TextField):
        return Cast("id", CharField()) if field.name == "idempotency_key" else ""
    if isinstance(field, UUIDField) and field.null:
        return None
    if isinstance(field, DateTimeField) and field.name == "occurred_at":
        return None
    return _NOTHING
