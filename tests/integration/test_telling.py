"""Telling the reporter has a moment of its own: it is owed by the desk, and climbs by itself when it is late."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from tests.country import Country
from tests.integration.test_tables import JOB, country, manager, meldpunt, weigh
from tests.integration.test_tables import signal as reported

from vangnet.access.services import acting, as_job
from vangnet.access.types import Actor
from vangnet.flow import reactions
from vangnet.flow.today import OwedKind, today
from vangnet.intake import selectors, services
from vangnet.intake.engine import conventions
from vangnet.intake.models import Escalation, Signal
from vangnet.intake.services.emptying import empty
from vangnet.intake.types import SignalView, ToldBy, WeighingDecision
from vangnet.intake.types.conventions import Terms

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


# What the weekly table is tried with.
__all__ = ["country", "manager", "meldpunt"]


def signal(actor: Actor, *, key: str = "k", at: datetime = AT, **more: object) -> SignalView:
    return reported(actor, key=key, at=at, **{"reporter_kind": "inhabitant", "reporter_contact": "06 0000 0000"} | more)


def climb(at: datetime) -> int:
    with as_job(JOB):
        return services.escalate_due(actor=JOB, at=at)


def owed_kinds(actor: Actor, at: datetime) -> list[OwedKind]:
    with acting(actor):
        shown = today(actor=actor, at=at)
        return [row.kind for row in (*shown.late, *shown.today, *shown.week)]


def tell(actor: Actor, view: SignalView, at: datetime) -> None:
    with acting(actor):
        services.tell_reporter(
            actor=actor, signal_id=view.id, way=ToldBy.PHONE, text="We look at it.", idempotency_key="t", at=at
        )


def test_whoever_reported_hears_of_the_answer_in_time_or_it_climbs(country: Country, meldpunt: Actor, manager: Actor):
    view = signal(meldpunt)
    weigh(meldpunt, view, WeighingDecision.LOCAL)  # on Monday at 9:00 in UTC: two working days is Wednesday at 17:00
    due = datetime(2026, 11, 25, 16, 0, tzinfo=UTC)
    with acting(meldpunt):
        assert selectors.signal(actor=meldpunt, signal_id=view.id, at=AT).tell_due == due
    assert owed_kinds(meldpunt, AT).count(OwedKind.TELL) == 1
    assert climb(due - timedelta(minutes=1)) == 0
    assert climb(due) == 1
    assert climb(due + timedelta(hours=1)) == 0
    later = due + timedelta(days=2)
    assert climb(later) == 1
    for actor in (country.director, manager):
        with acting(actor):
            (row,) = [row for row in today(actor=actor, at=later).late if row.kind is OwedKind.ESCALATION]
            assert (row.detail, row.note) == ("telling", "Meldpunt IJsselland")
            assert not Signal.objects.exists()
    with as_job(JOB):
        assert selectors.unanswered_by_region(region="ZVH04", at=due + timedelta(days=1)) == {"ZVH04": 1}
    tell(meldpunt, view, later)
    reactions.run(at=later)
    with as_job(JOB):
        assert not Escalation.objects.filter(ended_at=None).exists()
        assert selectors.unanswered_by_region(region="ZVH04", at=due + timedelta(days=1)).get("ZVH04", 0) == 0
    assert OwedKind.TELL not in owed_kinds(meldpunt, later)
    assert climb(later + timedelta(days=5)) == 0


def test_an_answer_lets_go_of_the_late_answer_and_not_of_the_late_telling(country: Country, meldpunt: Actor):
    view = signal(meldpunt)
    climb(view.answer_due)
    weigh(meldpunt, view, WeighingDecision.LOCAL, at=view.answer_due)
    told_by = view.answer_due + timedelta(days=7)
    climb(told_by)
    reactions.run(at=told_by)
    with as_job(JOB):
        assert set(Escalation.objects.filter(ended_at=None).values_list("what", flat=True)) == {"telling"}


def test_a_region_sets_its_own_term_to_tell_and_an_older_agreement_keeps_one(country: Country, meldpunt: Actor):
    text = """
what: terms
scope: ZVH04
version: 1
valid_from: 2026-11-01
source: made up
follow_up: { local: 10 }
tell_reporter: 5
"""
    assert conventions.parse(text.replace("tell_reporter: 5\n", "")).value == Terms({WeighingDecision.LOCAL: 10}, 2)
    with as_job(JOB):
        services.store_convention(actor=JOB, text=text, at=AT)
    view = signal(meldpunt)
    weigh(meldpunt, view, WeighingDecision.LOCAL)
    with as_job(JOB):
        assert Signal.objects.get().tell_due == datetime(2026, 11, 30, 16, 0, tzinfo=UTC)


def test_nobody_is_owed_word_who_left_no_way_to_be_told_or_decides_themself(country: Country, meldpunt: Actor):
    # Whoever decides saw it and reported it with their own name and number, and knows.
    mine = signal(meldpunt, key="mine", reporter_kind="", reporter_name="Melder", reporter_contact="038 000 0001")
    weigh(meldpunt, mine, WeighingDecision.LOCAL)
    theirs = signal(meldpunt, key="theirs", reporter_contact="")
    with as_job(JOB):
        Signal.objects.filter(id=theirs.id).update(reported_by=None)
    weigh(meldpunt, theirs, WeighingDecision.LOCAL)
    with as_job(JOB):
        assert not Signal.objects.filter(tell_due__isnull=False).exists()
    assert climb(AT + timedelta(days=30)) == 0


def test_advice_is_owed_once_by_telling_it(country: Country, meldpunt: Actor):
    view = signal(meldpunt)
    weigh(meldpunt, view, WeighingDecision.ADVICE)
    assert sorted(owed_kinds(meldpunt, AT)) == [OwedKind.DECIDED]
    tell(meldpunt, view, AT)
    assert owed_kinds(meldpunt, AT) == []


def test_who_may_not_answer_is_not_asked_to_tell_and_an_emptied_signal_asks_nobody(country: Country, meldpunt: Actor):
    view = signal(meldpunt)
    weigh(meldpunt, view, WeighingDecision.LOCAL)
    assert OwedKind.TELL not in owed_kinds(replace(meldpunt, role="wijkagent"), AT)
    climb(AT + timedelta(days=7))
    with as_job(JOB):
        empty(signal_id=view.id, at=AT)
        assert not Escalation.objects.filter(ended_at=None).exists()
    assert owed_kinds(meldpunt, AT) == []
    assert climb(AT + timedelta(days=30)) == 0
