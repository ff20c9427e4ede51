"""What is kept about me, and who looked: a request that the contact point handles, and an answer that is whole."""

from __future__ import annotations

import json
import socket
from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from tests.country import Country
from tests.web.conftest import AT, SignIn

from vangnet.access.models import Agency, Worker
from vangnet.access.services import acting, as_job, system_actor
from vangnet.access.types import Actor
from vangnet.audit.models import Entry, Processing
from vangnet.cases import selectors as cases
from vangnet.cases import services as case_services
from vangnet.cases.models import Case
from vangnet.core.errors import NotMandated, NotVisible, Unavailable
from vangnet.core.strict_json import JsonObject
from vangnet.flow.insight import NEVER_TOLD, gather, looked_at, scope
from vangnet.flow.today import OwedKind, today
from vangnet.people import selectors as people
from vangnet.sharing import services as sharing
from vangnet.sharing.errors import InsightDone, InsightUnreadable, NotInHand, SamePerson
from vangnet.sharing.models import InsightRequest, InsightRestriction
from vangnet.sharing.rules.insight import due_on
from vangnet.sharing.selectors import shareable
from vangnet.sharing.selectors.insight import insight_request
from vangnet.sharing.services import insight
from vangnet.sharing.types.rights import InsightPart, RightDecision, RightKind
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
def contact(country: Country) -> Actor:
    """Somebody of the contact point: of another organisation of the region, who sees no case."""
    with as_job(system_actor(reason="test")):
        agency = Agency.objects.create(name="Gemeente Zwolle", kind="COL", region_id="ZVH04")
        worker = Worker.objects.create(agency=agency, region_id="ZVH04", name="Noor Verzonnen", role="contactpunt")
    return Actor(worker.id, agency.id, "COL", "ZVH04", "contactpunt")


def register(country: Country, person_id: UUID, kind: str = "access", asked: str = "") -> UUID:
    with acting(country.director):
        return insight.register_insight(
            actor=country.director, person_id=person_id, received_on=TODAY, identified_how="paspoort gezien", kind=kind,
            asked=asked, at=AT,
        )  # fmt: skip


def taken(contact: Actor, request_id: UUID) -> UUID:
    with acting(contact):
        insight.take_up(actor=contact, request_id=request_id, at=AT)
    return request_id


@pytest.fixture
def request_id(country: Country, contact: Actor, person_id: UUID) -> UUID:
    return taken(contact, register(country, person_id))


def restrict(contact: Actor, request_id: UUID, part: str = "timeline", **changes: object) -> None:
    said: dict[str, object] = {
        "participant": "Politie IJsselland", "ground": "uavg-41", "why": "opsporing loopt", "review_on": LATER,
    }  # fmt: skip
    with acting(contact):
        insight.restrict_insight(actor=contact, request_id=request_id, part=part, at=AT, **(said | changes))  # type: ignore[arg-type]


def gathered(contact: Actor, request_id: UUID, at: datetime = AT) -> JsonObject:
    with acting(contact, at=at):
        return gather(actor=contact, request_id=request_id, at=at)


def test_a_month_is_owed_and_two_more_once(contact: Actor, request_id: UUID) -> None:
    with acting(contact):
        assert InsightRequest.objects.get(id=request_id).due_on == date(2026, 12, 23)
        assert insight.extend_insight(actor=contact, request_id=request_id, why="veel stukken", at=AT) == date(
            2027, 2, 23
        )
        with pytest.raises(InsightUnreadable):
            insight.extend_insight(actor=contact, request_id=request_id, why="nog meer", at=AT)


def test_the_month_ends_with_the_month_and_a_complaint_has_six_weeks() -> None:
    assert due_on(date(2026, 1, 31)) == date(2026, 2, 28)
    assert due_on(date(2026, 11, 23), kind="complaint") == date(2027, 1, 4)


def test_the_answer_has_every_part(contact: Actor, request_id: UUID) -> None:
    answer = gathered(contact, request_id)
    assert set(HEADINGS) < set(answer)
    assert answer["identity"][0]["naam"] == "Verzonnen"  # type: ignore[index,call-overload]
    assert [row["tekst"] for row in answer["signals"]] == ["Made-up signal."]  # type: ignore[index,union-attr,call-overload]
    assert answer["cases"]
    assert answer["timeline"]


