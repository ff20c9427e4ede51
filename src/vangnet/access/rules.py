"""Which function may do what, and which categories a role in a case brings. Data in code, one table each; pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from typing import Final

from vangnet.access.errors import EmergencyUnreadable, RequestUnreadable, RestrictionUnreadable
from vangnet.access.types import PURPOSES, Basis, Relation, RestrictionGround
from vangnet.core.clock import AMSTERDAM, Instant
from vangnet.core.workdays import add_workdays

ALL_CATEGORIES: Final = (1 << 34) - 1


def mask(categories: Iterable[str]) -> int:
    """Return the bit mask of category codes.

    Args:
        categories: codes `C01` to `C34`.

    >>> mask(["C01", "C03"])
    5
    """
    bits = 0
    for code in categories:
        bits |= 1 << (int(code[1:]) - 1)
    return bits


# The names of the codes stand in `law/vocabulary.toml`. A BSN (C02) and a reporter (C27) are in no basic set.
_BASIC: Final = ("C01", "C03", "C24", "C25", "C26")
_CARE: Final = ("C05", "C14", "C17", "C34")
_POLICE: Final = ("C07", "C08", "C09", "C10")
_JUSTICE: Final = ("C11", "C12")
_NEVER: Final = ("C02", "C09", "C10", "C27", "C28", "C29", "C32")
_CASE: Final = ALL_CATEGORIES & ~mask(_NEVER)

# Role in a case -> categories seen by whoever holds that slot. Directors see the case; others what their task needs.
# Source: the categories of the law's vocabulary; region settings may narrow this, never widen it.
ROLE_CATEGORIES: Final[dict[str, int]] = {
    "procesregisseur": _CASE,
    "casusregisseur": _CASE,
    "levensloopaanbieder_regisseur": _CASE & ~mask([*_POLICE, *_JUSTICE]),
    "behandelaar": _CASE & ~mask([*_POLICE, *_JUSTICE]),
    "wijkagent": _CASE & ~mask(_CARE),
    "toezichthouder_reclassering": _CASE & ~mask([*_POLICE, "C14", "C34"]),
    "bemoeizorgmedewerker": mask([*_BASIC, "C04", "C05", "C06", "C17", "C18", "C21", "C23"]),
    "wmo_consulent": mask([*_BASIC, "C04", "C06", "C16", "C18", "C19", "C20", "C21"]),
    "woonconsulent": mask([*_BASIC, "C18"]),
    "oov_adviseur": mask([*_BASIC, "C06", "C22"]),
}

# Who sells, supplies, runs or audits the system sees no case, whatever grant there is. Source: issue on sharing, point 5.
CONTENT_FREE_FUNCTIONS: Final = frozenset(
    {"functioneel_beheerder", "technisch_beheerder", "commercieel_medewerker", "leverancier", "auditor"}
)
CONTENT_FREE_KINDS: Final = frozenset({"VEND"})
# The mayor and the college are different actors under the law: neither stands in for the other.
APART: Final = frozenset({"BGM", "COL"})


def sees_content(*, role: str, agency_kind: str) -> bool:
    """Return whether somebody with this function, at this kind of organisation, may see a case at all.

    A function that may open no case gets no role either: a manager who stood in would cover a role and see nothing.

    >>> sees_content(role="wijkagent", agency_kind="POL"), sees_content(role="wijkagent", agency_kind="VEND")
    (True, False)
    >>> sees_content(role="manager", agency_kind="ZVH")
    False
    """
    closed = role in CONTENT_FREE_FUNCTIONS or agency_kind in CONTENT_FREE_KINDS
    return may(role, "cases.read") and not closed


def may_stand_in(*, kind: str, holder_kind: str) -> bool:
    """Return whether somebody of one kind of organisation may stand in for somebody of another.

    >>> may_stand_in(kind="COL", holder_kind="BGM"), may_stand_in(kind="BGM", holder_kind="BGM")
    (False, True)
    """
    return kind == holder_kind or {kind, holder_kind} != APART


# Function of the worker -> acts. What is not here is refused.
_EVERYBODY: Final = frozenset(
    {
        "intake.register",
        "intake.read",
        # Takes a seat at a table of another desk when asked.
        "intake.sit",
        "cases.read",
        "cases.record_contact",
        "cases.report_absence",
        "plans.read",
        "access.emergency",
        "access.ask",
        # Says whether what one supplied oneself, or somebody one stands in for, may be used again.
        "cases.supply",
    }
)
_DIRECTS: Final = _EVERYBODY | {
    "intake.weigh",
    "intake.answer",
    "intake.include",
    "intake.escalated",
    "people.register",
    "people.deliver",
    "people.link",
    "cases.open",
    "cases.staff",
    "cases.decide",
    "cases.close",
    "cases.audit",
    "cases.reprocess",
    "access.review",
    "access.lock_out",
    "access.answer",
    "plans.draft",
    "plans.adopt",
    "plans.agree",
    "rights.register",
    "handovers.ask",
    "handovers.answer",
}
MANDATES: Final[dict[str, frozenset[str]]] = {
    "procesregisseur": _DIRECTS,
    "casusregisseur": _DIRECTS,
    "levensloopaanbieder_regisseur": _EVERYBODY | {"plans.draft", "plans.agree"},
    "behandelaar": _EVERYBODY | {"plans.agree"},
    "wijkagent": _EVERYBODY | {"plans.agree"},
    "politie_zvh": _EVERYBODY | {"intake.weigh", "plans.agree", "handovers.ask"},
    "toezichthouder_reclassering": _EVERYBODY | {"plans.agree"},
    "bemoeizorgmedewerker": _EVERYBODY
    | {"intake.weigh", "intake.answer", "people.register", "people.deliver", "people.link", "plans.agree"},
    "wmo_consulent": _EVERYBODY | {"plans.agree"},
    "woonconsulent": _EVERYBODY | {"plans.agree"},
    "oov_adviseur": frozenset({"cases.read", "plans.read", "access.ask"}),
    # A manager sees that an answer is late and asks about it; no signal and no case.
    "manager": frozenset({"intake.escalated", "cases.report_absence"}),
    "contactpunt": frozenset({"rights.answer"}),
    "koppeling": frozenset(
        {"intake.register", "intake.read", "people.deliver", "cases.read", "plans.read", "handovers.ask"}
    ),
    "auditor": frozenset({"audit.read"}),
    # Answers for the whole organisation when its data are used again; sees why it is asked, and no case.
    "coordinerend_fg": frozenset({"audit.read", "sharing.advise", "cases.supply"}),
    "system": _DIRECTS | {"intake.configure"},
    "public-desk": frozenset({"intake.register"}),
}


def may(role: str, act: str) -> bool:
    """Return whether the function `role` may do `act`; unknown functions and acts may not.

    >>> may("wijkagent", "plans.adopt"), may("procesregisseur", "plans.adopt"), may("?", "cases.read")
    (False, True, False)
    """
    return act in MANDATES.get(role, frozenset())


_RELATION: Final = {
    Basis.SLOT: Relation.OWN,
    Basis.DEPUTY: Relation.DEPUTY,
    Basis.TEAM: Relation.TEAM,
    Basis.VERDICT: Relation.OTHER,
    Basis.BREAK_GLASS: Relation.OTHER,
    Basis.INVITED: Relation.OTHER,
    Basis.REPROCESSING: Relation.OTHER,
    Basis.REQUEST: Relation.OTHER,
}
_ORDER: Final = [Relation.OWN, Relation.DEPUTY, Relation.TEAM, Relation.OTHER]


def relation(bases: Iterable[Basis]) -> Relation:
    """Return the strongest relation that a set of grants brings; at least one is given."""
    return min((_RELATION[basis] for basis in bases), key=_ORDER.index)


EMERGENCY_HOURS: Final = 3
# What an emergency opens: who it is, where, who stands around, and what to do when it goes wrong; no files. Source: legal.md T3.
EMERGENCY_CATEGORIES: Final = mask([*_BASIC, "C06", "C15", "C21", "C23"])
# Who gives care also sees what keeps somebody alive; a rescuer who does not sees what to do, and no diagnosis. Source: legal.md
# M14 (receivers and categories), and the defaults of section 7 for police and others.
_RESCUING_CARE: Final = frozenset({"GGZ", "HA", "AMB", "ZIEK", "ZORG", "GGD", "WMOU", "GI", "MLP"})


def emergency_categories(agency_kind: str) -> int:
    """Return what an emergency opens to somebody of an organisation, as a bit mask.

    >>> emergency_categories("GGZ") & mask(["C14"]) > 0, emergency_categories("POL") & mask(["C05", "C14", "C17"])
    (True, 0)
    """
    return EMERGENCY_CATEGORIES | (mask(["C05", "C14"]) if agency_kind in _RESCUING_CARE else 0)


def emergency_review_due(at: Instant) -> Instant:
    """Return by when a second person has looked: the end of the next working day, whatever the hour. Source: legal.md T3.

    >>> from datetime import UTC, datetime
    >>> emergency_review_due(datetime(2026, 11, 27, 20, 0, tzinfo=UTC)).isoformat()
    '2026-11-30T16:00:00+00:00'
    """
    local = at.astimezone(AMSTERDAM)
    end = datetime.combine(add_workdays(local.date(), 1), time(17, 0), AMSTERDAM)
    return end.astimezone(at.tzinfo)


def check_emergency(*, reason: str, hours: int, vital_interest: bool, cannot_decide: bool) -> None:
    """Pass when an emergency is one, and says why and for how long.

    Args:
        vital_interest: whether there is acute danger to somebody's life or health.
        cannot_decide: whether the person cannot decide now, and nobody who may decide for them can be reached.
        hours: 1 to `EMERGENCY_HOURS`.

    Raises:
        EmergencyUnreadable: with every fault at once, by field.
    """
    faults: dict[str, str] = {}
    if len(reason.strip()) < 10:
        faults["reason"] = "Schrijf op wat er nu aan de hand is."
    if not 1 <= hours <= EMERGENCY_HOURS:
        faults["hours"] = f"Kies 1 tot {EMERGENCY_HOURS} uur."
    if not vital_interest:
        faults["vital_interest"] = "Dit kan alleen als iemands leven of gezondheid nu gevaar loopt."
    if not cannot_decide:
        faults["cannot_decide"] = "Kan de persoon nu zelf beslissen? Vraag dan toestemming."
    if faults:
        raise EmergencyUnreadable(faults)


# What stays in sight of a restricted case: who it is, how to reach them, that there is a case, and who works in it. No content.
RESTRICTED_CATEGORIES: Final = mask(["C01", "C03", "C25", "C26"])


def check_restriction(*, ground: str, why: str, kept: int, kept_why: str, review_on: date, day: date) -> None:
    """Pass when a restriction says why, when somebody looks again, and why anything stays in sight.

    Args:
        kept: bit mask of what stays in sight besides `RESTRICTED_CATEGORIES`.

    Raises:
        RestrictionUnreadable: with every fault at once, by field.

    Law: AVG article 18(1); 18(2), further use only with consent, for legal claims, to protect others, or for weighty public interest.
    """
    faults: dict[str, str] = {}
    if ground not in set(RestrictionGround):
        faults["ground"] = "Kies waarom de gegevens beperkt worden."
    if not why.strip():
        faults["why"] = "Schrijf op waarom."
    if kept & ~RESTRICTED_CATEGORIES and not kept_why.strip():
        faults["kept_why"] = "Schrijf op waarom dit toch te zien blijft (AVG artikel 18 lid 2)."
    if not day < review_on <= day + RESTRICTION_LASTS:
        faults["review_on"] = "Kies een dag waarop iemand opnieuw kijkt, hooguit een half jaar vooruit."
    if faults:
        raise RestrictionUnreadable(faults)


def check_lifting(*, why: str, since: date, told_on: date | None, told_how: str, day: date) -> None:
    """Pass when a restriction may be lifted: the person was told before, and it is written why.

    Args:
        since: day on which it began; what was said before then was not about lifting it.

    Raises:
        RestrictionUnreadable: with every fault at once, by field.

    Law: AVG article 18(3), whoever obtained a restriction is told before it is lifted.
    """
    faults: dict[str, str] = {}
    if not why.strip():
        faults["why"] = "Schrijf op waarom de beperking eraf kan."
    if told_on is None or not since <= told_on <= day:
        faults["told_on"] = "Vertel het eerst aan de persoon. Schrijf op wanneer dat was."
    if not told_how.strip():
        faults["told_how"] = "Schrijf op hoe de persoon dit hoorde."
    if faults:
        raise RestrictionUnreadable(faults)


REQUESTS_A_DAY: Final = 10
REQUEST_LASTS: Final = timedelta(days=14)
RESTRICTION_LASTS: Final = timedelta(days=184)
ACCESS_DAYS: Final = 30


def check_request(*, number: str, about_person: bool, reason: str, purpose: str) -> None:
    """Pass when a request for access says about what, why and what for.

    Raises:
        RequestUnreadable: with every fault at once, by field.
    """
    faults: dict[str, str] = {}
    if not about_person and not 1 <= len(number) <= 20:
        faults["number"] = "Vul het nummer van de casus in."
    if not 10 <= len(reason.strip()) <= 2_000:
        faults["reason"] = "Schrijf in een paar woorden op waarom je dit moet weten."
    if purpose not in PURPOSES:
        faults["purpose"] = "Kies waarvoor je dit nodig hebt."
    if faults:
        raise RequestUnreadable(faults)


def check_access(*, categories: int, within: int, last_day: date, day: date) -> None:
    """Pass when what is given is something, is no more than may be given, and ends in time.

    Args:
        categories: bit mask of what is given.
        within: bit mask of what may be given: what the function may hold and the giver sees.
        last_day: last day on which it may be seen.
        day: today.

    Raises:
        RequestUnreadable: with every fault at once, by field.
    """
    faults: dict[str, str] = {}
    if not categories or categories & ~within:
        faults["categories"] = "Kies wat deze functie mag zien en wat je zelf ziet."
    if not day <= last_day <= day + timedelta(days=ACCESS_DAYS):
        faults["last_day"] = "Kies een dag vanaf vandaag, hooguit 30 dagen vooruit."
    if faults:
        raise RequestUnreadable(faults)


def counts(*, since: Instant | None, until: Instant | None, at: Instant) -> bool:
    """Return whether a grant gives sight at a moment: it has begun, and has not ended.

    >>> from datetime import UTC, datetime
    >>> day = datetime(2026, 11, 23, tzinfo=UTC)
    >>> counts(since=day, until=None, at=day), counts(since=None, until=day, at=day)
    (True, False)
    """
    return (since is None or since <= at) and (until is None or until > at)


def sum_of(grants: Sequence[tuple[int, int, Instant | None]]) -> tuple[int, int, Instant | None]:
    """Return what grants give together, and until when that may be trusted without summing up again.

    Args:
        grants: categories, form and end of each; at least one.

    Returns:
        Categories, form and end. There is no end when lasting grants give all of it by themselves; else the first end counts.

    >>> from datetime import UTC, datetime
    >>> soon = datetime(2026, 11, 23, tzinfo=UTC)
    >>> sum_of([(0b111, 5, None), (0b001, 5, soon)])
    (7, 5, None)
    >>> sum_of([(0b001, 5, None), (0b110, 5, soon)])[2] == soon
    True
    """
    lasting = [(categories, form) for categories, form, until in grants if until is None]
    ends = [until for _, _, until in grants if until is not None]
    categories = form = kept = kept_form = 0
    for mask_, form_, _ in grants:
        categories, form = categories | mask_, max(form, form_)
    for mask_, form_ in lasting:
        kept, kept_form = kept | mask_, max(kept_form, form_)
    if (kept, kept_form) == (categories, form) or not ends:
        return categories, form, None
    return categories, form, min(ends)
