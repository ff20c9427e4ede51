"""May I share this, by screens: the question, the answer, what is missing, the sharing itself; and who sees nothing of it."""

from __future__ import annotations

import re
from uuid import UUID, uuid4

import pytest
from django.test import Client
from tests.case_to_share import (
    HOME,
    HOUSING,
    MEDICINE,
    TABLE,
    ask,
    case_to_share,
    home_question,
    item_of,
    privacy_adviser,
)
from tests.country import Country
from tests.web.conftest import AT, SignIn

from vangnet.access.services import acting
from vangnet.access.types import Actor
from vangnet.sharing import selectors
from vangnet.sharing.models import Advice, Consent, Disclosure, Question
from vangnet.sharing.services import record_fact
from vangnet.sharing.types import QuestionView

pytestmark = pytest.mark.django_db

WHY = "Zij kunnen de verwarming maken."


@pytest.fixture
def case_id(country: Country) -> UUID:
    return case_to_share(country)


@pytest.fixture
def adviser(country: Country) -> Actor:
    return privacy_adviser()


def page(client: Client, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status, answer.content.decode()[:2000]
    return answer.content.decode()


def asked_of_the_table(country: Country, case_id: UUID) -> QuestionView:
    with acting(country.director):
        return ask(country.director, case_id, TABLE, "zvh_case", "C18")


def test_the_whole_way_by_screens(country: Country, case_id: UUID, sign_in: SignIn):
    client = sign_in(country.director)
    assert f"/casussen/{case_id}/mag-ik-dit-delen" in page(client, "/delen")
    assert "De tafel" in page(client, f"/casussen/{case_id}/mag-ik-dit-delen")
    way = f"/casussen/{case_id}/mag-ik-dit-delen/tafel"
    with acting(country.director):
        item_id = item_of(country.director, case_id, "C18")
    assert str(item_id) in page(client, way)
    assert re.search(r"\(hoe iemand woont, \w\w \d+ \w+\)", page(client, way))
    asked = client.post(way, {"items": [str(item_id)], "purpose": "zvh_case", "key": str(uuid4())})
    assert asked.status_code == 302
    verdict = page(client, asked.url)
    assert "Nee, nu niet" in verdict
    assert "Waarom heeft de ontvanger dit nodig" in verdict
    answered = client.post(f"{asked.url}/antwoord", {"necessity_motivated": WHY, "key": str(uuid4())})
    verdict = page(client, answered.url)
    assert "Ja, dit mag je delen" in verdict
    assert WHY in verdict
    assert "Deel dit onderdeel" in verdict
    assert "gelezen in de versie van" in verdict
    done = client.post(f"{answered.url}/delen", {"motive": "Voor het overleg.", "key": str(uuid4())})
    shared = page(client, done.url)
    assert HOME in shared
    assert "Voor het overleg." in shared
    with acting(country.director):
        assert Disclosure.objects.count() == 1


def test_sharing_twice_with_one_form_is_one_disclosure(country: Country, case_id: UUID, sign_in: SignIn):
    client, question = sign_in(country.director), asked_of_the_table(country, case_id)
    client.post(f"/delen/{question.id}/antwoord", {"necessity_motivated": WHY, "key": str(uuid4())})
    with acting(country.director):
        final = Question.objects.order_by("-id").exclude(id=question.id).get()
    for _ in range(2):
        sent = client.post(f"/delen/{final.id}/delen", {"motive": "Nodig.", "key": str(UUID(int=7))})
        assert sent.status_code == 302
    with acting(country.director):
        assert Disclosure.objects.count() == 1


def test_answers_that_do_not_fit_come_back_with_what_was_typed(country: Country, case_id: UUID, sign_in: SignIn):
    client, question = sign_in(country.director), asked_of_the_table(country, case_id)
    empty = client.post(f"/delen/{question.id}/antwoord", {"necessity_motivated": " "})
    assert empty.status_code == 422
    assert "Beantwoord ten minste één vraag." in empty.content.decode()
    housing = client.post(
        f"/casussen/{case_id}/mag-ik-dit-delen/WCO",
        {"items": [], "purpose": "", "role": "woonconsulent", "name": "Woonstede"},
    )
    text = housing.content.decode()
    assert housing.status_code == 422
    assert "Kies ten minste één onderdeel." in text
    assert 'value="Woonstede"' in text


def test_what_changed_since_the_answer_stops_the_sharing(country: Country, case_id: UUID, sign_in: SignIn):
    client, question = sign_in(country.director), asked_of_the_table(country, case_id)
    answered = client.post(f"/delen/{question.id}/antwoord", {"necessity_motivated": WHY, "key": str(uuid4())})
    item_id = question.verdicts[0].item.id
    with acting(country.officer):
        record_fact(
            actor=country.officer, case_id=case_id, name="unlawfully_held", value=True, source="form", note="", at=AT,
            item_id=item_id,
        )  # fmt: skip
    standing = page(client, answered.url)
    assert "Dit antwoord geldt niet meer" in standing
    assert f"{answered.url}/delen" not in standing
    stopped = client.post(f"{answered.url}/delen", {"motive": "Voor het bezoek van dinsdag.", "key": str(uuid4())})
    assert stopped.status_code == 403
    assert "Voor het bezoek van dinsdag." in stopped.content.decode()
    assert "Nee, nu niet" in page(client, client.post(f"{answered.url}/opnieuw", {"key": str(uuid4())}).url)
    with acting(country.director):
        assert not Disclosure.objects.exists()


def test_a_yes_on_a_consent_does_not_outlive_it(country: Country, case_id: UUID, adviser: Actor, sign_in: SignIn):
    client = sign_in(country.director)
    with acting(country.director):
        question = ask(country.director, case_id, HOUSING, "housing_tenancy", "C18")
    way = f"/casussen/{case_id}/toestemming/nieuw?aan=WCO&over=C18&waarvoor=housing_tenancy&vraag={question.id}"
    typed = {
        "receivers": ["WCO"], "categories": ["C18"], "purposes": ["housing_tenancy"], "text_shown": "Dit mag stoppen.",
        "form": "spoken", "explicit": "yes", "competent": "yes", "key": str(uuid4()),
    }  # fmt: skip
    asked = client.post(way, typed).url
    motives = {"necessity_motivated": WHY, "receiver_ground_recorded": "Verhuren.", "key": str(uuid4())}
    allowed = client.post(f"{asked}/antwoord", motives).url
    client.post(f"{allowed}/adviseur", {"text": "Mag dit?", "key": str(uuid4())})
    with acting(adviser):
        (row,) = Advice.objects.all()
    sign_in(adviser).post(f"/adviesvragen/{row.id}", {"finding": "may", "answer": "Gelezen.", "version": "1"})
    with acting(country.director):
        (consent,) = Consent.objects.all()
    before = page(client, allowed)
    client.post(f"/toestemming/{consent.id}/intrekken")
    assert "Dit antwoord geldt niet meer" not in before
    assert "Deel dit onderdeel" in before
    assert "Dit antwoord geldt niet meer" in page(client, allowed)


def test_a_motive_is_asked_for(country: Country, case_id: UUID, sign_in: SignIn):
    client, question = sign_in(country.director), asked_of_the_table(country, case_id)
    answered = client.post(f"/delen/{question.id}/antwoord", {"necessity_motivated": WHY, "key": str(uuid4())})
    refused = client.post(f"{answered.url}/delen", {"motive": " "})
    assert refused.status_code == 422
    assert "Schrijf op waarom je dit deelt." in refused.content.decode()


def test_consent_by_screens_opens_and_ends(country: Country, case_id: UUID, sign_in: SignIn):
    client = sign_in(country.director)
    way = f"/casussen/{case_id}/toestemming/nieuw?aan=WCO&over=C18&waarvoor=housing_tenancy"
    assert "Een woningcorporatie" in page(client, way)
    every = page(client, f"/casussen/{case_id}/toestemming/nieuw")
    near = every[every.index("In deze casus") :]
    assert near.index("De politie") < near.index("Een woningcorporatie")
    assert every.count('value="POL"') == 1
    typed = {
        "receivers": ["WCO"], "categories": ["C18"], "purposes": ["housing_tenancy"], "text_shown": "Dit mag stoppen.",
        "form": "spoken", "explicit": "yes", "competent": "yes", "until": "27-11-2027", "key": str(uuid4()),
    }  # fmt: skip
    unable = client.post(way, {**typed, "competent": "no"})
    assert unable.status_code == 422
    assert "Vraag dan de vertegenwoordiger." in unable.content.decode()
    assert client.post(way, {**typed, "until": "31-02-2027"}).status_code == 422
    for _ in range(2):
        assert client.post(way, typed).status_code == 302
    with acting(country.director):
        (consent,) = Consent.objects.all()
    assert "Dit mag stoppen." in page(client, f"/toestemming/{consent.id}")
    assert "Geldt" in page(client, f"/casussen/{case_id}/delen")
    client.post(f"/toestemming/{consent.id}/intrekken")
    assert "Ingetrokken" in page(client, f"/toestemming/{consent.id}")


def test_consent_from_a_question_leads_back_to_a_new_answer(country: Country, case_id: UUID, sign_in: SignIn):
    client = sign_in(country.director)
    with acting(country.director):
        question = ask(country.director, case_id, HOUSING, "housing_tenancy", "C18")
    verdict = page(client, f"/delen/{question.id}")
    assert "Vraag eerst toestemming" in verdict
    (way,) = re.findall(rf'href="(/casussen/{case_id}/toestemming/nieuw[^"]+)"', verdict)
    typed = {
        "receivers": ["WCO"], "categories": ["C18"], "purposes": ["housing_tenancy"], "text_shown": "Dit mag stoppen.",
        "form": "spoken", "explicit": "yes", "competent": "yes", "key": str(uuid4()),
    }  # fmt: skip
    saved = client.post(way.replace("&amp;", "&"), typed)
    assert re.fullmatch(r"/delen/[0-9a-f-]{36}", saved.url)
    assert saved.url != f"/delen/{question.id}"
    assert "Vraag eerst toestemming" not in page(client, saved.url)


def test_the_adviser_answers_by_screens_and_sees_no_person(
    country: Country, case_id: UUID, adviser: Actor, sign_in: SignIn
):
    with acting(country.director):
        question = home_question(country, case_id)
    director, desk = sign_in(country.director), sign_in(adviser)
    asked = director.post(f"/delen/{question.id}/adviseur", {"text": "Mag dit?", "key": str(uuid4())})
    assert asked.status_code == 302
    assert "Wacht op antwoord" in page(director, f"/delen/{question.id}")
    with acting(adviser):
        (row,) = Advice.objects.all()
    assert "1 vraag wacht op je advies" in page(desk, "/vandaag")
    waiting = page(desk, "/adviesvragen") + page(desk, f"/adviesvragen/{row.id}")
    assert HOME not in waiting
    assert "Verzonnen" not in waiting.replace("Frans Verzonnen", "")
    typed = {"finding": "may", "answer": "Gelezen.", "version": "1"}
    assert desk.post(f"/adviesvragen/{row.id}", {**typed, "version": "9"}).status_code == 409
    assert desk.post(f"/adviesvragen/{row.id}", typed).status_code == 302
    assert desk.post(f"/adviesvragen/{row.id}", {**typed, "version": "2"}).status_code == 409
    shown = page(director, f"/delen/{question.id}")
    assert "Deel dit onderdeel" in shown
    assert f"/adviesvragen/{row.id}/gelezen" in shown
    assert f"/delen/{question.id}" in page(director, "/vandaag")
    assert director.post(f"/adviesvragen/{row.id}/gelezen").url == f"/delen/{question.id}"
    assert f"/adviesvragen/{row.id}/gelezen" not in page(director, f"/delen/{question.id}")
    assert f"/delen/{question.id}" not in page(director, "/vandaag")
    page(desk, f"/delen/{question.id}", 404)
    page(desk, f"/casussen/{case_id}/delen", 404)
    page(director, "/adviesvragen", 403)
    page(director, f"/adviesvragen/{row.id}", 403)


def test_a_request_is_asked_answered_once_and_shown(country: Country, case_id: UUID, sign_in: SignIn):
    client = sign_in(country.director)
    way = f"/casussen/{case_id}/verzoeken/nieuw"
    typed = {
        "to": str(country.officer.worker_id), "question": "Was er een melding?", "category": "C06", "purpose": "zvh_case",
        "due_on": "27-11-2026", "key": str(uuid4()),
    }  # fmt: skip
    assert client.post(way, {**typed, "due_on": "20-11-2026"}).status_code == 422
    assert "Schrijf op aan wie je het vraagt." in client.post(way, {**typed, "to": "WCO"}).content.decode()
    for _ in range(2):
        assert client.post(way, typed).status_code == 302
    officer = sign_in(country.officer)
    (path,) = set(re.findall(r'href="(/verzoeken/[0-9a-f-]{36})"', page(officer, "/delen")))
    assert "Beantwoord een vraag" in page(officer, "/vandaag") and path in page(officer, "/vandaag")
    assert "Beantwoord een vraag" not in page(client, "/vandaag") and "om antwoord" in page(client, "/vandaag")
    reply = {"kind": "refuse", "answer": "Er loopt een onderzoek.", "version": "1"}
    assert officer.post(path, {**reply, "version": "4"}).status_code == 409
    assert officer.post(path, reply).status_code == 302
    assert "Er loopt een onderzoek." in page(client, path)
    assert officer.post(path, reply).status_code == 409


def test_the_step_plan_by_screens(country: Country, case_id: UUID, sign_in: SignIn):
    client = sign_in(country.clinician)
    with acting(country.clinician):
        question = ask(country.clinician, case_id, TABLE, "zvh_case", "C14")
    here = f"/delen/{question.id}/beroepsgeheim/{question.verdicts[0].item.id}"
    assert here in page(client, f"/delen/{question.id}")
    assert "Kan het zonder dit geheim?" in page(client, here)
    for nr in range(1, 7):
        if nr == 4:
            continue
        onward = client.post(f"{here}?stap=T{nr}", {"yes": "no", "why": "Dat kan niet."})
        assert onward.url == f"{here}?stap=T{nr + 1}"
    assert "Geeft de persoon toestemming?" in page(client, here), "the step that was passed over comes first"
    unsaid = client.post(f"{here}?stap=T7", {"yes": "yes", "why": "Nodig."})
    assert unsaid.status_code == 422
    assert unsaid.content.decode().count("Schrijf dit op in eigen woorden.") >= 4
    names = ("patient_interest", "consent_attempt", "alternatives_weighed", "data_minimum")
    typed = {f"{name}_recorded": f"Omdat {name}." for name in names}
    taken = client.post(
        f"{here}?stap=T7",
        {
            "yes": "yes",
            "why": "Nodig.",
            "colleague": "B. Collega",
            "review_on": "07-12-2026",
            "key": str(uuid4()),
            **typed,
        },
    )
    assert taken.status_code == 302, taken.content.decode()[:3000]
    verdict = page(client, taken.url)
    assert "Waarom heeft de ontvanger dit nodig" in verdict
    page(sign_in(country.director), here, 404)


def test_a_correction_by_screens_reaches_who_received_it(country: Country, case_id: UUID, sign_in: SignIn):
    director, officer = sign_in(country.director), sign_in(country.officer)
    with acting(country.director):
        item_id = item_of(country.director, case_id, "C18")
    way = f"/casussen/{case_id}/mag-ik-dit-delen/{country.officer.worker_id}"
    asked = director.post(way, {"items": [str(item_id)], "purpose": "zvh_case", "key": str(uuid4())})
    answered = director.post(f"{asked.url}/antwoord", {"necessity_motivated": WHY, "key": str(uuid4())})
    director.post(f"{answered.url}/delen", {"motive": "Nodig.", "key": str(uuid4())})
    listed = page(director, f"/casussen/{case_id}/gedeeld")
    assert re.search(r">\w+ artikel [\d.]+", listed)  # the article, and not our own key of it
    (correct,) = re.findall(r'href="(/casussen/[^"]+/verbeteren)"', listed)
    assert director.post(correct, {"correction": "Het doet het weer."}).status_code == 302
    got = page(officer, "/delen")
    assert "Het doet het weer." in got
    (seen,) = re.findall(r'action="(/delen/verbeterd/[^"]+)"', got)
    assert director.post(seen).status_code == 404
    assert officer.post(seen).status_code == 302
    assert "Het doet het weer." not in page(officer, "/delen")
    assert "De ontvanger heeft dit bevestigd." in page(director, f"/casussen/{case_id}/gedeeld")


def test_who_is_not_in_the_case_finds_nothing(country: Country, case_id: UUID, adviser: Actor, sign_in: SignIn):
    question = asked_of_the_table(country, case_id)
    item_id = question.verdicts[0].item.id
    with acting(country.director):
        home_question(country, case_id)
        (consent,) = selectors.consents(actor=country.director, case_id=case_id, at=AT)
    paths = [
        f"/casussen/{case_id}/delen", f"/casussen/{case_id}/mag-ik-dit-delen", f"/casussen/{case_id}/mag-ik-dit-delen/WCO",
        f"/casussen/{case_id}/toestemming/nieuw", f"/toestemming/{consent.id}", f"/casussen/{case_id}/gedeeld",
        f"/casussen/{case_id}/verzoeken/nieuw", f"/delen/{question.id}", f"/delen/{question.id}/beroepsgeheim/{item_id}",
        f"/casussen/{case_id}/gedeeld/{item_id}/verbeteren", f"/casussen/{case_id}/gedeeld/{item_id}/verteld",
    ]  # fmt: skip
    posts = [
        f"/delen/{question.id}/antwoord", f"/delen/{question.id}/opnieuw", f"/delen/{question.id}/delen",
        f"/delen/{question.id}/adviseur", f"/toestemming/{consent.id}/intrekken", f"/delen/verbeterd/{item_id}",
    ]  # fmt: skip
    for actor in (country.stranger, adviser):
        client = sign_in(actor)
        for path in paths:
            assert HOME not in page(client, path, 404)
        for path in posts:
            assert client.post(path, {"motive": "x", "text": "x"}).status_code == 404
        start = page(client, "/delen")
        assert str(case_id) not in start
    with acting(country.director):
        assert selectors.consents(actor=country.director, case_id=case_id, at=AT)[0].withdrawn_at is None


def test_a_colleague_reads_only_the_items_they_may_see(country: Country, case_id: UUID, sign_in: SignIn):
    with acting(country.clinician):
        question = ask(country.clinician, case_id, TABLE, "zvh_case", "C14")
    seen = page(sign_in(country.officer), f"/delen/{question.id}")
    assert MEDICINE not in seen
    assert "Bewaar en kijk opnieuw" not in seen
    assert "Weeg je beroepsgeheim" not in seen


@pytest.mark.parametrize("to", ["XYZ", "019a9c3e-0000-7000-8000-000000000001", "tafels", "wco"])
def test_somebody_who_does_not_exist_cannot_receive(country: Country, case_id: UUID, sign_in: SignIn, to: str):
    page(sign_in(country.director), f"/casussen/{case_id}/mag-ik-dit-delen/{to}", 404)


def test_a_shared_screen_hides_what_it_is_about(country: Country, case_id: UUID, sign_in: SignIn):
    client, question = sign_in(country.director), asked_of_the_table(country, case_id)
    client.post("/scherm-delen", {"shared": "1", "next": "/delen"})
    for path in (
        "/delen",
        f"/delen/{question.id}",
        f"/casussen/{case_id}/delen",
        f"/casussen/{case_id}/mag-ik-dit-delen",
    ):
        main = page(client, path).split("<main", 1)[1]
        assert HOME not in main
        assert "Verzonnen" not in main


def test_the_same_pages_in_english(country: Country, case_id: UUID, sign_in: SignIn):
    client, question = sign_in(country.director), asked_of_the_table(country, case_id)
    client.post("/taal", {"language": "en", "next": "/delen"})
    assert "No, not now" in page(client, f"/delen/{question.id}")
    assert "Why does the receiver need this" in page(client, f"/delen/{question.id}")
    assert "A housing corporation" in page(client, f"/casussen/{case_id}/mag-ik-dit-delen")
