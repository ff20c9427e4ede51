"""Screens of partners at the table: planned, asked by the desk, seen for that sitting only, and voted by themselves."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.country import Country
from tests.integration.test_tables import VOTING
from tests.web.conftest import AT, SignIn
from tests.web.test_tables import JOB, SEATS, SECRET, body, sent_to_inclusion, signal

from vangnet.access.services import as_job
from vangnet.core.clock import now
from vangnet.intake import services
from vangnet.intake.models import Board, BoardGuest, BoardVote

pytestmark = pytest.mark.django_db
KEY = {"key": "01a21ec3-de58-7d19-bff2-8f661bc5a7a9"}


def seat_lasts() -> None:
    """Let seats last by the clock of the wall, which is not that of these pages, and by theirs."""
    with as_job(JOB):
        BoardGuest.objects.update(until=max(now(), AT) + timedelta(days=2))


def test_a_sitting_is_planned_a_partner_is_asked_and_sees_it_from_its_beginning_to_its_end(
    country: Country, sign_in: SignIn
) -> None:
    signal(country.director)
    desk = sign_in(country.director)
    when = {"kind": "weekly", "seats": SEATS, "plan": "ja", **KEY}
    for wrong in ({}, {"day": "24-11-2026"}, {"day": "22-11-2026", "hour": "10:00"}):
        assert desk.post("/signalen/weegtafel", {**when, **wrong}).status_code == 422
    path = desk.post("/signalen/weegtafel", {**when, "day": "24-11-2026", "hour": "10:00"})["Location"]
    assert "Gepland" in body(desk, "/signalen/weegtafel")
    page = body(desk, path)
    assert "Begin dit overleg" in page
    assert "Politie IJsselland: Werker 2" in page
    assert desk.post(f"{path}/partners", {"worker": str(country.stranger.worker_id), **KEY}).status_code == 422
    assert desk.post(f"{path}/partners", {"worker": str(country.officer.worker_id), **KEY})["Location"] == path
    seat_lasts()
    officer = sign_in(country.officer)
    mine = path.replace("weegtafel", "aan-tafel")
    assert "Gepland" in body(officer, "/signalen/aan-tafel")
    assert "nog niet begonnen" in body(officer, mine)
    assert officer.get(path).status_code in (403, 404)
    assert desk.post(path, {"stap": "begin", "version": "1"})["Location"] == path
    seat_lasts()
    seen = body(officer, mine)
    assert SECRET in seen
    assert "Jouw stem" not in seen
    assert sign_in(country.clinician).get(mine).status_code == 404
    with as_job(JOB):
        version = Board.objects.get().version
    desk.post(path, {"stap": "klaar", "version": str(version)})
    assert officer.get(mine).status_code == 404
    assert "nergens aan tafel gevraagd" in body(officer, "/signalen/aan-tafel")


def test_a_partner_votes_and_the_table_cannot_vote_for_them(country: Country, sign_in: SignIn) -> None:
    with as_job(JOB):
        services.store_convention(actor=JOB, text=VOTING, at=AT)
    view = sent_to_inclusion(country.director)
    desk = sign_in(country.director)
    path = desk.post("/signalen/weegtafel", {"kind": "inclusion", "seats": SEATS, **KEY})["Location"]
    chosen = {"worker": str(country.officer.worker_id), "partner": "Politie", **KEY}
    assert desk.post(f"{path}/partners", chosen)["Location"] == path
    seat_lasts()
    officer, mine = sign_in(country.officer), path.replace("weegtafel", "aan-tafel")
    assert "je stemt voor Politie" in body(officer, mine)
    sent = {"signaal": str(view.id), f"{view.id}-vote": "against", f"{view.id}-key": KEY["key"]}
    assert officer.post(mine, sent).status_code == 422
    assert officer.post(mine, {**sent, f"{view.id}-reason": "Er loopt al iets."})["Location"] == mine
    assert "Wijzig mijn stem" in body(officer, mine)
    page = body(desk, f"/signalen/{view.id}/inclusie?tafel={path.rsplit('/', 1)[1]}")
    assert "Zelf gestemd." in page
    assert "Er loopt al iets." in page
    with as_job(JOB):
        assert BoardVote.objects.get().vote == "against"


def test_the_desk_takes_a_seat_back(country: Country, sign_in: SignIn) -> None:
    signal(country.director)
    desk = sign_in(country.director)
    path = desk.post("/signalen/weegtafel", {"kind": "weekly", "seats": SEATS, **KEY})["Location"]
    desk.post(f"{path}/partners", {"worker": str(country.officer.worker_id), **KEY})
    seat_lasts()
    officer, mine = sign_in(country.officer), path.replace("weegtafel", "aan-tafel")
    assert SECRET in body(officer, mine)
    with as_job(JOB):
        guest = BoardGuest.objects.get()
    assert desk.post(f"{path}/partners", {"weg": str(guest.id)})["Location"] == path
    assert officer.get(mine).status_code == 404
    assert desk.post(f"{path}/partners", {"weg": "x"}).status_code == 404