def test_a_closed_case_is_in_the_answer_and_stays_shielded(
    country: Country, contact: Actor, case_id: UUID, request_id: UUID
) -> None:
    with acting(country.director):
        version = cases.case(actor=country.director, case_id=case_id, at=AT).version
        case_services.close(actor=country.director, case_id=case_id, version=version, why="klaar", at=AT)
    answer = gathered(contact, request_id)
    assert answer["cases"][0]["gesloten"] == "2026-11-23"  # type: ignore[index,call-overload]
    assert "klaar" in json.dumps(answer["timeline"])
    with acting(contact):
        assert not Case.objects.exists(), "who answers gets no sight"
        with pytest.raises(NotVisible):
            cases.case(actor=contact, case_id=case_id, at=AT)
    assert Entry.objects.filter(act="rights.gather", case_id=case_id, worker_id=contact.worker_id).exists()


def test_gathering_shows_nothing_to_who_has_not_the_request_in_hand(
    country: Country, contact: Actor, person_id: UUID
) -> None:
    request_id = register(country, person_id)
    with pytest.raises(NotInHand):
        gathered(contact, request_id)
    with pytest.raises(NotMandated):
        gathered(country.director, request_id)
    with pytest.raises(NotMandated):
        taken(country.director, request_id)
    with acting(contact), pytest.raises(NotVisible):
        people.person(actor=contact, person_id=person_id, at=AT)


def test_who_registered_it_does_not_handle_it(country: Country, contact: Actor, request_id: UUID) -> None:
    both = replace(contact, worker_id=country.director.worker_id)
    with acting(contact), pytest.raises(SamePerson):
        insight.take_up(actor=both, request_id=request_id, at=AT)
    with as_job(system_actor(reason="test")), pytest.raises(IntegrityError), transaction.atomic():
        InsightRequest.objects.filter(id=request_id).update(handler_id=country.director.worker_id)


def test_another_does_not_take_what_somebody_has_in_hand(contact: Actor, request_id: UUID) -> None:
    other = replace(contact, worker_id=UUID(int=9))
    with acting(contact), pytest.raises(NotVisible):
        insight.take_up(actor=other, request_id=request_id, at=AT)


def test_what_is_of_others_is_counted_and_not_told(
    country: Country, contact: Actor, case_id: UUID, request_id: UUID
) -> None:
    with acting(country.director):
        case_services.note(
            actor=country.director, case_id=case_id, text="Buurvrouw belde.", key=UUID(int=4), at=AT, category="C27"
        )
    answer = gathered(contact, request_id)
    assert "Buurvrouw" not in json.dumps(answer)
    assert answer["uitgezonderd"] == [{"soort": NEVER_TOLD["C27"], "aantal": 1}]


def test_who_looked_has_organisation_function_and_act_and_no_name(contact: Actor, request_id: UUID) -> None:
    rows = gathered(contact, request_id)["looked"]
    assert isinstance(rows, list)
    acts = {row["handeling"] for row in rows}  # type: ignore[index,call-overload]
    assert {"cases.open", "rights.register", "rights.take_up"} <= acts
    assert {(row["organisatie"], row["functie"]) for row in rows if row["handeling"] == "cases.open"} == {  # type: ignore[index,call-overload]
        ("ZVH IJsselland", "procesregisseur")
    }
    assert "Werker" not in json.dumps(rows)


def test_whoever_handles_it_reads_whom_to_consult_and_no_content(contact: Actor, request_id: UUID) -> None:
    with acting(contact):
        found = scope(actor=contact, request=insight_request(actor=contact, request_id=request_id, at=AT), at=AT)
    assert (found.name, found.participants) == ("Verzonnen", ("ZVH IJsselland",))
    assert found.counts[InsightPart.SIGNALS] == 1
    assert "Made-up" not in str(found)


@pytest.mark.parametrize("part", sorted(HEADINGS))
def test_a_part_that_is_kept_back_is_not_gathered_and_is_named(contact: Actor, request_id: UUID, part: str) -> None:
    restrict(contact, request_id, part)
    answer = gathered(contact, request_id)
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
    contact: Actor, request_id: UUID, changes: dict[str, object], field: str
) -> None:
    with pytest.raises(InsightUnreadable) as refusal:
        restrict(contact, request_id, **changes)  # type: ignore[arg-type]
    assert list(refusal.value.fields) == [field]
    with acting(contact):
        assert not InsightRestriction.objects.exists()


def test_nobody_else_sees_the_request(country: Country, request_id: UUID, person_id: UUID) -> None:
    far = replace(country.stranger, role="contactpunt")
    for actor in (country.stranger, far):
        with acting(actor):
            assert not InsightRequest.objects.exists()
    with acting(far), pytest.raises(NotVisible):
        gather(actor=far, request_id=request_id, at=AT)
    with acting(country.stranger), pytest.raises(NotVisible):
        looked_at(actor=country.stranger, person_id=person_id, at=AT)
    with acting(country.officer), pytest.raises(NotMandated):
        looked_at(actor=country.officer, person_id=person_id, at=AT)


