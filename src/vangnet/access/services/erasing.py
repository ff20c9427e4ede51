"""Remove everything that hangs on one case, signal or person, in every stage; for the end of a term and nothing else.

One eraser for all stages: what hangs where is read from the tables themselves, so that a table that is added tomorrow is
emptied too. It works as a role of the database that is used for nothing else; the application may not remove verdicts,
disclosures or facts.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Final
from uuid import UUID

from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db.models import SET_NULL, ForeignKey, Model, Q, QuerySet, UUIDField

from vangnet.access.errors import NoMandate
from vangnet.access.services import _role, acting
from vangnet.access.types import Actor

RETENTION_ROLE: Final = "vangnet_retention"
# What is destroyed -> its table, and the word by which columns without a foreign key point at it.
ROOTS: Final = {
    "case": ("cases.Case", ("case",)),
    "signal": ("intake.Signal", ("signal",)),
    "person": ("people.Person", ("person", "subject")),
}


# A case is destroyed by its own term, never because its person goes; what hangs on a signal at its desk is emptied there.
OF_THEIR_OWN: Final = {"person": ("cases.Case",), "signal": ("intake",)}


# A row that lists two sides by number stays as long as anybody of it does: table, the lists, and the table of who is listed.
SHARED: Final = {"people.RecordSplit": (("taken", "kept"), "people.SourceRecord")}


@dataclass(frozen=True, slots=True)
class _Root:
    """What is destroyed.

    Args:
        words: parts of the names of columns that point at it without a foreign key.
        spared: tables that stay, and all that hangs on them.
        numbers: ids of what hangs on it in its own stage, for columns that hold a list of such ids.
    """

    model: type[Model]
    words: tuple[str, ...]
    id: UUID
    spared: frozenset[type[Model]]
    numbers: tuple[UUID, ...] = ()


@contextmanager
def as_retention(actor: Actor) -> Iterator[None]:
    """Open a transaction of the work that destroys; only this role may remove what others may only add.

    Args:
        actor: made by `system_actor`; anybody else is refused.

    Raises:
        NoMandate: a person tried to destroy.
    """
    if not actor.is_system:
        raise NoMandate("retention.run")
    with acting(actor), _role(RETENTION_ROLE):
        yield


def erase(kind: str, object_id: UUID) -> dict[str, int]:
    """Remove everything that points at a case, signal or person, and the thing itself. Inside `as_retention` only.

    A row whose key says that it stays (`SET_NULL`) is somebody else's: it only no longer names what goes.

    Args:
        kind: `case`, `signal` or `person`; a signal itself stays, `intake` makes it anonymous.

    Returns:
        How many rows of each table went; tables without any are left out.
    """
    label, words = ROOTS[kind]
    root = apps.get_model(label)
    own = OF_THEIR_OWN.get(kind, ())
    spared = {model for model in _models() if model._meta.label in own or model._meta.app_label in own}
    models = [model for model in _models() if model not in spared]
    of = _Root(root, words, object_id, frozenset(spared - {root}))
    of = replace(of, numbers=_numbers_of(models, of))
    counts: dict[str, int] = {}
    for model in _children_first(models):
        wanted = _hanging(model, of, depth=4)
        if wanted is not None:
            found = _remove(model, wanted, of)
            if found:
                counts[model._meta.db_table] = found
        _let_go(model, of)
    return counts


def _remove(model: type[Model], wanted: Q, of: _Root) -> int:
    """Remove the rows of a table that hang on a thing; return how many."""
    rows = model._base_manager.filter(wanted)
    if model._meta.label in SHARED:
        rows = rows.exclude(pk__in=_still_needed(rows, of))
    return rows._raw_delete(rows.db)


def _let_go(model: type[Model], of: _Root) -> None:
    """Empty the keys of rows that only name what goes, and are somebody else's."""
    for field in _keys(model):
        named = _through(field, of, depth=4) if _only_names(field) else None
        if named is not None:
            model._base_manager.filter(named).update(**{field.name: None})


