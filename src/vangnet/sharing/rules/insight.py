"""When the person must have an answer, and when a part of it may be kept back. Pure."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from vangnet.core.periods import months_later
from vangnet.core.workdays import term_end
from vangnet.sharing.errors import InsightUnreadable
from vangnet.sharing.types.rights import INSIGHT_GROUNDS, ErasedPart, InsightPart, RightDecision, RightKind

ANSWER_MONTHS: Final = 1
EXTENSION_MONTHS: Final = 2
COMPLAINT_WITHIN: Final = timedelta(weeks=6)
DISPUTE: Final = timedelta(weeks=6)
TELL_RECEIVERS: Final = timedelta(weeks=2)
# What receivers hear of what is erased.
ERASED: Final = (
    "De persoon vroeg om dit te wissen, en dat is toegekend (AVG artikel 17). Wis het ook bij jullie, tenzij een wet zegt dat je het "
    "moet bewaren."
)


def due_on(received_on: date, *, extended: bool = False, kind: str = RightKind.ACCESS) -> date:
    """Return the last day for the answer.

    Law: AVG article 12(3): one month, and two more when the request is complex, told within the first month; Awb article
        9:11: six weeks for a complaint.

    >>> due_on(date(2026, 11, 23)), due_on(date(2026, 11, 23), extended=True)
    (datetime.date(2026, 12, 23), datetime.date(2027, 2, 23))
    """
    if kind == RightKind.COMPLAINT:
        return received_on + COMPLAINT_WITHIN
    return months_later(received_on, ANSWER_MONTHS + (EXTENSION_MONTHS if extended else 0))


def check_request(*, received_on: date, identified_how: str, kind: str, asked: str, today: date) -> None:
    """Pass when a request can be registered.

    Raises:
        InsightUnreadable: with every fault at once, by field.
    """
    faults: dict[str, str] = {}
    if received_on > today:
        faults["received_on"] = "Deze dag moet nog komen."
    if not identified_how.strip():
        faults["identified_how"] = "Schrijf op hoe je zag dat het echt deze persoon is."
    if kind not in set(RightKind):
        faults["kind"] = "Kies wat de persoon vraagt."
    elif kind != RightKind.ACCESS and not asked.strip():
        faults["asked"] = "Schrijf op wat de persoon vraagt."
    if faults:
        raise InsightUnreadable(faults)


def check_restriction(*, part: str, participant: str, ground: str, why: str, review_on: date, today: date) -> None:
    """Pass when a part may be kept back: it needs a participant, a ground, a reason and a day to look again.

    Raises:
        InsightUnreadable: with every fault at once, by field.

    Law: Bgs articles 1.2 and 1.3; refused only so far as an involved participant finds that UAVG 41 applies.
    """
    faults: dict[str, str] = {}
    if part not in set(InsightPart):
        faults["part"] = "Kies welk deel niet wordt gegeven."
    if not participant.strip():
        faults["participant"] = "Noem de deelnemer die dit vindt."
    if ground not in INSIGHT_GROUNDS:
        faults["ground"] = "Kies het artikel waarop dit rust."
    if not why.strip():
        faults["why"] = "Schrijf op waarom."
    if review_on <= today:
        faults["review_on"] = "Kies een dag waarop iemand opnieuw kijkt."
    if faults:
        raise InsightUnreadable(faults)


def restricts(*, kind: str, decision: str) -> bool:
    """Return whether a decision means that data are only stored from now on.

    Law: AVG article 18(1); article 21(1), processing stops once an objection was granted.

    >>> restricts(kind="objection", decision="granted"), restricts(kind="erasure", decision="granted")
    (True, False)
    """
    stops = {RightKind.RESTRICTION, RightKind.OBJECTION}
    return kind in stops and decision in {RightDecision.GRANTED, RightDecision.PARTLY}


def erased_part(*, kind: str, decision: str, part: str) -> ErasedPart | None:
    """Return what goes by a decision: everything when erasure is granted, the part that was chosen when it is granted partly.

    Raises:
        InsightUnreadable: granted partly, and nothing was chosen.

    >>> erased_part(kind="erasure", decision="granted", part=""), erased_part(kind="objection", decision="granted", part="")
    (<ErasedPart.ALL: 'all'>, None)
    """
    if kind != RightKind.ERASURE or decision not in {RightDecision.GRANTED, RightDecision.PARTLY}:
        return None
    if decision == RightDecision.GRANTED:
        return ErasedPart.ALL
    if part not in {ErasedPart.CASES, ErasedPart.SIGNALS}:
        raise InsightUnreadable({"part": "Kies wat er gewist wordt."})
    return ErasedPart(part)


def disputable_until(answered_on: date) -> date:
    """Return the last day on which an answer can be disputed: six weeks from the day after it, and never a feast day.

    Law: Awb 6:7 and 6:8(1); UAVG 35(2), a request to the court; Algemene termijnenwet articles 1(1) and 3.

    >>> disputable_until(date(2026, 11, 23)), disputable_until(date(2026, 11, 13)), disputable_until(date(2027, 3, 24))
    (datetime.date(2027, 1, 4), datetime.date(2026, 12, 28), datetime.date(2027, 5, 7))
    """
    return term_end(answered_on + DISPUTE)


def erase_on(*, decided_on: date, told: int, decision: str) -> date:
    """Return the day on which it goes: at once, or two weeks later when others received something, so that they hear it first.

    When a part was refused, nothing goes as long as that can be disputed: what was granted may be what the dispute is about.

    Law: AVG article 17(1), without unreasonable delay; article 19, who received something is told. The two weeks are our proposal.
        AVG article 17(3)(e) and Awb 6:7, for what was granted partly.

    >>> erase_on(decided_on=date(2026, 11, 23), told=0, decision="partly")
    datetime.date(2027, 1, 5)
    """
    first = decided_on + (TELL_RECEIVERS if told else timedelta(0))
    return max(first, disputable_until(decided_on) + timedelta(days=1)) if decision == RightDecision.PARTLY else first


def check_decision(*, kind: str, decision: str, why: str, consulted: str) -> None:
    """Pass when a request other than for access can be decided.

    Raises:
        InsightUnreadable: with every fault at once, by field.

    Law: AVG articles 12(4), 16-18 and 21: a refusal says why, and what one can do against it; Bgs 1.2, after consulting.
    """
    faults: dict[str, str] = {}
    if kind == RightKind.ACCESS:
        faults["decision"] = "Op een verzoek om inzage geef je het antwoord zelf."
    elif decision not in set(RightDecision):
        faults["decision"] = "Kies wat er is besloten."
    if not why.strip():
        faults["why"] = "Schrijf op waarom; de persoon krijgt deze tekst."
    if not consulted.strip():
        faults["consulted"] = "Schrijf op met welke deelnemers je overlegde."
    if faults:
        raise InsightUnreadable(faults)