def test_an_answer_is_given_once_after_consulting_and_its_fingerprint_stays(contact: Actor, request_id: UUID) -> None:
    with acting(contact):
        with pytest.raises(InsightUnreadable):
            insight.close_insight(actor=contact, request_id=request_id, answer=b"antwoord", consulted=" ", at=AT)
        insight.close_insight(actor=contact, request_id=request_id, answer=b"antwoord", consulted="ZVH", at=AT)
        row = InsightRequest.objects.get(id=request_id)
        assert (len(row.answer_hash), row.answered_by) == (64, contact.worker_id)
        with pytest.raises(InsightDone):
            insight.close_insight(actor=contact, request_id=request_id, answer=b"anders", consulted="ZVH", at=AT)
    with pytest.raises(InsightDone):
        restrict(contact, request_id)


def test_each_step_is_in_the_record_and_in_the_processing_log(contact: Actor, request_id: UUID) -> None:
    restrict(contact, request_id)
    assert Entry.objects.filter(act__startswith="rights.").count() == 3
    lines = Processing.objects.filter(activity="urn:vangnet:verwerking:rechten")
    assert {line.name for line in lines} == {"rights.register", "rights.take_up", "rights.restrict"}


# The other rights


@pytest.mark.parametrize("kind", [one for one in RightKind if one is not RightKind.ACCESS])
def test_every_other_right_has_a_handler_a_day_and_a_decision(
    country: Country, contact: Actor, person_id: UUID, kind: RightKind
) -> None:
    with pytest.raises(InsightUnreadable):
        register(country, person_id, kind)
    request_id = taken(contact, register(country, person_id, kind, "Dit klopt niet."))
    with acting(contact):
        for decision, why, consulted in (("", "x", "x"), ("granted", " ", "x"), ("granted", "x", "")):
            with pytest.raises(InsightUnreadable):
                insight.decide_right(
                    actor=contact, request_id=request_id, decision=decision, why=why, consulted=consulted, at=AT
                )
        insight.decide_right(
            actor=contact, request_id=request_id, decision="refused", why="Omdat.", consulted="ZVH", at=AT
        )
        found = insight_request(actor=contact, request_id=request_id, at=AT)
    assert (found.decision, found.decision_why, found.handler_id) == (
        RightDecision.REFUSED,
        "Omdat.",
        contact.worker_id,
    )
    assert found.due_on > TODAY


def test_a_granted_correction_is_owed_pushed_and_joined_to_the_request(
    country: Country, contact: Actor, case_id: UUID, person_id: UUID
) -> None:
    request_id = taken(contact, register(country, person_id, "rectification", "Ik woon daar niet."))
    assert rights_on_today(contact) == [request_id]
    with acting(contact):
        insight.decide_right(
            actor=contact, request_id=request_id, decision="granted", why="Klopt.", consulted="ZVH", at=AT
        )
    assert rights_on_today(contact) == []
    assert rights_on_today(country.director) == [request_id]
    with acting(country.director):
        item_id = shareable(actor=country.director, case_id=case_id, at=AT)[0].id
        sharing.correct(actor=country.director, case_id=case_id, item_id=item_id, correction="Woont elders.", at=AT)
        found = insight_request(actor=country.director, request_id=request_id, at=AT)
    assert (found.corrected_at, found.corrected_told) == (AT, 0)
    assert rights_on_today(country.director) == []
    assert Entry.objects.get(act="sharing.correct").details["request"] == str(request_id)


def rights_on_today(actor: Actor) -> list[UUID]:
    at = AT + timedelta(days=25)
    with acting(actor, at=at):
        work = today(actor=actor, at=at)
    return [row.object_id for row in (*work.late, *work.today, *work.week) if row.kind is OwedKind.RIGHT]


# Paper and screens


def test_the_answer_prints(contact: Actor, request_id: UUID) -> None:
    restrict(contact, request_id)
    answer = gathered(contact, request_id)
    answer["identity"][0]["naam"] = "<script>alert(1)</script>"  # type: ignore[index,call-overload]
    page = answer_html(answer)
    assert "<script>" not in page
    assert "Politie IJsselland" in page
    assert HEADINGS["looked"] in page
    assert "Je vroeg dit op 23-11-2026." in page
    assert "Op 23-1-2027 kijkt iemand" in page
    assert "2026-11-23" not in page
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


