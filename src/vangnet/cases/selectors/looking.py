"""Who looked at a case, and who did what in it."""

from __future__ import annotations

from uuid import UUID

from vangnet.access import selectors as access
from vangnet.access.services import require
from vangnet.access.types import Actor, SightView
from vangnet.audit import selectors as record
from vangnet.audit import services as audit
from vangnet.audit.types import EntryView
from vangnet.core.clock import Instant


def looked(
    *,
    actor: Actor,
    case_id: UUID,
    at: Instant,
    before: tuple[Instant, int] | None = None,
    limit: int = 50,
    sight: SightView | None = None,
) -> list[EntryView]:
    """Return who did what in a case, newest first, also in which lists it showed, and record that this was read too.

    Args:
        before: moment and position of the last line of the page before.
        sight: what the actor may see of the case, when the caller has just asked.

    Raises:
        NotVisible: the case is not in sight.
        NoMandate: the actor's function does not bring reading the record.
    """
    seen = access.sight_of(actor=actor, case_id=case_id, at=at, known=sight)
    require(actor, "cases.audit")
    both = [
        *record.entries_of_case(case_id=case_id, before=before, limit=limit),
        *record.entries_listing(subject_id=seen.subject_id, before=before, limit=limit),
    ]
    found = sorted(both, key=lambda line: (line.at, line.position), reverse=True)[:limit]
    audit.record(
        actor=actor,
        at=at,
        act="audit.read_case",
        case_id=case_id,
        object_kind="record",
        details={"rows": len(found)},
    )
    return found
