"""A person is a cluster of records: humans decide, nothing moves, nobody sees more, and taking apart restores exactly."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from django.db import IntegrityError, InternalError, connection, transaction
from tests.country import Country, made_up_country

from vangnet.access.errors import NoMandate
from vangnet.access.services import acting, as_job, open_grant, system_actor
from vangnet.access.types import Actor, Basis
from vangnet.core.errors import NotVisible, StaleVersion
from vangnet.people import services
from vangnet.people.errors import DecisionNeedsReason, NothingToSplit, PartOutOfSight, SameRecord, StandsInTheWay
from vangnet.people.models import LinkDecision, Person, RecordSplit, Residence, SourceRecord
from vangnet.people.selectors import clusters
from vangnet.people.types import ClusterView, LinkVerdict, NewPerson, SourceKind

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
LATER = AT + timedelta(hours=1)
WHY = "Zelfde geboortedag en zelfde broer."


@pytest.fixture
def country(db: None) -> Country:
    return made_up_country()


def register(actor: Actor, surname: str, **more: object) -> UUID:
    with acting(actor):
        person = NewPerson(surname=surname, municipality="GM0193", **more)  # type: ignore[arg-type]
        return services.register(actor=actor, person=person, at=AT).id


@pytest.fixture
def three(country: Country) -> tuple[UUID, UUID, UUID]:
    one, two, three = (register(country.director, name) for name in ("Verzonnen", "Bedacht", "Gemaakt"))
    return one, two, three


def confirm(actor: Actor, left: UUID, right: UUID, reason: str = WHY) -> None:
    with acting(actor):
        services.confirm_same(actor=actor, left=left, right=right, reason=reason, at=AT)


def deny(actor: Actor, left: UUID, right: UUID) -> None:
    with acting(actor):
        services.deny_same(actor=actor, left=left, right=right, reason=WHY, at=AT)


def split(actor: Actor, *out: UUID, version: int | None = None) -> UUID:
    with acting(actor):
        return services.split(actor=actor, out=out, reason="Toch een ander.", at=LATER, version=version).id


def seen(actor: Actor, person_id: UUID) -> ClusterView:
    with acting(actor):
        return clusters.cluster(actor=actor, person_id=person_id, at=AT)


def ids(actor: Actor, person_id: UUID) -> set[UUID]:
    return {record.id for record in seen(actor, person_id).records}


def everything() -> list[list[dict[str, object]]]:
    """Return every row of persons, records and stays: what may never change by laying together and taking apart."""
    with as_job(system_actor(reason="test")):
        return [list(model.objects.order_by("id").values()) for model in (Person, SourceRecord, Residence)]


def test_confirmed_records_are_one_person_and_nothing_moves(country: Country, three: tuple[UUID, UUID, UUID]) -> None:
    one, two, other = three
    before = everything()
    confirm(country.director, one, two)
    confirm(country.director, other, two)
    assert ids(country.director, one) == ids(country.director, other) == set(three)
    assert everything() == before


def test_taking_out_restores_what_was(country: Country, three: tuple[UUID, UUID, UUID]) -> None:
    one, two, other = three
    before = everything()
    confirm(country.director, one, two)
    confirm(country.director, two, other)
    split(country.director, other)
    assert ids(country.director, one) == {one, two}
    assert ids(country.director, other) == {other}
    assert everything() == before


def test_taking_out_the_middle_parts_all_three(country: Country, three: tuple[UUID, UUID, UUID]) -> None:
    one, two, other = three
    confirm(country.director, one, two)
    confirm(country.director, two, other)
    split(country.director, two)
    assert [ids(country.director, each) for each in three] == [{each} for each in three]


def test_twice_is_once(country: Country, three: tuple[UUID, UUID, UUID]) -> None:
    one, two, other = three
    for _ in range(2):
        confirm(country.director, two, one)
        deny(country.director, other, one)
    with acting(country.director):
        assert LinkDecision.objects.count() == 2


def test_who_when_why_and_the_weight_are_kept(country: Country, three: tuple[UUID, UUID, UUID]) -> None:
    one, two, _ = three
    with acting(country.director):
        services.confirm_same(
            actor=country.director, left=one, right=two, reason=f" {WHY} ", at=AT, weight=14.5, model="nl-2026"
        )
    (decision,) = seen(country.director, one).decisions
    director = country.director
    assert (decision.decided_by, decision.role, decision.agency_id) == (
        director.worker_id,
        director.role,
        director.agency_id,
    )
    assert (decision.decided_at, decision.reason, decision.weight, decision.model) == (AT, WHY, 14.5, "nl-2026")
    assert decision.verdict is LinkVerdict.SAME
    assert decision.stands


def test_what_a_human_keeps_apart_is_not_joined_also_not_through_others(
    country: Country, three: tuple[UUID, UUID, UUID]
) -> None:
    one, two, other = three
    deny(country.director, one, other)
    confirm(country.director, one, two)
    with pytest.raises(StandsInTheWay) as refusal:
        confirm(country.director, two, other)
    assert refusal.value.verdict == "different"
    assert "procesregisseur" in refusal.value.nl.lower()
    assert "2026-11-23" in refusal.value.nl
    with acting(country.director):
        assert refusal.value.decision_id == LinkDecision.objects.get(verdict="different").id


def test_what_is_one_person_is_not_denied_but_taken_apart(country: Country, three: tuple[UUID, UUID, UUID]) -> None:
    one, two, other = three
    confirm(country.director, one, two)
    confirm(country.director, two, other)
    with pytest.raises(StandsInTheWay, match="same person"):
        deny(country.director, one, other)


def test_who_took_apart_can_think_again(country: Country, three: tuple[UUID, UUID, UUID]) -> None:
    one, two, _ = three
    confirm(country.director, one, two)
    split(country.director, two)
    with pytest.raises(StandsInTheWay):
        confirm(country.director, one, two)
    apart = next(one for one in seen(country.director, one).decisions if one.stands)
    for _ in range(2):
        with acting(country.director):
            services.take_back(actor=country.director, decision_id=apart.id, reason="Toch wel.", at=LATER)
    confirm(country.director, one, two)
    assert ids(country.director, one) == {one, two}


def test_a_decision_that_joins_is_not_taken_back_but_taken_apart(
    country: Country, three: tuple[UUID, UUID, UUID]
) -> None:
    confirm(country.director, *three[:2])
    (decision,) = seen(country.director, three[0]).decisions
    with pytest.raises(NothingToSplit), acting(country.director):
        services.take_back(actor=country.director, decision_id=decision.id, reason="x", at=LATER)


def test_refusals(country: Country, three: tuple[UUID, UUID, UUID]) -> None:
    one, two, other = three
    with pytest.raises(SameRecord):
        confirm(country.director, one, one)
    with pytest.raises(DecisionNeedsReason):
        confirm(country.director, one, two, reason="  ")
    with pytest.raises(NotVisible):
        confirm(country.director, one, country.director.worker_id)
    with pytest.raises(NotVisible):
        confirm(country.stranger, one, two)
    with pytest.raises(NothingToSplit):
        split(country.director, one)
    confirm(country.director, one, two)
    with pytest.raises(NothingToSplit):
        split(country.director, one, two)
    with pytest.raises(NothingToSplit):
        split(country.director, one, other)
    with pytest.raises(NothingToSplit):
        split(country.director)


def test_the_machine_never_decides(country: Country, three: tuple[UUID, UUID, UUID]) -> None:
    job = system_actor(reason="linkage")
    for verb in (services.confirm_same, services.deny_same):
        with pytest.raises(NoMandate), as_job(job):
            verb(actor=job, left=three[0], right=three[1], reason="weight 40", at=AT)
    with pytest.raises(IntegrityError, match="by_human"), as_job(job), transaction.atomic():
        LinkDecision.objects.create(
            region="ZVH04", left_id=min(three), right_id=max(three), verdict="same", decided_by=job.worker_id,
            role=job.role, agency_id=job.agency_id, decided_at=AT, reason="weight 40",
        )  # fmt: skip


def test_a_function_without_the_mandate_decides_nothing(country: Country, three: tuple[UUID, UUID, UUID]) -> None:
    case_id = country.case(at=AT)
    with as_job(system_actor(reason="test")):
        for person_id in three[:2]:
            open_grant(
                actor=country.director, at=AT, worker_id=country.officer.worker_id, case_id=person_id,
                subject_id=person_id, region="ZVH04", categories=1, basis=Basis.INVITED, basis_id=case_id,
            )  # fmt: skip
    with pytest.raises(NoMandate):
        confirm(country.officer, three[0], three[1])


def test_a_stale_page_takes_nothing_apart(country: Country, three: tuple[UUID, UUID, UUID]) -> None:
    one, two, other = three
    confirm(country.director, one, two)
    looked_at = seen(country.director, one).version
    confirm(country.director, two, other)
    with pytest.raises(StaleVersion):
        split(country.director, two, version=looked_at)
    split(country.director, two, version=seen(country.director, one).version)


def test_settled_pairs_are_not_asked_again(country: Country, three: tuple[UUID, UUID, UUID]) -> None:
    one, two, other = three
    fourth = register(country.director, "Vierde")
    confirm(country.director, one, two)
    deny(country.director, two, other)
    pairs = [(one, two), (one, other), (other, fourth)]
    with acting(country.director):
        assert clusters.settled(pairs=pairs) == {(one, two), (one, other)}


# The second wall: what the database holds whoever writes.


def raw_decision(left: UUID, right: UUID, verdict: str, by: Actor) -> None:
    with as_job(system_actor(reason="test")), transaction.atomic():
        LinkDecision.objects.create(
            region="ZVH04", left_id=min(left, right), right_id=max(left, right), verdict=verdict, decided_by=by.worker_id,
            role=by.role, agency_id=by.agency_id, decided_at=AT, reason="x",
        )  # fmt: skip


def test_the_database_joins_nobody_whom_a_human_keeps_apart(country: Country, three: tuple[UUID, UUID, UUID]) -> None:
    one, two, other = three
    deny(country.director, one, other)
    confirm(country.director, one, two)
    with pytest.raises(IntegrityError, match="keeps apart"):
        raw_decision(two, other, "same", country.director)


def test_the_database_parts_nobody_who_is_one_person(country: Country, three: tuple[UUID, UUID, UUID]) -> None:
    one, two, other = three
    confirm(country.director, one, two)
    confirm(country.director, two, other)
    with pytest.raises(IntegrityError, match="keeps apart"):
        raw_decision(one, other, "different", country.director)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE people_sourcerecord SET desk_id = gen_random_uuid()",
        'UPDATE people_sourcerecord SET said = \'{"surname": "Ander"}\'',
        "UPDATE people_sourcerecord SET home_id = (SELECT max(id::text)::uuid FROM people_person)",
        "UPDATE people_linkdecision SET reason = 'Iets anders'",
        "UPDATE people_linkdecision SET verdict = 'different'",
    ],
)
def test_what_was_said_and_decided_never_changes(
    country: Country, three: tuple[UUID, UUID, UUID], statement: str
) -> None:
    confirm(country.director, three[0], three[1])
    with (
        pytest.raises((IntegrityError, InternalError), match=r"never changes|only be ended"),
        as_job(system_actor(reason="test")),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


# Sight: a merge shows nobody anything new.


@pytest.fixture
def next_door(country: Country) -> UUID:
    return register(country.stranger, "Buurman")


def show(country: Country, worker: Actor, person_id: UUID) -> None:
    """Give somebody a ground to see a person."""
    with as_job(system_actor(reason="test")):
        open_grant(
            actor=country.director, at=AT, worker_id=worker.worker_id, case_id=person_id, subject_id=person_id,
            region=worker.region, categories=1, basis=Basis.INVITED, basis_id=person_id,
        )  # fmt: skip


def rows_in_sight(actor: Actor) -> list[set[UUID]]:
    with acting(actor):
        return [set(model.objects.values_list("id", flat=True)) for model in (Person, SourceRecord, Residence)]


def test_a_merge_shows_nobody_anything_new(country: Country, next_door: UUID) -> None:
    here = register(country.director, "Verzonnen")
    show(country, country.officer, here)
    show(country, country.director, next_door)
    everybody = (country.director, country.officer, country.clinician, country.stranger, country.case_director)
    before = [rows_in_sight(actor) for actor in everybody]
    confirm(country.director, here, next_door)
    assert [rows_in_sight(actor) for actor in everybody] == before
    assert ids(country.director, here) == {here, next_door}
    assert ids(country.officer, here) == {here}
    assert ids(country.stranger, next_door) == {next_door}


def test_only_who_may_lay_together_hears_that_there_is_more(country: Country, next_door: UUID) -> None:
    here = register(country.director, "Verzonnen")
    show(country, country.officer, here)
    show(country, country.director, next_door)
    confirm(country.director, here, next_door)
    assert seen(country.stranger, next_door).elsewhere == 1
    assert seen(country.officer, here).elsewhere == 0
    assert seen(country.officer, here).decisions == ()
    assert seen(country.stranger, next_door).decisions == ()


def test_of_somebody_with_a_secret_address_nobody_hears_that_there_is_more(country: Country, next_door: UUID) -> None:
    here = register(country.director, "Verzonnen", secret_address=True)
    show(country, country.director, next_door)
    confirm(country.director, here, next_door)
    assert seen(country.stranger, next_door).elsewhere == 0


def test_a_secret_out_of_sight_is_enough_to_say_nothing(country: Country, next_door: UUID) -> None:
    """Also when the own record does not say yet that another one is secret."""
    here = register(country.director, "Verzonnen")
    show(country, country.director, next_door)
    confirm(country.director, here, next_door)
    with as_job(system_actor(reason="test")):
        Person.objects.filter(id=here).update(secret_address=True)
    assert seen(country.stranger, next_door).elsewhere == 0


def test_a_delivery_out_of_sight_that_says_secret_is_enough_to_say_nothing(country: Country, next_door: UUID) -> None:
    here = register(country.director, "Verzonnen")
    show(country, country.director, next_door)
    confirm(country.director, here, next_door)
    with acting(country.director):
        said = NewPerson(surname="Verzonnen", municipality="GM0193", secret_address=True)
        services.deliver(actor=country.director, person_id=here, kind=SourceKind.BRP, source="BRP", said=said, at=AT)
    with as_job(system_actor(reason="test")):
        Person.objects.update(secret_elsewhere=False)
    assert seen(country.stranger, next_door).elsewhere == 0


def test_a_decision_out_of_sight_is_told_by_function_only_and_cannot_be_ended(
    country: Country, next_door: UUID, three: tuple[UUID, UUID, UUID]
) -> None:
    here, other, _ = three
    show(country, country.director, next_door)
    deny(country.director, here, next_door)
    confirm(country.director, other, next_door)
    # A colleague of the desk does not see the record next door, nor what was decided about it.
    colleague = country.case_director
    with pytest.raises(StandsInTheWay) as refusal:
        confirm(colleague, here, other)
    assert refusal.value.decision_id is None
    with pytest.raises(PartOutOfSight):
        split(colleague, other)
    assert ids(country.director, other) == {other, next_door}


def test_one_source_that_says_secret_keeps_the_address_of_all_records_from_view(country: Country) -> None:
    address = {"street": "Bedachtestraat", "house_number": "12", "postcode": "8011AB", "city": "Zwolle"}
    here = register(country.director, "Verzonnen", **address)
    hidden = register(country.director, "Bedacht", secret_address=True)
    assert seen(country.director, here).records[0].said.street == "Bedachtestraat"
    confirm(country.director, here, hidden)
    assert {record.said.street for record in seen(country.director, here).records} == {""}
    with acting(country.director):
        assert clusters.secret_addresses(person_ids=[here, hidden]) == {here, hidden}
    split(country.director, hidden)
    assert seen(country.director, here).records[0].said.street == "Bedachtestraat"


def test_a_registration_is_a_record_that_keeps_what_was_said(country: Country) -> None:
    here = register(country.director, "Verzonnen", given_names="Wouter", bsn="")
    (record,) = seen(country.director, here).records
    assert (record.id, record.home, record.desk_id) == (here, here, country.director.agency_id)
    assert record.kind is SourceKind.PROFESSIONAL
    assert record.said == NewPerson(surname="Verzonnen", given_names="Wouter", municipality="GM0193")
    with acting(country.director):
        services.move(actor=country.director, person_id=here, version=1, municipality="GM0153", since=AT.date(), at=AT)
    assert seen(country.director, here).records[0].said.municipality == "GM0193"


def test_what_was_taken_apart_is_kept_for_who_sees_both_sides(country: Country, next_door: UUID) -> None:
    here = register(country.director, "Verzonnen")
    show(country, country.director, next_door)
    confirm(country.director, here, next_door)
    split_id = split(country.director, next_door)
    with acting(country.director):
        view = clusters.split_of(split_id=split_id)
    assert (view.taken, view.kept, view.together_since, view.split_at) == ((next_door,), (here,), AT, LATER)
    for other in (country.stranger, country.officer):
        with pytest.raises(NotVisible), acting(other):
            clusters.split_of(split_id=split_id)
        with acting(other):
            assert not RecordSplit.objects.exists()
