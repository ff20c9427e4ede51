"""What was learned while records of two people lay together: read from the record, so that it can be put right."""

from __future__ import annotations

from uuid import UUID

from vangnet.access import selectors as access
from vangnet.access.services import require
from vangnet.access.types import SYSTEM_WORKER, Actor
from vangnet.audit import selectors as record
from vangnet.audit import services as audit
from vangnet.core.clock import Instant
from vangnet.people.rules.learning import learned as sort_out
from vangnet.people.selectors.clusters import split_of
from vangnet.people.types.learning import LearnedView

_MANY = 5_000


def learned(*, actor: Actor, split_id: UUID, at: Instant) -> LearnedView:
    """Return who read, wrote, looked at signals or passed something on while the records lay together.

    Raises:
        NotVisible: absent, or not a record of both sides in sight.
        NoMandate: the actor does not decide about records.

    Law: AVG article 5(1)(d) and 19: what is wrong is put right, also with those who received it.
    """
    split = split_of(split_id=split_id)
    require(actor, "people.link")
    sides = dict.fromkeys(split.taken, "taken") | dict.fromkeys(split.kept, "kept")
    cases = {
        case_id: side
        for subject_id, side in sides.items()
        for case_id in record.cases_of_subject(subject_id=subject_id, until=split.split_at)
    }
    entries = record.entries_about(
        subject_ids=list(sides), since=split.together_since, until=split.split_at, limit=_MANY
    )
    by_people = [entry for entry in entries if entry.worker_id != SYSTEM_WORKER]
    seen = {sight.case_id for sight in access.sights_of(actor=actor, case_ids=list(cases), at=at)}
    rows, elsewhere = sort_out(by_people, sides=sides, cases=cases, seen=seen)
    audit.record(
        actor=actor, at=at, act="people.read_learned", object_kind="record_split", object_id=split_id,
        details={"rows": len(rows)},
    )  # fmt: skip
    return LearnedView(split=split, rows=rows, elsewhere=elsewhere, cut=len(entries) == _MANY)
