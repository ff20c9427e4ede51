"""May I share this? The question is kept with its answer, consent opens and closes at once, and nothing goes against a verdict."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from django.db import ProgrammingError
from tests.country import Country, made_up_country

from vangnet.access import selectors as access
from vangnet.access.services import acting
from vangnet.access.types import Actor
from vangnet.cases import selectors as cases
from vangnet.cases import services as case_services
from vangnet.core.errors import NotVisible
from vangnet.core.periods import Period
from vangnet.flow import reactions
from vangnet.law.decide import decide
from vangnet.law.loader import standard_norms
from vangnet.law.replay import replay
from vangnet.plans import services as plans
from vangnet.plans.types import NewAgreement
from vangnet.sharing import selectors, services
from vangnet.sharing.errors import (
    ConsentUnreadable,
    FactForHuman,
    FindingDropped,
    NotPermitted,
    QuestionUnreadable,
    RequestDone,
    VerdictOutdated,
)
from vangnet.sharing.models import Fact, NormArchive, Verdict
from vangnet.sharing.services import weighing
from vangnet.sharing.types import Answer, ItemKind, NewConsent, QuestionView, Receiver, RequestState, RequestView

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
TODAY = date(2026, 11, 23)
TABLE = Receiver("ZVH", "procesregisseur", "De tafel")
HOUSING = Receiver("WCO", "woonconsulent", "Woonstede Verzonnen")
CONSENT = NewConsent(
    receivers=frozenset({"WCO"}),
    categories=frozenset({"C24"}),
    purposes=frozenset({"housing_tenancy"}),
    explicit=True,
    text_shown="Ik heb verteld wat we delen en dat het altijd mag stoppen.",
    form="spoken",
    competent=True,
    until=None,
)


@pytest.fixture
def country(db: None) -> Country:
    return made_up_country()


@pytest.fixture
def case_id(country: Country) -> UUID:
    case_id = country.case(at=AT)
    director = country.director
    with acting(director):
        belt = NewAgreement("Bel elke week", "", director.worker_id, "", None, date(2026, 12, 1))
        plans.agree(actor=director, case_id=case_id, agreement=belt, idempotency_key="a", at=AT)
        slots = {slot.role: slot.id for slot in cases.slots(case_id=case_id, day=TODAY)}
        slot_id = case_services.add_slot(actor=director, case_id=case_id, role="behandelaar", at=AT)
        for slot, worker in ((slots["wijkagent"], country.officer), (slot_id, country.clinician)):
            case_services.hold_slot(
                actor=director, case_id=case_id, slot_id=slot, worker_id=worker.worker_id, days=Period(TODAY), at=AT
            )
    reactions.run(at=AT)
    return case_id


def agreement_of(actor: Actor, case_id: UUID) -> UUID:
    items = selectors.shareable(actor=actor, case_id=case_id, at=AT)
    return next(item.id for item in items if item.kind is ItemKind.AGREEMENT)


def ask(actor: Actor, case_id: UUID, receiver: Receiver, purpose: str) -> QuestionView:
    item_ids = [agreement_of(actor, case_id)]
    return services.ask(actor=actor, case_id=case_id, receiver=receiver, purpose=purpose, item_ids=item_ids, at=AT)


def test_what_the_table_found_is_known_to_the_law(country: Country, case_id: UUID) -> None:
    with acting(country.director):
        known = selectors.facts(case_id=case_id)
    assert known["zvh_criteria_met"].value
    assert {name for name in known if name.startswith("zvh_criterion")} == {f"zvh_criterion_{x}" for x in "abcd"}


def test_a_question_is_kept_and_can_be_recomputed(country: Country, case_id: UUID) -> None:
    with acting(country.director):
        asked = ask(country.director, case_id, TABLE, "zvh_case")
        (row,) = Verdict.objects.filter(question_id=asked.id)
        again = replay(row.record, lambda key: selectors.norms_of(norm_set=key))
        assert again.same
        assert selectors.question(actor=country.director, question_id=asked.id, at=AT) == asked
    assert asked.verdicts[0].explanation
    assert all(norm.url.startswith("https://") for norm in asked.verdicts[0].cites)


def test_the_answer_is_what_the_law_says(country: Country, case_id: UUID) -> None:
    with acting(country.director):
        asked = ask(country.director, case_id, TABLE, "zvh_case")
        (row,) = Verdict.objects.filter(question_id=asked.id)
    recorded = row.record["question"]
    assert recorded["facts"]["zvh_criteria_met"] is True
    assert recorded["facts"]["parties_admitted_to_case"] is True
    assert recorded["assume_verified"] is False, "daily use never takes an unread norm for read"
    assert asked.verdicts[0].outcome == row.outcome


def test_consent_opens_and_its_end_closes_at_once(country: Country, case_id: UUID) -> None:
    director = country.director
    with acting(director):
        before = ask(director, case_id, HOUSING, "housing_tenancy").verdicts[0]
        consent_id = services.give_consent(actor=director, case_id=case_id, consent=CONSENT, at=AT)
        services.record_fact(
            actor=director, case_id=case_id, name="receiver_ground_recorded", value=True, source="form", note="", at=AT
        )
        services.record_fact(
            actor=director, case_id=case_id, name="necessity_motivated", value=True, source="form", note="Nodig", at=AT
        )
        after = ask(director, case_id, HOUSING, "housing_tenancy").verdicts[0]
        services.withdraw_consent(actor=director, consent_id=consent_id, at=AT + timedelta(minutes=1))
        services.withdraw_consent(actor=director, consent_id=consent_id, at=AT + timedelta(minutes=2))
        ended = ask(director, case_id, HOUSING, "housing_tenancy").verdicts[0]
    order = ["DENY", "HUMAN", "CONDITIONAL", "ALLOW", "ALLOW_DUTY"]
    assert order.index(after.outcome) >= order.index(before.outcome)
    assert order.index(ended.outcome) <= order.index(after.outcome)


def permitted_question(country: Country, case_id: UUID, monkeypatch: pytest.MonkeyPatch) -> QuestionView:
    """Ask with every norm taken as verified, so that there is a permit to act on."""

    def verified(norms, question):
        return decide(norms, replace(question, assume_verified=True))

    monkeypatch.setattr(weighing, "decide", verified)
    director = country.director
    services.record_fact(
        actor=director, case_id=case_id, name="agreement_needs_item", value=True, source="form", note="", at=AT
    )
    services.record_fact(
        actor=director, case_id=case_id, name="necessity_motivated", value=True, source="form", note="Nodig", at=AT
    )
    return ask(director, case_id, TABLE, "zvh_case")


def test_a_permit_becomes_one_disclosure(country: Country, case_id: UUID, monkeypatch: pytest.MonkeyPatch) -> None:
    director = country.director
    with acting(director):
        asked = permitted_question(country, case_id, monkeypatch)
        assert asked.answer is Answer.YES, asked.verdicts[0].explanation
        item_ids = [verdict.item.id for verdict in asked.verdicts]
        for _ in range(2):
            services.disclose(
                actor=director, question_id=asked.id, item_ids=item_ids, motive="Zodat zij kan bellen.",
                idempotency_key="d", at=AT,
            )  # fmt: skip
        (shared,) = selectors.disclosures(actor=director, case_id=case_id, at=AT)
        assert (
            services.correct(actor=director, case_id=case_id, item_id=item_ids[0], correction="Het is anders.", at=AT)
            == 1
        )
    assert [part.item.id for part in shared.items] == item_ids
    assert shared.items[0].grounds == asked.verdicts[0].grounds
    assert "log_disclosure" in shared.duties


def test_a_fact_that_changes_in_between_stops_it(
    country: Country, case_id: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    director = country.director
    with acting(director):
        asked = permitted_question(country, case_id, monkeypatch)
        services.record_fact(
            actor=director, case_id=case_id, name="unlawfully_held", value=True, source="form", note="", at=AT
        )
        with pytest.raises((NotPermitted, VerdictOutdated)):
            services.disclose(
                actor=director, question_id=asked.id, item_ids=[asked.verdicts[0].item.id], motive="x",
                idempotency_key="d", at=AT,
            )  # fmt: skip
        assert selectors.disclosures(actor=director, case_id=case_id, at=AT) == []


def test_nothing_goes_against_a_no(country: Country, case_id: UUID) -> None:
    director = country.director
    with acting(director):
        asked = ask(director, case_id, Receiver("OTH", "melder", "Buurman"), "other")
        assert asked.answer is Answer.NO
        with pytest.raises(NotPermitted):
            services.disclose(
                actor=director, question_id=asked.id, item_ids=[asked.verdicts[0].item.id], motive="x",
                idempotency_key="d", at=AT,
            )  # fmt: skip


def test_somebody_elses_question_cannot_be_used(country: Country, case_id: UUID) -> None:
    with acting(country.director):
        asked = ask(country.director, case_id, TABLE, "zvh_case")
    with acting(country.officer), pytest.raises(NotVisible):
        services.disclose(
            actor=country.officer, question_id=asked.id, item_ids=[asked.verdicts[0].item.id], motive="x",
            idempotency_key="d", at=AT,
        )  # fmt: skip


def test_a_stranger_sees_no_question(country: Country, case_id: UUID) -> None:
    with acting(country.director):
        asked = ask(country.director, case_id, TABLE, "zvh_case")
    with acting(country.stranger):
        with pytest.raises(NotVisible):
            selectors.question(actor=country.stranger, question_id=asked.id, at=AT)
        with pytest.raises(NotVisible):
            ask(country.stranger, case_id, TABLE, "zvh_case")


def test_what_one_does_not_see_one_cannot_ask_to_share(country: Country, case_id: UUID) -> None:
    with acting(country.clinician):
        case_services.record_contact(
            actor=country.clinician, case_id=case_id, kind="visit", text="Gesprek over zijn behandeling.", contact_at=AT,
            missed=False, idempotency_key="c", at=AT,
        )  # fmt: skip
        mine = {item.title for item in selectors.shareable(actor=country.clinician, case_id=case_id, at=AT)}
    with acting(country.officer):
        theirs = {item.title for item in selectors.shareable(actor=country.officer, case_id=case_id, at=AT)}
    assert "Gesprek over zijn behandeling." in mine - theirs


def test_an_adverse_finding_is_replaced_never_dropped(country: Country, case_id: UUID) -> None:
    director = country.director

    def record(value: bool, note: str) -> None:
        services.record_fact(
            actor=director, case_id=case_id, name="unlawfully_held", value=value, source="form", note=note, at=AT
        )

    with acting(director):
        record(True, "")
        with pytest.raises(FindingDropped):
            record(False, "")
        record(False, "De bron is nagegaan met de functionaris.")
        assert not selectors.facts(case_id=case_id)["unlawfully_held"].value
        assert Fact.objects.filter(name="unlawfully_held").count() == 2


def test_a_finding_cannot_be_deleted_in_the_database(country: Country, case_id: UUID) -> None:
    with pytest.raises(ProgrammingError, match="permission denied"), acting(country.director):
        Fact.objects.filter(case_id=case_id).delete()


def test_what_only_a_human_may_say_needs_a_reason(country: Country, case_id: UUID) -> None:
    with acting(country.clinician), pytest.raises(FactForHuman):
        services.record_fact(
            actor=country.clinician,
            case_id=case_id,
            name="cod_no_other_way",
            value=True,
            source="form",
            note=" ",
            at=AT,
        )


@pytest.mark.parametrize("name", ["giver_bound", "bestaat_niet", ""])
def test_a_fact_outside_the_vocabulary_is_refused(country: Country, case_id: UUID, name: str) -> None:
    with acting(country.director), pytest.raises(QuestionUnreadable):
        services.record_fact(
            actor=country.director, case_id=case_id, name=name, value=True, source="form", note="", at=AT
        )


@pytest.mark.parametrize(
    "wrong",
    [
        {"receivers": frozenset()}, {"receivers": frozenset({"XYZ"})}, {"categories": frozenset({"C99"})},
        {"purposes": frozenset({"other"})}, {"text_shown": " "}, {"form": "x"}, {"competent": False},
        {"until": date(2026, 11, 22)},
    ],
)  # fmt: skip
def test_a_consent_that_is_not_whole_is_refused(country: Country, case_id: UUID, wrong: dict[str, object]) -> None:
    with acting(country.director), pytest.raises(ConsentUnreadable):
        services.give_consent(
            actor=country.director,
            case_id=case_id,
            consent=replace(CONSENT, **wrong),
            at=AT,  # type: ignore[arg-type]
        )


def owed(actor: Actor, case_id: UUID) -> list[RequestView]:
    """Return the requests of a case that the actor is reminded of."""
    sights = access.sights_of(actor=actor, case_ids=[case_id], at=AT)
    return selectors.owed_sharing(actor=actor, sights=sights, until=date(2026, 12, 1)).requests


def test_a_request_ends_in_an_answer_or_a_reason(country: Country, case_id: UUID) -> None:
    director = country.director
    with acting(director):
        request_id = services.request_information(
            actor=director, case_id=case_id, to=HOUSING, question="Is de huur betaald?", category="C18", purpose="zvh_case",
            due_on=date(2026, 11, 30), at=AT,
        )  # fmt: skip
        assert [r.id for r in owed(director, case_id)] == [request_id]
        view = services.answer_request(
            actor=director, request_id=request_id, version=1, refused=True, text="Er loopt een procedure.", at=AT
        )
        assert view.state is RequestState.REFUSED
        with pytest.raises(RequestDone):
            services.answer_request(
                actor=director, request_id=request_id, version=2, refused=False, text="Toch wel.", at=AT
            )
        assert owed(director, case_id) == ()


def test_the_archive_keeps_the_norms_that_were_used(country: Country, case_id: UUID) -> None:
    with acting(country.director):
        ask(country.director, case_id, TABLE, "zvh_case")
        assert list(NormArchive.objects.values_list("hash", flat=True)) == [standard_norms().hash]
