"""A disclosure lets its receiver see exactly the items, for as long as the verdict holds; nothing of the case around them."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction
from tests.case_to_share import AT, CONSENT, HOUSING, case_to_share, home_question, privacy_adviser
from tests.country import Country, made_up_country

from vangnet.access.models import Agency, ItemGrant, Worker
from vangnet.access.selectors import items as item_selectors
from vangnet.access.services import acting, as_enforcer, as_job, emergency, system_actor
from vangnet.access.services.items import close_ended_items
from vangnet.access.types import Actor
from vangnet.audit.models import Entry as AuditEntry
from vangnet.cases import services as case_services
from vangnet.cases.models import Case, Entry
from vangnet.core.clock import start_of
from vangnet.core.ids import new_id
from vangnet.flow import derivation, journey, reactions
from vangnet.law.normset import NormSet
from vangnet.plans import services as plans
from vangnet.plans.models import Agreement, CrisisStep
from vangnet.plans.types import CrisisStepText, GoalState, GoalText, NewAgreement, PlanText
from vangnet.sharing import rules, selectors, services
from vangnet.sharing.models import Consent, DisclosedItem
from vangnet.sharing.services import carrying, disclosing
from vangnet.sharing.types import AdviceFinding, ItemKind

pytestmark = pytest.mark.django_db
REPAIR = "De corporatie maakt de verwarming."
CRISIS_PLAN = PlanText(
    own_words="Laat me even.",
    own_words_on=AT.date(),
    summary="",
    review_on=AT.date() + timedelta(days=90),
    goals=(GoalText("housing", GoalState.WORRYING, "Huurt tijdelijk.", "Een eigen plek.", "Gemeente"),),
    crisis_steps=(CrisisStepText("Bel eerst Noor.", "06 0000 0003"), CrisisStepText("Ga niet alleen naar binnen.")),
)


@pytest.fixture
def country(db: None) -> Country:
    return made_up_country()


@pytest.fixture
def case_id(country: Country) -> UUID:
    return case_to_share(country)


@pytest.fixture
def officer(country: Country) -> Actor:
    """Somebody of the housing corporation, in no case at all."""
    with as_job(system_actor(reason="test")):
        agency = Agency.objects.create(name=HOUSING.name, kind="WCO", region_id="ZVH04")
        worker = Worker.objects.create(agency=agency, region_id="ZVH04", name="Willem Wonen", role="woonconsulent")
    return Actor(worker.id, agency.id, "WCO", "ZVH04", "woonconsulent")


def share(country: Country, case_id: UUID, officer: Actor, *, note: bool = False) -> UUID:
    """Share an agreement about the home, or the note about it; returns its id."""
    director = country.director
    with acting(director):
        if not note:
            plans.agree(
                actor=director, case_id=case_id, at=AT, idempotency_key="repair",
                agreement=NewAgreement(REPAIR, "Het is koud.", director.worker_id, "", None, AT.date(), category="C18"),
            )  # fmt: skip
        kind = ItemKind.ENTRY if note else ItemKind.AGREEMENT
        question = home_question(country, case_id, to=replace(HOUSING, worker_id=officer.worker_id), kind=kind)
        item_id = question.verdicts[0].item.id
        advice_id = services.ask_adviser(actor=director, question_id=question.id, text="Mag dit?", at=AT)
    adviser = privacy_adviser()
    with acting(adviser):
        services.answer_adviser(
            actor=adviser, advice_id=advice_id, version=1, finding=AdviceFinding.MAY, answer="Ja, gelezen.", at=AT
        )
    with acting(director):
        services.disclose(
            actor=director, question_id=question.id, item_ids=[item_id], motive="Om te herstellen.",
            idempotency_key=str(new_id()), at=AT,
        )  # fmt: skip
    return item_id


def texts(actor: Actor, at: datetime = AT) -> list[str]:
    with acting(actor, at=at):
        seen = [one.text for one in selectors.received_items(actor=actor, at=at)]
        assert Agreement.objects.count() == len(seen)
        assert not Entry.objects.exists()
        assert not Case.objects.exists()
        return seen


def test_the_receiver_sees_the_item_and_nothing_around_it(country: Country, case_id: UUID, officer: Actor) -> None:
    assert texts(officer) == []
    item_id = share(country, case_id, officer)
    assert texts(officer) == [REPAIR]
    with acting(officer, at=AT):
        assert [row.id for row in Agreement.objects.all()] == [item_id]
        (seen,) = selectors.received_items(actor=officer, at=AT)
    assert (seen.category, seen.by) == ("C18", "Werker 0, ZVH IJsselland")
    read = AuditEntry.objects.filter(act="sharing.read_received").latest("position")
    assert (read.worker_id, read.case_id, read.fields) == (officer.worker_id, case_id, ["text"])
    assert texts(country.stranger) == []


def test_a_note_of_which_only_an_action_may_go_shows_no_text(country: Country, case_id: UUID, officer: Actor) -> None:
    item_id = share(country, case_id, officer, note=True)
    with acting(officer, at=AT):
        assert [row.id for row in Entry.objects.all()] == [item_id]
    with as_job(system_actor(reason="test")):
        ItemGrant.objects.update(form="O3")
        DisclosedItem.objects.update(output_form="O3")
    with acting(officer, at=AT):
        (seen,) = selectors.received_items(actor=officer, at=AT)
        assert seen.text == ""
        assert not Entry.objects.exists()


def test_it_ends_with_the_consent_in_the_same_minute(country: Country, case_id: UUID, officer: Actor) -> None:
    share(country, case_id, officer)
    with acting(country.director):
        consent_id = Consent.objects.values_list("id", flat=True).get()
        services.withdraw_consent(actor=country.director, consent_id=consent_id, at=AT)
    reactions.run(at=AT)
    assert texts(officer) == []
    assert closed() == ["verdict-ended"]


def test_it_ends_when_a_fact_changes(country: Country, case_id: UUID, officer: Actor) -> None:
    share(country, case_id, officer)
    reactions.run(at=AT)
    assert texts(officer) == [REPAIR]
    with acting(country.director):
        services.record_fact(
            actor=country.director, case_id=case_id, name="unlawfully_held", value=True, source="form", note="", at=AT
        )
    reactions.run(at=AT)
    assert texts(officer) == []


def test_it_ends_with_the_case(country: Country, case_id: UUID, officer: Actor) -> None:
    share(country, case_id, officer)
    with as_job(system_actor(reason="test")):
        version = Case.objects.values_list("version", flat=True).get(id=case_id)
    with acting(country.director):
        case_services.close(actor=country.director, case_id=case_id, version=version, why="Klaar.", at=AT)
    reactions.run(at=AT)
    assert texts(officer) == []


def test_it_ends_by_itself_at_the_latest_after_a_month(country: Country, case_id: UUID, officer: Actor) -> None:
    share(country, case_id, officer)
    ends = AT + carrying.SEEN_FOR
    assert texts(officer, ends - timedelta(seconds=1)) == [REPAIR]
    assert texts(officer, ends) == []
    job = system_actor(reason="test")
    with as_job(job):
        assert close_ended_items(actor=job, at=ends) == 1


def test_it_ends_with_the_last_day_of_the_consent(
    country: Country, case_id: UUID, officer: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    last = AT.date() + timedelta(days=3)
    monkeypatch.setattr("tests.case_to_share.CONSENT", replace(CONSENT, until=last))
    share(country, case_id, officer)
    with as_job(system_actor(reason="test")):
        assert ItemGrant.objects.get().until == start_of(last + timedelta(days=1))


def test_it_ends_when_the_norm_it_rests_on_ends(
    country: Country, case_id: UUID, officer: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    share(country, case_id, officer)
    job = system_actor(reason="test")
    assert carrying.close_ended_norms(actor=job, at=AT) == 0
    norms = carrying.running_norms()
    with as_job(job):
        (grounds,) = DisclosedItem.objects.values_list("verdict__record__verdict__grounds", flat=True)
    ended = [replace(norm, valid_until=AT.date()) if norm.id in grounds else norm for norm in norms.norms]
    less = NormSet.build(ended, norms.statutes, json.loads(norms.content)["vocabulary"])
    monkeypatch.setattr(carrying, "running_norms", lambda: less)
    assert carrying.close_ended_norms(actor=job, at=AT) == 0
    assert carrying.close_ended_norms(actor=job, at=AT + timedelta(days=1)) == 1
    assert texts(officer) == []
    assert closed() == ["norm-ended"]


def test_the_sweep_finds_a_grant_that_nothing_carries(country: Country, case_id: UUID, officer: Actor) -> None:
    share(country, case_id, officer)
    reactions.run(at=AT)
    assert derivation.sweep(at=AT) == 0
    with as_job(system_actor(reason="test")):
        ItemGrant.objects.update(worker_id=country.stranger.worker_id)
    assert texts(country.stranger) == [REPAIR]
    assert derivation.sweep(at=AT) == 1
    assert texts(country.stranger) == []


@pytest.mark.parametrize("before", [True, False])
def test_who_is_locked_out_sees_no_item_of_the_case(
    country: Country, case_id: UUID, officer: Actor, before: bool
) -> None:
    def bar() -> None:
        with acting(country.director):
            emergency.lock_out(actor=country.director, worker_id=officer.worker_id, case_id=case_id, reason="x", at=AT)

    if before:
        bar()
    share(country, case_id, officer)
    assert texts(officer) == ([] if before else [REPAIR])
    bar()
    assert texts(officer) == []


def test_a_grant_written_while_somebody_was_locked_out_shows_nothing(
    country: Country, case_id: UUID, officer: Actor
) -> None:
    share(country, case_id, officer)
    reactions.run(at=AT)
    with acting(country.director):
        emergency.lock_out(actor=country.director, worker_id=officer.worker_id, case_id=case_id, reason="x", at=AT)
    with as_job(system_actor(reason="test")):
        assert ItemGrant.objects.update(closed_at=None, closed_why="") == 1, "as if its transaction came later"
    with acting(officer, at=AT):
        assert not ItemGrant.objects.exists()
        assert not Agreement.objects.exists()
    with as_job(system_actor(reason="test")):
        assert item_selectors.mine(actor=officer, at=AT) == []
    assert texts(officer) == []
    assert derivation.sweep(at=AT) == 1
    with acting(country.director):
        emergency.lift_lockout(actor=country.director, worker_id=officer.worker_id, case_id=case_id, at=AT)
    assert texts(officer) == []


def test_the_lockout_of_one_closes_nothing_of_another(country: Country, case_id: UUID, officer: Actor) -> None:
    share(country, case_id, officer)
    with acting(country.director):
        emergency.lock_out(
            actor=country.director, worker_id=country.stranger.worker_id, case_id=case_id, reason="x", at=AT
        )
        other = country.case(at=AT, key="other", name="Tweede")
        emergency.lock_out(actor=country.director, worker_id=officer.worker_id, case_id=other, reason="x", at=AT)
    assert derivation.sweep(at=AT) == 0
    assert texts(officer) == [REPAIR]


def test_no_item_opens_of_a_case_that_closes_meanwhile(
    country: Country, case_id: UUID, officer: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    def close_first(**said: Any) -> None:
        with as_enforcer():
            Case.objects.filter(id=case_id).update(closed_on=AT.date())
        carrying.let_receiver_see(**said)

    monkeypatch.setattr(disclosing, "let_receiver_see", close_first)
    share(country, case_id, officer)
    with as_job(system_actor(reason="test")):
        assert DisclosedItem.objects.count() == 1
        assert not ItemGrant.objects.exists()
    assert texts(officer) == []


def test_the_database_opens_no_item_of_a_closed_case(country: Country, case_id: UUID, officer: Actor) -> None:
    share(country, case_id, officer)
    with as_job(system_actor(reason="test")):
        row = ItemGrant.objects.get()
        Case.objects.filter(id=case_id).update(closed_on=AT.date())
        row.id, row.disclosed_id = new_id(), new_id()
        with pytest.raises(IntegrityError, match="a closed case is shielded"), transaction.atomic():
            row.save(force_insert=True)
        row.closed_at = AT
        row.save(force_insert=True)


def test_less_than_content_shows_no_text() -> None:
    forms = ("O0", "O1", "O2", "O3", "O4", "O5")
    assert [form for form in forms if rules.shows_text(form, ItemKind.ENTRY)] == ["O4", "O5"]


def closed() -> list[str]:
    with as_job(system_actor(reason="test")):
        return list(ItemGrant.objects.exclude(closed_at=None).values_list("closed_why", flat=True))


def test_a_step_of_the_crisis_plan_goes_by_itself(country: Country, case_id: UUID, officer: Actor) -> None:
    director = country.director
    with acting(director):
        journey.adopt_first_plan(actor=director, case_id=case_id, text=CRISIS_PLAN, at=AT)
        items = selectors.shareable(actor=director, case_id=case_id, at=AT)
        told = {item.title: item for item in items if item.kind is ItemKind.STEP}
    assert list(told) == ["Bel eerst Noor. 06 0000 0003", "Ga niet alleen naar binnen."]
    assert {item.category for item in told.values()} == {"C23"}
    share(country, case_id, officer)
    step = told["Bel eerst Noor. 06 0000 0003"].id
    with acting(officer, at=AT):
        assert not CrisisStep.objects.exists()
    with as_job(system_actor(reason="test")):
        ItemGrant.objects.update(item_kind="step", item_id=step, form="O3")
    with acting(officer, at=AT):
        assert [row.id for row in CrisisStep.objects.all()] == [step]
        assert selectors.item_texts([("step", step)]) == {step: "Bel eerst Noor. 06 0000 0003"}
        assert not Case.objects.exists()
    with as_job(system_actor(reason="test")):
        ItemGrant.objects.update(form="O2")
    with acting(officer, at=AT):
        assert not CrisisStep.objects.exists(), "whom to call is no text"
