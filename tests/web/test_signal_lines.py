"""Whoever reads a signal leaves a line of the processing log about the person it lies beside, on whichever page it is read."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from tests.country import Country
from tests.web.conftest import AT, SignIn
from tests.web.test_signals import recognised, reported

from vangnet.access.services import acting, as_job, system_actor
from vangnet.audit.models import Entry, Processing
from vangnet.audit.selectors import pseudonym
from vangnet.core.clock import local_day
from vangnet.flow.insight import looked_at
from vangnet.intake.models import Board, BoardItem, Outreach, Signal
from vangnet.people.types import NewPerson

pytestmark = pytest.mark.django_db
JOB = system_actor(reason="test")


def lines_about(person_id: UUID) -> int:
    with as_job(JOB):
        return Processing.objects.filter(subjects__contains=[pseudonym(subject_id=person_id)]).count()


def on_every_list(country: Country, signal_id: UUID) -> tuple[UUID, UUID]:
    """Lay a signal on a table and keep its person in view; returns the sitting and the outreach."""
    director = country.director
    with as_job(JOB):
        board = Board.objects.create(
            region=director.region,
            desk_id=director.agency_id,
            kind="weekly",
            starts_at=AT,
            opened_by=director.worker_id,
        )
        BoardItem.objects.create(region=director.region, board=board, signal_id=signal_id, added_at=AT)
        outreach = Outreach.objects.create(
            region=director.region, desk_id=director.agency_id, signal_id=signal_id, ground="x", owner_id=director.worker_id,
            opened_at=AT, review_on=local_day(AT),
        )  # fmt: skip
    return board.id, outreach.id


def test_every_page_that_shows_a_signal_leaves_a_line_about_its_person(country: Country, sign_in: SignIn) -> None:
    signal = reported(country)
    person_id = recognised(country, signal, NewPerson(surname="Verzonnen", municipality="GM0193"))
    board_id, outreach_id = on_every_list(country, signal.id)
    client = sign_in(country.director)
    pages = (
        "", f"/{signal.id}", f"/{signal.id}/wegen", f"/{signal.id}/wie", f"/{signal.id}/24-uur", f"/{signal.id}/aanbieden",
        f"/{signal.id}/bemoeizorg", "/van-mij", f"/weegtafel/{board_id}",
    )  # fmt: skip
    for page in ("/vandaag", *(f"/signalen{page}" for page in pages), "/bemoeizorg", f"/bemoeizorg/{outreach_id}"):
        before = lines_about(person_id)
        assert client.get(page).status_code == 200, page
        assert lines_about(person_id) > before, page


def test_the_desk_that_is_asked_to_take_it_leaves_a_line_too_though_it_does_not_know_the_person(
    country: Country, sign_in: SignIn
) -> None:
    signal = reported(country)
    person_id = recognised(country, signal, NewPerson(surname="Verzonnen", municipality="GM0193"))
    with as_job(JOB):
        Signal.objects.filter(id=signal.id).update(offered_to=country.officer.agency_id, offered_why="x")
    officer = sign_in(country.officer)
    for page in (f"/signalen/{signal.id}", "/signalen?toon=gevraagd"):
        before = lines_about(person_id)
        assert officer.get(page).status_code == 200
        assert lines_about(person_id) > before, page


def test_the_person_hears_who_read_the_signal_and_the_log_names_nobody(country: Country, sign_in: SignIn) -> None:
    country.case(at=AT - timedelta(days=1))
    director = country.director
    with as_job(JOB):
        signal = Signal.objects.get()
    sign_in(director).get(f"/signalen/{signal.id}")
    with as_job(JOB):
        read = Entry.objects.filter(act="intake.read", at=AT).first()
        assert read is not None
        person_id = read.subject_id
        assert "worker_id" not in {field.name for field in Processing._meta.get_fields()}
    assert person_id is not None
    with acting(director):
        acts = {row["handeling"] for row in looked_at(actor=director, person_id=person_id, at=AT)}
    assert "intake.read" in acts


def test_a_signal_of_which_nobody_said_who_it_is_leaves_no_line(country: Country, sign_in: SignIn) -> None:
    signal = reported(country)
    assert sign_in(country.director).get(f"/signalen/{signal.id}").status_code == 200
    with as_job(JOB):
        assert Entry.objects.get(act="intake.read").subject_id is None
