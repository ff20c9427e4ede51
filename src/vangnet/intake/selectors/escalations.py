"""Late answers, tellings and words to the person as whoever they climbed to sees them, and as the desk that owes them does."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from django.db import connection
from django.db.models import Count

from vangnet.access import selectors as access
from vangnet.access.types import Actor
from vangnet.audit import services as audit
from vangnet.core.clock import Instant
from vangnet.core.errors import NotVisible
from vangnet.core.statements import Fixed
from vangnet.intake.models import Escalation
from vangnet.intake.selectors.reading import read_desk
from vangnet.intake.types.tables import EscalationView, Late

_CLIMBED = Fixed("""
SELECT id, signal_id, desk_id, level, at, to_agency, to_role, municipality, kind, answer_due, taken_by, taken_at, taken_text,
  ended_at, what
FROM intake_escalation
WHERE to_agency = %(agency)s AND to_role = %(role)s AND ended_at IS NULL AND taken_at IS NULL
ORDER BY answer_due, id LIMIT %(limit)s
""")


def climbed_to(*, actor: Actor, limit: int = 100) -> list[EscalationView]:
    """Return the late answers and tellings that climbed to the actor's function and that nobody took up yet, the latest first."""
    if not access.may(actor=actor, act="intake.escalated"):
        return []
    with connection.cursor() as cursor:
        cursor.execute(_CLIMBED, {"agency": actor.agency_id, "role": actor.role, "limit": limit})
        return [replace(view, what=Late(view.what)) for view in (EscalationView(*row) for row in cursor.fetchall())]


def escalation(*, actor: Actor, escalation_id: UUID, at: Instant) -> EscalationView:
    """Return one late answer that climbed to the actor's function, and record that it was read.

    Raises:
        NotVisible: absent, or it climbed to somebody else.
    """
    may = access.may(actor=actor, act="intake.escalated")
    rows = Escalation.objects.filter(id=escalation_id, to_agency=actor.agency_id, to_role=actor.role)
    row = rows.first() if may else None
    if row is None:
        raise NotVisible
    audit.record(
        actor=actor, at=at, act="intake.read_escalation", object_kind="escalation", object_id=row.id, fields=["desk"]
    )
    return _view(row)


def escalations_of(*, actor: Actor, signal_id: UUID) -> list[EscalationView]:
    """Return to whom a signal at the actor's desk climbed: the answer before the telling, lowest level first."""
    rows = Escalation.objects.filter(signal_id=signal_id, desk_id=read_desk(actor)).order_by("answer_due", "level")
    return [_view(row) for row in rows]


def escalated_by_region(*, region: str | None) -> dict[str, int]:
    """Return how many signals whose answer, telling or word to the person is late have climbed, by region. Background work only."""
    rows = Escalation.objects.filter(ended_at=None)
    if region:
        rows = rows.filter(region=region)
    counted = rows.order_by().values("region").annotate(number=Count("signal_id", distinct=True))
    return dict(counted.values_list("region", "number"))


def _view(row: Escalation) -> EscalationView:
    return EscalationView(
        id=row.id, signal_id=row.signal_id, desk_id=row.desk_id, level=row.level, at=row.at, to_agency=row.to_agency,
        to_role=row.to_role, municipality=row.municipality, kind=row.kind, answer_due=row.answer_due,
        taken_by=row.taken_by, taken_at=row.taken_at, taken_text=row.taken_text, ended_at=row.ended_at,
        what=Late(row.what),
    )  # fmt: skip
