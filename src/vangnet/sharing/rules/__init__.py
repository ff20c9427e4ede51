"""Pure decisions about sharing: what is asked of the law, how its answers become one answer, when a record is whole."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Final
from uuid import UUID, uuid5

from vangnet.intake.types import ZVH_CRITERIA
from vangnet.law.decide import care_secrecy_applies, decide
from vangnet.law.explain import about_care, explain
from vangnet.law.normset import NormSet
from vangnet.law.types import Consent, Norm, Party, Question
from vangnet.law.types import Verdict as LawVerdict
from vangnet.law.vocabulary import Fact
from vangnet.sharing.errors import (
    AdviceUnreadable,
    ConsentUnreadable,
    InformUnreadable,
    OneTimeUnreadable,
    QuestionUnreadable,
    RequestUnreadable,
)
from vangnet.sharing.types import (
    Answer,
    ConsentView,
    InformKind,
    Item,
    ItemKind,
    ItemVerdict,
    NewConsent,
    NormCite,
    Receiver,
)

# Organisations all whose people are bound by the secrecy of care. Source: BW 7:457, Wet BIG 88, Jeugdwet 7.3.11.
CARE_ORGS: Final = frozenset({"GGZ", "HA", "AMB", "ZIEK", "ZORG"})
# Functions of a hulpverlener, wherever they work: outreach care of a GGD or a meldpunt, youth care, a doctor of the Wzd.
CARE_ROLES: Final = frozenset(
    {
        "behandelaar", "bemoeizorgmedewerker", "crisisdienst", "forensisch_behandelaar", "geneesheer_directeur",
        "huisarts", "psychiater", "wzd_arts", "wzd_functionaris", "zorgverantwoordelijke",
    }
)  # fmt: skip
# Conditions under which a receiver keeps an item to itself. Law: Wgs 1.11(2), 2.29(3), Wpg 7(2).
KEEPS_TO_RECEIVER: Final = frozenset({"attach_conditions", "block_onward", "recipient_secrecy", "single_purpose_use"})
# Only the organisation that found it comes back on it. Law: Wgs 1.5(1).
OF_THE_GIVER: Final = frozenset({"giver_withholds_for_weighty_reasons"})
TEXT_LIMIT: Final = 20_000
# Category of contact and address data; kept back when the address of the person is secret. Source: legal.md section 2, C03.
ADDRESS: Final = "C03"
# Own setting: the person hears within a week what was shared. AVG 14(3) allows a month at most.
INFORM_WITHIN: Final = timedelta(days=7)
# Duty of the law to tell somebody -> whom, and within what time. A part that is kept back from an answer is told in that answer.
INFORM_DUTIES: Final = {
    "inform_subject": (InformKind.SUBJECT, INFORM_WITHIN),
    "inform_zorgverantwoordelijke": (InformKind.CARE, INFORM_WITHIN),
    "vt_informs_subject_4_weeks": (InformKind.VT, timedelta(weeks=4)),
}
# What receivers hear when records of two people lay together while something was shared.
MIXED_UP: Final = (
    "Toen dit werd gedeeld, lagen registraties van twee mensen bij elkaar. Dit kan over iemand anders gaan. "
    "Gebruik het niet tot wie het deelde heeft gezegd wat klopt."
)
# Worst to best, to see whether something brings an item nearer to a yes.
_RANK: Final = {"DENY": 0, "HUMAN": 1, "CONDITIONAL": 2, "ALLOW": 3, "ALLOW_DUTY": 3}


def shows_text(output_form: str, kind: ItemKind) -> bool:
    """Return whether the text of an item goes along: a summary or content does; an agreement or a crisis step is itself
    what to do; a document is content and nothing less.

    >>> shows_text("O5", ItemKind.ENTRY), shows_text("O2", ItemKind.ENTRY), shows_text("O3", ItemKind.STEP)
    (True, False, True)
    >>> shows_text("O4", ItemKind.DOCUMENT), shows_text("O5", ItemKind.DOCUMENT)
    (False, True)
    """
    if kind is ItemKind.DOCUMENT:
        return output_form == "O5"
    return output_form in {"O4", "O5"} or (output_form == "O3" and kind in {ItemKind.AGREEMENT, ItemKind.STEP})


ONE_TIME_HOURS: Final = 72
WRONG_CODES: Final = 5


def check_one_time(*, for_name: str, expertise: str, declared_on: date, hours: int, today: date) -> None:
    """Pass when a third may be invited to look once.

    Raises:
        OneTimeUnreadable: with every fault at once, by field.

    Law: Wgs 2.31(9)-(10), Bgs 2.21: needed expertise and a role from a task of one's own; a signed declaration of
    secrecy first; never access to the system itself.
    """
    faults: dict[str, str] = {}
    if not for_name.strip():
        faults["for_name"] = "Schrijf op wie dit mag zien, en van welke organisatie."
    if len(expertise.strip()) < 10:
        faults["expertise"] = "Schrijf op welke deskundigheid nodig is, en vanuit welke taak."
    if declared_on > today:
        faults["declared_on"] = "Eerst tekent de derde een geheimhoudingsverklaring. Op welke dag was dat?"
    if not 1 <= hours <= ONE_TIME_HOURS:
        faults["hours"] = f"Kies 1 tot {ONE_TIME_HOURS} uur."
    if faults:
        raise OneTimeUnreadable(faults)


def party(org_type: str, role: str, norms: NormSet) -> Party:
    """Return a party in the law's vocabulary; a function the law does not know is any employee (`medewerker`)."""
    return Party(org_type, role if role in norms.vocabulary.roles else "medewerker")


