"""Screens of the table: the walk from signal to signal, inclusion with votes, the 24-hour triage, late answers, figures."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
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
from vangnet.intake.models import Board, Escalation, Inclusion, QuickDecision, Signal, SignalFigure, Weighing
from vangnet.intake.rules import ZVH_CRITERIA
from vangnet.intake.types import Channel, CriterionFinding, Finding, NewSignal, SignalView, WeighingDecision
from vangnet.people import selectors as people
from vangnet.people.types import NewPerson

pytestmark = pytest.mark.django_db
JOB = system_actor(reason="test")
SECRET = "Zwaait met een tak."
SEATS = "Politie: Jan Verzonnen\nGGZ"
CRITERIA = {
    name: value
    for code in ZVH_CRITERIA
    for name, value in ((code, "met"), (f"{code}_why", "x"), (f"{code}_facts", "feit"))
}
WEIGHED = {
    **CRITERIA, "version": "1", "decision": "local", "reason": "x", "informed": "yes", "carried_by": "Wijkteam",
}  # fmt: skip


def signal(actor: Actor, *, key: str = "k", kind: str = "E33") -> SignalView:
    with acting(actor):
        return journey.receive(actor=actor, signal=NewSignal(Channel.FORM, kind, SECRET, "GM0193", key), at=AT)


def body(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


def sent_to_inclusion(actor: Actor) -> SignalView:
    view = signal(actor, key="inclusion")
    with acting(actor):
        return journey.weigh(
            actor=actor, signal_id=view.id, version=1, participants="x", reason="x", person_informed=True, at=AT,
            findings=[CriterionFinding(code, Finding.UNKNOWN, "") for code in ZVH_CRITERIA],
            decision=WeighingDecision.INCLUSION_TABLE,
        )  # fmt: skip


def test_a_sitting_walks_from_signal_to_signal(country: Country, sign_in: SignIn):
    first, second = signal(country.director, key="a"), signal(country.director, key="b")
    client = sign_in(country.director)
    key = {"key": "01a21ec3-de58-7d19-bff2-8f661bc5a7a9"}
    for _ in range(2):
        begun = client.post("/signalen/weegtafel", {"kind": "weekly", "seats": SEATS, **key})
    path = begun["Location"]
    with as_job(JOB):
        assert Board.objects.count() == 1
    page = body(client, path)
    ways = re.findall(r'href="(/signalen/[0-9a-f-]+/wegen\?tafel=[0-9a-f-]+)"', page)
    assert len(set(ways)) == 2
    assert ways[0] == ways[1]  # the large button leads to the first of the agenda
    talked = body(client, ways[0])
    assert "Signaal 1 van 2 op deze agenda" in talked
    assert "Politie: Jan Verzonnen" in talked
    saved = client.post(ways[0], {**WEIGHED, "participants": "Politie: Jan Verzonnen\nGGZ"})
    assert saved["Location"] == path
    page = body(client, path)
    assert "nog 1 te bespreken" in page
    assert "De gemeente pakt het op" in page
    with as_job(JOB):
        weighing = Weighing.objects.get()
        assert (weighing.carried_by, weighing.owner_id) == ("Wijkteam", country.director.worker_id)
        assert weighing.board_id == Board.objects.get().id
    closed = client.post(path, {"stap": "klaar", "version": "1"})
    assert closed.status_code == 302
    assert "afgesloten" in body(client, path)
    assert client.post(path, {"stap": "erbij"}).status_code == 409
    assert {first.id, second.id} == set(map(UUID, re.findall(r"/signalen/([0-9a-f-]{36})\"", page)))


def test_a_sitting_without_anybody_is_refused_and_keeps_what_was_typed(country: Country, sign_in: SignIn):
    client = sign_in(country.director)
    answer = client.post("/signalen/weegtafel", {"kind": "weekly", "seats": " : "})
    assert answer.status_code == 422
    assert "Schrijf op wie erbij zijn." in answer.content.decode()
    assert client.post("/signalen/weegtafel", {"kind": "weekly", "seats": "x" * 121}).status_code == 422
    path = client.post("/signalen/weegtafel", {"kind": "weekly", "seats": SEATS})["Location"]
    assert client.post(path, {"stap": "wie", "seats": "OM", "version": "7"}).status_code == 409
    assert client.post(path, {"stap": "wie", "seats": "OM", "version": "1"}).status_code == 302
    assert "OM" in body(client, path)
    assert client.post(path, {"stap": "klaar", "version": "1"}).status_code == 409
    assert client.post(path, {"stap": "klaar", "version": "veel"}).status_code == 409


def test_the_inclusion_table_shows_what_the_region_asks_and_opens_the_case(country: Country, sign_in: SignIn):
    text = """
