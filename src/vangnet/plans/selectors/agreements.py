"""The agreements of a case, with the names of who does them."""

from __future__ import annotations

from itertools import islice
from uuid import UUID

from django.db import connection

from vangnet.access import selectors as access
from vangnet.access.types import Actor, SightView
from vangnet.core.clock import Instant
from vangnet.core.statements import Fixed
from vangnet.plans.types import AgreementView

_AGREEMENTS = Fixed("""
SELECT a.id, a.nr, a.what, a.why, a.owner_id, coalesce(w.name || ', ' || g.name, a.owner_name), a.deputy_id,
  coalesce(d.name, ''), a.due_on, a.done_on, a.repeats_days, a.category, a.version
FROM plans_agreement a
LEFT JOIN access_worker w ON w.id = a.owner_id LEFT JOIN access_agency g ON g.id = w.agency_id
LEFT JOIN access_worker d ON d.id = a.deputy_id
WHERE a.case_id = %s
ORDER BY a.done_on DESC NULLS FIRST, a.due_on, a.nr
""")


def agreements(
    *, actor: Actor, case_id: UUID, at: Instant, sight: SightView | None = None, limit: int = 200
) -> list[AgreementView]:
    """Return the agreements of a case the actor may see: open ones by day, then the last ones done.

    Args:
        sight: what the actor may see of the case, when the caller has just asked.
        limit: most agreements to return; open ones come first.

    Raises:
        NotVisible: the case is not in sight.
    """
    seen = access.sight_of(actor=actor, case_id=case_id, at=at, known=sight)
    with connection.cursor() as cursor:
        cursor.execute(_AGREEMENTS, [case_id])
        rows = cursor.fetchall()
    return [
        AgreementView(row[0], case_id, *row[1:])
        for row in islice((row for row in rows if seen.may_see(row[11])), limit)
    ]
