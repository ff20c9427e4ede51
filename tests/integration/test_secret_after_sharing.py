"""An address that went to somebody and is secret by now: who received it sees it no longer, and nobody else gets it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from uuid import UUID, uuid4

import pytest
from tests.case_to_share import AT, CONSENT, HOUSING, ask, case_to_share, privacy_adviser
from tests.country import Country, made_up_country

from vangnet.access.models import Agency, ItemGrant, Worker
from vangnet.access.services import acting, as_job, system_actor
from vangnet.access.types import Actor
from vangnet.cases import services as case_services
from vangnet.cases.models import Case, Entry
from vangnet.flow import derivation, reactions
from vangnet.people import selectors as people
from vangnet.people import services as person_services
from vangnet.people.types import NewPerson, SourceKind
from vangnet.sharing import selectors, services
from vangnet.sharing.errors import NotPermitted
from vangnet.sharing.models import DisclosedItem
from vangnet.sharing.services import one_time
from vangnet.sharing.types import AdviceFinding
from vangnet.sharing.types.received import OneTimeInvite

pytestmark = pytest.mark.django_db
ADDRESS = "Slaapt aan de Bedachtestraat 3."
SECRET = NewPerson(surname="Verzonnen", municipality="GM0193", secret_address=True)
Says = Callable[[Country, UUID], None]


@pytest.fixture
def country(db: None) -> Country:
    return made_up_country()


@pytest.fixture
def case_id(country: Country) -> UUID:
    return case_to_share(country)


@pytest.fixture
def officer(country: Country) -> Actor:
    """Somebody of the housing corporation, in no case at all."""
    with as_job(system_actor(reason="test")):
        agency = Agency.objects.create(name=HOUSING.name, kind="WCO", region_id="ZVH04")
        worker = Worker.objects.create(agency=agency, region_id="ZVH04", name="Willem Wonen", role="woonconsulent")
    return Actor(worker.id, agency.id, "WCO", "ZVH04", "woonconsulent")


def share_address(country: Country, case_id: UUID, worker_id: UUID | None = None, *, category: str = "C03") -> UUID:
    """Share a note about where somebody is, with a receiver who works with Vangnet or not; returns the disclosed item."""
    director, adviser = country.director, privacy_adviser()
    with acting(director, at=AT):
        case_services.note(actor=director, case_id=case_id, text=ADDRESS, key=uuid4(), at=AT, category=category)
        services.give_consent(
            actor=director, case_id=case_id, consent=replace(CONSENT, categories=frozenset({category})), at=AT
        )
        first = ask(director, case_id, replace(HOUSING, worker_id=worker_id), "housing_tenancy", category)
        answers = dict.fromkeys(first.missing, (True, "Zij kunnen de verwarming maken."))
        question = services.answer_missing(actor=director, question_id=first.id, answers=answers, at=AT)
        advice_id = services.ask_adviser(actor=director, question_id=question.id, text="Mag dit?", at=AT)
    with acting(adviser, at=AT):
        services.answer_adviser(
            actor=adviser, advice_id=advice_id, version=1, finding=AdviceFinding.MAY, answer="Ja, gelezen.", at=AT
        )
    with acting(director, at=AT):
        services.disclose(
            actor=director, question_id=question.id, item_ids=[question.verdicts[0].item.id], motive="Om te herstellen.",
            idempotency_key="address", at=AT,
        )  # fmt: skip
        disclosed_id = DisclosedItem.objects.values_list("id", flat=True).get()
    reactions.run(at=AT)
    return disclosed_id


def subject(case_id: UUID) -> UUID:
    with as_job(system_actor(reason="test")):
        return Case.objects.values_list("person_id", flat=True).get(id=case_id)


def by_description(country: Country, person_id: UUID) -> None:
    """Somebody writes it down."""
    director = country.director
    with acting(director, at=AT):
        version = people.persons(person_ids=[person_id])[person_id].version
        person_services.describe(
            actor=director, person_id=person_id, version=version, person=SECRET, was_right=True, at=AT
        )


def by_delivery(country: Country, person_id: UUID) -> None:
    """The register says so."""
    with acting(country.director, at=AT):
        person_services.deliver(
            actor=country.director, person_id=person_id, kind=SourceKind.BRP, source="BRP", reference="brp-1", said=SECRET,
            at=AT,
        )  # fmt: skip


def by_joining(country: Country, person_id: UUID) -> None:
    """Another record of the same person says so."""
    with acting(country.director, at=AT):
        other = person_services.register(actor=country.director, person=SECRET, at=AT).id
        person_services.confirm_same(actor=country.director, left=person_id, right=other, reason="x", at=AT)


def by_description_of_another_record(country: Country, person_id: UUID) -> None:
    """A record that was laid with the person long before says so from now on."""
    with acting(country.director, at=AT):
        other = person_services.register(actor=country.director, person=replace(SECRET, secret_address=False), at=AT).id
        person_services.confirm_same(actor=country.director, left=person_id, right=other, reason="x", at=AT)
    reactions.run(at=AT)
    by_description(country, other)


EVERY_WAY = pytest.mark.parametrize(
    "says", [by_description, by_delivery, by_joining, by_description_of_another_record], ids=lambda says: says.__name__
)


def received(actor: Actor) -> list[str]:
    with acting(actor, at=AT):
        return [one.text for one in selectors.received_items(actor=actor, at=AT)]


def invited(country: Country, disclosed_id: UUID) -> OneTimeInvite:
    with acting(country.director, at=AT):
        return one_time.invite(
            actor=country.director, disclosed_id=disclosed_id, for_name="Truus Verzonnen, Woonstede",
            expertise="Kent de woning, vanuit het eigen beheer.", declared_on=AT.date(), hours=24, at=AT,
        )  # fmt: skip


@EVERY_WAY
def test_the_receiver_sees_it_no_longer_in_the_same_minute(
    country: Country, case_id: UUID, officer: Actor, says: Says
) -> None:
    share_address(country, case_id, officer.worker_id)
    assert received(officer) == [ADDRESS]
    says(country, subject(case_id))
    assert received(officer) == [], "also before the event is handled"
    reactions.run(at=AT)
    with as_job(system_actor(reason="test")):
        assert list(ItemGrant.objects.values_list("closed_why", flat=True)) == ["verdict-ended"]
    with acting(officer, at=AT):
        assert not Entry.objects.exists()


def test_the_sweep_finds_it_when_the_event_was_missed(country: Country, case_id: UUID, officer: Actor) -> None:
    share_address(country, case_id, officer.worker_id)
    assert derivation.sweep(at=AT) == 0
    by_description(country, subject(case_id))
    assert derivation.sweep(at=AT) == 1


@EVERY_WAY
def test_no_third_is_invited_and_who_was_gets_nothing(country: Country, case_id: UUID, says: Says) -> None:
    disclosed_id = share_address(country, case_id)
    invite = invited(country, disclosed_id)
    says(country, subject(case_id))
    with pytest.raises(NotPermitted):
        invited(country, disclosed_id)
    assert one_time.look(link=invite.link, code=invite.code, trace_id="", at=AT) is None


def test_as_long_as_nobody_says_so_a_third_looks(country: Country, case_id: UUID) -> None:
    invite = invited(country, share_address(country, case_id))
    seen = one_time.look(link=invite.link, code=invite.code, trace_id="", at=AT)
    assert seen is not None
    assert seen.text == ADDRESS


def test_what_is_no_address_stays(country: Country, case_id: UUID, officer: Actor) -> None:
    share_address(country, case_id, officer.worker_id, category="C18")
    by_description(country, subject(case_id))
    assert received(officer) == [ADDRESS]
    reactions.run(at=AT)
    assert received(officer) == [ADDRESS]
