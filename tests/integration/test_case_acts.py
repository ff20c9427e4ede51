"""Acts of a case that can be sent twice or undone: agreements, decisions, notes; and who covers a role today."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from tests.country import Country, made_up_country

from vangnet.access.services import acting
from vangnet.cases import selectors as cases
from vangnet.cases import services
from vangnet.cases.errors import NoteUnreadable
from vangnet.cases.models import Decision
from vangnet.cases.types import Cover, EntryKind
from vangnet.core.errors import NotVisible, StaleVersion
from vangnet.core.ids import new_id
from vangnet.core.periods import Period
from vangnet.flow.today import OwedKind, today
from vangnet.plans import selectors as plans
from vangnet.plans import services as plan_services
from vangnet.plans.errors import AgreementOpen
from vangnet.plans.types import NewAgreement

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
TODAY = date(2026, 11, 23)


@pytest.fixture
def country(db: None) -> Country:
    return made_up_country()


def agreed(country: Country, case_id: UUID, *, repeats_days: int = 0, owner: UUID | None = None) -> UUID:
    """Make an agreement of today; returns its id."""
    agreement = NewAgreement("Ga langs", "", owner or country.director.worker_id, "", None, TODAY, repeats_days)
    return plan_services.agree(
        actor=country.director, case_id=case_id, agreement=agreement, idempotency_key=str(new_id()), at=AT
    )


@pytest.mark.parametrize("repeats_days", [0, 7])
def test_what_was_done_can_be_undone_and_has_its_day_back(country: Country, repeats_days: int):
    director, case_id = country.director, country.case(at=AT)
    with acting(director):
        agreement_id = agreed(country, case_id, repeats_days=repeats_days)
        done = plan_services.finish_agreement(actor=director, agreement_id=agreement_id, version=1, at=AT)
        assert (done.done_on, done.due_on) == ((None, TODAY + timedelta(days=7)) if repeats_days else (TODAY, TODAY))
        again = plan_services.reopen_agreement(actor=director, agreement_id=agreement_id, version=done.version, at=AT)
        assert (again.done_on, again.due_on, again.version) == (None, TODAY, 3)
        with pytest.raises(AgreementOpen):
            plan_services.reopen_agreement(actor=director, agreement_id=agreement_id, version=3, at=AT)
        with pytest.raises(StaleVersion):
            plan_services.finish_agreement(actor=director, agreement_id=agreement_id, version=1, at=AT)
        titles = [line.title for line in cases.timeline(actor=director, case_id=case_id, at=AT)]
        assert titles[:2] == ["Afspraak 1 staat weer open", "Afspraak 1 is gedaan"]


def test_a_decision_sent_twice_is_one(country: Country):
    director, case_id, key = country.director, country.case(at=AT), new_id()
    with acting(director):
        for _ in range(2):
            services.decide(
                actor=director, case_id=case_id, what="Wij bellen.", why="Het loont.", owner_id=director.worker_id,
                due_on=TODAY, at=AT, key=key,
            )  # fmt: skip
        assert Decision.objects.filter(case_id=case_id).count() == 1


def test_a_note_sent_twice_is_one_line_and_says_something(country: Country):
    director, case_id, key = country.director, country.case(at=AT), new_id()
    with acting(director):
        for _ in range(2):
            services.note(actor=director, case_id=case_id, text=" Zus belde. ", key=key, at=AT)
        lines = cases.timeline(actor=director, case_id=case_id, at=AT, kinds=[EntryKind.NOTE])
        assert [line.text for line in lines] == ["Zus belde."]
        with pytest.raises(NoteUnreadable):
            services.note(actor=director, case_id=case_id, text="  ", key=new_id(), at=AT)


def test_nobody_notes_in_a_case_out_of_sight(country: Country):
    case_id = country.case(at=AT)
    with acting(country.stranger), pytest.raises(NotVisible):
        services.note(actor=country.stranger, case_id=case_id, text="x", key=new_id(), at=AT)


def test_a_deputy_who_starts_next_week_covers_nothing_today(country: Country):
    director, case_id = country.director, country.case(at=AT)
    with acting(director):
        slot = next(s for s in cases.slots(case_id=case_id, day=TODAY) if s.role == "wijkagent")
        services.name_deputy(
            actor=director, case_id=case_id, slot_id=slot.id, worker_id=country.officer.worker_id,
            days=Period(date(2026, 11, 30)), at=AT,
        )  # fmt: skip
    with acting(country.officer):
        (asked,) = cases.briefings(actor=country.officer)
        services.confirm_briefing(actor=country.officer, deputy_id=asked.deputy_id, at=AT)
    with acting(director):
        found = {s.role: s for s in cases.slots(case_id=case_id, day=TODAY)}["wijkagent"]
        assert (found.cover, found.deputy_from) == (Cover.NOBODY, date(2026, 11, 30))
        assert {s.role: s for s in cases.slots(case_id=case_id, day=date(2026, 12, 1))}[
            "wijkagent"
        ].cover is Cover.DEPUTY


def test_today_knows_for_whom_one_stands_in_and_for_whom_one_waits(country: Country):
    director, deputy, case_id = country.director, country.case_director, country.case(at=AT)
    with acting(director):
        agreed(country, case_id, owner=country.officer.worker_id)
        held = cases.held_slots(actor=director, days_from=TODAY, days_until=date(2026, 12, 1))
        services.report_absence(
            actor=director, days=Period(TODAY, date(2026, 12, 1)), at=AT,
            deputies={slot: deputy.worker_id for _, slot, _ in held},
        )  # fmt: skip
        waiting = today(actor=director, at=AT).waiting
        assert {row.kind for row in waiting} == {OwedKind.AGREEMENT, OwedKind.ANSWER}
    with acting(deputy):
        assert today(actor=deputy, at=AT).standing_in == ()
        (asked,) = cases.briefings(actor=deputy)
        services.confirm_briefing(actor=deputy, deputy_id=asked.deputy_id, at=AT)
        (stand_in,) = today(actor=deputy, at=AT).standing_in
        assert (stand_in.name, stand_in.back_on, stand_in.cases) == ("Werker 0", date(2026, 12, 1), 1)


def test_an_agreement_outside_ones_categories_cannot_be_finished(country: Country):
    director, officer, case_id = country.director, country.officer, country.case(at=AT)
    with acting(director):
        slot = next(s for s in cases.slots(case_id=case_id, day=TODAY) if s.role == "wijkagent")
        services.hold_slot(
            actor=director, case_id=case_id, slot_id=slot.id, worker_id=officer.worker_id, days=Period(TODAY), at=AT
        )
        secret = NewAgreement("Medicatie", "", director.worker_id, "", None, TODAY, category="C14")
        agreement_id = plan_services.agree(
            actor=director, case_id=case_id, agreement=secret, idempotency_key="s", at=AT
        )
    with acting(officer), pytest.raises(NotVisible):
        plan_services.finish_agreement(actor=officer, agreement_id=agreement_id, version=1, at=AT)
    with acting(officer):
        assert plans.agreements(actor=officer, case_id=case_id, at=AT) == []