def _only_names(field: ForeignKey[Model, Model]) -> bool:
    """Return whether a row stays when what this key points at goes."""
    return field.remote_field.on_delete is SET_NULL


def erasable() -> list[str]:
    """Return the tables of which something can hang on a case, signal or person; only from these anything is removed."""
    found: set[str] = set()
    for label, words in ROOTS.values():
        of = _Root(apps.get_model(label), words, UUID(int=0), frozenset())
        found |= {model._meta.db_table for model in _models() if _hanging(model, of, depth=4) is not None}
    return sorted(found)


def _models() -> list[type[Model]]:
    """Return the tables of all stages but the record, which holds no content and is kept by its own terms."""
    return [
        model
        for model in apps.get_models()
        if model.__module__.startswith("vangnet.") and model._meta.app_label != "audit" and model._meta.managed
    ]


def _children_first(models: list[type[Model]]) -> list[type[Model]]:
    """Return tables so that none comes after one that it points at."""
    left, ordered = list(models), []
    while left:
        pointed = {key.related_model for model in left for key in _keys(model) if key.related_model is not model}
        free = [model for model in left if model not in pointed] or left[:1]
        ordered += free
        left = [model for model in left if model not in free]
    return ordered


def _keys(model: type[Model]) -> list[ForeignKey[Model, Model]]:
    return [field for field in model._meta.local_fields if isinstance(field, ForeignKey)]


def _numbers_of(models: list[type[Model]], of: _Root) -> tuple[UUID, ...]:
    """Return the ids of what hangs on a thing in its own stage."""
    found: list[UUID] = []
    for model in models:
        if model._meta.app_label == of.model._meta.app_label and isinstance(model._meta.pk, UUIDField):
            wanted = _hanging(model, of, depth=4)
            if wanted is not None:
                found += model._base_manager.filter(wanted).values_list("pk", flat=True)
    return tuple(found)


def _still_needed(rows: QuerySet[Model], of: _Root) -> list[UUID]:
    """Return those rows that list somebody who stays."""
    lists, label = SHARED[rows.model._meta.label]
    listed = {row[0]: set().union(*row[1:]) - {of.id, *of.numbers} for row in rows.values_list("pk", *lists)}
    others = set().union(*listed.values())
    stay = set(apps.get_model(label)._base_manager.filter(pk__in=others).values_list("pk", flat=True))
    return [pk for pk, named in listed.items() if named & stay]


def _hanging(model: type[Model], of: _Root, *, depth: int) -> Q | None:
    """Return which rows of a table hang on a thing, directly or through another table; None when none can."""
    if model is of.model:
        return Q(pk=of.id)
    if model in of.spared:
        return None
    found: Q | None = None
    for field in model._meta.local_fields:
        part: Q | None = None
        if isinstance(field, ForeignKey):
            part = None if _only_names(field) else _through(field, of, depth=depth)
        elif isinstance(field, ArrayField) and isinstance(field.base_field, UUIDField):
            same_stage = model._meta.app_label == of.model._meta.app_label
            part = Q(**{f"{field.name}__overlap": [of.id, *of.numbers]}) if same_stage else None
        elif isinstance(field, UUIDField) and not field.primary_key and _points(field.name, of.words):
            part = Q(**{field.name: of.id})
        if part is not None:
            found = part if found is None else found | part
    return found


def _through(field: ForeignKey[Model, Model], of: _Root, *, depth: int) -> Q | None:
    """Return which rows hang on a thing by one foreign key."""
    above = field.related_model
    if above is of.model:
        return Q(**{field.attname: of.id})
    if not depth or above is field.model or not isinstance(above, type):
        return None
    wanted = _hanging(above, of, depth=depth - 1)
    return None if wanted is None else Q(**{f"{field.name}__in": above._base_manager.filter(wanted)})


def _points(name: str, words: tuple[str, ...]) -> bool:
    """Return whether a column without a foreign key points at what the words name.

    >>> _points("subject_id", ("person", "subject")), _points("answered_by", ("person", "subject"))
    (True, False)
    """
    return bool(set(name.split("_")) & set(words))
