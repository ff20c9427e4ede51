"""Break-glass, walked sentence by sentence: legal.md T3, and "reason, at most three hours, immediate notice to the case's
director, review by a second person within one working day, cannot be switched off"."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from tests.country import Country, made_up_country

from vangnet.access import rules, selectors
from vangnet.access.errors import DecisionPointAway, EmergencyUnreadable, NoMandate, ReviewBySecondPerson
from vangnet.access.models import Emergency, Worker
from vangnet.access.ports import Ruling
from vangnet.access.services import acting, as_job, emergency, system_actor
from vangnet.access.services.foreign import require_foreign
from vangnet.access.types import Actor, EmergencyView
from vangnet.audit.models import Entry as AuditEntry
from vangnet.cases import selectors as cases
from vangnet.cases import services as case_services
from vangnet.cases.errors import EmergencyWaits
from vangnet.cases.models import Case
from vangnet.core.clock import AMSTERDAM, now
from vangnet.core.ids import new_id
from vangnet.flow import journey
from vangnet.flow.today import OwedKind, today

pytestmark = pytest.mark.django_db
REASON = "Mevrouw staat op het dak, wij zijn ter plaatse."


@pytest.fixture
def country(db: None) -> Country:
    return made_up_country()


@pytest.fixture
def case_id(country: Country) -> UUID:
    return country.case(at=now())


def opened_by(actor: Actor, case_id: UUID, **more: object) -> EmergencyView:
    with as_job(system_actor(reason="test")):
        number = Case.objects.get(id=case_id).number
    said: dict = {"hours": 1, "vital_interest": True, "cannot_decide": True, "at": now(), "reason": REASON} | more
    with acting(actor):
        return journey.open_in_emergency(actor=actor, number=number, **said)


@pytest.mark.parametrize("missing", ["vital_interest", "cannot_decide"])
def test_emergency_s_cannot_decide_vital_interest(country: Country, case_id: UUID, missing: str) -> None:
    with pytest.raises(EmergencyUnreadable) as refused:
        opened_by(country.clinician, case_id, **{missing: False})
    assert set(refused.value.fields) == {missing}
    with as_job(system_actor(reason="test")):
        assert not Emergency.objects.exists()


@pytest.mark.parametrize(("who", "care"), [("clinician", True), ("officer", False)])
def test_allow_vital_minimum(country: Country, case_id: UUID, who: str, care: bool) -> None:
    actor: Actor = getattr(country, who)
    opened = opened_by(actor, case_id)
    with acting(actor):
        seen = set(selectors.sight(actor=actor, case_id=case_id, at=opened.opened_at).seen_categories())
    assert {"C01", "C15", "C23"} <= seen
    assert seen & {"C05", "C14"} == ({"C05", "C14"} if care else set())
    assert not seen & {"C02", "C07", "C08", "C09", "C10", "C11", "C12", "C13", "C17", "C19", "C27", "C34"}


def test_recorded_are_facts_time_and_who(country: Country, case_id: UUID) -> None:
    opened = opened_by(country.clinician, case_id)
    line = AuditEntry.objects.get(act="access.break_glass")
    assert (line.worker_id, line.case_id, line.at) == (country.clinician.worker_id, case_id, opened.opened_at)
    assert line.details == {"hours": 1, "emergency_vital_interest": 1, "subject_cannot_consent": 1}
    with as_job(system_actor(reason="test")):
        assert Emergency.objects.get().reason == REASON


@pytest.mark.parametrize("reason", ["", "   ", "kort"])
def test_with_a_reason(country: Country, case_id: UUID, reason: str) -> None:
    with pytest.raises(EmergencyUnreadable) as refused:
        opened_by(country.clinician, case_id, reason=reason)
    assert set(refused.value.fields) == {"reason"}


def test_at_most_three_hours(country: Country, case_id: UUID) -> None:
    with pytest.raises(EmergencyUnreadable):
        opened_by(country.clinician, case_id, hours=4)
    opened = opened_by(country.clinician, case_id, hours=3)
    assert opened.until - opened.opened_at == timedelta(hours=3)
    for change in ("until = until + interval '1 hour'", "reason = 'x'", "worker_id = gen_random_uuid()"):
        for who in (acting(country.clinician), acting(country.director), as_job(system_actor(reason="test"))):
            with (
                who,
                pytest.raises(DatabaseError, match="permission denied"),
                transaction.atomic(),
                connection.cursor() as cursor,
            ):
                cursor.execute(f"UPDATE access_emergency SET {change}")
    with as_job(system_actor(reason="test")), pytest.raises(IntegrityError, match="three_hours"), transaction.atomic():
        Emergency.objects.create(
            worker_id=new_id(), case_id=case_id, subject_id=new_id(), region="ZVH04", reason="x", opened_at=now(),
            until=now() + timedelta(hours=4), review_due=now(),
        )  # fmt: skip


def test_immediate_notice_to_the_cases_director(country: Country, case_id: UUID) -> None:
    opened = opened_by(country.clinician, case_id)  # No background work ran.
    with acting(country.director):
        work = today(actor=country.director, at=opened.opened_at)
    rows = [row for row in (*work.late, *work.today, *work.week) if row.kind is OwedKind.EMERGENCY]
    assert [(row.object_id, row.detail) for row in rows] == [(opened.id, REASON)]


def test_review_by_a_second_person(country: Country, case_id: UUID) -> None:
    stranger = _colleague(country)
    opened, other = opened_by(stranger, case_id), opened_by(country.clinician, case_id)
    with acting(stranger), pytest.raises(ReviewBySecondPerson):
        emergency.review(actor=stranger, emergency_id=opened.id, justified=True, finding="Ja.", at=now())
    # Somebody with the function, who sees the case only by an emergency of their own, judges nobody else's.
    with acting(stranger), pytest.raises(NoMandate):
        emergency.review(actor=stranger, emergency_id=other.id, justified=True, finding="Ja.", at=now())
    with acting(country.director):
        seen = emergency.review(actor=country.director, emergency_id=opened.id, justified=True, finding="Ja.", at=now())
    assert seen.reviewed_by == country.director.worker_id


def _colleague(country: Country) -> Actor:
    """Return a process director of another organisation in the region, who has no part in the case."""
    with as_job(system_actor(reason="test")):
        worker = Worker.objects.create(
            agency_id=country.clinician.agency_id, region_id="ZVH04", name="Regie Elders", role="procesregisseur"
        )
    return Actor(worker.id, country.clinician.agency_id, "GGZ", "ZVH04", "procesregisseur")


@pytest.mark.parametrize(
    ("opened", "due"),
    [
        (datetime(2026, 11, 23, 10, 0, tzinfo=AMSTERDAM), datetime(2026, 11, 24, 17, 0, tzinfo=AMSTERDAM)),
        (datetime(2026, 11, 23, 23, 30, tzinfo=AMSTERDAM), datetime(2026, 11, 24, 17, 0, tzinfo=AMSTERDAM)),
        (datetime(2026, 11, 27, 20, 0, tzinfo=AMSTERDAM), datetime(2026, 11, 30, 17, 0, tzinfo=AMSTERDAM)),
        (datetime(2026, 11, 28, 4, 0, tzinfo=AMSTERDAM), datetime(2026, 11, 30, 17, 0, tzinfo=AMSTERDAM)),
        (datetime(2026, 12, 24, 18, 0, tzinfo=AMSTERDAM), datetime(2026, 12, 28, 17, 0, tzinfo=AMSTERDAM)),
    ],
)
def test_within_one_working_day(opened: datetime, due: datetime) -> None:
    assert rules.emergency_review_due(opened.astimezone(UTC)) == due


def test_a_review_that_is_late_is_counted(country: Country, case_id: UUID) -> None:
    opened = opened_by(country.clinician, case_id)
    with as_job(system_actor(reason="test")):
        assert selectors.count_emergencies_overdue(region="ZVH04", at=opened.review_due) == 0
        assert selectors.count_emergencies_overdue(region="ZVH04", at=opened.review_due + timedelta(minutes=1)) == 1


def test_the_review_cannot_be_switched_off_by_closing_the_case(country: Country, case_id: UUID) -> None:
    opened, director = opened_by(country.clinician, case_id), country.director
    with acting(director):
        version = cases.case(actor=director, case_id=case_id, at=now()).version
        with pytest.raises(EmergencyWaits):
            case_services.close(actor=director, case_id=case_id, version=version, why="Klaar.", at=now())
        emergency.review(actor=director, emergency_id=opened.id, justified=True, finding="Nagegaan.", at=now())
        case_services.close(actor=director, case_id=case_id, version=version, why="Klaar.", at=now())


class Away:
    """A decision point that is down."""

    def rule(self, **asked: object) -> Ruling:
        return Ruling(permitted=False, answered=False, reason="down")


def test_cannot_be_switched_off(country: Country, case_id: UUID, monkeypatch: pytest.MonkeyPatch) -> None:
    nurse, at = country.clinician, now()
    monkeypatch.setattr("vangnet.access.services.foreign.decision_point", Away)
    require_foreign(actor=nurse, action="write", kind="screen", name="noodtoegang", at=at)
    with pytest.raises(DecisionPointAway):
        require_foreign(actor=nurse, action="read", kind="case", name=str(case_id), at=at)
    opened = opened_by(nurse, case_id)
    require_foreign(actor=nurse, action="read", kind="case", name=str(case_id), at=opened.opened_at)
    # Only that, only reading, only for that long, and only for who opened it.
    for actor, action, name, moment in (
        (nurse, "write", case_id, opened.opened_at),
        (nurse, "read", new_id(), opened.opened_at),
        (nurse, "read", case_id, opened.until),
        (country.officer, "read", case_id, opened.opened_at),
    ):
        with pytest.raises(DecisionPointAway):
            require_foreign(actor=actor, action=action, kind="case", name=str(name), at=moment)
    with acting(country.director):
        emergency.review(
            actor=country.director, emergency_id=opened.id, justified=False, finding="Er was niets.", at=now()
        )
    with pytest.raises(DecisionPointAway):
        require_foreign(actor=nurse, action="read", kind="case", name=str(case_id), at=opened.opened_at)


def test_every_visit_past_the_decision_point_stands_in_the_record(
    country: Country, case_id: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    nurse = country.clinician

    def lines() -> list[tuple[str, UUID | None, str, str]]:
        rows = AuditEntry.objects.filter(act__startswith="access.foreign_", worker_id=nurse.worker_id)
        return list(rows.order_by("position").values_list("act", "case_id", "ground", "outcome"))

    opened = opened_by(nurse, case_id)
    require_foreign(actor=nurse, action="read", kind="case", name=str(case_id), at=opened.opened_at)
    assert lines() == []  # no point is set, so nothing was passed by
    monkeypatch.setattr("vangnet.access.services.foreign.decision_point", Away)
    require_foreign(actor=nurse, action="write", kind="screen", name="noodtoegang", at=opened.opened_at)
    require_foreign(actor=nurse, action="read", kind="case", name=str(case_id), at=opened.opened_at)
    past = ("access.foreign_not_asked", None, "T3", "done")
    assert lines() == [past, (past[0], case_id, *past[2:])]
    for kind, name in (
        ("screen", "vandaag"),
        ("screen", "noodtoegang/<uuid:emergency_id>"),
        ("endpoint", "noodtoegang"),
    ):
        with pytest.raises(DecisionPointAway):
            require_foreign(actor=nurse, action="read", kind=kind, name=name, at=opened.opened_at)
    assert lines()[2:] == [("access.foreign_decision", None, "down", "refused")] * 3


def test_sent_twice_it_is_one(country: Country, case_id: UUID) -> None:
    key = new_id()
    assert opened_by(country.clinician, case_id, key=key).id == opened_by(country.clinician, case_id, key=key).id
