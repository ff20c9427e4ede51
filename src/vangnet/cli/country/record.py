"""The lines that the history left in the record: few and of the last months only, so that the country loads fast; true to the rows."""

from __future__ import annotations

from datetime import timedelta
from typing import Final
from uuid import UUID

from vangnet.access.models import Worker
from vangnet.audit.models import Entry
from vangnet.cli.country.casework import CaseFile
from vangnet.cli.country.chance import Chance, days_before, start_of
from vangnet.cli.country.signals import Desks
from vangnet.core.clock import Instant, local_day
from vangnet.plans.models import Plan

# Days of the record; each day has a chain of its own to seal.
KEPT: Final = 120


def of_case(chance: Chance, desks: Desks, file: CaseFile, plans: list[Plan], *, reads: bool) -> list[Entry]:
    """Return who opened the case and adopted its plans, and with `reads` who looked at it lately."""
    opened_at = start_of(file.case.opened_on) + timedelta(hours=11)
    lines = [_line(chance, file, file.director, at=opened_at, act="cases.open", kind="case", about=file.case.id)]
    for plan in plans:
        assert plan.adopted_at is not None
        lines.append(
            _line(chance, file, file.director, at=plan.adopted_at, act="plans.adopt", kind="plan", about=plan.id)
        )
    if reads:
        for worker in file.holders.values():
            ago = chance.between(1, min(20, file.shape.opened))
            at = chance.moment(days_before(desks.day, ago))
            line = _line(chance, file, worker, at=at, act="cases.read", kind="case", about=file.case.id)
            line.fields, line.ground = ["case", "person", "slots"], "own"
            lines.append(line)
    oldest = days_before(desks.day, KEPT)
    return [line for line in lines if line.day >= oldest]


def _line(chance: Chance, file: CaseFile, worker: Worker, *, at: Instant, act: str, kind: str, about: UUID) -> Entry:
    return Entry(
        day=local_day(at), id=chance.new_id(at), at=at, act=act, worker_id=worker.id, agency_id=worker.agency_id,
        region=file.case.region, case_id=file.case.id, subject_id=file.case.person_id, object_kind=kind, object_id=about,
        fields=[], ground="", purpose="zvh_case", outcome="done", trace_id="", details={},
    )  # fmt: skip
