"""Action `see` on a resource of type `casus`: does this colleague see this case now?

Only about workers of the caller's own organisation. Unknown, of another organisation, absent or simply not in sight: each is
the same bare deny. The answer is about this moment; what somebody saw last year is in the record and not here.
"""

from __future__ import annotations

from datetime import date
from uuid import UUID

from vangnet.access import selectors as access
from vangnet.access.selectors import own_people
from vangnet.access.services import acting, as_job, system_actor
from vangnet.access.types import Actor, SightView
from vangnet.api.authzen.types import Context, Decision, EntityKey, Found, Kind, Slice
from vangnet.core.clock import Instant
from vangnet.core.errors import NotVisible
from vangnet.core.strict_json import JsonValue

SEE, CASE, PROFESSIONAL = "see", "casus", "professional"
DENY = Decision(False)


def sight(caller: Actor, subject_id: str, case_id: str, category: JsonValue, at: Instant) -> SightView | None:
    """Return what a colleague of the caller sees of a case now, or None.

    Args:
        category: a category that must be in sight too; None for any sight at all.
    """
    colleague, case = colleague_of(caller, subject_id), _uuid(case_id)
    if colleague is None or case is None:
        return None
    try:
        with acting(colleague, at=at):
            found = access.sight(actor=colleague, case_id=case, at=at)
    except NotVisible:
        return None
    return found if _includes(found, category) else None


def cases(caller: Actor, subject_id: str, resource: Kind, context: Context, part: Slice) -> Found[EntityKey]:
    """Return the cases that a colleague of the caller sees now, in the order in which something is owed."""
    colleague = colleague_of(caller, subject_id)
    if colleague is None or part.limit == 0:
        return Found(())
    day, _, last = part.cursor.partition("/")
    with acting(colleague, at=context.received):
        page = access.sights_page(
            actor=colleague,
            at=context.received,
            after=(date.fromisoformat(day), UUID(last)) if last else None,
            limit=part.limit,
        )
    category = resource.properties.get("category")
    found = tuple(EntityKey(CASE, str(one.case_id)) for one in page.sights if _includes(one, category))
    return Found(found, f"{page.after[0].isoformat()}/{page.after[1]}" if page.after else "")


def professionals(caller: Actor, case_id: str, category: JsonValue, context: Context, part: Slice) -> Found[EntityKey]:
    """Return which colleagues of the caller see a case now, by id."""
    case = _uuid(case_id)
    if case is None or part.limit == 0 or not (category is None or isinstance(category, str)):
        return Found(())
    with as_job(system_actor(reason="decision-point", region=caller.region, trace_id=caller.trace_id)):
        found = own_people.colleagues_in_sight(
            actor=caller,
            case_id=case,
            category=category,
            at=context.received,
            after=_uuid(part.cursor),
            limit=part.limit + 1,
        )
    page = found[: part.limit]
    items = tuple(EntityKey(PROFESSIONAL, str(worker_id)) for worker_id in page)
    return Found(items, str(page[-1]) if len(found) > part.limit else "")


def colleague_of(caller: Actor, subject_id: str) -> Actor | None:
    """Return the professional of the caller's own organisation with this id, or None."""
    worker_id = _uuid(subject_id)
    if worker_id is None:
        return None
    try:
        return own_people.colleague(actor=caller, worker_id=worker_id)
    except NotVisible:
        return None


def _includes(found: SightView, category: JsonValue) -> bool:
    return category is None or (isinstance(category, str) and found.may_see(category))


def _uuid(text: str) -> UUID | None:
    """Return the id in its one usual spelling; anything else names nothing."""
    try:
        found = UUID(text)
    except ValueError:
        return None
    return found if str(found) == text else None