def check_question(*, receiver: Receiver, purpose: str, items: Sequence[Item], norms: NormSet) -> None:
    """Pass when the law can be asked this.

    Raises:
        QuestionUnreadable: with every fault at once, by field.
    """
    words = norms.vocabulary
    faults: dict[str, str] = {}
    if receiver.org_type not in words.org_types:
        faults["receiver"] = "Kies met wie je wilt delen."
    if receiver.role not in words.roles:
        faults["receiver_role"] = "Kies de functie van de ontvanger."
    if purpose not in words.purposes:
        faults["purpose"] = "Kies waarvoor het nodig is."
    if not items:
        faults["items"] = "Kies ten minste één onderdeel."
    elif any(item.category not in words.categories for item in items):
        faults["items"] = "Van een onderdeel is de soort niet bekend. Dat kun je niet delen."
    if faults:
        raise QuestionUnreadable(faults)


def law_question(
    *,
    giver: Party,
    receiver: Receiver,
    category: str,
    purpose: str,
    phase: str,
    on: date,
    facts: Mapping[str, bool],
    consents: Iterable[ConsentView],
    norms: NormSet,
    circle: str,
) -> Question:
    """Return the question to the law about one item.

    Args:
        circle: position of whom the item is about; a code of the law's vocabulary.
        facts: names to values; a name that is not there is unknown.
        consents: consents of the case; the one that covers this item is used, else the newest, else none.
    """
    asked = party(receiver.org_type, receiver.role, norms)
    return Question(
        giver=giver,
        giver_bound=bound_by_secrecy(giver),
        receiver=asked,
        circle=circle,
        category=category,
        purpose=purpose,
        phase=phase,
        on=on,
        facts=dict(facts),
        consent=fitting_consent(consents, receiver=asked.org_type, category=category, purpose=purpose, on=on),
    )


def bound_by_secrecy(giver: Party) -> bool:
    """Return whether a giver is a hulpverlener or works under one.

    >>> bound_by_secrecy(Party("GGD", "bemoeizorgmedewerker")), bound_by_secrecy(Party("POL", "wijkagent"))
    (True, False)

    Law: BW 7:457, Wet BIG 88, Jeugdwet 7.3.11.
    """
    return giver.org_type in CARE_ORGS or giver.role in CARE_ROLES


def fitting_consent(
    consents: Iterable[ConsentView], *, receiver: str, category: str, purpose: str, on: date
) -> Consent | None:
    """Return the consent that covers an item, explicit ones first; else the first given; None when there is none."""
    candidates = [
        Consent(
            receivers=view.receivers,
            categories=view.categories,
            purposes=view.purposes,
            explicit=view.explicit,
            withdrawn=view.withdrawn_at is not None,
            valid_until=view.until,
        )
        for view in consents
    ]
    covering = [consent for consent in candidates if consent.covers(receiver, category, purpose, on)]
    covering.sort(key=lambda consent: not consent.explicit)
    return next(iter(covering or candidates), None)


