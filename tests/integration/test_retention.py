"""Until when may it be kept, and why: from the first processing, not from the day somebody opened a case."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from tests.country import made_up_country

from vangnet.access.services import as_job, system_actor
from vangnet.cases.selectors.of_person import KeptCase
from vangnet.flow.retention import NOT_TAKEN_UP_DAYS, case_term, signal_term, terms
from vangnet.intake.selectors.keeping import kept_signals
from vangnet.intake.types import WeighingDecision

AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
CASE = KeptCase(UUID(int=1), "2026-1", "ZVH04", None, date(2026, 11, 23), None, UUID(int=2))


def test_five_years_run_from_the_first_processing() -> None:
    term = case_term(CASE, first_processed=date(2026, 10, 1))
    assert (term.since, term.until, term.rule) == (date(2026, 10, 1), date(2031, 10, 1), "R01")
    assert case_term(CASE, first_processed=None).until == date(2031, 11, 23)
    assert "Wgs artikel 1.8 lid 7" in term.why


def test_a_closed_case_is_shielded_and_its_term_stays() -> None:
    closed = case_term(replace(CASE, closed_on=date(2027, 1, 1)), first_processed=None)
    assert closed.shielded
    assert closed.until == case_term(CASE, first_processed=None).until
    assert not case_term(CASE, first_processed=None).shielded


@pytest.mark.django_db
def test_every_signal_and_case_has_a_term_and_what_was_not_taken_up_goes_soon() -> None:
    case_id = made_up_country().case(at=AT)
    with as_job(system_actor(reason="test")):
        found = {(term.kind, term.id): term for term in terms(at=AT)}
        [signal] = kept_signals()
    assert set(found) == {("case", case_id), ("signal", signal.id)}
    assert {term.until for term in found.values()} == {date(2031, 11, 23)}
    dropped = signal_term(replace(signal, decision=WeighingDecision.NOT_TAKEN_UP, answered_at=AT))
    assert (dropped.rule, (dropped.until - dropped.since).days) == ("R02", NOT_TAKEN_UP_DAYS)
