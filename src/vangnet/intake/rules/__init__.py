"""Pure decisions about signals: what is readable, by when it must be answered, when a weighing carries a case."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Final

from vangnet.core.clock import AMSTERDAM, Instant, local_day
from vangnet.core.workdays import deadline, is_workday
from vangnet.intake.errors import (
    CaseNeedsCriteria,
    CriterionWithoutReason,
    DeskUnreadable,
    FeedbackUnreadable,
    OutreachUnreadable,
    SignalUnreadable,
)
from vangnet.intake.types import (
    TEXT_LIMIT,
    CriterionFinding,
    DeskScope,
    Finding,
    NewDesk,
    NewSignal,
    OpenHours,
    PersonHint,
    ToldBy,
    WeighingDecision,
)
from vangnet.intake.types import ZVH_CRITERIA as ZVH_CRITERIA
from vangnet.intake.types.conventions import LabelList

KINDS: Final = ("E33", "E14", "zorg", "overlast", "huisvesting", "eenzaamheid", "overig")
REPORTERS: Final = ("inhabitant", "relative", "self", "police", "care", "housing", "municipality", "desk", "other")
WORKDAYS_TO_ANSWER: Final = 2
DAY_ENDS: Final = time(17, 0)
SATURDAY: Final = 5
KEEP_DAYS: Final = 30
OLDEST: Final = 1880
LONGEST_OUTREACH: Final = timedelta(days=92)
ATTEMPT_WAYS: Final = ("visit", "phone", "message", "others")

# Field -> most characters; what is longer is refused with a sentence, never cut.
LIMITS: Final = {
    "own_code": 60,
    "place": 200,
    "reporter_name": 200,
    "reporter_contact": 200,
    "source": 40,
    "external_key": 80,
}
HINT_LIMITS: Final = {
    "given_names": 200, "prefix": 20, "surname": 200, "street": 200, "house_number": 20, "postcode": 10, "city": 100,
    "phone": 20, "bsn": 20,
}  # fmt: skip

_BIRTH: Final = re.compile(r"^\d{4}-\d{2}-\d{2}$")
_BROKEN: Final = re.compile("[\x00\ud800-\udfff]")
_POSTCODE: Final = re.compile(r"^[1-9]\d{3}[A-Z]{2}$")


def check(signal: NewSignal, *, labels: LabelList, at: Instant) -> None:
    """Pass when a report can be taken in.

    Args:
        labels: those of the region; one is right when it counted on the day it happened, or else on the day of receipt.

    Raises:
        SignalUnreadable: with every fault at once, by field.
    """
    faults: dict[str, str] = {}
    if signal.kind not in KINDS:
        faults["kind"] = "Kies een soort uit de lijst."
    day = local_day(signal.occurred_at or at)
    if signal.label and signal.label not in {label.code for label in labels.on(day)}:
        faults["label"] = "Kies een kenmerk uit de lijst."
    if signal.reporter_kind and signal.reporter_kind not in REPORTERS:
        faults["reporter_kind"] = "Kies uit de lijst wie er meldt."
    if not signal.text.strip():
        faults["text"] = "Schrijf op wat er is gezien of gehoord."
    elif len(signal.text) > TEXT_LIMIT:
        faults["text"] = f"De tekst is te lang: hoogstens {TEXT_LIMIT} tekens."
    if not signal.municipality:
        faults["municipality"] = "Kies de gemeente."
    if not signal.idempotency_key:
        faults["idempotency_key"] = "De sleutel van dit formulier ontbreekt. Laad de pagina opnieuw."
    if signal.occurred_at is not None and signal.occurred_at > at:
        faults["occurred_at"] = "Dit moment ligt in de toekomst."
    if signal.postcode and not _POSTCODE.match(signal.postcode):
        faults["postcode"] = "Schrijf een postcode als 1234 AB."
    if fault := birth_fault(signal.hint.birth_date, today=local_day(at)):
        faults["birth_date"] = fault
    faults |= _unreadable(signal, ("text", *LIMITS)) | _unreadable(signal.hint, tuple(HINT_LIMITS))
    faults |= _too_long(signal, LIMITS) | _too_long(signal.hint, HINT_LIMITS)
    if faults:
        raise SignalUnreadable(faults)


def birth_fault(claimed: str, *, today: date) -> str:
    """Return what is wrong with a claimed day of birth, or nothing; a claim may have gaps, but no 31st of February.

    Args:
        claimed: `YYYY-MM-DD` with zeros for what is not known; may be empty.

    >>> [birth_fault(day, today=date(2026, 11, 27)) == "" for day in ("", "1980-00-00", "1980-00-31", "2024-02-29")]
    [True, True, True, True]
    >>> [birth_fault(day, today=date(2026, 11, 27)) != "" for day in ("1980-13-12", "1981-02-29", "2027-01-01", "1800-01-01")]
    [True, True, True, True]
    """
    if not claimed:
        return ""
    if not _BIRTH.match(claimed):
        return "Schrijf een datum als 31-12-1980. Weet je de dag niet, schrijf dan 00."
    year, month, day = (int(part) for part in claimed.split("-"))
    try:
        first = date(year or 2000, month or 1, day or 1)
    except ValueError:
        return "Deze datum bestaat niet."
    if year and year < OLDEST:
        return "Dit jaar ligt te ver terug."
    return "Deze datum ligt in de toekomst." if year and first > today else ""


def _unreadable(values: NewSignal | PersonHint, names: Sequence[str]) -> dict[str, str]:
    """Return which texts hold a sign that no database keeps: a zero, or half of a sign that takes two."""
    return {
        name: "Hierin staat een teken dat niet goed overkwam. Typ het opnieuw."
        for name in names
        if _BROKEN.search(getattr(values, name))
    }


def _too_long(values: NewSignal | PersonHint, limits: Mapping[str, int]) -> dict[str, str]:
    return {
        field: f"Dit is te lang: hoogstens {limit} tekens."
        for field, limit in limits.items()
        if len(getattr(values, field)) > limit
    }


def answer_due(at: Instant, *, acute: bool, workdays: int = WORKDAYS_TO_ANSWER, cutoff: time = DAY_ENDS) -> Instant:
    """Return the moment by which the reporter must have an answer: some working days, one when acute.

    Args:
        workdays: what the desk has set for itself.
        cutoff: hour after which the day no longer counts, Dutch local time.
    """
    return deadline(at, workdays=1 if acute else workdays, cutoff=cutoff)


def choose_desk(scopes: Sequence[DeskScope], *, kind: str, postcode: str, day: date) -> DeskScope | None:
    """Return the desk that takes a signal: one of this place and kind, the narrowest range of postcodes first.

    Args:
        scopes: those of one municipality.
        postcode: as `1234AB`, or empty; then only desks for the whole municipality fit.

    >>> from uuid import UUID
    >>> whole = DeskScope(UUID(int=1), frozenset({"zorg"}), "GM0193")
    >>> north = DeskScope(UUID(int=2), frozenset({"zorg"}), "GM0193", "8031AA", "8035ZZ")
    >>> [choose_desk([whole, north], kind="zorg", postcode=p, day=date(2026, 11, 22)).agency_id.int for p in ("8032XX", "8011AA", "")]
    [2, 1, 1]
    >>> choose_desk([north], kind="zorg", postcode="", day=date(2026, 11, 22)) is None
    True
    """
    fitting = [
        scope
        for scope in scopes
        if kind in scope.kinds
        and scope.since <= day
        and (scope.until is None or day < scope.until)
        and (not scope.postcode_from or (postcode != "" and scope.postcode_from <= postcode <= scope.postcode_to))
    ]
    return min(fitting, key=lambda scope: (_width(scope), scope.agency_id), default=None)


def _width(scope: DeskScope) -> int:
    """Return how many postcode areas of four figures a scope covers; a whole municipality is wider than any range."""
    return int(scope.postcode_to[:4]) - int(scope.postcode_from[:4]) if scope.postcode_from else 10_000


def opens_at(hours: Sequence[OpenHours], at: Instant) -> Instant | None:
    """Return when a desk opens again; None while it is open, and for a desk that keeps no hours.

    Public holidays are closed. A desk that opens on no day at all within two weeks is taken to keep no hours.
    """
    local = at.astimezone(AMSTERDAM)
    for ahead in range(15):
        day = local.date() + timedelta(days=ahead)
        stretches = sorted((h.opens, h.closes) for h in hours if h.weekday == day.weekday())
        for opens, closes in stretches if is_workday(day) or day.weekday() >= SATURDAY else []:
            start, end = (datetime.combine(day, hour, AMSTERDAM) for hour in (opens, closes))
            if start <= local < end:
                return None
            if local < start:
                return start.astimezone(at.tzinfo)
    return None


def check_desk(desk: NewDesk) -> None:
    """Pass when a desk can work as written.

    Raises:
        DeskUnreadable: with every fault at once, by field.
    """
    faults: dict[str, str] = {}
    if not desk.kinds or desk.kinds - set(KINDS):
        faults["kinds"] = "Kies soorten uit de lijst."
    if not desk.areas:
        faults["areas"] = "Kies minstens een gemeente."
    for area in desk.areas:
        ends = (area.postcode_from, area.postcode_to)
        if any(ends) and not (all(_POSTCODE.match(end) for end in ends) and ends[0] <= ends[1]):
            faults["areas"] = "Schrijf een reeks postcodes als 1234AA tot en met 1239ZZ."
    if any(not 0 <= h.weekday <= 6 or h.closes <= h.opens for h in desk.hours):
        faults["hours"] = "Een dag begint voor hij eindigt."
    if not 1 <= desk.answer_workdays <= 20:
        faults["answer_workdays"] = "Kies 1 tot en met 20 werkdagen."
    if not 1 <= desk.keep_days <= 365:
        faults["keep_days"] = "Kies 1 tot en met 365 dagen."
    if faults:
        raise DeskUnreadable(faults)


def destroy_on(decision: WeighingDecision, day: date, *, keep_days: int) -> date | None:
    """Return the day on which a weighed signal is destroyed; None when it was taken up.

    Law: Bgs 1.16(1)(b): a notification that is not taken up is destroyed or made anonymous; the term is a setting.
    """
    return day + timedelta(days=keep_days) if decision is WeighingDecision.NOT_TAKEN_UP else None


def tell_due(at: Instant, *, reachable: bool, workdays: int) -> Instant | None:
    """Return the moment by which the reporter hears what was decided; None when nobody can be told.

    Args:
        at: when it was decided.
        reachable: whether somebody left an account, a name, a way to be reached, or the system it came from.
        workdays: the term of the region.

    >>> from datetime import UTC
    >>> friday = datetime(2026, 11, 27, 9, 0, tzinfo=UTC)
    >>> str(tell_due(friday, reachable=True, workdays=2)), tell_due(friday, reachable=False, workdays=2)
    ('2026-12-01 16:00:00+00:00', None)
    """
    return deadline(at, workdays=workdays, cutoff=DAY_ENDS) if reachable else None


def check_feedback(*, way: ToldBy, text: str) -> None:
    """Pass when it is written what a reporter was told, or why nobody could be told.

    Raises:
        FeedbackUnreadable: nothing was written, or too much.
    """
    if not text.strip():
        said = "Schrijf op waarom niet." if way is ToldBy.NOT else "Schrijf op wat je hebt verteld."
        raise FeedbackUnreadable({"text": said})
    if len(text) > TEXT_LIMIT:
        raise FeedbackUnreadable({"text": f"Dit is te lang: hoogstens {TEXT_LIMIT} tekens."})


def check_outreach(*, ground: str, review_on: date, day: date) -> None:
    """Pass when it says why somebody is kept in view without asking, and when that is looked at again.

    Raises:
        OutreachUnreadable: with every fault at once, by field.
    """
    faults: dict[str, str] = {}
    if not ground.strip():
        faults["ground"] = "Schrijf op waarom jullie deze persoon in beeld houden."
    if not day <= review_on <= day + LONGEST_OUTREACH:
        faults["review_on"] = "Kies een dag in de komende drie maanden."
    if faults:
        raise OutreachUnreadable(faults)


def check_attempt(*, way: str, text: str) -> None:
    """Pass when it says how somebody was sought and how it went.

    Raises:
        OutreachUnreadable: with every fault at once, by field.
    """
    faults: dict[str, str] = {}
    if way not in ATTEMPT_WAYS:
        faults["way"] = "Kies hoe je het probeerde."
    if not text.strip() or len(text) > TEXT_LIMIT:
        faults["text"] = "Schrijf op hoe het ging."
    if faults:
        raise OutreachUnreadable(faults)


def check_weighing(findings: Sequence[CriterionFinding], decision: WeighingDecision, reason: str) -> None:
    """Pass when a weighing is complete and its decision follows from it.

    Raises:
        CriterionWithoutReason: a criterion is missing, or met / not met without a reason, or the decision has none.
        CaseNeedsCriteria: the decision is a case while not all four criteria are met.

    Law: Bgs 2.20(1); per criterion is registered whether and how far it is met.
    """
    faults: dict[str, str] = {}
    by_code = {finding.criterion: finding for finding in findings}
    for code in ZVH_CRITERIA:
        found = by_code.get(code)
        if found is None:
            faults[code] = "Geef aan of dit criterium geldt."
        elif found.finding is not Finding.UNKNOWN and not found.reason.strip():
            faults[code] = "Schrijf op waarom."
    if not reason.strip():
        faults["reason"] = "Schrijf op waarom jullie dit besluiten."
    if faults:
        raise CriterionWithoutReason(faults)
    if decision is WeighingDecision.CASE and any(by_code[code].finding is not Finding.MET for code in ZVH_CRITERIA):
        raise CaseNeedsCriteria


def check_informed(*, person_informed: bool, why_not: str) -> None:
    """Pass when the person was told, or it is written why not.

    Raises:
        CriterionWithoutReason: not told and no reason given.

    Source: registration forms of the Zorg- en Veiligheidshuizen; "informed yes/no, why not" is a data element.
    """
    if not person_informed and not why_not.strip():
        raise CriterionWithoutReason({"not_informed_why": "Schrijf op waarom de persoon het nog niet weet."})
