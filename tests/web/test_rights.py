"""What is kept about me, and who looked: a request, what is kept back from it, and an answer that is whole."""

from __future__ import annotations

import json
import socket
from datetime import date
from uuid import UUID

import pytest
from django.test import Client
from tests.country import Country
from tests.web.conftest import AT, SignIn

from vangnet.access.services import acting
from vangnet.audit.models import Entry, Processing
from vangnet.cases import selectors as cases
from vangnet.core.errors import NotMandated, NotVisible, Unavailable
from vangnet.flow.insight import gather, looked_at
from vangnet.sharing.errors import InsightDone, InsightIncomplete, InsightUnreadable
from vangnet.sharing.models import InsightRequest, InsightRestriction
from vangnet.sharing.rules.insight import due_on
from vangnet.sharing.services import insight
from vangnet.web.rights import printing
from vangnet.web.rights.paper import HEADINGS, answer_html, answer_pdf

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)
LATER = date(2027, 1, 23)


@pytest.fixture
def case_id(country: Country) -> UUID:
    return country.case(at=AT)


@pytest.fixture
def person_id(country: Country, case_id: UUID) -> UUID:
    with acting(country.director):
        return cases.case(actor=country.director, case_id=case_id, at=AT).person_id


@pytest.fixture
def request_id(country: Country, person_id: UUID) -> UUID:
    with acting(country.director):
        return insight.register_insight(
            actor=country.director, person_id=person_id, received_on=TODAY, identified_how="paspoort gezien", at=AT
        )


def restrict(country: Country, request_id: UUID, part: str = "timeline", **changes: object) -> None:
    said: dict[str, object] = {
        "participant": "Politie IJsselland", "ground": "uavg-41", "why": "opsporing loopt", "review_on": LATER,
    }  # fmt: skip
    with acting(country.director):
        insight.restrict_insight(actor=country.director, request_id=request_id, part=part, at=AT, **(said | changes))  # type: ignore[arg-type]


def test_a_month_is_owed_and_two_more_once(country: Country, request_id: UUID) -> None:
    with acting(country.director):
        assert InsightRequest.objects.get(id=request_id).due_on == date(2026, 12, 23)
        assert insight.extend_insight(actor=country.director, request_id=request_id, why="veel stukken", at=AT) == date(
            2027, 2, 23
        )
        with pytest.raises(InsightUnreadable):
            insight.extend_insight(actor=country.director, request_id=request_id, why="nog meer", at=AT)


def test_the_month_ends_with_the_month() -> None:
    assert due_on(date(2026, 1, 31)) == date(2026, 2, 28)


def test_the_answer_has_every_part(country: Country, request_id: UUID) -> None:
    with acting(country.director):
        answer = gather(actor=country.director, request_id=request_id, at=AT)
    assert set(HEADINGS) < set(answer)
    assert answer["identity"]["naam"] == "Verzonnen"  # type: ignore[index,call-overload]
    assert [row["tekst"] for row in answer["signals"]] == ["Made-up signal."]  # type: ignore[index,union-attr,call-overload]
    assert answer["cases"]
    assert answer["timeline"]


def test_who_looked_has_organisation_function_and_act_and_no_name(country: Country, request_id: UUID) -> None:
    with acting(country.director):
        answer = gather(actor=country.director, request_id=request_id, at=AT)
    rows = answer["looked"]
    assert isinstance(rows, list)
    acts = {row["handeling"] for row in rows}  # type: ignore[index,call-overload]
    assert {"cases.open", "rights.register"} <= acts
    assert {(row["organisatie"], row["functie"]) for row in rows if row["handeling"] == "cases.open"} == {  # type: ignore[index,call-overload]
        ("ZVH IJsselland", "procesregisseur")
    }
    assert "Werker" not in json.dumps(rows)


@pytest.mark.parametrize("part", sorted(HEADINGS))
def test_a_part_that_is_kept_back_is_not_gathered_and_is_named(country: Country, request_id: UUID, part: str) -> None:
    restrict(country, request_id, part)
    with acting(country.director):
        answer = gather(actor=country.director, request_id=request_id, at=AT)
    assert part not in answer
    [kept_back] = answer["weggelaten"]  # type: ignore[misc]
    assert kept_back == {
        "deel": part, "deelnemer": "Politie IJsselland", "grond": "UAVG artikel 41", "opnieuw": "2027-01-23",
    }  # fmt: skip
    assert "opsporing loopt" not in json.dumps(answer)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"participant": " "}, "participant"),
        ({"ground": "omdat"}, "ground"),
        ({"why": ""}, "why"),
        ({"review_on": TODAY}, "review_on"),
        ({"part": "alles"}, "part"),
    ],
)
def test_keeping_back_needs_participant_ground_reason_and_review(
    country: Country, request_id: UUID, changes: dict[str, object], field: str
) -> None:
    with pytest.raises(InsightUnreadable) as refusal:
        restrict(country, request_id, **changes)  # type: ignore[arg-type]
    assert list(refusal.value.fields) == [field]
    with acting(country.director):
        assert not InsightRestriction.objects.exists()


