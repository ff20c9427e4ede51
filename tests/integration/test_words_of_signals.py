"""A signal beside a person is a record of theirs: what the reporter said, at the desk of the signal, and it comes apart as records do."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from importlib import import_module
from uuid import UUID

import pytest
from django.db import IntegrityError, connection, transaction
from tests.country import Country, made_up_country

from vangnet.access.services import acting, as_job, open_grant, system_actor
from vangnet.access.types import Actor, Basis
from vangnet.core.ids import new_id
from vangnet.flow import journey
from vangnet.intake.types import Channel, NewSignal, PersonHint
from vangnet.people import selectors, services
from vangnet.people.errors import PartOutOfSight, StandsInTheWay, WordsOfSignal
from vangnet.people.models import CandidatePair, Person, SignalLink, SourceRecord
from vangnet.people.selectors import clusters
from vangnet.people.selectors.learned import learned
from vangnet.people.services.matching import match_signal
from vangnet.people.types import ClusterView, NewPerson, PartialDate, SourceKind
from vangnet.people.types.learning import LearnedKind

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
LATER = AT + timedelta(hours=2)
JOB = system_actor(reason="test")
HINT = PersonHint(
    given_names="Wouter", prefix="van", surname="Zinspelman", birth_date="1987-03-00", sex="M", street="Verzonnenkade",
    house_number="3", postcode="8012SD", city="Zwolle", phone="06 0000 4811", bsn="999990019",
)  # fmt: skip


@pytest.fixture
def country(db: None) -> Country:
    return made_up_country()


def person(actor: Actor, surname: str, **more: object) -> UUID:
    with acting(actor):
        new = NewPerson(surname=surname, municipality="GM0193", **more)  # type: ignore[arg-type]
        return services.register(actor=actor, person=new, at=AT).id


def signal(actor: Actor, hint: PersonHint = HINT, municipality: str = "GM0193") -> UUID:
    with acting(actor):
        new = NewSignal(Channel.FORM, "E33", "Verzonnen.", municipality, str(new_id()), hint=hint)
        return journey.receive(actor=actor, signal=new, at=AT).id


def lay(actor: Actor, person_id: UUID, signal_id: UUID) -> None:
    with acting(actor):
        services.link_signal(actor=actor, person_id=person_id, signal_id=signal_id, reason="Zelfde man.", at=AT)


def take(actor: Actor, signal_id: UUID, at: datetime = LATER) -> UUID:
    with acting(actor):
        return services.unlink_signal(actor=actor, signal_id=signal_id, reason="Toch niet.", at=at).id


def seen(actor: Actor, person_id: UUID) -> ClusterView:
    with acting(actor):
        return clusters.cluster(actor=actor, person_id=person_id, at=AT)


def words(view: ClusterView) -> list[tuple[UUID | None, str]]:
    return [(one.signal_id, one.said.surname) for one in view.records if one.signal_id]


def test_what_the_reporter_said_becomes_a_record_and_a_number_never(country: Country):
    one, reported = person(country.director, "Zinspeelman"), signal(country.director)
    for _ in range(2):
        lay(country.director, one, reported)
    (record,) = [record for record in seen(country.director, one).records if record.signal_id]
    assert (record.kind, record.signal_id, record.home) == (SourceKind.SIGNAL, reported, one)
    assert (record.said.surname, record.said.birth) == ("Zinspelman", PartialDate(1987, 3, 0))
    assert record.said.bsn == ""
    with as_job(JOB):
        assert "999990019" not in str(SourceRecord.objects.get(id=record.id).said)


def test_a_signal_that_says_nothing_is_a_record_all_the_same(country: Country):
    one, reported = person(country.director, "Zinspeelman"), signal(country.director, PersonHint())
    lay(country.director, one, reported)
    assert words(seen(country.director, one)) == [(reported, "")]


def test_the_words_stay_at_the_desk_of_the_signal_also_for_who_sees_the_person(country: Country):
    one = person(country.director, "Zinspeelman")
    lay(country.director, one, signal(country.director))
    with acting(country.director):
        open_grant(
            actor=country.director, worker_id=country.clinician.worker_id, case_id=new_id(), subject_id=one, region="ZVH04",
            categories=-1, basis=Basis.TEAM, basis_id=new_id(), at=AT,
        )  # fmt: skip
    view = seen(country.clinician, one)
    assert [record.id for record in view.records] == [one]
    assert words(seen(country.director, one))


def test_nobody_elsewhere_learns_how_many_signals_there_are(country: Country):
    one = person(country.director, "Zinspeelman")
    lay(country.director, one, signal(country.director))
    with acting(country.director):
        open_grant(
            actor=country.director, worker_id=country.stranger.worker_id, case_id=new_id(), subject_id=one, region="ZVH04",
            categories=-1, basis=Basis.TEAM, basis_id=new_id(), at=AT,
        )  # fmt: skip
    assert seen(country.stranger, one).elsewhere == 0


def test_taken_away_all_stands_as_it_was_and_what_was_learned_is_listed(country: Country):
    one, other, reported = (
        person(country.director, "Eerste"),
        person(country.director, "Tweede"),
        signal(country.director),
    )
    lay(country.director, one, reported)
    with acting(country.director):
        selectors.person(actor=country.director, person_id=one, at=AT + timedelta(hours=1))
    split_id = take(country.director, reported)
    assert words(seen(country.director, one)) == []
    with acting(country.director):
        rows = learned(actor=country.director, split_id=split_id, at=LATER).rows
        assert {row.kind for row in rows} >= {LearnedKind.SIGNAL, LearnedKind.READ}
        link = SignalLink.objects.get()
        assert (link.undone_at, link.undone_why, link.undone_by) == (LATER, "Toch niet.", country.director.worker_id)
    lay(country.director, other, reported)
    assert words(seen(country.director, other)) == [(reported, "Zinspelman")]


def test_who_took_it_away_outranks_who_lays_it_again_until_that_is_taken_back(country: Country):
    one, reported = person(country.director, "Eerste"), signal(country.director)
    same = person(country.director, "Eerste")
    with acting(country.director):
        services.confirm_same(actor=country.director, left=one, right=same, reason="x", at=AT)
    lay(country.director, one, reported)
    take(country.director, reported)
    for again in (one, same):
        with pytest.raises(StandsInTheWay):
            lay(country.director, again, reported)
    (decision,) = [one for one in seen(country.director, one).decisions if one.verdict == "different"]
    with acting(country.director):
        services.take_back(actor=country.director, decision_id=decision.id, reason="Toch wel.", at=LATER)
    lay(country.director, one, reported)
    assert words(seen(country.director, one)) == [(reported, "Zinspelman")]


def test_the_words_are_joined_by_their_signal_only(country: Country):
    one, other = person(country.director, "Eerste"), person(country.director, "Tweede")
    lay(country.director, one, signal(country.director))
    (record,) = [record.id for record in seen(country.director, one).records if record.signal_id]
    with acting(country.director), pytest.raises(WordsOfSignal):
        services.confirm_same(actor=country.director, left=record, right=other, reason="x", at=AT)


def test_at_a_merge_nothing_moves_and_at_a_split_a_signal_goes_with_its_person(country: Country):
    one, other = person(country.director, "Eerste"), person(country.director, "Tweede")
    lay(country.director, other, signal(country.director))
    with as_job(JOB):
        before = list(SourceRecord.objects.order_by("id").values())
    with acting(country.director):
        services.confirm_same(actor=country.director, left=one, right=other, reason="x", at=AT)
        assert len(words(seen(country.director, one))) == 1
        out = [record.id for record in seen(country.director, other).records if record.home == other]
        services.split(actor=country.director, out=out, reason="x", at=LATER)
    with as_job(JOB):
        assert list(SourceRecord.objects.order_by("id").values()) == before
        assert SignalLink.objects.get().undone_at is None
    assert words(seen(country.director, one)) == []


def test_a_split_leaves_a_signal_of_another_desk_with_its_person(country: Country):
    one, other = person(country.director, "Eerste"), person(country.director, "Tweede")
    with acting(country.director):
        for surely in (one, other):
            open_grant(
                actor=country.director, worker_id=country.stranger.worker_id, case_id=new_id(), subject_id=surely,
                region="ZVH04", categories=-1, basis=Basis.TEAM, basis_id=new_id(), at=AT,
            )  # fmt: skip
        services.confirm_same(actor=country.director, left=one, right=other, reason="x", at=AT)
    lay(country.stranger, one, signal(country.stranger, municipality="GM0153"))
    lay(country.stranger, other, signal(country.stranger, municipality="GM0153"))
    with acting(country.director):
        made = services.split(actor=country.director, out=[one], reason="x", at=LATER)
    assert made.taken == (one,)
    for alone in (one, other):
        view = seen(country.stranger, alone)
        assert {record.home for record in view.records} == {alone}
        assert len(words(view)) == 1
    with as_job(JOB):
        assert not SignalLink.objects.exclude(undone_at=None).exists()
        assert not SourceRecord.objects.exclude(taken_out_at=None).exists()


def test_a_person_who_is_out_of_sight_now_is_not_taken_from(country: Country):
    elsewhere, reported = person(country.stranger, "Eerste"), signal(country.director)
    with as_job(JOB):
        link = SignalLink.objects.create(
            id=new_id(), region="ZVH04", person_id=elsewhere, signal_id=reported, desk_id=country.director.agency_id,
            confirmed_by=country.director.worker_id, confirmed_at=AT, reason="x",
        )  # fmt: skip
        SourceRecord.objects.create(
            id=link.id, region="ZVH04", desk_id=country.director.agency_id, home_id=elsewhere, kind="signal", said={},
            signal_id=reported, delivered_by=country.director.worker_id, delivered_at=AT,
        )  # fmt: skip
    with pytest.raises(PartOutOfSight):
        take(country.director, reported)


def test_the_machine_does_not_ask_again_what_a_human_took_away(country: Country):
    known = {"given_names": "Wouter", "birth": PartialDate(1987, 3, 14), "phone": HINT.phone, "street": HINT.street,
             "house_number": "3", "postcode": "8012SD", "city": "Zwolle"}  # fmt: skip
    one, reported = person(country.director, "Zinspelman", **known), signal(country.director)
    lay(country.director, one, reported)
    take(country.director, reported)
    with as_job(JOB):
        found = match_signal(actor=JOB, signal_id=reported, at=LATER)
        assert found is not None
        assert found.looked_at == 1
        assert not CandidatePair.objects.exists()


def test_the_database_holds_one_place_for_a_signal_and_words_never_change(country: Country):
    one, other, reported = (
        person(country.director, "Eerste"),
        person(country.director, "Tweede"),
        signal(country.director),
    )
    lay(country.director, one, reported)
    with as_job(JOB):
        row = SourceRecord.objects.get(signal_id=reported)
        with pytest.raises(IntegrityError), transaction.atomic():
            SourceRecord.objects.create(
                id=new_id(), region="ZVH04", desk_id=row.desk_id, home_id=other, kind="signal", said={},
                signal_id=reported, delivered_by=row.delivered_by, delivered_at=AT,
            )  # fmt: skip
        with pytest.raises(IntegrityError), transaction.atomic():
            SourceRecord.objects.filter(id=row.id).update(signal_id=new_id())


def test_links_of_before_get_their_words_when_the_database_is_brought_up_to_date(country: Country):
    one, reported = person(country.director, "Eerste"), signal(country.director)
    lay(country.director, one, reported)
    (by_service,) = [record for record in seen(country.director, one).records if record.signal_id]
    earlier = import_module("vangnet.people.migrations.0015_words_of_signals")
    with as_job(JOB):
        Person.objects.filter(id=one).update(version=2)
        link = SignalLink.objects.get()
        other = signal(country.director)
        SignalLink.objects.filter(id=link.id).update(signal_id=other)
        with connection.cursor() as cursor:
            cursor.execute(earlier.FILL.replace("SELECT l.id,", "SELECT gen_random_uuid(),", 1))
    filled = next(record for record in seen(country.director, one).records if record.signal_id == other)
    assert filled.said == by_service.said
