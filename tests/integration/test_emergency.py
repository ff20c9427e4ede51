"""Break-glass: with a reason, for three hours at most, seen at once by the director, reviewed by somebody else."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

import pytest
from tests.country import Country, made_up_country

from vangnet.access import selectors
from vangnet.access import services as access
from vangnet.access.errors import AlreadyReviewed, EmergencyUnreadable, NoMandate, ReviewBySecondPerson
from vangnet.access.selectors import asking
from vangnet.access.services import acting, as_job, emergency, system_actor
from vangnet.access.types import Basis, EmergencyView
from vangnet.cases import selectors as cases
from vangnet.cases.models import Case
from vangnet.core.errors import NotVisible
from vangnet.flow import derivation, journey
from vangnet.flow.today import OwedKind, today

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
REASON = "Mevrouw staat op het dak, wij zijn ter plaatse."


@pytest.fixture
def country(db: None) -> Country:
    return made_up_country()


@pytest.fixture
def case_id(country: Country) -> UUID:
    return country.case(at=AT)


def number_of(case_id: UUID) -> str:
    with as_job(system_actor(reason="test")):
        return Case.objects.get(id=case_id).number


def break_glass(country: Country, case_id: UUID, *, hours: int = 1, at: datetime | None = None) -> EmergencyView:
    nurse, number = country.clinician, number_of(case_id)
    with acting(nurse):
        return journey.open_in_emergency(
            actor=nurse,
            number=number,
            reason=REASON,
            hours=hours,
            vital_interest=True,
            cannot_decide=True,
            at=at or AT,
        )


def test_a_case_opens_and_shuts_by_itself(country: Country, case_id: UUID) -> None:
    opened = break_glass(country, case_id)
    with acting(country.clinician):
        assert cases.case(actor=country.clinician, case_id=case_id, at=opened.opened_at).id == case_id
        with pytest.raises(NotVisible):
            cases.case(actor=country.clinician, case_id=case_id, at=opened.until)
    with as_job(system_actor(reason="test")):
        access.sum_up_again(at=opened.until)
    with acting(country.clinician):
        assert not Case.objects.exists()


def test_it_opens_what_an_emergency_needs_and_no_more(country: Country, case_id: UUID) -> None:
    opened = break_glass(country, case_id)
    with acting(country.clinician):
        sight = selectors.sight(actor=country.clinician, case_id=case_id, at=opened.opened_at)
    assert sight.may_see("C23")
    assert not any(sight.may_see(code) for code in ("C02", "C07", "C11", "C19", "C27"))


def test_the_director_sees_it_at_once(country: Country, case_id: UUID) -> None:
    opened = break_glass(country, case_id)
    with acting(country.director):
        work = today(actor=country.director, at=opened.opened_at)
    rows = [row for row in (*work.late, *work.today, *work.week) if row.kind is OwedKind.EMERGENCY]
    assert [(row.object_id, row.detail) for row in rows] == [(opened.id, REASON)]


def test_a_second_person_reviews_it_once(country: Country, case_id: UUID) -> None:
    opened = break_glass(country, case_id)
    with acting(country.clinician), pytest.raises(ReviewBySecondPerson):
        emergency.review(actor=country.clinician, emergency_id=opened.id, justified=True, finding="ok", at=AT)
    with acting(country.stranger), pytest.raises(NotVisible):
        emergency.review(actor=country.stranger, emergency_id=opened.id, justified=True, finding="ok", at=AT)
    with acting(country.director):
        with pytest.raises(EmergencyUnreadable):
            emergency.review(actor=country.director, emergency_id=opened.id, justified=True, finding=" ", at=AT)
        emergency.review(actor=country.director, emergency_id=opened.id, justified=True, finding="Klopt.", at=AT)
        with pytest.raises(AlreadyReviewed):
            emergency.review(actor=country.director, emergency_id=opened.id, justified=True, finding="Klopt.", at=AT)
        assert asking.to_judge(actor=country.director, case_ids=[case_id], at=AT) == []


def test_one_that_was_none_ends_at_once(country: Country, case_id: UUID) -> None:
    opened = break_glass(country, case_id, hours=3)
    with acting(country.director):
        emergency.review(actor=country.director, emergency_id=opened.id, justified=False, finding="Nee.", at=AT)
    with acting(country.clinician):
        assert not Case.objects.exists()


@pytest.mark.parametrize(("reason", "hours"), [("", 1), ("kort", 1), (REASON, 0), (REASON, 4), (REASON, -1)])
def test_without_a_reason_or_too_long_nothing_opens(country: Country, case_id: UUID, reason: str, hours: int) -> None:
    nurse, number = country.clinician, number_of(case_id)
    with acting(nurse):
        with pytest.raises(EmergencyUnreadable):
            journey.open_in_emergency(
                actor=nurse,
                number=number,
                reason=reason,
                hours=hours,
                vital_interest=True,
                cannot_decide=True,
                at=AT,
            )
        assert not Case.objects.exists()


def test_a_number_of_another_region_reads_like_none(country: Country, case_id: UUID) -> None:
    number = number_of(case_id)
    with acting(country.stranger), pytest.raises(NotVisible):
        journey.open_in_emergency(
            actor=country.stranger,
            number=number,
            reason=REASON,
            hours=1,
            vital_interest=True,
            cannot_decide=True,
            at=AT,
        )


def test_a_locked_out_worker_sees_nothing_whatever_grants(country: Country, case_id: UUID) -> None:
    director, nurse = country.director, country.clinician
    with acting(director):
        emergency.lock_out(actor=director, worker_id=nurse.worker_id, case_id=case_id, reason="Familie.", at=AT)
    break_glass(country, case_id)
    with acting(nurse):
        assert not Case.objects.exists()
    with acting(director):
        emergency.lift_lockout(actor=director, worker_id=nurse.worker_id, case_id=case_id, at=AT)
    with acting(nurse):
        assert Case.objects.exists()
        with pytest.raises(NoMandate):
            emergency.lock_out(actor=nurse, worker_id=director.worker_id, case_id=case_id, reason="x", at=AT)


def test_the_sweep_closes_what_nothing_carries(country: Country, case_id: UUID) -> None:
    with as_job(system_actor(reason="test")):
        assert derivation.underivable(at=AT) == []
    job = system_actor(reason="test")
    stray = UUID(int=77)
    access.open_grant(
        actor=job, at=AT, worker_id=country.stranger.worker_id, case_id=case_id, subject_id=stray, region="ZVH04",
        categories=1, basis=Basis.VERDICT, basis_id=stray,
    )  # fmt: skip
    with acting(country.stranger):
        assert Case.objects.exists()
    assert derivation.sweep(at=AT) == 1
    with acting(country.stranger):
        assert not Case.objects.exists()
    assert derivation.sweep(at=AT) == 0