def item_verdict(
    item: Item, question: Question, verdict: LawVerdict, norms: NormSet, *, advised: bool = False
) -> ItemVerdict:
    """Return the verdict on an item with its citations and why, in plain Dutch.

    Args:
        advised: whether the privacy adviser said yes to exactly this; it counts only where a human decides and nothing
            is missing.
    """
    return ItemVerdict(
        item=item,
        outcome=verdict.outcome,
        grounds=verdict.grounds,
        prohibitions=verdict.prohibitions,
        missing=verdict.missing,
        duties=verdict.duties,
        output_form=verdict.output_form,
        cites=cites((*verdict.grounds, *verdict.prohibitions), norms),
        explanation=explain(norms, question, verdict),
        care=about_care(norms, question),
        secret=care_secrecy_applies(question),
        consent_helps=consent_helps(question, verdict, norms),
        advised=advised and human_may_decide(verdict),
    )


def cites(keys: Iterable[str], norms: NormSet) -> tuple[NormCite, ...]:
    """Return the norms of these ids as people read them, each once; the row that was read last speaks for a norm."""
    rows: dict[str, Norm] = {}
    for key in keys:
        for norm in norms.find(key):
            rows.setdefault(key, norm)
    return tuple(norm_cite(norm) for norm in rows.values())


def norm_cite(norm: Norm) -> NormCite:
    """Return a norm with its article, link and the version that was read."""
    basis = norm.legal_basis
    return NormCite(norm.key, basis.cite(), basis.url, basis.version_read, norm.verified, norm.explanation_nl)


def human_may_decide(verdict: LawVerdict) -> bool:
    """Return whether only the reading of the law by a human is left: nothing is missing, and the law leaves it to them."""
    return verdict.outcome == "HUMAN" and not verdict.missing


def consent_helps(question: Question, verdict: LawVerdict, norms: NormSet) -> bool:
    """Return whether free and explicit consent for exactly this would bring the item nearer to a yes.

    Consent is a key and never a gap in the file, so the law does not list it as missing (scenario format, reading 7);
    whether it is worth asking is found by asking the law again as if it had been given.
    """
    if verdict.permitted:
        return False
    given = Consent(
        receivers=frozenset({question.receiver.org_type}),
        categories=frozenset({question.category}),
        purposes=frozenset({question.purpose}),
        explicit=True,
    )
    facts = {**question.facts, "consent_free_and_competent": True}
    then = decide(norms, replace(question, consent=given, facts=facts))
    return _RANK[then.outcome] > _RANK[verdict.outcome]


def answer(verdicts: Sequence[ItemVerdict]) -> Answer:
    """Return the one answer of the screen over all items.

    Yes when everything may go, partly when something may, consent first when consent would help, else no.
    """
    permitted = [verdict.permitted for verdict in verdicts]
    if permitted and all(permitted):
        return Answer.YES
    if any(permitted):
        return Answer.PARTLY
    if any(verdict.consent_helps for verdict in verdicts):
        return Answer.CONSENT_FIRST
    return Answer.NO


def once(worker_id: UUID, key: UUID) -> UUID:
    """Return the id that a form of somebody gives to what it makes, so that sending it twice makes one.

    It depends on who sends it, so that nobody can point at a record of somebody else.
    """
    return uuid5(worker_id, key.hex)


def check_consent(consent: NewConsent, *, today: date, norms: NormSet) -> None:
    """Pass when a consent is whole.

    Raises:
        ConsentUnreadable: with every fault at once, by field.

    Law: AVG article 7; the text shown, form, scope, end and the way to withdraw are kept.
    """
    words = norms.vocabulary
    faults: dict[str, str] = {}
    if not consent.receivers or not consent.receivers <= set(words.org_types):
        faults["receivers"] = "Kies voor wie de toestemming geldt."
    if not consent.categories or not consent.categories <= set(words.categories):
        faults["categories"] = "Kies waarover de toestemming gaat."
    if not consent.purposes or not consent.purposes <= set(words.purposes) - {"other"}:
        faults["purposes"] = "Kies waarvoor de toestemming is."
    if not consent.text_shown.strip():
        faults["text_shown"] = "Schrijf op wat je hebt verteld."
    if consent.form not in {"spoken", "written"}:
        faults["form"] = "Kies mondeling of schriftelijk."
    if not consent.competent:
        faults["competent"] = "Kan de persoon dit nu niet zelf beslissen? Vraag dan de vertegenwoordiger."
    if consent.until is not None and consent.until < today:
        faults["until"] = "Deze dag is al voorbij."
    if faults:
        raise ConsentUnreadable(faults)