def test_the_screens_lead_from_request_to_answer(
    country: Country, contact: Actor, sign_in: SignIn, person_id: UUID
) -> None:
    client: Client = sign_in(country.director)
    address = f"/personen/{person_id}/inzage"
    assert client.post(address, {}).status_code == 422
    said = {"kind": "access", "received_on": "20-11-2026", "identified_how": "paspoort gezien"}
    assert client.post(address, said).status_code == 302
    with acting(country.director):
        request_id = InsightRequest.objects.get().id
    page = client.get(address).content.decode()
    assert f"/inzage/{request_id}" in page
    assert "ZVH IJsselland" in page
    assert "Neem in behandeling" not in client.get(f"/inzage/{request_id}").content.decode()

    client = sign_in(contact)
    assert f"/inzage/{request_id}" in client.get("/inzage").content.decode()
    assert "Neem in behandeling" in client.get(f"/inzage/{request_id}").content.decode()
    assert client.post(f"/inzage/{request_id}/antwoord", {"form": "json", "consulted": "x"}).status_code == 409
    assert client.post(f"/inzage/{request_id}/behandelen").status_code == 302
    page = client.get(f"/inzage/{request_id}").content.decode()
    assert "Verzonnen" in page
    assert "Made-up signal" not in page
    said = {"stap": "achterhouden", "part": "plan", "participant": "Politie", "ground": "uavg-41", "why": "x"}
    assert client.post(f"/inzage/{request_id}", said | {"review_on": "01-02-2020"}).status_code == 422
    assert client.post(f"/inzage/{request_id}", said | {"review_on": "01-02-2027"}).status_code == 302
    assert "UAVG artikel 41" in client.get(f"/inzage/{request_id}").content.decode()
    looked = client.post(f"/inzage/{request_id}/antwoord", {"form": "kijk"})
    assert looked.content.startswith(b"%PDF-")
    unsaid = client.post(f"/inzage/{request_id}/antwoord", {"form": "json"}, follow=True)
    assert unsaid.redirect_chain[-1][0].startswith(f"/inzage/{request_id}?")
    assert "Met welke deelnemers heb je overlegd?" in unsaid.content.decode()
    assert 'class="fault"' in unsaid.content.decode()
    given = client.post(f"/inzage/{request_id}/antwoord", {"form": "json", "consulted": "ZVH, politie"})
    assert given["Content-Disposition"] == 'attachment; filename="inzage.json"'
    assert "plan" not in given.json()
    assert client.post(f"/inzage/{request_id}/antwoord", {"form": "json", "consulted": "x"}).status_code == 409
    assert client.get(f"/inzage/{request_id}").status_code == 200


def test_more_time_by_screen_is_taken_once_with_a_reason(
    country: Country, contact: Actor, sign_in: SignIn, request_id: UUID
) -> None:
    client, address = sign_in(contact), f"/inzage/{request_id}"
    assert client.post(address, {"stap": "langer", "why": ""}).status_code == 422
    assert client.post(address, {"stap": "langer", "why": "Er zijn veel stukken."}).status_code == 302
    page = client.get(address).content.decode()
    assert "Er zijn veel stukken." in page
    assert "Twee maanden meer tijd nodig" not in page
    assert client.post(address, {"stap": "langer", "why": "Nog meer."}).status_code == 422
    with acting(contact):
        assert InsightRequest.objects.get(id=request_id).due_on == date(2027, 2, 23)


def test_a_decision_by_screen(country: Country, contact: Actor, sign_in: SignIn, person_id: UUID) -> None:
    request_id = taken(contact, register(country, person_id, "objection", "Stop hiermee."))
    client = sign_in(contact)
    said = {"stap": "besluiten", "decision": "refused", "why": "De wet verplicht het.", "consulted": "ZVH"}
    assert client.post(f"/inzage/{request_id}", said | {"why": ""}).status_code == 422
    assert client.post(f"/inzage/{request_id}", said).status_code == 302
    page = client.get(f"/inzage/{request_id}").content.decode()
    assert "Nee, afgewezen" in page
    assert "De wet verplicht het." in page


@pytest.mark.parametrize("who", ["officer", "stranger"])
def test_the_screens_are_closed_to_others(
    country: Country, sign_in: SignIn, person_id: UUID, request_id: UUID, who: str
) -> None:
    client = sign_in(getattr(country, who))
    assert client.get(f"/personen/{person_id}/inzage").status_code in (403, 404)
    assert client.get(f"/inzage/{request_id}").status_code == 404
    assert client.post(f"/inzage/{request_id}/antwoord", {"form": "json"}).status_code in (403, 404)
    assert client.post(f"/inzage/{request_id}/behandelen").status_code in (403, 404)
