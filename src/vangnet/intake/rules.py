"""Pure decisions about signals: what is readable, by when it must be answered, when a weighing carries a case."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from vangnet.core.clock import Instant
from vangnet.core.workdays import deadline
from vangnet.intake.errors import CaseNeedsCriteria, CriterionWithoutReason, SignalUnreadable
from vangnet.intake.types import TEXT_LIMIT, CriterionFinding, Finding, NewSignal, PersonHint, WeighingDecision
from vangnet.intake.types import ZVH_CRITERIA as ZVH_CRITERIA

KINDS: Final = ("E33", "E14", "zorg", "overlast", "huisvesting", "eenzaamheid", "overig")
LABELS: Final = ("", "nuisance", "concern", "self-harm", "person-in-danger", "repeat", "with-offence")
WORKDAYS_TO_ANSWER: Final = 2

# Field -> most characters; what is longer is refused with a sentence, never cut.
LIMITS: Final = {"place": 200, "reporter_name": 200, "reporter_contact": 200, "source": 40, "external_key": 80}
HINT_LIMITS: Final = {
    "given_names": 200, "prefix": 20, "surname": 200, "street": 200, "house_number": 20, "postcode": 10, "city": 100,
    "phone": 20, "bsn": 20,
}  # fmt: skip

_BIRTH: Final = re.compile(r"^\d{4}-\d{2}-\d{2}$")
_POSTCODE: Final = re.compile(r"^[1-9]\d{3}[A-Z]{2}$")


def check(signal: NewSignal, *, at: Instant) -> None:
    """Pass when a report can be taken in.

    Raises:
        SignalUnreadable: with every fault at once, by field.
    """
    faults: dict[str, str] = {}
    if signal.kind not in KINDS:
        faults["kind"] = "Kies een soort uit de lijst."
    if signal.label not in LABELS:
        faults["label"] = "Kies een kenmerk uit de lijst."
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
    if signal.hint.birth_date and not _BIRTH.match(signal.hint.birth_date):
        faults["birth_date"] = "Schrijf een datum als 31-12-1980. Weet je de dag niet, schrijf dan 00."
    faults |= _too_long(signal, LIMITS) | _too_long(signal.hint, HINT_LIMITS)
    if faults:
        raise SignalUnreadable(faults)


def _too_long(values: NewSignal | PersonHint, limits: Mapping[str, int]) -> dict[str, str]:
    return {
        field: f"Dit is te lang: hoogstens {limit} tekens."
        for field, limit in limits.items()
        if len(getattr(values, field)) > limit
    }


def answer_due(at: Instant, *, acute: bool) -> Instant:
    """Return the moment by which the reporter must have an answer: two working days, one when acute."""
    return deadline(at, workdays=1 if acute else WORKDAYS_TO_ANSWER)


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
