"""After a signal came in: passed on with a yes, told to its reporter, kept in view; over the screens."""

from __future__ import annotations

import re
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from django.test import Client
from tests.country import Country
from tests.web.conftest import AT, SignIn

from vangnet.access.models import Agency, Worker
from vangnet.access.services import acting, as_job, system_actor
from vangnet.access.types import Actor
from vangnet.flow import journey
from vangnet.intake import services
from vangnet.intake.models import Attempt, Feedback, Outreach, Signal
from vangnet.intake.rules import ZVH_CRITERIA
from vangnet.intake.types import Channel, CriterionFinding, Finding, NewSignal, SignalView, WeighingDecision
from vangnet.web.intake import labels

pytestmark = pytest.mark.django_db
JOB = system_actor(reason="test")


@pytest.fixture
def meldpunt(country: Country) -> Actor:
    """Somebody at another desk of the region."""
    with as_job(JOB):
        agency = Agency.objects.create(name="Meldpunt Elders", kind="MLP", region_id="ZVH05")
        worker = Worker.objects.create(agency=agency, region_id="ZVH05", name="Melder", role="bemoeizorgmedewerker")
    return Actor(worker.id, agency.id, "MLP", "ZVH05", "bemoeizorgmedewerker")


def received(country: Country, *, decision: WeighingDecision | None = None, key: str = "k") -> SignalView:
    """A signal of the officer at the director's desk, weighed when a decision is given."""
    signal = NewSignal(Channel.FORM, "E33", "Vrouw roept op straat.", "GM0193", key, reporter_name="Werker 2")
    with acting(country.officer):
        view = journey.receive(actor=country.officer, signal=signal, at=AT - timedelta(hours=1))
    if decision is not None:
        with acting(country.director):
            services.weigh(
                actor=country.director, signal_id=view.id, version=1, participants="Tafel", reason="Geheime reden.",
                findings=[CriterionFinding(code, Finding.MET, "x") for code in ZVH_CRITERIA], decision=decision,
                person_informed=True, not_informed_why="", at=AT,
            )  # fmt: skip
    return view


def row(signal_id: UUID) -> Signal:
    with as_job(JOB):
        return Signal.objects.get(id=signal_id)


def asked(client: Client, signal_id: UUID, meldpunt: Actor, **changed: str):
    typed = {"desk": str(meldpunt.agency_id), "reason": "Woont daar nu.", "version": "1", **changed}
    return client.post(f"/signalen/{signal_id}/aanbieden", typed)


def test_a_signal_is_passed_on_by_screens(country: Country, meldpunt: Actor, sign_in: SignIn):
    view, director, other = received(country), sign_in(country.director), sign_in(meldpunt)
    assert "Meldpunt Elders" in director.get(f"/signalen/{view.id}/aanbieden").content.decode()
    assert asked(director, view.id, meldpunt).status_code == 302
    assert "Gevraagd aan Meldpunt Elders" in director.get(f"/signalen/{view.id}").content.decode()
    listed = other.get("/signalen?toon=aangeboden").content.decode()
    assert "Woont daar nu." in listed
    today = other.get("/vandaag").content.decode()
    assert "Zeg of jullie dit signaal overnemen" in today
    assert f"/signalen/{view.id}/aangeboden" in today
    assert "Zeg of jullie dit signaal overnemen" not in director.get("/vandaag").content.decode()
    page = other.get(f"/signalen/{view.id}").content.decode()
    assert f'class="btn main" href="/signalen/{view.id}/aangeboden"' in page
    assert "ZVH IJsselland vraagt of jullie dit overnemen" in page
    assert "/wegen" not in page
    for way in ("wie", "wegen", "aanbieden", "terugkoppeling"):
        assert other.get(f"/signalen/{view.id}/{way}").status_code == 404
    answer = other.post(f"/signalen/{view.id}/aangeboden", {"answer": "yes", "version": "2"})
    assert answer.status_code == 302
    assert "Zeg of jullie dit signaal overnemen" not in other.get("/vandaag").content.decode()
    assert row(view.id).desk_id == meldpunt.agency_id
    assert director.get(f"/signalen/{view.id}").status_code == 404


def test_a_no_needs_a_reason_and_comes_back(country: Country, meldpunt: Actor, sign_in: SignIn):
    view, director, other = received(country), sign_in(country.director), sign_in(meldpunt)
    asked(director, view.id, meldpunt)
    way = f"/signalen/{view.id}/aangeboden"
    assert other.post(way, {"answer": "no", "version": "2"}).status_code == 422
    assert other.post(way, {"answer": "no", "reason": "Niet onze wijk.", "version": "2"}).status_code == 302
    assert other.get(f"/signalen/{view.id}").status_code == 404
    page = director.get(f"/signalen/{view.id}").content.decode()
    assert "Meldpunt Elders zei nee" in page
    assert "Niet onze wijk." in page
    assert director.post(f"/signalen/{view.id}/houden", {"version": "3"}).status_code == 302
    assert "zei nee" not in director.get(f"/signalen/{view.id}").content.decode()


