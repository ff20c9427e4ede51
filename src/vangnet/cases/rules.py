"""Pure decisions about cases: which slots a case needs, who stands there today, when contact is owed."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from vangnet.cases.errors import ContactUnreadable, DecisionUnreadable, NoteUnreadable
from vangnet.cases.types import CaseKind, ContactKind, Cover
from vangnet.core.clock import Instant

# Roles that must be held in a case. Source: inspection requirements B and C (case director available, police of the place of stay
# informed); roles of the Levensloop team.
REQUIRED_ROLES: Final[dict[CaseKind, tuple[str, ...]]] = {
    CaseKind.LEVENSLOOP: ("procesregisseur", "casusregisseur", "levensloopaanbieder_regisseur", "wijkagent"),
    CaseKind.ZVH: ("procesregisseur", "casusregisseur", "wijkagent"),
}
TEXT_LIMIT: Final = 20_000

# Organisation type of who writes -> category of what they write about the person. Source: legal.md section 2.
_CATEGORY_OF_WRITER: Final = {
    "POL": "C07",
    "OM": "C11",
    "DJI": "C12",
    "RECL": "C13",
    "GGZ": "C17",
    "ZORG": "C17",
    "GGD": "C17",
}
# Incident codes of the police: what such a report tells is police data, also when somebody else typed it in.
POLICE_KINDS: Final = frozenset({"E33", "E14"})
ACTION_CATEGORY: Final = "C24"
OUTLINE_CATEGORY: Final = "C25"


def cover(*, holder_away: bool | None, deputy_briefed: bool | None, deputy_away: bool) -> Cover:
    """Return who stands in a slot today.

    Args:
        holder_away: whether the holder is away; None when there is no holder.
        deputy_briefed: whether the deputy confirmed the briefing; None when there is no deputy.
        deputy_away: whether the deputy is away too.

    >>> cover(holder_away=True, deputy_briefed=True, deputy_away=False).value
    'deputy'
    >>> cover(holder_away=None, deputy_briefed=None, deputy_away=False).value
    'nobody'
    """
    if holder_away is False:
        return Cover.HOLDER
    if deputy_briefed is None or deputy_away:
        return Cover.NOBODY
    return Cover.DEPUTY if deputy_briefed else Cover.DEPUTY_UNBRIEFED


def contact_due(*, last: date | None, opened: date, every_days: int) -> date:
    """Return the day by which somebody must have seen the person.

    Args:
        every_days: agreed rhythm, in days.
    """
    return (last or opened) + timedelta(days=every_days)


def check_contact(*, kind: str, text: str, contact_at: Instant, at: Instant, idempotency_key: str) -> None:
    """Pass when a contact can be kept.

    Raises:
        ContactUnreadable: with every fault at once, by field.
    """
    faults: dict[str, str] = {}
    if kind not in set(ContactKind):
        faults["kind"] = "Kies hoe het contact was."
    if not text.strip():
        faults["text"] = "Schrijf op hoe het ging, of waarom het niet lukte."
    elif len(text) > TEXT_LIMIT:
        faults["text"] = f"De tekst is te lang: hoogstens {TEXT_LIMIT} tekens."
    if contact_at > at:
        faults["at"] = "Dit moment ligt in de toekomst."
    if not idempotency_key:
        faults["idempotency_key"] = "De sleutel van dit formulier ontbreekt. Laad de pagina opnieuw."
    if faults:
        raise ContactUnreadable(faults)


def check_decision(*, what: str, why: str, due_on: date | None) -> date:
    """Return the day of a decision that says what, why and by when.

    Raises:
        DecisionUnreadable: with every fault at once, by field.
    """
    faults: dict[str, str] = {}
    if not what.strip():
        faults["what"] = "Schrijf op wat er is besloten."
    if not why.strip():
        faults["why"] = "Schrijf op waarom."
    if due_on is None:
        faults["due_on"] = "Kies een dag."
    if faults or due_on is None:
        raise DecisionUnreadable(faults)
    return due_on


def check_note(*, text: str) -> None:
    """Pass when a note says something, and not too much.

    Raises:
        NoteUnreadable: by field.
    """
    if not text.strip():
        raise NoteUnreadable({"text": "Schrijf op wat anderen moeten weten."})
    if len(text) > TEXT_LIMIT:
        raise NoteUnreadable({"text": f"De tekst is te lang: hoogstens {TEXT_LIMIT} tekens."})


def category_of_writer(agency_kind: str) -> str:
    """Return the category of an observation by its writer's organisation; safety incidents when nothing narrower fits.

    >>> category_of_writer("POL"), category_of_writer("COL")
    ('C07', 'C06')
    """
    return _CATEGORY_OF_WRITER.get(agency_kind, "C06")
