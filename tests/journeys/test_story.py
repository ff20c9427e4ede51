"""The story of two years keeps every promise, and would say so if one were broken."""

from __future__ import annotations

import pytest

from vangnet.audit import services as audit
from vangnet.cases.models import Case
from vangnet.cli.tale import cast, scenes, telling
from vangnet.plans import services as plans

pytestmark = pytest.mark.django_db


def test_every_promise_is_kept() -> None:
    ledger = telling.play(cast.make(), scenes.SCENES)
    assert ledger.broken == []
    assert [moment.day for moment in ledger.moments] == sorted(moment.day for moment in ledger.moments)
    assert {moment.promise for moment in ledger.moments if moment.state == "kept"} >= {"P1", "P2", "P3", "P4"}
    assert Case.objects.count() == 0, "outside an actor's block nothing is seen"


def test_a_plan_that_is_never_flagged_breaks_the_first_promise(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plans, "flag", lambda **_: None)
    ledger = telling.play(cast.make(), scenes.SCENES)
    assert {moment.promise for moment in ledger.broken} == {"P1"}


def test_where_facts_were_missed_the_question_the_answer_and_the_log_are_told() -> None:
    ledger = telling.play(cast.make(), scenes.SCENES)
    told = [moment for moment in ledger.moments if moment.lines]
    assert len(told) == 5
    assert {moment.failure for moment in told} == {"F2"}
    for moment in told:
        assert any(line.startswith("Antwoord: ") for line in moment.lines)
        assert moment.lines[-1].startswith("Log: ")
    assert sum(line.startswith("Nog nodig: ") for line in told[0].lines) == 4


def test_a_log_that_does_not_hold_together_breaks_the_third_promise(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audit, "record_decision", lambda **_: None)
    ledger = telling.play(cast.make(), scenes.SCENES)
    assert {moment.promise for moment in ledger.broken} == {"P3"}
    assert len(ledger.broken) == 5
