"""A closed case is out of sight for everybody; it is used again, or kept longer, only when all who supplied data agree."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction
from tests.case_to_share import AT, case_to_share
from tests.country import Country, made_up_country

from vangnet.access import services as access
from vangnet.access.models import Worker
from vangnet.access.services import acting, as_job, system_actor
from vangnet.access.types import Actor, Basis
from vangnet.audit.models import Entry
from vangnet.cases import selectors, services
from vangnet.cases.errors import CaseClosed, ReprocessingUnreadable, SupplierAnswered
from vangnet.cases.models import Case
from vangnet.cases.selectors.reprocessing import reprocessing, reprocessings
from vangnet.cases.services.reprocessing import answer_supplier
from vangnet.core.errors import NotMandated, NotVisible
from vangnet.flow import derivation, destruction, retention
from vangnet.flow.reprocessing import order_reprocessing
from vangnet.sharing import services as sharing
from vangnet.sharing.types import Receiver

pytestmark = pytest.mark.django_db
JOB = system_actor(reason="test")
UNTIL = date(2027, 1, 15)
END = datetime(2031, 11, 23, 3, 20, tzinfo=UTC)


@pytest.fixture
def country() -> Country:
    return made_up_country()


@pytest.fixture
def case_id(country: Country) -> UUID:
    return case_to_share(country)


def close(country: Country, case_id: UUID, at: datetime = AT) -> str:
    with acting(country.director):
        case = selectors.case(actor=country.director, case_id=case_id, at=at)
        services.close(actor=country.director, case_id=case_id, version=case.version, why="Het gaat goed.", at=at)
    return case.number


def order(actor: Actor, number: str, at: datetime = AT, **changes: object) -> UUID:
    said: dict[str, object] = {
        "ground": "again", "ordered_for": "ZVH, politie", "why": "Hij is terug.", "until": UNTIL,
    } | changes  # fmt: skip
    with acting(actor, at=at):
        return order_reprocessing(actor=actor, number=number, at=at, **said)  # type: ignore[arg-type]


def answer(actor: Actor, row: UUID, agency_id: UUID, *, agrees: bool = True, at: datetime = AT) -> None:
    with acting(actor, at=at):
        answer_supplier(actor=actor, reprocessing_id=row, agency_id=agency_id, agrees=agrees, said_by="Jo", at=at)


def sees(actor: Actor, case_id: UUID, at: datetime = AT) -> bool:
    with acting(actor, at=at):
        try:
            selectors.case(actor=actor, case_id=case_id, at=at)
        except NotVisible:
            return False
    return True


def test_a_closed_case_is_out_of_sight_for_everybody(country: Country, case_id: UUID) -> None:
    assert sees(country.director, case_id)
    close(country, case_id)
    for actor in (country.director, country.case_director, country.officer, country.clinician, country.stranger):
        assert not sees(actor, case_id)
        with acting(actor):
            assert not Case.objects.exists()


@pytest.mark.parametrize("basis", [one for one in Basis if one is not Basis.REPROCESSING])
def test_the_database_opens_no_grant_on_a_closed_case(country: Country, case_id: UUID, basis: Basis) -> None:
    close(country, case_id)
    with pytest.raises(IntegrityError, match="shielded"), transaction.atomic():
        access.open_grant(
            actor=JOB, at=AT, worker_id=country.officer.worker_id, case_id=case_id, subject_id=uuid4(), region="ZVH04",
            categories=1, basis=basis, basis_id=uuid4(),
        )  # fmt: skip


def test_it_opens_only_when_every_supplier_agreed_and_only_for_who_ordered(country: Country, case_id: UUID) -> None:
    number = close(country, case_id)
    row = order(country.director, number)
    with acting(country.director):
        [shown] = reprocessings(actor=country.director)
    assert {one.agency_name: one.agrees for one in shown.suppliers} == {"ZVH IJsselland": True, "GGZ Verzonnen": None}
    assert not sees(country.director, case_id)
    answer(country.clinician, row, country.clinician.agency_id)
    assert sees(country.director, case_id)
    assert not sees(country.case_director, case_id)
    with acting(country.director), pytest.raises(CaseClosed):
        services.note(actor=country.director, case_id=case_id, text="x", key=uuid4(), at=AT)
    assert not sees(country.director, case_id, datetime(2027, 1, 16, 9, tzinfo=UTC))
    acts = set(Entry.objects.filter(object_id=row).values_list("act", flat=True))
    assert {"cases.order_reprocessing", "cases.answer_supplier"} <= acts
    assert derivation.sweep(at=AT) == 0


@pytest.mark.parametrize(
    "act",
    [
        "UPDATE cases_reprocessing SET allowed_at = now()",
        "UPDATE cases_supplieranswer SET agency_id = asker_id",
        "DELETE FROM cases_supplieranswer",
        "INSERT INTO cases_reprocessing (id, region, case_id, agency_id, ground, ordered_for, why, until, keeps, ordered_by, "
        "ordered_at, allowed_at) SELECT gen_random_uuid(), region, case_id, agency_id, ground, '', '', until, true, ordered_by, "
        "ordered_at, now() FROM cases_reprocessing",
    ],
)
def test_the_application_can_not_open_it_or_answer_for_others_by_itself(
    country: Country, case_id: UUID, act: str
) -> None:
    order(country.director, close(country, case_id))
    with (
        acting(country.director, at=AT),
        connection.cursor() as cursor,
        pytest.raises(ProgrammingError),
        transaction.atomic(),
    ):
        cursor.execute(act)


def test_an_answer_stands_once_given_also_in_the_database(country: Country, case_id: UUID) -> None:
    row = order(country.director, close(country, case_id))
    answer(country.clinician, row, country.clinician.agency_id, agrees=False)
    with acting(country.clinician, at=AT), connection.cursor() as cursor:
        cursor.execute("UPDATE cases_supplieranswer SET agrees = true")
        assert cursor.rowcount == 0


def test_one_no_ends_it(country: Country, case_id: UUID) -> None:
    row = order(country.director, close(country, case_id))
    answer(country.director, row, country.clinician.agency_id, agrees=False)
    assert not sees(country.director, case_id)
    with pytest.raises(SupplierAnswered):
        answer(country.clinician, row, country.clinician.agency_id)
    with acting(country.director):
        assert reprocessing(actor=country.director, reprocessing_id=row, at=AT).refused_at == AT


def test_others_see_nothing_of_it_and_answer_for_nobody(country: Country, case_id: UUID) -> None:
    row = order(country.director, close(country, case_id))
    for actor in (country.officer, country.stranger):
        with acting(actor):
            assert reprocessings(actor=actor) == []
        with pytest.raises(NotVisible):
            answer(actor, row, country.clinician.agency_id)
    with pytest.raises(NotMandated):
        order(country.officer, "2026-0001")
    with pytest.raises(NotVisible):
        order(country.stranger, "2026-0001")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"why": " "}, "why"), ({"ordered_for": ""}, "ordered_for"), ({"until": date(2027, 4, 1)}, "until"),
        ({"until": date(2026, 11, 23)}, "until"), ({"ground": "relapse"}, "ground"), ({"ground": "zomaar"}, "ground"),
    ],
)  # fmt: skip
def test_what_the_law_does_not_allow_is_refused_at_its_field(
    country: Country, case_id: UUID, changes: dict[str, object], field: str
) -> None:
    number = close(country, case_id)
    with pytest.raises(ReprocessingUnreadable) as refusal:
        order(country.director, number, **changes)
    assert list(refusal.value.fields) == [field]


def test_a_running_case_stays_after_its_term_when_ordered_and_agreed(country: Country, case_id: UUID) -> None:
    late = datetime(2031, 6, 1, 9, tzinfo=UTC)
    with acting(country.director):
        number = selectors.case(actor=country.director, case_id=case_id, at=AT).number
    row = order(country.director, number, ground="open", until=date(2033, 11, 23), at=late)
    with as_job(JOB):
        [term] = [one for one in retention.terms(at=late) if one.kind == "case"]
        assert term.until == END.date(), "not agreed yet"
    answer(country.clinician, row, country.clinician.agency_id, at=late)
    with as_job(JOB):
        found = {one.kind: one for one in retention.terms(at=late)}
    assert {(found[kind].rule, found[kind].until) for kind in ("case", "signal")} == {("R04", date(2033, 11, 23))}
    assert destruction.run(at=END).gone == {}
    assert destruction.run(at=datetime(2033, 11, 23, 3, tzinfo=UTC)).gone[("case", "R04")] == 1


def test_more_than_two_years_is_refused_and_again_is_counted_from_the_new_end(country: Country, case_id: UUID) -> None:
    late = datetime(2031, 6, 1, 9, tzinfo=UTC)
    number = close(country, case_id, at=late)
    with pytest.raises(ReprocessingUnreadable):
        order(country.director, number, ground="relapse", until=date(2033, 11, 24), at=late)
    row = order(country.director, number, ground="relapse", until=date(2033, 11, 23), at=late)
    answer(country.clinician, row, country.clinician.agency_id, at=late)
    with pytest.raises(ReprocessingUnreadable):
        order(country.director, number, ground="relapse", until=date(2035, 11, 23), at=late + timedelta(days=30))


def ask_partner(country: Country, case_id: UUID, worker_id: UUID | None) -> UUID:
    with acting(country.director):
        return sharing.request_information(
            actor=country.director, case_id=case_id, to=Receiver("POL", "wijkagent", "Politie", worker_id),
            question="Wat is bekend?", category="C18", purpose="zvh_case", due_on=date(2026, 12, 1), at=AT,
        )  # fmt: skip


def partner_answers(actor: Actor, request_id: UUID, *, refused: bool = False) -> None:
    with acting(actor):
        sharing.answer_request(
            actor=actor, request_id=request_id, version=1, refused=refused, text="Rustig geweest.", at=AT
        )


def asked(country: Country) -> set[str]:
    with acting(country.director):
        [shown] = reprocessings(actor=country.director)
    return {one.agency_name for one in shown.suppliers}


@pytest.mark.parametrize("by_partner", [True, False])
def test_who_only_answered_a_question_is_asked_too(country: Country, case_id: UUID, by_partner: bool) -> None:
    request = ask_partner(country, case_id, country.officer.worker_id)
    partner_answers(country.officer if by_partner else country.director, request)
    row = order(country.director, close(country, case_id))
    answer(country.clinician, row, country.clinician.agency_id)
    assert asked(country) == {"ZVH IJsselland", "GGZ Verzonnen", "Politie IJsselland"}
    assert not sees(country.director, case_id)
    answer(country.officer, row, country.officer.agency_id)
    assert sees(country.director, case_id)


def test_without_the_yes_of_a_partner_who_cannot_be_asked_it_stays_shut(country: Country, case_id: UUID) -> None:
    request = ask_partner(country, case_id, None)
    partner_answers(country.director, request)
    number = close(country, case_id)
    with pytest.raises(ReprocessingUnreadable) as refusal:
        order(country.director, number)
    assert list(refusal.value.fields) == ["ground"]


def test_who_gave_nothing_is_not_asked(country: Country, case_id: UUID) -> None:
    partner_answers(country.officer, ask_partner(country, case_id, country.officer.worker_id), refused=True)
    order(country.director, close(country, case_id))
    assert asked(country) == {"ZVH IJsselland", "GGZ Verzonnen"}


def test_the_organisation_is_asked_for_which_somebody_worked_when_they_wrote(country: Country, case_id: UUID) -> None:
    with as_job(JOB):
        Worker.objects.filter(id=country.clinician.worker_id).update(agency_id=country.officer.agency_id)
    order(country.director, close(country, case_id))
    assert asked(country) == {"ZVH IJsselland", "GGZ Verzonnen"}
