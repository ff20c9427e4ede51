"""Data that are only stored for now: nobody reads or shares them, by any way, until the person was told that it is lifted."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, transaction
from tests.case_to_share import AT, HOME, MEDICINE, case_to_share
from tests.country import Country, made_up_country

from vangnet.access import selectors as access
from vangnet.access import services as grants
from vangnet.access.errors import ProcessingRestricted, RestrictionUnreadable
from vangnet.access.models import Agency, Restriction, Worker
from vangnet.access.selectors.restrictions import in_force, owed_reviews
from vangnet.access.services import acting, as_job, system_actor
from vangnet.access.services.restricting import lift_restriction, narrow, restrict, review_restriction, spread
from vangnet.access.types import Actor, Basis
from vangnet.audit.models import Entry as RecordEntry
from vangnet.cases import selectors as cases
from vangnet.cases import services as case_services
from vangnet.cases.models import Case, Entry
from vangnet.core.errors import NotMandated, NotVisible, StaleVersion
from vangnet.core.periods import Period
from vangnet.flow import derivation
from vangnet.flow.today import OwedKind, today
from vangnet.plans.models import Goal, Passage
from vangnet.sharing import services as sharing
from vangnet.sharing.errors import InsightUnreadable
from vangnet.sharing.models import Disclosure
from vangnet.sharing.selectors import shareable
from vangnet.sharing.services import insight
from vangnet.sharing.types import Receiver
from vangnet.sharing.types.rights import NewRestriction

pytestmark = pytest.mark.django_db
JOB = system_actor(reason="test")
REVIEW = date(2027, 1, 23)


@pytest.fixture
def country() -> Country:
    return made_up_country()


@pytest.fixture
def case_id(country: Country) -> UUID:
    return case_to_share(country)


@pytest.fixture
def contact(country: Country) -> Actor:
    with as_job(JOB):
        agency = Agency.objects.create(name="Gemeente Zwolle", kind="COL", region_id="ZVH04")
        worker = Worker.objects.create(agency=agency, region_id="ZVH04", name="Con Verzonnen", role="contactpunt")
    return Actor(worker.id, agency.id, "COL", "ZVH04", "contactpunt")


def person_of(case_id: UUID) -> UUID:
    with as_job(JOB):
        return Case.objects.get(id=case_id).person_id


def requested(country: Country, contact: Actor, case_id: UUID, kind: str = "restriction") -> UUID:
    with acting(country.director):
        request_id = insight.register_insight(
            actor=country.director, person_id=person_of(case_id), received_on=AT.date(), identified_how="pas", at=AT,
            kind=kind, asked="Gebruik dit niet.",
        )  # fmt: skip
    with acting(contact):
        insight.take_up(actor=contact, request_id=request_id, at=AT)
    return request_id


def granted(country: Country, contact: Actor, case_id: UUID, *, kind: str = "restriction", **changes: object) -> UUID:
    request_id = requested(country, contact, case_id, kind)
    how: dict[str, object] = {"ground": "avg-18-1-a", "review_on": REVIEW} | changes
    with acting(contact):
        insight.decide_right(
            actor=contact, request_id=request_id, decision="granted", why="Eerst uitzoeken.", consulted="ZVH", at=AT,
            restriction=NewRestriction(**how),  # type: ignore[arg-type]
        )  # fmt: skip
    return request_id


def lines(actor: Actor, case_id: UUID) -> str:
    with acting(actor):
        return " ".join(f"{line.title} {line.text}" for line in cases.timeline(actor=actor, case_id=case_id, at=AT))


@pytest.mark.parametrize("kind", ["restriction", "objection"])
def test_nobody_reads_the_content_any_more_and_the_case_stays_known(
    country: Country, contact: Actor, case_id: UUID, kind: str
) -> None:
    assert HOME in lines(country.director, case_id)
    granted(country, contact, case_id, kind=kind)
    for actor in (country.director, country.clinician):
        with acting(actor):
            if access.sights_page(actor=actor, at=AT).sights:
                assert cases.case(actor=actor, case_id=case_id, at=AT).id == case_id
                assert {row.category for row in Entry.objects.filter(case_id=case_id)} <= {"C01", "C03", "C25", "C26"}
                assert not Passage.objects.filter(case_id=case_id).exists()
                assert not Goal.objects.filter(case_id=case_id).exists()
        assert HOME not in lines(country.director, case_id)
        assert MEDICINE not in lines(country.director, case_id)
    with acting(country.director):
        [shown] = in_force(subject_id=person_of(case_id))
    assert shown.review_on == REVIEW
    assert shown.ground.value == ("avg-18-1-a" if kind == "restriction" else "avg-21-1")
    assert derivation.sweep(at=AT) == 0


def test_the_writer_of_a_line_does_not_read_it_either(country: Country, contact: Actor, case_id: UUID) -> None:
    with acting(country.director):
        case_services.note(actor=country.director, case_id=case_id, text="Eigen woorden.", key=uuid4(), at=AT)
    assert "Eigen woorden." in lines(country.director, case_id)
    granted(country, contact, case_id)
    with acting(country.director):
        assert not Entry.objects.filter(
            author_id=country.director.worker_id, case_id=case_id, text="Eigen woorden."
        ).exists()


def test_nothing_is_shared_and_the_database_lets_nobody(country: Country, contact: Actor, case_id: UUID) -> None:
    with acting(country.director):
        item = shareable(actor=country.director, case_id=case_id, at=AT)[0]
        receiver = Receiver("POL", "wijkagent", "Politie", country.officer.worker_id)
        asked = sharing.ask(
            actor=country.director, case_id=case_id, receiver=receiver, purpose="zvh_case", item_ids=[item.id], at=AT
        )
    granted(country, contact, case_id)
    with acting(country.director):
        assert shareable(actor=country.director, case_id=case_id, at=AT) == []
        with pytest.raises(ProcessingRestricted):
            sharing.ask(
                actor=country.director, case_id=case_id, receiver=receiver, purpose="zvh_case", item_ids=[], at=AT
            )
        with pytest.raises(ProcessingRestricted):
            sharing.disclose(
                actor=country.director, question_id=asked.id, item_ids=[item.id], motive="x", idempotency_key="x", at=AT
            )
        with pytest.raises(ProcessingRestricted):
            sharing.request_information(
                actor=country.director, case_id=case_id, to=receiver, question="x?", category="C18", purpose="zvh_case",
                due_on=date(2026, 12, 1), at=AT,
            )  # fmt: skip
    with as_job(JOB), pytest.raises(IntegrityError, match="only stored"), transaction.atomic():
        Disclosure.objects.create(
            region="ZVH04", case_id=case_id, question_id=asked.id, motive="x", disclosed_by=uuid4(), at=AT,
            idempotency_key="y",
        )  # fmt: skip


def test_what_stays_in_sight_has_a_reason(country: Country, contact: Actor, case_id: UUID) -> None:
    request_id = requested(country, contact, case_id)
    how = {"ground": "avg-18-1-a", "review_on": REVIEW, "kept": ("C18",)}
    with acting(contact), pytest.raises(RestrictionUnreadable) as refusal:
        insight.decide_right(
            actor=contact, request_id=request_id, decision="granted", why="x", consulted="ZVH", at=AT,
            restriction=NewRestriction(**how),  # type: ignore[arg-type]
        )  # fmt: skip
    assert list(refusal.value.fields) == ["kept_why"]
    with acting(contact):
        insight.decide_right(
            actor=contact, request_id=request_id, decision="granted", why="x", consulted="ZVH", at=AT,
            restriction=NewRestriction(**how, kept_why="De buren lopen gevaar."),  # type: ignore[arg-type]
        )  # fmt: skip
    assert HOME in lines(country.director, case_id)
    assert MEDICINE not in lines(country.director, case_id)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"ground": "zomaar"}, "ground"), ({"review_on": AT.date()}, "review_on"),
        ({"review_on": date(2027, 11, 23)}, "review_on"),
    ],
)  # fmt: skip
def test_a_restriction_without_ground_or_day_is_refused(
    country: Country, contact: Actor, case_id: UUID, changes: dict[str, object], field: str
) -> None:
    with pytest.raises(RestrictionUnreadable) as refusal, transaction.atomic():
        granted(country, contact, case_id, **changes)
    assert list(refusal.value.fields) == [field]
    assert HOME in lines(country.director, case_id)


def test_a_grant_without_how_is_refused_and_a_refusal_restricts_nothing(
    country: Country, contact: Actor, case_id: UUID
) -> None:
    request_id = requested(country, contact, case_id)
    said = {"actor": contact, "request_id": request_id, "why": "x", "consulted": "ZVH", "at": AT}
    with acting(contact):
        with pytest.raises(InsightUnreadable):
            insight.decide_right(decision="granted", **said)  # type: ignore[arg-type]
        insight.decide_right(decision="refused", **said)  # type: ignore[arg-type]
    assert HOME in lines(country.director, case_id)


def test_a_grant_that_opens_later_is_narrow_too_and_an_emergency_opens_its_hours(
    country: Country, contact: Actor, case_id: UUID
) -> None:
    granted(country, contact, case_id)
    subject = person_of(case_id)
    grants.open_grant(
        actor=JOB, at=AT, worker_id=country.officer.worker_id, case_id=case_id, subject_id=subject, region="ZVH04",
        categories=(1 << 34) - 1, basis=Basis.SLOT, basis_id=uuid4(),
    )  # fmt: skip
    with acting(country.officer):
        seen = access.sight(actor=country.officer, case_id=case_id, at=AT)
    assert (seen.restricted, set(seen.seen_categories())) == (True, {"C01", "C03", "C25", "C26"})
    grants.open_grant(
        actor=JOB, at=AT, worker_id=country.officer.worker_id, case_id=case_id, subject_id=subject, region="ZVH04",
        categories=1 << 22, basis=Basis.BREAK_GLASS, basis_id=uuid4(), until=AT + timedelta(hours=3),
    )  # fmt: skip
    with acting(country.officer):
        assert access.sight(actor=country.officer, case_id=case_id, at=AT).may_see("C23")
    with as_job(JOB):
        grants.sum_up_again(at=AT + timedelta(hours=4))
    with acting(country.officer):
        assert not access.sight(actor=country.officer, case_id=case_id, at=AT).may_see("C23")


def test_what_an_emergency_opened_shuts_by_itself_also_for_whose_role_brings_it(
    country: Country, contact: Actor, case_id: UUID
) -> None:
    granted(country, contact, case_id)
    director, end = country.director, AT + timedelta(hours=3)
    grants.open_grant(
        actor=JOB, at=AT, worker_id=director.worker_id, case_id=case_id, subject_id=person_of(case_id), region="ZVH04",
        categories=1 << 22, basis=Basis.BREAK_GLASS, basis_id=uuid4(), until=end,
    )  # fmt: skip
    with acting(director, at=AT):
        assert access.sight(actor=director, case_id=case_id, at=AT).may_see("C23")
    with acting(director, at=end):  # nothing swept in the meantime
        assert not access.sights_page(actor=director, at=end).sights
        assert not Entry.objects.filter(case_id=case_id, category="C23").exists()
    with as_job(JOB):
        grants.sum_up_again(at=end)
    with acting(director, at=end):
        seen = access.sight(actor=director, case_id=case_id, at=end)
    assert (seen.may_see("C01"), seen.may_see("C23"), seen.until) == (True, False, None)


def test_it_is_lifted_only_after_the_person_was_told_and_then_all_is_as_before(
    country: Country, contact: Actor, case_id: UUID
) -> None:
    request_id = granted(country, contact, case_id)
    said = {"actor": contact, "request_id": request_id, "version": 1, "why": "Uitgezocht.", "at": AT}
    with acting(contact):
        day = AT.date()
        wrong = ((None, "brief"), (day + timedelta(days=1), "brief"), (day - timedelta(days=1), "brief"), (day, " "))
        for told_on, told_how in wrong:
            with pytest.raises(RestrictionUnreadable):
                lift_restriction(told_on=told_on, told_how=told_how, **said)  # type: ignore[arg-type]
        with pytest.raises(StaleVersion):
            lift_restriction(told_on=AT.date(), told_how="brief", **said | {"version": 2})  # type: ignore[arg-type]
        lift_restriction(told_on=AT.date(), told_how="brief", **said)  # type: ignore[arg-type]
        with pytest.raises(NotVisible):
            lift_restriction(told_on=AT.date(), told_how="brief", **said)  # type: ignore[arg-type]
    assert HOME in lines(country.director, case_id)
    acts = set(RecordEntry.objects.filter(object_id=request_id).values_list("act", flat=True))
    assert {"access.restrict", "access.lift_restriction"} <= acts
    with as_job(JOB), pytest.raises(IntegrityError), transaction.atomic():
        Restriction.objects.update(told_on=None)


def test_two_restrictions_are_as_narrow_as_both(country: Country, contact: Actor, case_id: UUID) -> None:
    first = granted(country, contact, case_id, kept=("C18",), kept_why="De buren.")
    granted(country, contact, case_id, kind="objection")
    assert HOME not in lines(country.director, case_id)
    with acting(contact):
        lift_restriction(
            actor=contact, request_id=first, version=1, why="x", told_on=AT.date(), told_how="brief", at=AT
        )
    assert HOME not in lines(country.director, case_id)


@pytest.mark.parametrize("who", ["director", "officer", "stranger"])
def test_only_the_contact_point_of_the_region_decides(
    country: Country, contact: Actor, case_id: UUID, who: str
) -> None:
    request_id, actor = granted(country, contact, case_id), getattr(country, who)
    with acting(actor):
        with pytest.raises(NotMandated):
            restrict(
                actor=actor, subject_ids=[person_of(case_id)], request_id=uuid4(), ground="avg-18-1-a", why="x", kept=(),
                kept_why="", review_on=REVIEW, at=AT,
            )  # fmt: skip
        with pytest.raises(NotMandated):
            lift_restriction(
                actor=actor, request_id=request_id, version=1, why="x", told_on=AT.date(), told_how="x", at=AT
            )
        assert owed_reviews(actor=actor, until=REVIEW) == []
    with as_job(JOB):
        worker = Worker.objects.create(
            agency_id=country.stranger.agency_id, region_id="ZVH05", name="Ander Verzonnen", role="contactpunt"
        )
    elsewhere = Actor(worker.id, country.stranger.agency_id, "ZVH", "ZVH05", "contactpunt")
    with acting(elsewhere), pytest.raises(NotVisible):
        review_restriction(actor=elsewhere, request_id=request_id, version=1, review_on=REVIEW, why="x", at=AT)


def test_the_day_to_look_again_is_owed_by_the_contact_point(country: Country, contact: Actor, case_id: UUID) -> None:
    request_id = granted(country, contact, case_id)

    def owed(at: datetime) -> list[tuple[UUID, date]]:
        with acting(contact, at=at):
            work = today(actor=contact, at=at)
        rows = (*work.late, *work.today, *work.week)
        return [(row.object_id, row.due_on) for row in rows if row.kind is OwedKind.RESTRICTED]

    near = datetime(2027, 1, 18, 9, tzinfo=AT.tzinfo)
    assert owed(AT) == []
    assert owed(near) == [(request_id, REVIEW)]
    with acting(contact, at=near):
        review_restriction(
            actor=contact, request_id=request_id, version=1, review_on=date(2027, 3, 1), why="Nog bezig.", at=near
        )
    assert owed(near) == []


def test_a_request_that_nobody_took_is_owed_at_once(country: Country, contact: Actor, case_id: UUID) -> None:
    with acting(country.director):
        insight.register_insight(
            actor=country.director, person_id=person_of(case_id), received_on=AT.date(), identified_how="pas", at=AT,
            kind="objection", asked="Stop.",
        )  # fmt: skip
    with acting(contact):
        work = today(actor=contact, at=AT)
    assert [row.kind for row in (*work.late, *work.today, *work.week)] == [OwedKind.RIGHT]


def test_records_that_become_one_person_are_restricted_together(
    country: Country, contact: Actor, case_id: UUID
) -> None:
    other = country.case(at=AT, name="Tweede", key="two")
    granted(country, contact, case_id)
    with as_job(JOB):
        spread(actor=JOB, regions={person_of(case_id): "ZVH04", person_of(other): "ZVH04", uuid4(): "ZVH05"}, at=AT)
        assert Restriction.objects.count() == 2
        assert narrow() == 0
    with acting(country.director):
        assert access.sight(actor=country.director, case_id=other, at=AT).restricted


def test_who_directs_still_gives_roles_and_what_they_bring_is_narrow_too(
    country: Country, contact: Actor, case_id: UUID
) -> None:
    granted(country, contact, case_id)
    with acting(country.director):
        slot_id = case_services.add_slot(actor=country.director, case_id=case_id, role="wijkagent", at=AT)
        case_services.hold_slot(
            actor=country.director, case_id=case_id, slot_id=slot_id, worker_id=country.officer.worker_id,
            days=Period(AT.date()), at=AT,
        )  # fmt: skip
    with acting(country.officer):
        assert access.sight(actor=country.officer, case_id=case_id, at=AT).restricted


def test_an_overdue_request_is_owed_by_the_whole_contact_point_and_can_be_taken_over(
    country: Country, contact: Actor, case_id: UUID
) -> None:
    request_id = requested(country, contact, case_id)
    with as_job(JOB):
        worker = Worker.objects.create(
            agency_id=contact.agency_id, region_id="ZVH04", name="Tweede Verzonnen", role="contactpunt"
        )
    colleague = Actor(worker.id, contact.agency_id, "COL", "ZVH04", "contactpunt")
    late = AT + timedelta(days=40)

    def owed(at: datetime) -> list[UUID]:
        with acting(colleague, at=at):
            work = today(actor=colleague, at=at)
        return [row.object_id for row in work.late if row.kind is OwedKind.RIGHT]

    assert owed(AT) == []
    with acting(colleague), pytest.raises(NotVisible):
        insight.take_up(actor=colleague, request_id=request_id, at=AT)
    assert owed(late) == [request_id]
    with acting(colleague):
        insight.take_up(actor=colleague, request_id=request_id, at=late)
