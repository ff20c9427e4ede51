"""Say when the people around a case meet next."""

from __future__ import annotations

from uuid import UUID

from vangnet.access.services.directing import require_in_case
from vangnet.access.types import Actor
from vangnet.audit import services as audit
from vangnet.cases import rules
from vangnet.cases.models import Meeting
from vangnet.cases.services.locks import lock_open
from vangnet.core.clock import Instant


def plan_meeting(*, actor: Actor, case_id: UUID, meets_at: Instant, place: str, key: UUID, at: Instant) -> UUID:
    """Plan the next meeting of a case; a later plan takes its place, and the earlier one stays on record.

    Args:
        meets_at: when the meeting begins; not in the past.
        place: where, in words; may be empty.
        key: of the form; the same key twice is one meeting.

    Returns:
        The id of the meeting.

    Raises:
        NotVisible: the case is not in sight.
        CaseClosed: it is closed.
        NoMandate: the actor does not direct this case.
        MeetingUnreadable: the moment has passed.
    """
    case = lock_open(case_id)
    require_in_case(actor, "cases.decide", case_id=case.id, at=at)
    rules.check_meeting(meets_at=meets_at, at=at)
    if Meeting.objects.filter(id=key, case=case).exists():
        return key
    Meeting.objects.create(id=key, region=case.region, case=case, at=meets_at, place=place.strip()[:120])
    case.next_meeting_at = meets_at
    case.save(update_fields=["next_meeting_at"])
    audit.record(
        actor=actor, at=at, act="cases.plan_meeting", event=True, case_id=case.id, subject_id=case.person_id,
        object_kind="meeting", object_id=key,
    )  # fmt: skip
    return key
