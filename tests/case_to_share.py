"""A case of the made-up country in which there is something to share: people with a role, a home, and medicine."""

from __future__ import annotations

from datetime import UTC, date, datetime
from uuid import UUID, uuid4

from tests.country import Country
from vangnet.access.models import Agency, Worker
from vangnet.access.services import acting, as_job, system_actor
from vangnet.access.types import Actor
from vangnet.cases import selectors as cases
from vangnet.cases import services as case_services
from vangnet.core.periods import Period
from vangnet.flow import reactions
from vangnet.intake.types import Channel
from vangnet.sharing import selectors, services
from vangnet.sharing.rules import secrecy
from vangnet.sharing.types import ItemKind, NewConsent, NewStep, QuestionView, Receiver

AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
TODAY = date(2026, 11, 23)
TABLE = Receiver("ZVH", "procesregisseur", "De tafel")
HOUSING = Receiver("WCO", "woonconsulent", "Woonstede Verzonnen")
CONSENT = NewConsent(
    frozenset({"WCO"}), frozenset({"C18"}), frozenset({"housing_tenancy"}), True, "Verteld dat het mag stoppen.", "spoken",
    True, None,
)  # fmt: skip
HOME = "Er ligt post op de mat, de verwarming doet het niet."
MEDICINE = "Neemt medicijnen niet elke dag."
GOOD_CARE = NewStep(
    step="T7",
    yes=True,
    why="Zonder dit komt de hulp te laat.",
    facts={name: (True, f"Omdat {name}.") for name in secrecy.EACH_APART["T7"]},
    colleague="B. Collega, psychiater",
    review_on=date(2026, 12, 7),
)


def privacy_adviser() -> Actor:
    """Add somebody of the same region who advises about privacy, and sees no case."""
    with as_job(system_actor(reason="test")):
        agency = Agency.objects.create(name="Toezicht op gegevens", kind="FG", region_id="ZVH04")
        worker = Worker.objects.create(agency=agency, region_id="ZVH04", name="Frans Verzonnen", role="coordinerend_fg")
    return Actor(worker.id, agency.id, "FG", "ZVH04", "coordinerend_fg")


def case_to_share(country: Country, *, key: str = "case") -> UUID:
    """Open a case with an officer and a clinician in it, a note about the home and one about medicine."""
    case_id = country.case(at=AT, key=key, channel=Channel.POLICE)
    director = country.director
    with acting(director):
        slots = {slot.role: slot.id for slot in cases.slots(case_id=case_id, day=TODAY)}
        slot_id = case_services.add_slot(actor=director, case_id=case_id, role="behandelaar", at=AT)
        for slot, worker in ((slots["wijkagent"], country.officer), (slot_id, country.clinician)):
            case_services.hold_slot(
                actor=director, case_id=case_id, slot_id=slot, worker_id=worker.worker_id, days=Period(TODAY), at=AT
            )
        case_services.note(actor=director, case_id=case_id, text=HOME, key=uuid4(), at=AT, category="C18")
    with acting(country.clinician):
        case_services.note(actor=country.clinician, case_id=case_id, text=MEDICINE, key=uuid4(), at=AT, category="C14")
    reactions.run(at=AT)
    return case_id


def item_of(actor: Actor, case_id: UUID, category: str, kind: ItemKind = ItemKind.ENTRY) -> UUID:
    """Return the note (or another item) of a category, as the actor sees it."""
    items = selectors.shareable(actor=actor, case_id=case_id, at=AT)
    return next(item.id for item in items if item.kind is kind and item.category == category)


def ask(
    actor: Actor, case_id: UUID, receiver: Receiver, purpose: str, category: str, kind: ItemKind = ItemKind.ENTRY
) -> QuestionView:
    """Ask whether the note of a category may go to a receiver."""
    item_ids = [item_of(actor, case_id, category, kind)]
    return services.ask(actor=actor, case_id=case_id, receiver=receiver, purpose=purpose, item_ids=item_ids, at=AT)


def home_question(
    country: Country, case_id: UUID, *, to: Receiver = HOUSING, kind: ItemKind = ItemKind.ENTRY
) -> QuestionView:
    """Ask to give the housing corporation what consent covers, with all recorded: only the reading of the law is left."""
    director = country.director
    services.give_consent(actor=director, case_id=case_id, consent=CONSENT, at=AT)
    first = ask(director, case_id, to, "housing_tenancy", "C18", kind)
    answers = dict.fromkeys(first.missing, (True, "Zij kunnen de verwarming maken."))
    return services.answer_missing(actor=director, question_id=first.id, answers=answers, at=AT)
