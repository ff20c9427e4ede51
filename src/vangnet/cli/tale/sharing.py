"""The moments at which facts were missed: the question that was asked, the answer with its law, and the log of it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final
from uuid import UUID, uuid4

from vangnet.access.services import acting, as_job, system_actor
from vangnet.access.types import Actor
from vangnet.audit import selectors as audit
from vangnet.audit.types import ProcessingFilter
from vangnet.cases import selectors as cases
from vangnet.cases import services as case_services
from vangnet.cli.tale.cast import Cast, at
from vangnet.cli.tale.telling import Ledger
from vangnet.core.clock import Instant
from vangnet.sharing import selectors, services
from vangnet.sharing.types import Answer, Item, ItemKind, NewConsent, QuestionView, Receiver

ANSWERS: Final = {
    Answer.YES: "Ja, dit mag je delen.",
    Answer.PARTLY: "Ja, een deel.",
    Answer.CONSENT_FIRST: "Vraag eerst toestemming.",
    Answer.NO: "Nee, nu niet.",
}
HOUSING: Final = Receiver("WCO", "woonconsulent", "Woonstede Verzonstad")
TABLE: Final = Receiver("ZVH", "procesregisseur", "de tafel")
ADVICE: Final = "Praat rustig, bel vooraf, kom met één persoon. Dan doet hij open."


def a_fact_that_was_missed(cast: Cast, ledger: Ledger) -> None:
    """F2: organisations missed information; nobody dared to share, or knew whether it was allowed."""
    director, moment = cast.director, at(2025, 10, 20)
    with acting(director):
        agreement = _first(director, cast, ItemKind.AGREEMENT, moment)
        asked = services.ask(
            actor=director, case_id=_case(cast), receiver=HOUSING, purpose="housing_tenancy", item_ids=[agreement.id],
            at=moment,
        )  # fmt: skip
        kept = selectors.question(actor=director, question_id=asked.id, at=moment) == asked
    logged, lines = _log(moment)
    ledger.tell(
        moment.date(), "F2", "P3", "De corporatie vraagt wat er is afgesproken. Niemand weet of dat mag.",
        "Samira vraagt het Vangnet, en krijgt antwoord met het artikel en met wat nog ontbreekt.",
        kept=kept and logged and asked.answer is Answer.NO and len(asked.missing) == 4,
        lines=["Vraag: mag Samira de afspraak delen met Woonstede, voor huren en wonen?", *_answer(asked), *lines],
    )  # fmt: skip
    later = at(2025, 10, 22)
    with acting(director):
        answers = dict.fromkeys(asked.missing, (True, "Nagevraagd bij de deelnemers, de RAC en Woonstede."))
        yes = services.answer_missing(actor=director, question_id=asked.id, answers=answers, at=later)
        services.disclose(
            actor=director, question_id=yes.id, item_ids=[agreement.id], motive="Dan belt Woonstede Noor voor zij sommeert.",
            idempotency_key="story-housing", at=later,
        )  # fmt: skip
        (shared,) = selectors.disclosures(actor=director, case_id=_case(cast), at=later)
    logged, lines = _log(later)
    ledger.tell(
        later.date(), "F2", "P3", "De deelnemers hebben geen bezwaar; de toets van de RAC is er.",
        "Samira deelt precies die ene afspraak. Grond, doel, reden en plichten staan erbij.",
        kept=logged and yes.answer is Answer.YES and [one.item.id for one in shared.items] == [agreement.id],
        lines=[*_answer(yes), f"Gedeeld: 1 onderdeel, vorm {shared.items[0].output_form}, aan {HOUSING.name}.", *lines],
    )  # fmt: skip


def advice_of_a_carer(cast: Cast, ledger: Ledger) -> None:
    """F2: care kept silent out of fear; with consent what helps may be said, and no more than that."""
    carer, moment = cast.provider, at(2025, 11, 14)
    with acting(carer):
        case_services.note(actor=carer, case_id=_case(cast), text=ADVICE, key=uuid4(), at=moment, category="C15")
        advice = next(
            item
            for item in selectors.shareable(actor=carer, case_id=_case(cast), at=moment)
            if item.kind is ItemKind.ENTRY and item.category == "C15"
        )
        phase = cases.case(actor=carer, case_id=_case(cast), at=moment).phase
        purpose = "zvh_execute" if phase == "F4" else "zvh_case"
        first = services.ask(
            actor=carer, case_id=_case(cast), receiver=TABLE, purpose=purpose, item_ids=[advice.id], at=moment
        )
    logged, lines = _log(moment)
    ledger.tell(
        moment.date(), "F2", "P3", "Noor weet hoe je bij Wouter binnenkomt, maar zij heeft beroepsgeheim.",
        "Vangnet zegt wat haar geheim opent: toestemming van Wouter voor precies dit.",
        kept=logged and first.answer is Answer.CONSENT_FIRST,
        lines=["Vraag: mag Noor haar advies delen met de tafel?", *_answer(first), *lines],
    )  # fmt: skip
    given = at(2025, 11, 17)
    consent = NewConsent(
        frozenset({"ZVH"}), frozenset({"C15"}), frozenset({purpose}), True,
        "Verteld wie het advies krijgt, waarvoor, en dat hij altijd kan stoppen.", "spoken", True, date(2026, 11, 17),
    )  # fmt: skip
    with acting(carer):
        cast.consent_id = services.give_consent(actor=carer, case_id=_case(cast), consent=consent, at=given)
        again = services.ask_again(actor=carer, question_id=first.id, at=given)
        answers = dict.fromkeys(again.missing, (True, "De wijkagent staat anders weer voor een dichte deur."))
        yes = (
            services.answer_missing(actor=carer, question_id=again.id, answers=answers, at=given) if answers else again
        )
        services.disclose(
            actor=carer, question_id=yes.id, item_ids=[advice.id], motive="Zodat wie aanbelt, binnenkomt.",
            conditions="Alleen voor wie bij Wouter aan de deur komt.", idempotency_key="story-advice", at=given,
        )  # fmt: skip
    logged, lines = _log(given)
    cast.question_id = yes.id
    ledger.tell(
        given.date(), "F2", "P3", "Wouter zegt ja. Hij wil dat mensen rustig aanbellen.",
        "Het advies gaat, in de laagste vorm die genoeg is, met Noors voorwaarde erbij.",
        kept=logged and yes.answer is Answer.YES and yes.verdicts[0].output_form == "O3",
        lines=[*_answer(yes), *lines],
    )  # fmt: skip


def consent_that_ends(cast: Cast, ledger: Ledger) -> None:
    """P3: withdrawing is as easy as giving, and it counts at once."""
    carer, moment = cast.provider, at(2026, 2, 10)
    assert cast.consent_id is not None and cast.question_id is not None
    with acting(carer):
        services.withdraw_consent(actor=carer, consent_id=cast.consent_id, at=moment)
        after = services.ask_again(actor=carer, question_id=cast.question_id, at=moment + timedelta(seconds=1))
    logged, lines = _log(moment)
    ledger.tell(
        moment.date(), "F2", "P3", "Wouter trekt zijn toestemming in.",
        "Vanaf die seconde gaat er niets meer op die toestemming.",
        kept=logged and after.answer is Answer.CONSENT_FIRST, lines=[*_answer(after), *lines],
    )  # fmt: skip


def _answer(asked: QuestionView) -> list[str]:
    """Return the answer, the law behind it, and what is missing, as the screen has them."""
    laws = ", ".join(dict.fromkeys(f"{norm.cite} ({norm.key})" for one in asked.verdicts for norm in one.cites))
    lines = [f"Antwoord: {ANSWERS[asked.answer]}" + (f" Wet: {laws}." if laws else "")]
    words = selectors.running_norms().vocabulary
    return [*lines, *(f"Nog nodig: {words.fact_nl(name)}." for name in asked.missing)]


def _log(moment: Instant) -> tuple[bool, list[str]]:
    """Return whether the three records of what was asked at a moment hold together, and what they say."""
    until = moment + timedelta(minutes=1)
    with as_job(system_actor(reason="story")):
        decisions = list(audit.decisions_between(since=moment, until=until))
        lines = [line for line in audit.entries_between(since=moment, until=until) if line.act == "sharing.ask"]
        traces = {str(decision["trace_id"]) for decision in decisions}
        processed = [line for trace in traces for line in audit.processing(wanted=ProcessingFilter(trace_id=trace))]
    whole = bool(traces) and {line.trace_id for line in lines} == traces == {line.trace_id for line in processed}
    shown = sorted(trace[:8] for trace in traces)
    return whole, [
        f"Log: {_count(len(decisions), 'besluit', 'besluiten')}, {_count(len(lines), 'auditregel', 'auditregels')} met wie "
        f"vroeg, {_count(len(processed), 'verwerkingsregel', 'verwerkingsregels')} zonder gebruiker; "
        f"zelfde kenmerk: {', '.join(shown)}."
    ]


def _count(number: int, one: str, more: str) -> str:
    return f"{number} {one if number == 1 else more}"


def _first(actor: Actor, cast: Cast, kind: ItemKind, moment: Instant) -> Item:
    items = selectors.shareable(actor=actor, case_id=_case(cast), at=moment)
    return next(item for item in items if item.kind is kind)


def _case(cast: Cast) -> UUID:
    assert cast.case_id is not None
    return cast.case_id
