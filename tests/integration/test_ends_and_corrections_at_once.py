"""A consent that ends, and a fact that was wrong: at once, for everybody who received something, also who receives it later."""

from __future__ import annotations

from uuid import UUID

import pytest
from tests.case_to_share import AT, TABLE, case_to_share
from tests.country import Country, made_up_country
from tests.integration.test_item_grants import REPAIR, closed, share, texts
from tests.integration.test_item_grants import officer as officer
from tests.integration.test_sharing_by_humans import shared_with

from vangnet.access.services import acting, as_job, system_actor
from vangnet.access.types import Actor
from vangnet.audit.models import Entry as AuditEntry
from vangnet.cases.models import Case
from vangnet.core.clock import local_day
from vangnet.core.ids import new_id
from vangnet.core.workdays import add_workdays
from vangnet.flow.today import Owed, OwedKind, today
from vangnet.sharing import selectors, services
from vangnet.sharing.errors import NotPermitted, VerdictOutdated
from vangnet.sharing.models import Advice, Consent, DisclosedItem, Question
from vangnet.sharing.types import Receiver

pytestmark = pytest.mark.django_db
JOB = system_actor(reason="test")


@pytest.fixture
def country() -> Country:
    return made_up_country()


@pytest.fixture
def case_id(country: Country) -> UUID:
    return case_to_share(country)


def person_of(case_id: UUID) -> UUID:
    with as_job(JOB):
        return Case.objects.get(id=case_id).person_id


def owed(actor: Actor) -> list[Owed]:
    with acting(actor, at=AT):
        work = today(actor=actor, at=AT)
    return [row for row in (*work.late, *work.today, *work.week) if row.kind is OwedKind.UNHEARD]


def test_a_consent_that_is_withdrawn_stops_the_next_sharing_and_the_reading_before_any_reaction_runs(
    country: Country, case_id: UUID, officer: Actor
) -> None:
    director = country.director
    item_id = share(country, case_id, officer)
    assert texts(officer) == [REPAIR]
    again = {"item_ids": [item_id], "motive": "Nog eens.", "at": AT}
    with acting(director):
        question_id = Advice.objects.values_list("question_id", flat=True).get()
        services.disclose(actor=director, question_id=question_id, idempotency_key=str(new_id()), **again)
        consent_id = Consent.objects.values_list("id", flat=True).get()
        services.withdraw_consent(actor=director, consent_id=consent_id, at=AT)
        with pytest.raises((NotPermitted, VerdictOutdated)):
            services.disclose(actor=director, question_id=question_id, idempotency_key=str(new_id()), **again)
    assert texts(officer) == []
    assert set(closed()) == {"verdict-ended"}
    with as_job(JOB):
        line = AuditEntry.objects.get(act="sharing.withdraw_consent")
    assert line.subject_id == person_of(case_id), "a line of the processing log for the person"


def test_whoever_receives_a_wrong_fact_later_hears_with_it_that_it_is_wrong(
    country: Country, case_id: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    director, officer = country.director, country.officer
    to = Receiver("POL", "wijkagent", "Werker 2", officer.worker_id)
    with acting(director):
        item_id = shared_with(country, case_id, to, monkeypatch)
        services.correct(actor=director, case_id=case_id, item_id=item_id, correction="Het doet het weer.", at=AT)
        question_id = Question.objects.order_by("-asked_at", "-id").values_list("id", flat=True)[0]
        services.disclose(
            actor=director, question_id=question_id, item_ids=[item_id], motive="x", idempotency_key="later", at=AT
        )
        later = DisclosedItem.objects.get(disclosure__idempotency_key="later")
    assert (later.correction, later.corrected_at, later.correction_seen_at) == ("Het doet het weer.", AT, None)
    with acting(officer):
        heard = selectors.received_corrections(actor=officer, at=AT)
    assert [one.correction for one in heard] == ["Het doet het weer."] * 2


def test_a_receiver_without_an_account_is_owed_the_word_by_who_directs_until_somebody_says_they_know(
    country: Country, case_id: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    director = country.director
    with acting(director):
        item_id = shared_with(country, case_id, TABLE, monkeypatch)
    assert owed(director) == []
    with acting(director):
        services.correct(actor=director, case_id=case_id, item_id=item_id, correction="Anders.", at=AT)
        (shared,) = selectors.disclosures(actor=director, case_id=case_id, at=AT)
    [row] = owed(director)
    assert (row.case_id, row.detail, row.due_on) == (case_id, "1", add_workdays(local_day(AT), 1))
    assert "Anders" not in str(row)
    assert owed(country.officer) == owed(country.clinician) == owed(country.stranger) == []
    with acting(director):
        services.acknowledge_correction(actor=director, disclosed_id=shared.items[0].id, seen_from="P. Lam", at=AT)
    assert owed(director) == []
    with as_job(JOB):
        line = AuditEntry.objects.get(act="sharing.acknowledge_correction")
    assert line.subject_id == person_of(case_id)
