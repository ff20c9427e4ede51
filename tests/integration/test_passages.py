"""The person's own words and the summary of a plan: each seen, found and shared by what is in it."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

import pytest
from tests.case_to_share import AT, TABLE, case_to_share
from tests.country import Country, made_up_country
from tests.web.lived import plan_text

from vangnet.access.models import ItemGrant
from vangnet.access.services import acting, as_job, system_actor
from vangnet.access.types import Actor
from vangnet.cases import selectors as cases
from vangnet.core.ids import new_id
from vangnet.flow import journey
from vangnet.plans import selectors as plans
from vangnet.plans import services as plan_services
from vangnet.plans.errors import PlanUnreadable
from vangnet.plans.models import Passage
from vangnet.plans.types import PlanText
from vangnet.sharing import selectors, services
from vangnet.sharing.types import ItemKind

pytestmark = pytest.mark.django_db


@pytest.fixture
def country(db: None) -> Country:
    return made_up_country()


@pytest.fixture
def case_id(country: Country) -> UUID:
    return case_to_share(country)


def text(**more: str) -> PlanText:
    return replace(plan_text(AT.date(), own_words="Ik hoor stemmen."), summary="Wij bellen beurtelings.", **more)


def adopted(country: Country, case_id: UUID, said: PlanText) -> None:
    with acting(country.director, at=AT):
        journey.adopt_first_plan(actor=country.director, case_id=case_id, text=said, at=AT)


def seen(actor: Actor, case_id: UUID) -> tuple[str, str]:
    """Return own words and summary as an actor sees them: in the plan, at its head, behind the wall and in the search alike."""
    with acting(actor, at=AT):
        plan = plans.current(actor=actor, case_id=case_id, at=AT)
        head = plans.standing(actor=actor, case_id=case_id, at=AT, head_only=True).current
        walled = dict(Passage.objects.values_list("kind", "text"))
        found = {word for word in ("stemmen", "beurtelings") if cases.search(actor=actor, text=word, at=AT)}
        items = {item.title for item in selectors.shareable(actor=actor, case_id=case_id, at=AT)}
    assert plan is not None and head is not None
    assert (head.own_words, head.summary) == (plan.own_words, plan.summary)
    assert walled == {kind: said for kind, said in (("words", plan.own_words), ("summary", plan.summary)) if said}
    assert found == {word for word, said in (("stemmen", plan.own_words), ("beurtelings", plan.summary)) if said}
    assert {said for said in (plan.own_words, plan.summary) if said} == items & {
        "Ik hoor stemmen.",
        "Wij bellen beurtelings.",
    }
    return plan.own_words, plan.summary


def test_each_is_seen_by_who_sees_what_is_in_it(country: Country, case_id: UUID) -> None:
    adopted(country, case_id, text(own_words_category="C14", summary_category="C24"))
    assert seen(country.director, case_id) == ("Ik hoor stemmen.", "Wij bellen beurtelings.")
    assert seen(country.clinician, case_id) == ("Ik hoor stemmen.", "Wij bellen beurtelings.")
    assert seen(country.officer, case_id) == ("", "Wij bellen beurtelings.")


def test_where_nobody_said_what_is_in_it_the_fewest_read_it(country: Country, case_id: UUID) -> None:
    said = text()
    unsaid = PlanText(said.own_words, said.own_words_on, said.summary, said.review_on, said.goals, said.crisis_steps)
    adopted(country, case_id, unsaid)
    assert seen(country.officer, case_id) == ("", "")
    assert seen(country.clinician, case_id)[0] == "Ik hoor stemmen."


@pytest.mark.parametrize("category", ["", "C07", "C99"])
def test_what_is_in_a_text_is_one_of_four(country: Country, case_id: UUID, category: str) -> None:
    with acting(country.director, at=AT), pytest.raises(PlanUnreadable) as refused:
        plan_services.draft(actor=country.director, case_id=case_id, text=text(own_words_category=category), at=AT)
    assert set(refused.value.fields) == {"own_words_category"}


def test_own_words_are_asked_of_the_law_by_what_is_in_them(country: Country, case_id: UUID) -> None:
    adopted(country, case_id, text(own_words_category="C14", summary_category="C24"))
    director = country.director
    with acting(director, at=AT):
        items = selectors.shareable(actor=director, case_id=case_id, at=AT)
        passages = {item.category: item.id for item in items if item.kind is ItemKind.PASSAGE}
        assert set(passages) == {"C14", "C24"}
        asked = services.ask(
            actor=director, case_id=case_id, receiver=TABLE, purpose="zvh_case", item_ids=[passages["C14"]], at=AT
        )
    assert asked.verdicts[0].item.category == "C14"


def test_who_received_one_text_sees_that_one_and_no_plan(country: Country, case_id: UUID) -> None:
    adopted(country, case_id, text(own_words_category="C24", summary_category="C24"))
    with as_job(system_actor(reason="test")):
        words = Passage.objects.get(kind="words")
        grant = ItemGrant.objects.create(
            region="ZVH04", worker_id=country.stranger.worker_id, case_id=case_id, subject_id=new_id(),
            item_kind="passage", item_id=words.id, form="O4", disclosed_id=new_id(), verdict_id=new_id(),
            opened_at=AT, until=AT.replace(year=2027),
        )  # fmt: skip
    with acting(country.stranger, at=AT):
        assert list(Passage.objects.values_list("text", flat=True)) == ["Ik hoor stemmen."]
    with as_job(system_actor(reason="test")):
        ItemGrant.objects.filter(id=grant.id).update(form="O3")
    with acting(country.stranger, at=AT):
        assert not Passage.objects.exists()
