"""What stands in the way of sharing, by screens; where a norm was used; conditions that travel."""

from __future__ import annotations

from uuid import uuid4

import pytest
from tests.case_to_share import GOOD_CARE, TABLE, TODAY, ask, case_to_share
from tests.country import Country
from tests.web.conftest import AT, SignIn

from vangnet.access.services import acting
from vangnet.sharing import selectors, services
from vangnet.sharing.models import Disclosure, Fact
from vangnet.sharing.types import NewStep, QuestionView

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(country: Country) -> QuestionView:
    case_id = case_to_share(country)
    with acting(country.director):
        first = ask(country.director, case_id, TABLE, "zvh_case", "C18")
        answers = {"necessity_motivated": (True, "De tafel kiest een huis.")}
        return services.answer_missing(actor=country.director, question_id=first.id, answers=answers, at=AT)


def test_a_finding_stops_sharing_and_a_new_one_opens_it(country: Country, asked: QuestionView, sign_in: SignIn):
    client, url = sign_in(country.director), f"/delen/{asked.id}/tegenhouden"
    assert url in client.get(f"/delen/{asked.id}").content.decode()
    shown = client.get(url).content.decode()
    assert "De gever heeft dit gegeven niet rechtmatig in bezit" in shown
    for what, why in (("", "x"), ("unlawfully_held:1:", " "), ("unlawfully_held:0:", "x"), ("giver_bound:1:", "x")):
        answer = client.post(url, {"what": what, "why": why, "key": uuid4()})
        assert answer.status_code == 422, (what, answer.status_code)
    assert not Fact.objects.filter(name="unlawfully_held").exists()
    stopped = client.post(url, {"what": "unlawfully_held:1:", "why": "De bron mocht dit niet geven.", "key": uuid4()})
    assert stopped.status_code == 302
    page = client.get(stopped["Location"]).content.decode()
    assert "Nee, nu niet" in page
    again = f"{stopped['Location']}/tegenhouden"
    shown = client.get(again).content.decode()
    assert "Dit geldt niet meer:" in shown
    item = asked.verdicts[0].item.id
    opened = client.post(again, {"what": f"unlawfully_held:0:{item}", "why": "De bron is nagegaan.", "key": uuid4()})
    assert "Ja, dit mag je delen" in client.get(opened["Location"]).content.decode()
    with acting(country.director):
        assert Fact.objects.filter(name="unlawfully_held").count() == 2


def test_only_who_asked_finds_something(country: Country, asked: QuestionView, sign_in: SignIn):
    for actor in (country.officer, country.stranger):
        client, url = sign_in(actor), f"/delen/{asked.id}/tegenhouden"
        assert client.get(url).status_code == 404
        answer = client.post(url, {"what": "unlawfully_held:1:", "why": "x", "key": uuid4()})
        assert answer.status_code == 404


def test_conditions_are_kept_and_shown(country: Country, asked: QuestionView, sign_in: SignIn):
    client = sign_in(country.director)
    client.post(
        f"/delen/{asked.id}/delen",
        {"motive": "Voor het overleg.", "conditions": "Niet in de mail zetten.", "key": uuid4()},
    )
    assert "Niet in de mail zetten." in client.get(f"/casussen/{asked.case_id}/gedeeld").content.decode()
    with acting(country.director):
        assert Disclosure.objects.get().conditions == "Niet in de mail zetten."


def test_a_norm_tells_where_it_was_used_to_who_sees_the_case(country: Country, asked: QuestionView, sign_in: SignIn):
    key, link = asked.verdicts[0].grounds[0], f"/delen/{asked.id}"
    assert link in sign_in(country.director).get(f"/wet/{key}").content.decode()
    assert link not in sign_in(country.stranger).get(f"/wet/{key}").content.decode()


def test_the_law_shows_when_it_was_loaded(country: Country, sign_in: SignIn, tmp_path):
    from vangnet.access.services import as_job, system_actor

    actor = system_actor(reason="test")
    (tmp_path / "mis.yaml").write_text("statute: {}\n", encoding="utf-8")
    with as_job(actor):
        services.take_norms(actor=actor, folders=[], at=AT)
        services.take_norms(actor=actor, folders=[tmp_path], at=AT)
    shown = sign_in(country.director).get("/wet").content.decode()
    assert "in gebruik genomen" in shown and "mis.yaml" in shown


def test_a_yes_that_waits_for_a_motive_names_its_law_also_about_care(
    country: Country, asked: QuestionView, sign_in: SignIn
):
    carer = country.clinician
    with acting(carer):
        first = ask(carer, asked.case_id, TABLE, "zvh_case", "C14")
        no = sign_in(carer).get(f"/delen/{first.id}").content.decode()
        for step in (NewStep(step="T6", yes=False, why="Geen melding.", review_on=TODAY), GOOD_CARE):
            services.take_step(
                actor=carer, question_id=first.id, item_id=first.verdicts[0].item.id, step=step, at=AT
            )  # fmt: skip
        again = services.ask_again(actor=carer, question_id=first.id, at=AT)
        assert again.verdicts[0].outcome == "CONDITIONAL"
        taken = selectors.steps(actor=carer, question_id=first.id, item_id=first.verdicts[0].item.id, at=AT)
        assert taken["T6"].review_on is None, "what is not done is not looked at again"
    shown = sign_in(carer).get(f"/delen/{again.id}").content.decode()
    assert "Er is geen wet gevonden die dit draagt" in no
    assert "Er is geen wet gevonden die dit draagt" not in shown
    assert "/wet/W14" in shown
