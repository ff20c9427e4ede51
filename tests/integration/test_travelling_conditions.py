"""What a giver asks of a receiver travels with the item; a finding against sharing is never dropped by the way."""

from __future__ import annotations

from uuid import UUID

import pytest
from tests.case_to_share import AT, HOUSING, TABLE, ask, case_to_share, item_of
from tests.country import Country, made_up_country

from vangnet.access.services import acting
from vangnet.access.types import Actor
from vangnet.cases.models import Case
from vangnet.core.errors import NotVisible
from vangnet.sharing import rules, selectors, services
from vangnet.sharing.errors import FindingOfGiver, NotPermitted, QuestionUnreadable
from vangnet.sharing.models import Fact, Verdict
from vangnet.sharing.types import QuestionView, Receiver

pytestmark = pytest.mark.django_db


@pytest.fixture
def country(db: None) -> Country:
    return made_up_country()


@pytest.fixture
def case_id(country: Country) -> UUID:
    return case_to_share(country)


def answered(actor: Actor, case_id: UUID, receiver: Receiver, purpose: str = "zvh_case") -> QuestionView:
    first = ask(actor, case_id, receiver, purpose, "C18")
    answers = dict.fromkeys(first.missing, (True, "Dat is nodig."))
    return services.answer_missing(actor=actor, question_id=first.id, answers=answers, at=AT) if answers else first


def share(actor: Actor, asked: QuestionView, conditions: str = "") -> UUID:
    return services.disclose(
        actor=actor, question_id=asked.id, item_ids=[asked.verdicts[0].item.id], motive="Nodig.",
        idempotency_key="k", at=AT, conditions=conditions,
    )  # fmt: skip


def test_a_receiver_cannot_pass_on_what_came_under_secrecy(country: Country, case_id: UUID) -> None:
    officer, director = country.officer, country.director
    with acting(director):
        item_id = item_of(director, case_id, "C18")
        to_police = Receiver("POL", "wijkagent", "Politie", officer.worker_id)
        asked = answered(director, case_id, to_police)
        assert asked.verdicts[0].permitted, asked.verdicts[0].explanation
        share(director, asked)
    with acting(officer):
        (got,) = selectors.received(actor=officer, at=AT)
        assert "recipient_secrecy" in got.duties
        onward = services.ask(
            actor=officer, case_id=case_id, receiver=HOUSING, purpose="housing_tenancy", item_ids=[item_id], at=AT
        )
        assert "H20" in onward.verdicts[0].prohibitions
        services.record_fact(
            actor=officer, case_id=case_id, name="received_under_secrecy", value=False, source="form",
            note="Ik vind van niet.", at=AT,
        )  # fmt: skip
        again = services.ask_again(actor=officer, question_id=onward.id, at=AT)
        assert "H20" in again.verdicts[0].prohibitions, "what Vangnet sees itself is not talked away"
    with acting(director):
        own = answered(director, case_id, HOUSING, "housing_tenancy")
        assert "H20" not in own.verdicts[0].prohibitions, "who gave it first may give it again"


def test_conditions_of_the_giver_travel_with_the_item(country: Country, case_id: UUID) -> None:
    officer, director = country.officer, country.director
    with acting(director):
        asked = answered(director, case_id, Receiver("POL", "wijkagent", "Politie", officer.worker_id))
        share(director, asked, conditions="Alleen voor het bezoek van donderdag.")
        (shown,) = selectors.disclosures(actor=director, case_id=case_id, at=AT)
    with acting(officer):
        (got,) = selectors.received(actor=officer, at=AT)
    assert got.conditions == shown.conditions == "Alleen voor het bezoek van donderdag."
    assert "attach_conditions" in got.duties


def test_a_wider_finding_does_not_drop_one_against_sharing(country: Country, case_id: UUID) -> None:
    director = country.director
    with acting(director):
        item_id = item_of(director, case_id, "C18")

        def record(value: bool, note: str, **scope: object) -> None:
            services.record_fact(
                actor=director, case_id=case_id, name="no_participant_objects", value=value, source="form", note=note,
                at=AT, **scope,  # type: ignore[arg-type]
            )  # fmt: skip

        def holds(**scope: object) -> bool:
            return selectors.facts(case_id=case_id, **scope)["no_participant_objects"].value  # type: ignore[arg-type]

        here = {"receiver_org": "WCO", "purpose": "housing_tenancy", "item_id": item_id}
        record(False, "GGZ heeft bezwaar.", **here)
        record(True, "")
        assert holds()
        assert not holds(**here)
        record(True, "GGZ trekt het bezwaar in.", **here)
        assert holds(**here)
        record(False, "Nu heeft de politie bezwaar.")
        assert not holds(**here)