@pytest.mark.parametrize(
    "changed", [{"desk": ""}, {"desk": "x"}, {"reason": " "}, {"version": ""}, {"desk": str(uuid4())}]
)
def test_an_offer_that_does_not_fit_comes_back(country: Country, meldpunt: Actor, sign_in: SignIn, changed):
    view = received(country)
    assert asked(sign_in(country.director), view.id, meldpunt, **changed).status_code == 422
    assert row(view.id).offered_to is None


@pytest.mark.parametrize(("version", "status"), [("", 400), ("x", 400), ("9", 409)])
def test_keeping_it_names_the_version_that_was_seen(country: Country, meldpunt, sign_in, version: str, status: int):
    view, director = received(country), sign_in(country.director)
    asked(director, view.id, meldpunt)
    assert director.post(f"/signalen/{view.id}/houden", {"version": version}).status_code == status


@pytest.mark.parametrize("way", ["aanbieden", "aangeboden", "houden", "terugkoppeling", "bemoeizorg"])
def test_a_stranger_finds_nothing(country: Country, meldpunt: Actor, sign_in: SignIn, way: str):
    view = received(country, decision=WeighingDecision.OUTREACH)
    client = sign_in(country.stranger)
    assert client.post(f"/signalen/{view.id}/{way}", {"version": "1"}).status_code == 404


def test_a_reporter_hears_it_and_no_more(country: Country, sign_in: SignIn):
    view, director = received(country, decision=WeighingDecision.CASE), sign_in(country.director)
    assert "De melder weet het nog niet." in director.get("/signalen?toon=beantwoord").content.decode()
    form = director.get(f"/signalen/{view.id}/terugkoppeling").content.decode()
    assert str(labels.FEEDBACK[WeighingDecision.CASE]) in form
    typed = {"way": "phone", "text": "Er wordt iets mee gedaan.", "key": str(uuid4())}
    for _ in range(2):
        assert director.post(f"/signalen/{view.id}/terugkoppeling", typed).status_code == 302
    with as_job(JOB):
        assert Feedback.objects.count() == 1
    assert "De melder weet het nog niet." not in director.get("/signalen?toon=beantwoord").content.decode()
    mine = sign_in(country.officer).get("/signalen/van-mij").content.decode()
    assert "Er wordt iets mee gedaan." in mine
    assert "Geheime reden." not in mine
    assert "Casus" not in re.sub(r'<div class="nav">.*?</div>', "", mine, flags=re.S)
    assert "Vrouw roept" not in sign_in(country.clinician).get("/signalen/van-mij").content.decode()


@pytest.mark.parametrize("decision", labels.FEEDBACK)
def test_no_proposed_text_says_what_a_reporter_may_not_know(decision: WeighingDecision):
    said = str(labels.FEEDBACK[decision]).lower()
    assert not re.search(r"casus|levensloop|bemoeizorg|politie|ggz|inclusie", said)
    assert set(labels.FEEDBACK) == set(WeighingDecision)


def test_nothing_is_told_before_the_weighing(country: Country, sign_in: SignIn):
    view = received(country)
    assert sign_in(country.director).get(f"/signalen/{view.id}/terugkoppeling").status_code == 409


def started(client: Client, country: Country, signal_id: UUID) -> UUID:
    typed = {"ground": "Weigert hulp.", "owner": str(country.director.worker_id), "review_on": "14-12-2026"}
    assert client.post(f"/signalen/{signal_id}/bemoeizorg", typed).status_code == 302
    with as_job(JOB):
        return Outreach.objects.get(signal_id=signal_id).id


def test_somebody_is_kept_in_view_by_screens(country: Country, sign_in: SignIn):
    view, client = received(country, decision=WeighingDecision.OUTREACH), sign_in(country.director)
    way = f"/bemoeizorg/{started(client, country, view.id)}"
    assert "Weigert hulp." in client.get("/bemoeizorg").content.decode()
    tried = {
        "stap": "poging", "poging-way": "visit", "poging-reached": "no", "poging-text": "Deed niet open.",
        "poging-key": str(uuid4()),
    }  # fmt: skip
    for _ in range(2):
        assert client.post(way, tried).status_code == 302
    with as_job(JOB):
        assert Attempt.objects.count() == 1
    assert "Deed niet open." in client.get(way).content.decode()
    assert (
        client.post(way, {"stap": "verder", "verder-review_on": "18-01-2027", "verder-version": "1"}).status_code == 302
    )
    late = client.post(way, {"stap": "stop", "stop-why": "Heeft nu hulp.", "stop-version": "1"})
    assert late.status_code == 409
    assert "Heeft nu hulp." in late.content.decode()
    assert client.post(way, {"stap": "stop", "stop-why": "Heeft nu hulp.", "stop-version": "2"}).status_code == 302
    assert "Weigert hulp." not in client.get("/bemoeizorg").content.decode()
    with as_job(JOB):
        assert Outreach.objects.get().review_on == date(2027, 1, 18)