what: inclusion
scope: ZVH04
version: 3
valid_from: 2026-01-01
source: made up
voting: majority
partners: [GGZ, Politie]
"""
    with as_job(JOB):
        services.store_convention(actor=JOB, text=text, at=AT)
    view = sent_to_inclusion(country.director)
    with acting(country.director):
        journey.recognise(
            actor=country.director, signal_id=view.id, person=NewPerson(surname="Verzonnen"), reason="x", at=AT
        )
    with as_job(JOB):
        Signal.objects.filter(id=view.id).update(tell_due=AT + timedelta(days=2))
    client = sign_in(country.director)
    page = body(client, f"/signalen/{view.id}")
    assert "Naar de inclusietafel" in page
    assert page.split("<main", 1)[1].count('"btn main"') == 1, "one next step, also when the reporter waits for word"
    assert "Open een casus" not in page
    path = f"/signalen/{view.id}/inclusie"
    assert "de meeste stemmen gelden" in body(client, path)
    faults = client.post(path, {"reason": ""}).content.decode().split('class="fault-list', 1)[1].split("</ul>", 1)[0]
    said = ("Is er nu een titel", "geef aan of dit criterium geldt", "Kies een besluit")
    places = [faults.index(text) for text in said]
    assert places == sorted(places), "in the order of the page"
    codes = ("danger", "lasting", "structure", "title", "relapse")
    typed = {name: value for code in codes for name, value in ((code, "met"), (f"{code}_why", "x"))}
    typed |= {
        "participants": SEATS, "title_now": "not-met", "title_ever": "met", "title_text": "Zorgmachtiging 2023",
        "vote_0": "for", "vote_1": "against", "vote_1_why": "geen plek", "result": "included", "reason": "x", "informed": "yes",
    }  # fmt: skip
    tied = client.post(path, typed)
    assert tied.status_code == 422
    assert "De partners stemden niet voor inclusie." in tied.content.decode()
    assert "geen plek" in tied.content.decode()
    missing = client.post(path, {**typed, "vote_1_why": "", "danger_why": "", "title_text": ""})
    assert missing.status_code == 422
    assert "Schrijf op waarom deze partner tegen is." in missing.content.decode()
    both = {**typed, "vote_0": "against", "vote_0_why": "", "vote_1_why": ""}
    assert "Waarom, als Politie tegen is? Schrijf op" in client.post(path, both).content.decode()
    absent = client.post(path, {**typed, "vote_1": "for", "participants": "GGZ"}).content.decode()
    assert "Deze partner zit niet aan tafel." in absent
    assert client.post(path, {**typed, "vote_1": "abstain"}).status_code == 302
    assert client.get(path).status_code == 409
    page = body(client, f"/signalen/{view.id}")
    assert "Opnemen in de Levensloopaanpak" in page
    assert "Zorgmachtiging 2023" in page
    assert "Open een casus" in page
    assert client.post(f"/signalen/{view.id}/casus").status_code == 302
    with as_job(JOB):
        assert Inclusion.objects.get().rules_version == 3


def test_who_may_not_include_is_refused(country: Country, sign_in: SignIn):
    view = sent_to_inclusion(country.director)
    with as_job(JOB):
        officer = Worker.objects.create(
            agency_id=country.director.agency_id, region_id="ZVH04", name="Agent", role="politie_zvh"
        )
    actor = replace(country.director, worker_id=officer.id, role="politie_zvh")
    assert sign_in(actor).get(f"/signalen/{view.id}/inclusie").status_code == 403
    assert f"/signalen/{view.id}/inclusie" not in body(sign_in(actor), f"/signalen/{view.id}")
    assert sign_in(country.stranger).get(f"/signalen/{view.id}/inclusie").status_code == 404


def test_a_24_hour_triage_is_one_screen_and_one_agreement(country: Country, sign_in: SignIn):
    case_id = country.case(at=AT)
    view = signal(country.director)
    client = sign_in(country.director)
    path = f"/signalen/{view.id}/24-uur"
    assert "Er is nog niet gezegd" in body(client, path)
    with as_job(JOB):
        known = Signal.objects.exclude(id=view.id).get()
    with acting(country.director):
        link = people.links_of_signals(signal_ids=[known.id])[known.id]
        journey.recognise(actor=country.director, signal_id=view.id, person=link.person_id, reason="x", at=AT)
    page = body(client, path)
    assert f"/casussen/{case_id}" in page
    assert "Made-up signal." in page  # the earlier signal lies beside it
    typed = {"participants": "GGZ", "agreed": "Vanavond langs.", "carried_by": "Crisisdienst", "hours": "8"}
    assert client.post(path, {**typed, "owner": str(country.director.worker_id), "agreed": ""}).status_code == 422
    key = "01a21ec3-de58-7d19-bff2-8f661bc5a7aa"
    for _ in range(2):
        saved = client.post(path, {**typed, "owner": str(country.director.worker_id), "key": key})
        assert saved.status_code == 302
    with as_job(JOB):
        agreed = QuickDecision.objects.get()
    assert agreed.due_at == AT + timedelta(hours=8)
    assert "Vanavond langs." in body(client, "/vandaag")
    done = f"/signalen/{view.id}/24-uur/{agreed.id}"
    assert client.post(done, {"text": ""}).status_code == 422
    assert client.post(done, {"text": "Gelukt."}).status_code == 302
    assert client.post(done, {"text": "Nog eens."}).status_code == 409
    assert "Gelukt." in body(client, f"/signalen/{view.id}")


def test_a_case_out_of_sight_is_not_told_in_the_triage(country: Country, sign_in: SignIn):
    """A colleague at the desk without a grant sees the signal and nothing of the case."""
    case_id = country.case(at=AT, name="Geheim")
    with as_job(JOB):
        worker = Worker.objects.create(
            agency_id=country.director.agency_id, region_id="ZVH04", name="Nieuw", role="bemoeizorgmedewerker"
        )
        known = Signal.objects.get()
    actor = replace(country.director, worker_id=worker.id, role="bemoeizorgmedewerker")
    page = body(sign_in(actor), f"/signalen/{known.id}/24-uur")
    assert str(case_id) not in page
    assert "Geheim" not in page


def test_a_late_answer_is_taken_up_without_showing_what_was_reported(country: Country, sign_in: SignIn):
    with as_job(JOB):
        desk = Agency.objects.create(name="Meldpunt IJsselland", kind="MLP", region_id="ZVH04", phone="038 000 0001")
        worker = Worker.objects.create(agency=desk, region_id="ZVH04", name="Melder", role="bemoeizorgmedewerker")
    meldpunt = Actor(worker.id, desk.id, "MLP", "ZVH04", "bemoeizorgmedewerker")
    view = signal(meldpunt, kind="zorg")
    with as_job(JOB):
        Signal.objects.filter(id=view.id).update(answer_due=AT - timedelta(hours=2))
        assert services.escalate_due(actor=JOB, at=AT) == 1
        climbed = Escalation.objects.get()
    client = sign_in(country.director)
    assert "Vraag om een antwoord bij Meldpunt IJsselland" in body(client, "/vandaag")
    path = f"/te-laat/{climbed.id}"
    page = body(client, path)
    assert "038 000 0001" in page
    assert SECRET not in page
    assert client.get(f"/signalen/{view.id}").status_code == 404
    assert client.post(path, {"text": " "}).status_code == 422
    assert client.post(path, {"text": "Zij bellen de melder nu."}).status_code == 302
    assert client.post(path, {"text": "Nog eens."}).status_code == 409
    assert "Vraag Meldpunt IJsselland" not in body(client, "/vandaag")
    assert "Zij bellen de melder nu." in body(sign_in(meldpunt), f"/signalen/{view.id}")
    for other in (country.stranger, country.officer, country.case_director):
        assert sign_in(other).get(path).status_code in (403, 404)


def test_what_was_decided_is_done_by_hand(country: Country, sign_in: SignIn):
    view = signal(country.director)
    client = sign_in(country.director)
    path = f"/signalen/{view.id}/gedaan"
    assert client.get(path).status_code == 404
    client.post(f"/signalen/{view.id}/wegen", {**WEIGHED, "participants": "x", "due_on": "25-11-2026"})
    assert "Ga na of het is gedaan: de gemeente pakt het op" in body(client, "/vandaag")
    assert client.post(path, {"text": ""}).status_code == 422
    assert client.post(path, {"text": "Wijkteam was er."}).status_code == 302
    assert "Wijkteam was er." in body(client, f"/signalen/{view.id}")
    assert "Ga na of het is gedaan" not in body(client, "/vandaag")


def test_figures_stand_side_by_side_with_small_ones_hidden(country: Country, sign_in: SignIn):
    client = sign_in(country.director)
    assert "Nog geen cijfers" in body(client, "/signalen/cijfers")
    old = AT - timedelta(days=120)
    with acting(country.director):
        for nr in range(40):
            kind = "E14" if nr < 3 else "E33"
            new = NewSignal(Channel.FORM, kind, SECRET, "GM0193", f"f{nr}", label="nuisance" if nr % 2 else "")
            journey.receive(actor=country.director, signal=new, at=old)
    with as_job(JOB):
        assert services.publish_figures(actor=JOB, at=AT) == 1
        assert services.publish_figures(actor=JOB, at=AT) == 0
        assert SignalFigure.objects.get(dimension="kind", code="E14").number is None
        assert SignalFigure.objects.get(dimension="total").number == 40
    page = body(client, "/signalen/cijfers")
    assert "3e kwartaal 2026" in page
    assert "Geen van deze aantallen is groot genoeg om te laten zien." in page  # three E14: then E33 can be reckoned
    assert "<td" not in page
    assert SECRET not in page
    assert "Overlast" in body(client, "/signalen/cijfers?naar=label&waar=alles&kwartaal=2026Q3")
    assert "Nog geen cijfers" not in body(client, "/signalen/cijfers?naar=%00&kwartaal=1&waar=x")
    assert "Nog geen cijfers" in body(sign_in(country.stranger), "/signalen/cijfers")
    with as_job(JOB):
        quarters = SignalFigure.objects.filter(quarter="2026Q3")
        for year in (2021, 2022, 2023, 2024, 2025):
            for one in quarters.values():
                SignalFigure.objects.create(**one | {"id": uuid4(), "quarter": f"{year}Q1"})
        quarters.filter(dimension="total").update(number=None)
    page = body(client, "/signalen/cijfers")
    shown, older = page.split("Eerdere kwartalen", 1)
    assert "1e kwartaal 2023" in shown
    assert "1e kwartaal 2021" not in shown
    assert "1e kwartaal 2021" in older
    assert older.count("Te weinig signalen om te laten zien") == 1


@pytest.mark.parametrize(
    ("path", "field"),
    [
        ("/signalen/weegtafel", "seats"),
        ("/signalen/{signal}/24-uur", "carried_by"),
        ("/signalen/{signal}/24-uur", "agreed"),
        ("/signalen/{signal}/wegen", "carried_by"),
        ("/signalen/{asked}/gedaan", "text"),
        ("/signalen/{asked}/inclusie", "title_text"),
    ],
)
@pytest.mark.parametrize("typed", ["x" * 30_000, "a\x00b", "\ufffd"])
def test_what_does_not_fit_or_cannot_be_kept_is_said_at_its_field(
    country: Country, sign_in: SignIn, path: str, field: str, typed: str
):
    view, asked = signal(country.director), sent_to_inclusion(country.director)
    answer = sign_in(country.director).post(path.format(signal=view.id, asked=asked.id), {field: typed, "version": "1"})
    assert answer.status_code == 422
    assert f'id="id_{field}-fault"' in answer.content.decode()


@pytest.mark.parametrize("name", ["Ж. Ångström-李", "J.", "أحمد بن عبد الله", "-"])
def test_a_seat_has_a_name_in_any_script(country: Country, sign_in: SignIn, name: str):
    client = sign_in(country.director)
    path = client.post("/signalen/weegtafel", {"kind": "weekly", "seats": f"GGZ: {name}"})["Location"]
    assert name in body(client, path)


@pytest.mark.parametrize("text", ["x" * 300, "31-02-1980", "01-01-2030", "01-01-1800"])
def test_a_signal_with_a_name_or_a_day_that_cannot_be_is_refused_in_words(country: Country, sign_in: SignIn, text: str):
    typed = {"kind": "E33", "text": "x", "municipality": "GM0193", "birth" if "-" in text else "surname": text}
    answer = sign_in(country.director).post("/signalen/nieuw?v=no.no.no", typed)
    assert answer.status_code == 422
    with as_job(JOB):
        assert not Signal.objects.exists()