def check_request(
    *, to: Receiver, question: str, category: str, purpose: str, due_on: date, today: date, norms: NormSet
) -> None:
    """Pass when a request to a partner says who is asked, what, about what, for what and by when.

    Raises:
        RequestUnreadable: with every fault at once, by field.
    """
    words = norms.vocabulary
    faults: dict[str, str] = {}
    if to.org_type not in words.org_types or not to.name.strip():
        faults["to"] = "Kies aan wie je het vraagt."
    if category not in words.categories:
        faults["category"] = "Kies waarover het gaat."
    if purpose not in words.purposes or purpose == "other":
        faults["purpose"] = "Kies waarvoor je het nodig hebt."
    if not question.strip():
        faults["question"] = "Schrijf op wat je wilt weten."
    elif len(question) > TEXT_LIMIT:
        faults["question"] = f"De tekst is te lang: hoogstens {TEXT_LIMIT} tekens."
    if due_on < today:
        faults["due_on"] = "Kies een dag vanaf vandaag."
    if faults:
        raise RequestUnreadable(faults)


def check_answer(text: str) -> None:
    """Pass when an answer or the reasons of a refusal are written down.

    Raises:
        RequestUnreadable: nothing is written.
    """
    if not text.strip():
        raise RequestUnreadable({"answer": "Schrijf het antwoord op, of waarom je niet antwoordt."})


def known_fact(name: str, *, norms: NormSet) -> Fact:
    """Return a fact of the law's vocabulary.

    Raises:
        QuestionUnreadable: the vocabulary does not have it, or it is derived and cannot be recorded.
    """
    fact = norms.vocabulary.facts.get(name)
    if fact is None:
        raise QuestionUnreadable({"facts": f"Het feit '{name[:60]}' staat niet in de woordenlijst van de wet."})
    return fact


def adverse(fact: Fact, *, value: bool) -> bool:
    """Return whether a recorded fact speaks against sharing: a barrier that is true, or anything else that is false."""
    return value if fact.kind == "barrier" else not value


def facts_of_origin(origin: Mapping[str, bool]) -> dict[str, bool]:
    """Return the facts that follow from the weighing a case was opened from.

    Args:
        origin: criterion code to whether the table found it met.

    Law: Bgs 2.20(1). All four met and accepted by the participants is what `zvh_criteria_met` says.
    """
    found = {name: met for name, met in origin.items() if name.startswith("zvh_criterion_")}
    if len(found) == len(ZVH_CRITERIA):
        found["notification_registered"] = True
        found["zvh_criteria_met"] = all(found[name] for name in ZVH_CRITERIA)
    return found


def check_advice(text: str, *, field: str) -> None:
    """Pass when a question to the adviser, or the answer, is written down.

    Args:
        field: `text` for the question, `answer` for the answer.

    Raises:
        AdviceUnreadable: nothing is written, or too much.
    """
    if not text.strip():
        said = "Schrijf op wat je wilt weten." if field == "text" else "Schrijf op wat je adviseert, en waarom."
        raise AdviceUnreadable({field: said})
    if len(text) > TEXT_LIMIT:
        raise AdviceUnreadable({field: f"De tekst is te lang: hoogstens {TEXT_LIMIT} tekens."})


def check_postponement(*, by: str, ground: str, review_on: date, today: date) -> None:
    """Pass when telling the person later has a participant, a ground and a day to look again.

    Raises:
        InformUnreadable: with every fault at once, by field.

    Law: AVG 14(5)(b), UAVG 41, Bgs 1.3.
    """
    faults: dict[str, str] = {}
    if not by.strip():
        faults["postponed_by"] = "Schrijf op welke deelnemer wil dat dit wacht."
    if not ground.strip():
        faults["ground"] = "Schrijf op waarom het moet wachten."
    if review_on <= today:
        faults["review_on"] = "Kies een dag na vandaag."
    if faults:
        raise InformUnreadable(faults)
