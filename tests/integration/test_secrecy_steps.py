"""The step plan for professional secrecy: every motive on record, and only whoever holds the secret opens it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest
from django.db import ProgrammingError
from tests.case_to_share import AT, GOOD_CARE, TABLE, TODAY, ask, case_to_share
from tests.country import Country, made_up_country

from vangnet.access.services import acting
from vangnet.core.errors import NotVisible
from vangnet.sharing import selectors, services
from vangnet.sharing.errors import NotSecret, StepUnreadable
from vangnet.sharing.models import SecrecyStep
from vangnet.sharing.rules import secrecy
from vangnet.sharing.types import NewStep, Receiver

pytestmark = pytest.mark.django_db


@pytest.fixture
def country(db: None) -> Country:
    return made_up_country()


@pytest.fixture
def case_id(country: Country) -> UUID:
    return case_to_share(country)


def test_the_carer_opens_the_secret_step_by_step(country: Country, case_id: UUID) -> None:
    clinician = country.clinician
    with acting(clinician):
        asked = ask(clinician, case_id, TABLE, "zvh_case", "C14")
        item_id = asked.verdicts[0].item.id
        assert asked.verdicts[0].outcome == "DENY"
        assert asked.verdicts[0].secret
        for step in ("T1", "T2", "T3", "T4", "T5", "T6"):
            no = NewStep(step, False, "Dat kan hier niet.")
            following = services.take_step(actor=clinician, question_id=asked.id, item_id=item_id, step=no, at=AT)
        assert following == "T7"
        ended = services.take_step(actor=clinician, question_id=asked.id, item_id=item_id, step=GOOD_CARE, at=AT)
        assert ended == ""
        again = services.ask_again(actor=clinician, question_id=asked.id, at=AT)
        assert again.missing == ("necessity_motivated",)
        final = services.answer_missing(
            actor=clinician, question_id=again.id, answers={"necessity_motivated": (True, "Voor de tafel.")}, at=AT
        )
        assert final.verdicts[0].permitted, final.verdicts[0].explanation
        taken = selectors.steps(actor=clinician, question_id=asked.id, item_id=item_id, at=AT)
    assert list(taken) == ["T1", "T2", "T3", "T4", "T5", "T6", "T7"]
    assert taken["T7"].colleague == "B. Collega, psychiater"
    assert taken["T7"].review_on == date(2026, 12, 7)


def test_a_criterion_that_is_not_met_keeps_the_secret(country: Country, case_id: UUID) -> None:
    clinician = country.clinician
    neighbour = Receiver("OTH", "bedreigde", "Bedreigde buur")
    criteria = dict.fromkeys(secrecy.EACH_APART["T8"], (True, "Ja."))
    with acting(clinician):
        asked = ask(clinician, case_id, neighbour, "prevent_serious_harm_acute", "C14")
        item_id = asked.verdicts[0].item.id
        for other_way, expected in ((True, "HUMAN"), (False, "DENY")):
            facts = criteria | {"cod_no_other_way": (other_way, "Er is gezocht.")}
            conflict = NewStep("T8", True, "Er is gevaar.", facts, "B. Collega", date(2026, 12, 1))
            services.take_step(actor=clinician, question_id=asked.id, item_id=item_id, step=conflict, at=AT)
            again = services.ask_again(actor=clinician, question_id=asked.id, at=AT)
            assert again.verdicts[0].outcome == expected


@pytest.mark.parametrize(
    ("step", "field"),
    [
        (replace(GOOD_CARE, why=" "), "why"),
        (replace(GOOD_CARE, colleague=""), "colleague"),
        (replace(GOOD_CARE, review_on=None), "review_on"),
        (replace(GOOD_CARE, review_on=TODAY), "review_on"),
        (replace(GOOD_CARE, facts={}), "yes"),
        (replace(GOOD_CARE, facts={**GOOD_CARE.facts, "data_minimum_recorded": (True, " ")}), "data_minimum_recorded"),
        (replace(GOOD_CARE, step="T8"), "yes"),
        (replace(GOOD_CARE, step="T0"), "step"),
        (NewStep("T3", True, "Gevaar.", review_on=date(2026, 11, 26)), "review_on"),
        (NewStep("T5", True, "Moet."), "yes"),
        (NewStep("T2", False, "Nee.", {"same_treatment": (True, "x")}), "yes"),
    ],
)
def test_a_step_without_its_motives_is_refused(country: Country, case_id: UUID, step: NewStep, field: str) -> None:
    clinician = country.clinician
    with acting(clinician):
        asked = ask(clinician, case_id, TABLE, "zvh_case", "C14")
        with pytest.raises(StepUnreadable) as refused:
            services.take_step(
                actor=clinician, question_id=asked.id, item_id=asked.verdicts[0].item.id, step=step, at=AT
            )
        assert field in refused.value.fields
        assert not SecrecyStep.objects.exists()


def test_only_who_holds_the_secret_takes_steps(country: Country, case_id: UUID) -> None:
    with acting(country.clinician):
        asked = ask(country.clinician, case_id, TABLE, "zvh_case", "C14")
    item_id = asked.verdicts[0].item.id
    with acting(country.director):
        with pytest.raises(NotVisible):
            services.take_step(actor=country.director, question_id=asked.id, item_id=item_id, step=GOOD_CARE, at=AT)
        mine = ask(country.director, case_id, TABLE, "zvh_case", "C18")
        with pytest.raises(NotSecret):
            services.take_step(
                actor=country.director, question_id=mine.id, item_id=mine.verdicts[0].item.id, step=GOOD_CARE, at=AT
            )


def test_a_step_cannot_be_changed_in_the_database(country: Country, case_id: UUID) -> None:
    with pytest.raises(ProgrammingError, match="permission denied"), acting(country.clinician):
        SecrecyStep.objects.update(yes=False)
