"""A restriction holds at the desk too: its earlier signals, the numbers and the circle of the person are only stored."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

import pytest
from django.db import connection
from tests.case_to_share import AT, case_to_share
from tests.country import Country, made_up_country
from tests.integration.test_restriction import contact as contact
from tests.integration.test_restriction import granted, person_of

from vangnet.access.services import acting, as_job, system_actor
from vangnet.access.services.restricting import lift_restriction
from vangnet.access.types import Actor
from vangnet.core import bsn
from vangnet.core.clock import local_day
from vangnet.core.errors import NotVisible
from vangnet.flow import journey
from vangnet.flow.today import SIGNAL_WAITS, Owed, OwedKind, today
from vangnet.intake import selectors as intake
from vangnet.intake.models import Outreach, Signal, Weighing, WeighingCriterion
from vangnet.intake.types import Channel, NewSignal
from vangnet.people import selectors as people
from vangnet.people.models import Identifier, Person, Relation, SourceRecord
from vangnet.people.selectors.in_full import in_full
from vangnet.people.selectors.stored import is_stored_unanswered
from vangnet.people.services.circle import note_partners, relate
from vangnet.people.services.numbers import note_number
from vangnet.people.types import IdentifierKind, RelationKind
from vangnet.people.types.registers import DeliveredPartner

pytestmark = pytest.mark.django_db
JOB = system_actor(reason="test")


@pytest.fixture
def country() -> Country:
    return made_up_country()


@pytest.fixture
def case_id(country: Country) -> UUID:
    """A case of which the person has a number and a circle."""
    case_id = case_to_share(country)
    person_id, director = person_of(case_id), country.director
    with acting(director):
        note_number(
            actor=director, person_id=person_id, version=_version(person_id), kind=IdentifierKind.BSN,
            number=bsn.made_up(1)[0], source="pas", at=AT,
        )  # fmt: skip
        relate(
            actor=director, person_id=person_id, version=_version(person_id), kind=RelationKind.CHILD,
            name="Kind Verzonnen", source="gesprek", at=AT,
        )  # fmt: skip
    return case_id


def _version(person_id: UUID) -> int:
    return Person.objects.get(id=person_id).version


def held(actor: Actor, case_id: UUID) -> dict[str, int]:
    """Return how much the actor reads of the signal and the person, past every selector."""
    person_id = person_of(case_id)
    with acting(actor, at=AT):
        signals = Signal.objects.filter(text="Made-up signal.")
        return {
            "signals": signals.count(),
            "weighings": Weighing.objects.filter(signal__in=signals).count(),
            "criteria": WeighingCriterion.objects.count(),
            "numbers": Identifier.objects.filter(person=person_id).count(),
            "circle": Relation.objects.filter(person=person_id).count(),
            "said": SourceRecord.objects.filter(home=person_id, signal_id__isnull=False).count(),
        }


def test_the_desk_reads_no_earlier_signal_number_or_circle(country: Country, contact: Actor, case_id: UUID) -> None:
    director, person_id = country.director, person_of(case_id)
    before = held(director, case_id)
    assert all(before.values())
    with acting(director, at=AT):
        [signal_id] = Signal.objects.values_list("id", flat=True)
        found, cluster = in_full(actor=director, person_id=person_id, at=AT)
        assert found.numbers
        assert found.relations
        assert not found.restricted
    granted(country, contact, case_id)
    assert not any(held(director, case_id).values())
    with acting(director, at=AT):
        found, cluster = in_full(actor=director, person_id=person_id, at=AT)
        assert (found.restricted, found.numbers, found.relations) == (True, None, None)
        assert found.person.surname == "Verzonnen"
        assert all(record.signal_id is None for record in cluster.records)
        with pytest.raises(NotVisible):
            intake.signal(actor=director, signal_id=signal_id, at=AT)
        assert intake.signals(actor=director, signal_ids=[signal_id], at=AT) == []
        assert not intake.inbox(actor=director, at=AT, show="answered").signals
        assert people.stored_only(actor=director) == 1
    with acting(country.stranger, at=AT):
        assert people.stored_only(actor=country.stranger) == 0


def test_what_the_contact_point_leaves_open_stays_and_lifting_brings_all_back(
    country: Country, contact: Actor, case_id: UUID
) -> None:
    before = held(country.director, case_id)
    request_id = granted(country, contact, case_id, kept=("C06", "C21"), kept_why="De buren lopen gevaar.")
    assert held(country.director, case_id) == before | {"numbers": 0}
    with acting(contact):
        lift_restriction(
            actor=contact, request_id=request_id, version=1, why="x", told_on=AT.date(), told_how="brief", at=AT
        )
    assert held(country.director, case_id) == before


def test_a_signal_that_comes_in_later_is_weighed_as_ever(country: Country, contact: Actor, case_id: UUID) -> None:
    director, later, person_id = country.director, AT + timedelta(hours=1), person_of(case_id)
    granted(country, contact, case_id)
    with acting(director):
        new = journey.receive(
            actor=director, signal=NewSignal(Channel.FORM, "E33", "Het gaat nu mis.", "GM0193", "later"), at=later
        )
        journey.recognise(actor=director, signal_id=new.id, person=person_id, reason="x", at=later)
        assert intake.signal(actor=director, signal_id=new.id, at=later).text == "Het gaat nu mis."
        assert people.stored_only(actor=director) == 1


def test_an_unanswered_signal_is_owed_by_the_contact_point_until_it_may_be_read_again(
    country: Country, contact: Actor, case_id: UUID
) -> None:
    director, before, person_id = country.director, AT - timedelta(hours=1), person_of(case_id)
    with acting(director):
        waits = journey.receive(
            actor=director, signal=NewSignal(Channel.FORM, "E33", "Nog niet gelezen.", "GM0193", "waits"), at=before
        )
        journey.recognise(actor=director, signal_id=waits.id, person=person_id, reason="x", at=before)

    def owed(actor: Actor) -> list[Owed]:
        with acting(actor, at=AT):
            work = today(actor=actor, at=AT)
        return [row for row in (*work.late, *work.today, *work.week) if row.kind is OwedKind.RESTRICTED]

    assert owed(contact) == []
    assert not is_stored_unanswered(signal_id=waits.id, at=AT)
    request_id = granted(country, contact, case_id)
    with acting(director, at=AT), pytest.raises(NotVisible):
        intake.signal(actor=director, signal_id=waits.id, at=AT)
    assert is_stored_unanswered(signal_id=waits.id, at=AT)
    [row] = owed(contact)
    assert (row.object_id, row.due_on, row.detail) == (request_id, local_day(waits.answer_due), SIGNAL_WAITS)
    assert "Nog niet" not in str(row)
    assert owed(director) == owed(country.stranger) == []
    with acting(contact):
        lift_restriction(
            actor=contact, request_id=request_id, version=1, why="x", told_on=AT.date(), told_how="brief", at=AT
        )
    assert owed(contact) == []
    with acting(director, at=AT):
        assert intake.signal(actor=director, signal_id=waits.id, at=AT).text == "Nog niet gelezen."


def test_taking_the_signal_off_the_person_does_not_open_it(country: Country, contact: Actor, case_id: UUID) -> None:
    granted(country, contact, case_id)
    with as_job(JOB), connection.cursor() as cursor:
        cursor.execute("UPDATE people_signallink SET undone_at = %s", [AT + timedelta(hours=1)])
    assert held(country.director, case_id)["signals"] == 0


def test_outreach_of_such_a_signal_is_stored_too(country: Country, contact: Actor, case_id: UUID) -> None:
    director = country.director
    with as_job(JOB):
        Outreach.objects.create(
            region=director.region, desk_id=director.agency_id, signal=Signal.objects.get(), ground="Wil geen hulp.",
            owner_id=director.worker_id, opened_at=AT, review_on=date(2026, 12, 20),
        )  # fmt: skip
    with acting(director, at=AT):
        assert intake.watch_list(actor=director, at=AT)
    granted(country, contact, case_id)
    with acting(director, at=AT):
        assert not Outreach.objects.exists()
        assert not intake.watch_list(actor=director, at=AT)


def test_a_delivery_under_a_restriction_doubles_and_shows_no_partner(
    country: Country, contact: Actor, case_id: UUID
) -> None:
    director, person_id = country.director, person_of(case_id)
    row = Person(id=person_id, region=director.region)
    partner = DeliveredPartner("Bel Verzonnen", since=date(2020, 1, 1))

    def delivered(*partners: DeliveredPartner) -> list[tuple[str, date | None]]:
        with acting(director, at=AT):
            note_partners(director, row, partners, known=lambda _: None, source="BRP", at=AT)
            assert Relation.objects.filter(person=person_id).exists() is not restricted
        with as_job(JOB):
            rows = Relation.objects.filter(person=person_id, kind="partner").order_by("noted_at", "id")
            return list(rows.values_list("name", "until"))

    restricted = False
    assert delivered(partner) == [("Bel Verzonnen", None)]
    granted(country, contact, case_id)
    restricted = True
    assert delivered(partner) == [("Bel Verzonnen", None)]
    later = DeliveredPartner("Noor Verzonnen", since=date(2026, 1, 1))
    assert delivered(partner, later) == [("Bel Verzonnen", date(2026, 1, 1)), ("Noor Verzonnen", None)]
    over = DeliveredPartner("Noor Verzonnen", until=date(2026, 3, 1), ended=True)
    assert delivered(over)[1] == ("Noor Verzonnen", date(2026, 3, 1))
