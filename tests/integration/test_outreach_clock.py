"""The day on which outreach is looked at again is on Vandaag, first with who tries, and counts when it has passed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import UUID

import pytest
from tests.country import Country
from tests.integration.test_person_word import colleague
from tests.integration.test_tables import AT, JOB, country, meldpunt, signal, weigh

from vangnet.access.services import acting, as_job
from vangnet.access.types import Actor
from vangnet.flow import promises
from vangnet.flow.today import Owed, OwedKind, today
from vangnet.intake import services
from vangnet.intake.types import WeighingDecision

pytestmark = pytest.mark.django_db
REVIEW = date(2026, 12, 21)
__all__ = ["country", "meldpunt"]


@pytest.fixture
def outreach(meldpunt: Actor) -> UUID:
    view = signal(meldpunt)
    weigh(meldpunt, view, WeighingDecision.OUTREACH)
    with acting(meldpunt):
        return services.keep_in_view(
            actor=meldpunt, signal_id=view.id, ground="Laat niemand binnen.", owner_id=meldpunt.worker_id,
            review_on=REVIEW, at=AT,
        )  # fmt: skip


def owed(actor: Actor, at: datetime) -> tuple[list[Owed], list[Owed]]:
    """Return what is mine to look at, and what somebody else still has time for."""
    with acting(actor):
        shown = today(actor=actor, at=at)
    mine = [row for row in (*shown.late, *shown.today, *shown.week) if row.kind is OwedKind.OUTREACH]
    return mine, [row for row in shown.waiting if row.kind is OwedKind.OUTREACH]


def late(at: datetime) -> int:
    with as_job(JOB):
        return next(one.violations or 0 for one in promises.count(region="ZVH04", at=at) if one.code == "P4")


def test_outreach_is_owed_on_its_day_and_late_after_it(country: Country, meldpunt: Actor, outreach: UUID) -> None:
    at, other = AT + timedelta(days=28), colleague(meldpunt)  # 21 December
    assert owed(meldpunt, AT) == ([], [])
    ((row,), _) = owed(meldpunt, at)
    assert (row.object_id, row.due_on, row.note) == (outreach, REVIEW, "Laat niemand binnen.")
    assert [len(rows) for rows in owed(other, at)] == [0, 1]
    assert [len(rows) for rows in owed(other, at + timedelta(days=1))] == [1, 0]
    for nobody in (country.director, replace(meldpunt, role="wijkagent")):
        assert owed(nobody, at + timedelta(days=1)) == ([], [])
    before = late(at)
    assert late(at + timedelta(days=1)) == before + 1
    with acting(meldpunt):
        services.end_outreach(actor=meldpunt, outreach_id=outreach, version=1, why="Heeft hulp.", at=at)
    assert owed(meldpunt, at + timedelta(days=1)) == ([], [])
    assert late(at + timedelta(days=1)) == before
