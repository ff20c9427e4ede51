"""One signal under a restriction is read on a ground of AVG article 18(2): asked, decided by somebody else, and over by itself."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from django.db import ProgrammingError, connection, transaction
from tests.case_to_share import AT, case_to_share
from tests.country import Country, made_up_country
from tests.integration.test_restriction import contact as contact
from tests.integration.test_restriction import granted, person_of

from vangnet.access.services import acting, as_job, system_actor
from vangnet.access.services.erasing import as_retention, erase
from vangnet.access.types import Actor
from vangnet.audit.models import Entry
from vangnet.core.clock import local_day
from vangnet.core.errors import NotMandated, NotVisible
from vangnet.flow import journey
from vangnet.flow.today import SIGNAL_ASKED, OwedKind, today
from vangnet.intake import selectors as intake
from vangnet.intake.models import Signal
from vangnet.intake.types import Channel, NewSignal
from vangnet.people import selectors as people
from vangnet.people.errors import OpeningBySecondPerson, OpeningDecided, OpeningUnreadable
from vangnet.people.models import StoredOpening
from vangnet.people.selectors.stored import openings_of_request, openings_running, stored_signals
from vangnet.people.services.stored import ask_opening, decide_opening
from vangnet.people.types.stored import OpeningView

pytestmark = pytest.mark.django_db
JOB = system_actor(reason="test")
WHY = "De buren zijn bang voor hem."
TEXT = "Nog niet gelezen."


@pytest.fixture
def country() -> Country:
    return made_up_country()


@pytest.fixture
def waits(country: Country, contact: Actor) -> tuple[UUID, UUID]:
    """A signal that is only stored, beside another one of the same person; returns the request and the signal."""
    case_id, before = case_to_share(country), AT - timedelta(days=9)
    with acting(country.director):
        signal = journey.receive(
            actor=country.director, signal=NewSignal(Channel.FORM, "E33", TEXT, "GM0193", "waits"), at=before
        )
        journey.recognise(actor=country.director, signal_id=signal.id, person=person_of(case_id), reason="x", at=before)
    return granted(country, contact, case_id), signal.id


def asked(country: Country, signal_id: UUID, **changes: object) -> OpeningView:
    how: dict[str, object] = {"ground": "protect", "why": WHY, "days": 2} | changes
    with acting(country.director, at=AT):
        return ask_opening(actor=country.director, signal_id=signal_id, at=AT, **how)  # type: ignore[arg-type]


def decided(contact: Actor, opening: OpeningView, *, yes: bool = True, after: timedelta = timedelta(0)) -> OpeningView:
    with acting(contact, at=AT + after):
        return decide_opening(
            actor=contact,
            opening_id=opening.id,
            version=opening.version,
            granted=yes,
            why="Zwaar genoeg.",
            at=AT + after,
        )


def read(actor: Actor, signal_id: UUID, *, after: timedelta = timedelta(0)) -> str | None:
    with acting(actor, at=AT + after):
        try:
            return intake.signal(actor=actor, signal_id=signal_id, at=AT + after).text
        except NotVisible:
            return None


def test_asking_opens_nothing_and_a_yes_opens_that_one_signal_for_its_desk_until_its_end(
    country: Country, contact: Actor, waits: tuple[UUID, UUID]
) -> None:
    director, signal_id = country.director, waits[1]
    with acting(director, at=AT):
        others = {one.signal_id for one in stored_signals(actor=director, at=AT)} - {signal_id}
    assert len(others) == 1
    opening = asked(country, signal_id)
    assert read(director, signal_id) is None
    opened = decided(contact, opening)
    assert opened.until == AT + timedelta(days=2)
    assert read(director, signal_id, after=timedelta(hours=47)) == TEXT
    with acting(director, at=AT):
        assert set(Signal.objects.values_list("id", flat=True)) == {signal_id}
        assert [one.signal_id for one in openings_running(actor=director, at=AT)] == [signal_id]
        assert people.stored_only(actor=director) == 1
    assert read(country.stranger, signal_id) is None
    assert read(director, signal_id, after=timedelta(hours=49)) is None
    with acting(director, at=AT + timedelta(hours=49)):
        assert not Signal.objects.filter(id=signal_id).exists()
        assert people.stored_only(actor=director) == 2


def test_the_contact_point_finds_it_on_vandaag_within_a_working_day_and_a_no_keeps_it_shut(
    country: Country, contact: Actor, waits: tuple[UUID, UUID]
) -> None:
    request_id, signal_id = waits

    def owed() -> list[tuple[object, ...]]:
        with acting(contact, at=AT):
            work = today(actor=contact, at=AT)
        rows = (*work.late, *work.today, *work.week)
        return [(row.detail, row.object_id, row.due_on) for row in rows if row.kind is OwedKind.RESTRICTED]

    opening = asked(country, signal_id)
    assert owed() == [(SIGNAL_ASKED, request_id, local_day(AT) + timedelta(days=1))]
    with acting(contact, at=AT):
        [shown] = openings_of_request(actor=contact, request_id=request_id, at=AT)
    assert (shown.why, shown.ground) == (WHY, "protect")
    decided(contact, opening, yes=False)
    assert read(country.director, signal_id) is None
    assert SIGNAL_ASKED not in [row[0] for row in owed()]


def test_who_decides_can_end_it_at_once(country: Country, contact: Actor, waits: tuple[UUID, UUID]) -> None:
    opened = decided(contact, asked(country, waits[1]))
    hour = timedelta(hours=1)
    ended = decided(contact, opened, yes=False, after=hour)
    assert ended.until == AT + hour
    assert read(country.director, waits[1], after=hour) is None
    with pytest.raises(OpeningDecided):
        decided(contact, ended, yes=True, after=hour)


def test_a_yes_does_not_count_against_a_later_restriction(
    country: Country, contact: Actor, waits: tuple[UUID, UUID]
) -> None:
    decided(contact, asked(country, waits[1]))
    hour = timedelta(hours=1)
    assert read(country.director, waits[1], after=2 * hour) == TEXT
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        [role] = cursor.fetchone()
        cursor.execute("SET LOCAL ROLE NONE")  # as whoever migrates: another restriction in place of the first
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("UPDATE access_restriction SET since = since + interval '1 hour'")
        cursor.execute("SET LOCAL session_replication_role = origin")
        cursor.execute(f"SET LOCAL ROLE {role}")
    assert read(country.director, waits[1], after=2 * hour) is None


def test_only_the_desk_asks_only_another_decides_and_all_must_be_said(
    country: Country, contact: Actor, waits: tuple[UUID, UUID]
) -> None:
    request_id, signal_id = waits
    for refused, error in ((country.clinician, NotMandated), (contact, NotMandated), (country.stranger, NotVisible)):
        with acting(refused, at=AT), pytest.raises(error):
            ask_opening(actor=refused, signal_id=signal_id, ground="protect", why=WHY, days=2, at=AT)
    with pytest.raises(OpeningUnreadable) as caught:
        asked(country, signal_id, ground="handig", why="x", days=15)
    assert set(caught.value.fields) == {"ground", "why", "days"}
    opening = asked(country, signal_id)
    assert asked(country, signal_id, why="Nog een keer gevraagd.").id == opening.id
    with acting(country.director, at=AT), pytest.raises(NotMandated):
        decide_opening(actor=country.director, opening_id=opening.id, version=1, granted=True, why="x", at=AT)
    with as_job(JOB):
        StoredOpening.objects.filter(id=opening.id).update(asked_by=contact.worker_id)
    with pytest.raises(OpeningBySecondPerson):
        decided(contact, opening)
    elsewhere = Actor(contact.worker_id, contact.agency_id, "COL", "ZVH05", "contactpunt")
    with acting(elsewhere, at=AT), pytest.raises(NotVisible):
        decide_opening(actor=elsewhere, opening_id=opening.id, version=1, granted=True, why="x", at=AT)
    with acting(elsewhere, at=AT):
        assert openings_of_request(actor=elsewhere, request_id=request_id, at=AT) == []


def test_the_database_lets_no_desk_decide_for_itself(country: Country, waits: tuple[UUID, UUID]) -> None:
    director, signal_id = country.director, waits[1]
    opening = asked(country, signal_id)
    itself = (
        f"UPDATE people_storedopening SET granted = true WHERE id = '{opening.id}'",
        "INSERT INTO people_storedopening (id, region, signal_id, desk_id, ground, why, days, asked_by, asked_at, granted,"
        " decided_by, decided_at, decided_why, until, version) VALUES (gen_random_uuid(), 'ZVH04', "
        f"'{signal_id}', '{director.agency_id}', 'protect', 'x', 2, '{director.worker_id}', now(), true, gen_random_uuid(),"
        " now(), 'x', now() + interval '9 days', 1)",
    )
    for statement in itself:
        with (
            acting(director, at=AT),
            pytest.raises(ProgrammingError),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)
    assert read(director, signal_id) is None


def test_each_step_is_on_the_record_with_its_ground_and_goes_when_the_signal_goes(
    country: Country, contact: Actor, waits: tuple[UUID, UUID]
) -> None:
    signal_id = waits[1]
    decided(contact, asked(country, signal_id))
    with as_job(JOB):
        rows = Entry.objects.filter(object_id=signal_id, act__in=["people.ask_opening", "people.decide_opening"])
        lines = {row.act: (row.ground, row.worker_id, row.subject_id is not None) for row in rows}
    assert lines == {
        "people.ask_opening": ("avg-18-2-protect", country.director.worker_id, True),
        "people.decide_opening": ("avg-18-2-protect", contact.worker_id, True),
    }
    with as_retention(JOB):
        assert erase("signal", signal_id)["people_storedopening"] == 1
