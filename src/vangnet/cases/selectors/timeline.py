"""What happened in a case, line by line."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import connection

from vangnet.access import selectors as access
from vangnet.access.types import Actor, SightView
from vangnet.audit import services as audit
from vangnet.cases.types import EntryKind, EntryView
from vangnet.core.clock import Instant
from vangnet.core.statements import Fixed

_LINES = """
SELECT e.id, e.at, e.kind, e.title, e.text, e.category, w.name, g.name, e.object_id
FROM cases_entry e LEFT JOIN access_worker w ON w.id = e.author_id LEFT JOIN access_agency g ON g.id = w.agency_id
WHERE e.case_id = %(case)s AND e.category = ANY(%(categories)s){narrowed}
ORDER BY e.at DESC, e.id DESC LIMIT %(limit)s
"""
_KINDS = " AND e.kind = ANY(%(kinds)s)"
_BEFORE = " AND (e.at, e.id) < (%(moment)s, %(line)s)"


def timeline(
    *,
    actor: Actor,
    case_id: UUID,
    at: Instant,
    kinds: Sequence[EntryKind] = (),
    before: tuple[Instant, UUID] | None = None,
    limit: int = 30,
    sight: SightView | None = None,
) -> list[EntryView]:
    """Return lines of the timeline the actor may see, newest first, and record the read.

    Args:
        kinds: only these kinds; all when empty.
        before: moment and id of the last line of the page before.
        sight: what the actor may see of the case, when the caller has just asked.

    Raises:
        NotVisible: the case is not in sight.
    """
    sight = access.sight_of(actor=actor, case_id=case_id, at=at, known=sight)
    values: dict[str, Any] = {"case": case_id, "categories": list(sight.seen_categories()), "limit": limit}
    if kinds:
        values["kinds"] = [kind.value for kind in kinds]
    if before is not None:
        values |= {"moment": before[0], "line": before[1]}
    with connection.cursor() as cursor:
        cursor.execute(_statement(bool(kinds), before is not None), values)
        found = cursor.fetchall()
    audit.record(
        actor=actor, at=at, act="cases.read_timeline", case_id=case_id,
        subject_id=sight.subject_id, object_kind="entry", fields=["title", "text"] if found else [],
        details={"rows": len(found)},
    )  # fmt: skip
    return [
        EntryView(
            id=line_id,
            case_id=case_id,
            at=moment,
            kind=EntryKind(kind),
            title=title,
            text=text,
            category=category,
            author_name="Vangnet" if author is None else author,
            agency_name=agency or "",
            object_id=object_id,
        )
        for line_id, moment, kind, title, text, category, author, agency, object_id in found
    ]


@functools.cache
def _statement(by_kind: bool, before: bool) -> Fixed:
    return Fixed(_LINES.format(narrowed=(_KINDS if by_kind else "") + (_BEFORE if before else "")))
