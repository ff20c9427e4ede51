"""A case in which people have worked for a while: people in roles, a plan with an older version, agreements, contacts."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import UUID

from tests.case_documents import handed_in
from tests.country import Country

from vangnet.access.services import acting
from vangnet.cases import selectors as cases
from vangnet.cases import services
from vangnet.core.clock import local_day
from vangnet.core.ids import new_id
from vangnet.flow import journey
from vangnet.plans import services as plan_services
from vangnet.plans.types import CrisisStepText, GoalState, GoalText, NewAgreement, PlanText


def plan_text(day: date, *, own_words: str = "Ik wil rust in huis.") -> PlanText:
    """A plan with every life domain."""
    return PlanText(
        own_words=own_words,
        own_words_on=day,
        own_words_category="C24",
        summary_category="C24",
        summary="Samen zorgen dat het thuis goed gaat.",
        review_on=day + timedelta(days=60),
        goals=(
            GoalText("health", GoalState.WORRYING, "Slaapt slecht.", "Een vaste behandelaar.", "GGZ Verzonnen"),
            GoalText("housing", GoalState.BETTER, "De huur is betaald.", "In het eigen huis blijven.", "Wijkteam"),
            GoalText("money", GoalState.RUNNING, "Bewind sinds september.", "Geen nieuwe schuld.", "Bewindvoerder"),
            GoalText("network", GoalState.BETTER, "Zus belt om de dag.", "Elke week bezoek.", "Zus"),
            GoalText(
                "safety", GoalState.RUNNING, "Geen meldingen deze maand.", "Geen politie aan de deur.", "Wijkagent"
            ),
            GoalText("day", GoalState.NOT_BEGUN, "Zit veel thuis.", "Twee ochtenden iets te doen.", "Wijkteam"),
        ),
        crisis_steps=(
            CrisisStepText("Bel eerst zelf. Praat rustig.", "06 0000 0001"),
            CrisisStepText("Geen gehoor? Bel haar zus.", "06 0000 0002"),
            CrisisStepText("Gevaar? Bel de crisisdienst, dag en nacht.", "038 000 0000"),
        ),
    )


def adopted(country: Country, case_id: UUID, *, at: datetime, own_words: str = "Ik wil rust in huis.") -> None:
    """Give the case a plan that counts."""
    text = plan_text(local_day(at), own_words=own_words)
    with acting(country.director):
        journey.adopt_first_plan(actor=country.director, case_id=case_id, text=text, at=at)


def agreed(
    country: Country,
    case_id: UUID,
    what: str,
    due_on: date,
    *,
    at: datetime,
    owner: UUID | None = None,
    repeats: int = 0,
) -> UUID:
    """Make an agreement; the director does it unless somebody else is named."""
    deputy = country.case_director.worker_id if owner is None else country.director.worker_id
    agreement = NewAgreement(
        what, "Dat is zo afgesproken.", owner or country.director.worker_id, "", deputy, due_on, repeats
    )
    with acting(country.director):
        return plan_services.agree(
            actor=country.director, case_id=case_id, agreement=agreement, idempotency_key=str(new_id()), at=at
        )


def lived_in(country: Country, *, at: datetime, name: str = "Verzonnen") -> UUID:
    """Open a case a month ago and let people work in it; returns its id."""
    then, director = at - timedelta(days=30), country.director
    case_id = country.case(at=then, name=name)
    with acting(director):
        for slot in cases.slots(case_id=case_id, day=local_day(then)):
            if slot.role == "casusregisseur":
                journey.staff(
                    actor=director, case_id=case_id, slot_id=slot.id, worker_id=country.case_director.worker_id,
                    deputy_id=director.worker_id, since=local_day(then), at=then,
                )  # fmt: skip
    adopted(country, case_id, at=then, own_words="Laat mij met rust.")
    adopted(country, case_id, at=then + timedelta(days=10))
    agreed(
        country, case_id, "Bel de GGZ over de medicatie", local_day(at) - timedelta(days=2), at=at - timedelta(days=5)
    )
    agreed(country, case_id, "Ga langs", local_day(at), at=at - timedelta(days=5), repeats=7)
    agreed(
        country,
        case_id,
        "Betaal de huur",
        local_day(at) + timedelta(days=4),
        at=at,
        owner=country.case_director.worker_id,
    )
    handed_in(director, case_id, at=at - timedelta(days=4), title="Brief over de keukentafel")
    with acting(director):
        services.record_contact(
            actor=director, case_id=case_id, kind="visit", text="Een goed gesprek aan de keukentafel.",
            contact_at=at - timedelta(days=3), missed=False, idempotency_key=str(new_id()), at=at - timedelta(days=3),
        )  # fmt: skip
        services.decide(
            actor=director, case_id=case_id, what="Wij wachten nog met opschalen.", why="Het gaat de goede kant op.",
            owner_id=director.worker_id, due_on=local_day(at), at=at - timedelta(days=1),
        )  # fmt: skip
    return case_id
