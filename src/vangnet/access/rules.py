"""Which function may do what, and which categories a role in a case brings. Data in code, one table each; pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from vangnet.access.errors import EmergencyUnreadable
from vangnet.access.types import Basis, Relation
from vangnet.core.clock import Instant

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

# Function of the worker -> acts. What is not here is refused.
_EVERYBODY: Final = frozenset(
    {
        "intake.register",
        "intake.read",
        "cases.read",
        "cases.record_contact",
        "cases.report_absence",
        "plans.read",
        "access.emergency",
    }
)
_DIRECTS: Final = _EVERYBODY | {
    "intake.weigh",
    "intake.answer",
    "intake.include",
    "intake.escalated",
    "people.register",
    "people.link",
    "cases.open",
    "cases.staff",
    "cases.decide",
    "cases.close",
    "cases.audit",
    "cases.reprocess",
    "access.review",
    "access.lock_out",
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
    | {"intake.weigh", "intake.answer", "people.register", "people.link", "plans.agree"},
    "wmo_consulent": _EVERYBODY | {"plans.agree"},
    "woonconsulent": _EVERYBODY | {"plans.agree"},
    "oov_adviseur": frozenset({"cases.read", "plans.read"}),
    # A manager sees that an answer is late and asks about it; no signal and no case.
    "manager": frozenset({"intake.escalated", "cases.report_absence"}),
    "contactpunt": frozenset({"rights.answer"}),
    "koppeling": frozenset({"intake.register", "intake.read", "cases.read", "plans.read", "handovers.ask"}),
    "auditor": frozenset({"audit.read"}),
    "coordinerend_fg": frozenset({"audit.read", "sharing.advise"}),
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
}
_ORDER: Final = [Relation.OWN, Relation.DEPUTY, Relation.TEAM, Relation.OTHER]


def relation(bases: Iterable[Basis]) -> Relation:
    """Return the strongest relation that a set of grants brings; at least one is given."""
    return min((_RELATION[basis] for basis in bases), key=_ORDER.index)


EMERGENCY_HOURS: Final = 3
# What an emergency opens: who it is, where, who stands around, and what to do when it goes wrong; no files. Source: legal.md T3.
EMERGENCY_CATEGORIES: Final = mask([*_BASIC, "C05", "C06", "C14", "C15", "C17", "C21", "C23"])


def check_emergency(*, reason: str, hours: int) -> None:
    """Pass when an emergency says why and for how long.

    Args:
        hours: 1 to `EMERGENCY_HOURS`.

    Raises:
        EmergencyUnreadable: with every fault at once, by field.
    """
    faults: dict[str, str] = {}
    if len(reason.strip()) < 10:
        faults["reason"] = "Schrijf op wat er nu aan de hand is."
    if not 1 <= hours <= EMERGENCY_HOURS:
        faults["hours"] = f"Kies 1 tot {EMERGENCY_HOURS} uur."
    if faults:
        raise EmergencyUnreadable(faults)


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