def test_nobody_else_sees_the_request(country: Country, request_id: UUID, person_id: UUID) -> None:
    with acting(country.stranger):
        assert not InsightRequest.objects.exists()
        with pytest.raises(NotVisible):
            gather(actor=country.stranger, request_id=request_id, at=AT)
        with pytest.raises(NotVisible):
            looked_at(actor=country.stranger, person_id=person_id, at=AT)
    with acting(country.officer), pytest.raises(NotMandated):
        looked_at(actor=country.officer, person_id=person_id, at=AT)


def test_an_answer_with_a_hole_is_not_given(country: Country, request_id: UUID) -> None:
    from vangnet.access.models import Sight
    from vangnet.access.services import as_job, system_actor

    with as_job(system_actor(reason="test")):
        Sight.objects.filter(worker_id=country.director.worker_id).delete()
    with acting(country.director), pytest.raises(InsightIncomplete):
        gather(actor=country.director, request_id=request_id, at=AT)


def test_an_answer_is_given_once_and_its_fingerprint_stays(country: Country, request_id: UUID) -> None:
    with acting(country.director):
        insight.close_insight(actor=country.director, request_id=request_id, answer=b"antwoord", at=AT)
        row = InsightRequest.objects.get(id=request_id)
        assert (len(row.answer_hash), row.answered_by) == (64, country.director.worker_id)
        with pytest.raises(InsightDone):
            insight.close_insight(actor=country.director, request_id=request_id, answer=b"anders", at=AT)
    with pytest.raises(InsightDone):
        restrict(country, request_id)


def test_each_step_is_in_the_record_and_in_the_processing_log(country: Country, request_id: UUID) -> None:
    restrict(country, request_id)
    assert Entry.objects.filter(act__startswith="rights.").count() == 2
    lines = Processing.objects.filter(activity="urn:vangnet:verwerking:rechten")
    assert {line.name for line in lines} == {"rights.register", "rights.restrict"}


def test_the_answer_prints(country: Country, request_id: UUID) -> None:
    restrict(country, request_id)
    with acting(country.director):
        answer = gather(actor=country.director, request_id=request_id, at=AT)
    answer["identity"]["naam"] = "<script>alert(1)</script>"  # type: ignore[index,call-overload]
    page = answer_html(answer)
    assert "<script>" not in page
    assert "Politie IJsselland" in page
    assert HEADINGS["looked"] in page
    assert answer_pdf(answer).startswith(b"%PDF-")


def test_the_printer_has_only_so_long() -> None:
    with pytest.raises(Unavailable):
        printing.pdf_of(html="<p>x</p>", css="", timeout_s=0.01)


def test_the_printer_fetches_nothing() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        address = f"http://127.0.0.1:{server.getsockname()[1]}/x.png"
        html = f'<img src="{address}"><link rel="stylesheet" href="{address}"><p>tekst</p>'
        assert printing.pdf_of(html=html, css="").startswith(b"%PDF-")
        server.settimeout(0)
        with pytest.raises(BlockingIOError):
            server.accept()


def test_the_screens_lead_from_request_to_answer(country: Country, sign_in: SignIn, person_id: UUID) -> None:
    client: Client = sign_in(country.director)
    address = f"/personen/{person_id}/inzage"
    assert client.post(address, {}).status_code == 422
    saved = client.post(address, {"received_on": "20-11-2026", "identified_how": "paspoort gezien"})
    assert saved.status_code == 302
    with acting(country.director):
        request_id = InsightRequest.objects.get().id
    page = client.get(address).content.decode()
    assert f"/inzage/{request_id}" in page
    assert "ZVH IJsselland" in page
    said = {"part": "plan", "participant": "Politie", "ground": "uavg-41", "why": "x", "review_on": "01-02-2027"}
    assert client.post(f"/inzage/{request_id}", said | {"review_on": "01-02-2020"}).status_code == 422
    assert client.post(f"/inzage/{request_id}", said).status_code == 302
    assert "UAVG artikel 41" in client.get(f"/inzage/{request_id}").content.decode()
    given = client.post(f"/inzage/{request_id}/antwoord", {"form": "json"})
    assert given["Content-Disposition"] == 'attachment; filename="inzage.json"'
    assert "plan" not in given.json()
    again = client.post(f"/inzage/{request_id}/antwoord", {"form": "json"})
    assert again.status_code == 409
    assert client.get(f"/inzage/{request_id}").status_code == 200


@pytest.mark.parametrize("who", ["officer", "stranger"])
def test_the_screens_are_closed_to_others(
    country: Country, sign_in: SignIn, person_id: UUID, request_id: UUID, who: str
) -> None:
    client = sign_in(getattr(country, who))
    assert client.get(f"/personen/{person_id}/inzage").status_code in (403, 404)
    assert client.get(f"/inzage/{request_id}").status_code == 404
    assert client.post(f"/inzage/{request_id}/antwoord", {"form": "json"}).status_code in (403, 404)