@pytest.mark.parametrize(
    "typed",
    [
        {"stap": "poging"},
        {"stap": "poging", "poging-way": "x", "poging-reached": "no", "poging-text": "x"},
        {"stap": "verder", "verder-review_on": "18-01-2029", "verder-version": "1"},
        {"stap": "verder", "verder-review_on": "x", "verder-version": "1"},
        {"stap": "stop", "stop-why": " ", "stop-version": "1"},
    ],
)
def test_what_misses_something_comes_back(country: Country, sign_in: SignIn, typed: dict[str, str]):
    view, client = received(country, decision=WeighingDecision.OUTREACH), sign_in(country.director)
    way = f"/bemoeizorg/{started(client, country, view.id)}"
    answer = client.post(way, typed)
    assert answer.status_code == 422
    assert 'class="fault-list"' in answer.content.decode()


def test_outreach_starts_with_a_decision_and_a_colleague(country: Country, sign_in: SignIn):
    client, local = sign_in(country.director), received(country, decision=WeighingDecision.LOCAL)
    typed = {"ground": "x", "owner": str(country.director.worker_id), "review_on": "14-12-2026"}
    assert client.post(f"/signalen/{local.id}/bemoeizorg", typed).status_code == 409
    view = received(country, decision=WeighingDecision.OUTREACH, key="o")
    stranger = {**typed, "owner": str(country.stranger.worker_id)}
    assert client.post(f"/signalen/{view.id}/bemoeizorg", stranger).status_code == 422


def test_another_desk_sees_nobody(country: Country, meldpunt: Actor, sign_in: SignIn):
    view = received(country, decision=WeighingDecision.OUTREACH)
    outreach_id = started(sign_in(country.director), country, view.id)
    client = sign_in(meldpunt)
    assert "Weigert hulp." not in client.get("/bemoeizorg").content.decode()
    assert client.get(f"/bemoeizorg/{outreach_id}").status_code == 404
    assert (
        client.post(f"/bemoeizorg/{outreach_id}", {"stap": "stop", "stop-why": "x", "stop-version": "1"}).status_code
        == 404
    )


def test_the_person_is_told_by_screen_or_a_day_is_set(country: Country, sign_in: SignIn):
    with acting(country.director):
        new = NewSignal(Channel.FORM, "E33", "Made up.", "GM0193", "person")
        view = journey.receive(actor=country.director, signal=new, at=AT - timedelta(days=25))
        journey.weigh(
            actor=country.director, signal_id=view.id, version=view.version, participants="T", reason="x", at=AT,
            findings=[CriterionFinding(code, Finding.UNKNOWN, "") for code in ZVH_CRITERIA],
            decision=WeighingDecision.LOCAL, person_informed=False, not_informed_why="Nog niet thuis.",
        )  # fmt: skip
    client, url = sign_in(country.director), f"/signalen/{view.id}/vertel-de-persoon"
    assert "Vertel de persoon dat er een signaal is" in client.get("/vandaag").content.decode()
    assert url in client.get(f"/signalen/{view.id}").content.decode()
    assert "Nog niet thuis." in client.get(url).content.decode()
    refused = client.post(url, {"key": str(uuid4()), "outcome": "later", "text": "Niet thuis."})
    assert refused.status_code == 422
    assert "Kies een dag in de komende drie maanden." in refused.content.decode()
    later = {"key": str(uuid4()), "outcome": "later", "text": "Weer niet thuis.", "again_on": "15-12-2026"}
    assert client.post(url, later).status_code == 302
    page = client.get(f"/signalen/{view.id}").content.decode()
    assert "Weer niet thuis." in page
    assert client.post(url, {"key": str(uuid4()), "outcome": "told", "text": "Gesproken."}).status_code == 302
    page = client.get(f"/signalen/{view.id}").content.decode()
    assert "Gesproken." in page
    assert url not in page
    assert client.post(url, {"key": str(uuid4()), "outcome": "told", "text": "Nog eens."}).status_code == 409