def test_an_answer_of_an_open_case_is_no_answer_once_it_is_closed(country: Country, case_id: UUID) -> None:
    director = country.director
    with acting(director):
        asked = answered(director, case_id, TABLE)
        assert asked.verdicts[0].permitted
        Case.objects.filter(id=case_id).update(phase="F5")
        with pytest.raises(NotPermitted):
            share(director, asked)


def test_a_carer_is_bound_wherever_they_work(country: Country, case_id: UUID) -> None:
    norms = selectors.running_norms()
    bound = {
        (org, role): rules.bound_by_secrecy(rules.party(org, role, norms))
        for org, role in [
            ("GGD", "bemoeizorgmedewerker"),
            ("GGZ", "manager"),
            ("GGD", "medewerker"),
            ("COL", "wmo_consulent"),
        ]
    }
    assert list(bound.values()) == [True, True, False, False]
    with acting(country.clinician):
        ask(country.clinician, case_id, TABLE, "zvh_case", "C14")
        assert Verdict.objects.get(category="C14").record["question"]["giver"]["bound_by_secrecy"]


def test_weighty_reasons_close_the_way_until_the_giver_comes_back_on_them(country: Country, case_id: UUID) -> None:
    officer, director = country.officer, country.director
    with acting(officer):
        asked = answered(officer, case_id, TABLE)
        item_id = asked.verdicts[0].item.id

        def find(actor: Actor, question: QuestionView, value: bool, why: str) -> QuestionView:
            return services.record_finding(
                actor=actor, question_id=question.id, item_id=item_id, name="giver_withholds_for_weighty_reasons",
                value=value, why=why, at=AT,
            )  # fmt: skip

        with pytest.raises(QuestionUnreadable):
            find(officer, asked, True, " ")
        with pytest.raises(QuestionUnreadable):
            find(officer, asked, False, "Er stond niets.")
        stopped = find(officer, asked, True, "De veiligheid van een ander.")
        assert stopped.verdicts[0].prohibitions == ("W01",)
        assert "record_refusal_reasons" in stopped.verdicts[0].duties
        assert [fact.name for _, fact in selectors.standing_findings(actor=officer, question_id=stopped.id, at=AT)] == [
            "giver_withholds_for_weighty_reasons"
        ]
    with acting(director):
        theirs = services.ask(
            actor=director, case_id=case_id, receiver=TABLE, purpose="zvh_case", item_ids=[item_id], at=AT
        )
        with pytest.raises(FindingOfGiver):
            find(director, theirs, False, "Wij zien dat anders.")
        with pytest.raises(NotVisible):
            find(director, stopped, False, "Van een ander.")
    with acting(officer):
        assert find(officer, stopped, False, "De ander is veilig.").verdicts[0].permitted
        assert Fact.objects.filter(name="giver_withholds_for_weighty_reasons").count() == 2


def test_a_no_that_was_answered_can_be_answered_anew(country: Country, case_id: UUID) -> None:
    director = country.director
    with acting(director):
        first = ask(director, case_id, TABLE, "zvh_case", "C18")
        no = services.answer_missing(
            actor=director, question_id=first.id, answers={"necessity_motivated": (False, "Nog niet nodig.")}, at=AT
        )
        assert (no.verdicts[0].outcome, no.missing) == ("DENY", ())
        yes = services.record_finding(
            actor=director, question_id=no.id, item_id=no.verdicts[0].item.id, name="necessity_motivated", value=True,
            why="Nu wel: de tafel kiest een huis.", at=AT,
        )  # fmt: skip
        assert yes.verdicts[0].permitted
        with pytest.raises(QuestionUnreadable):
            services.record_finding(
                actor=director, question_id=no.id, item_id=no.verdicts[0].item.id, name="rac_reference_present",
                value=True, why="Zomaar.", at=AT,
            )  # fmt: skip
