"""Pure decisions about cases: which slots a case needs, who stands there today, when contact is owed."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta
from typing import Final

from vangnet.access.types import CATEGORY_OF_WRITER
from vangnet.cases.errors import (
    ContactUnreadable,
    DecisionUnreadable,
    DocumentUnreadable,
    MeetingUnreadable,
    NoteUnreadable,
    ReprocessingUnreadable,
)
from vangnet.cases.types import KEEP_YEARS, CaseKind, ContactKind, Cover, DocumentKind, NewDocument, ReprocessingGround
from vangnet.core.clock import Instant
from vangnet.core.periods import years_later

# Roles that must be held in a case. Source: inspection requirements B and C (case director available, police of the place of stay
# informed); roles of the Levensloop team.
REQUIRED_ROLES: Final[dict[CaseKind, tuple[str, ...]]] = {
    CaseKind.LEVENSLOOP: ("procesregisseur", "casusregisseur", "levensloopaanbieder_regisseur", "wijkagent"),
    CaseKind.ZVH: ("procesregisseur", "casusregisseur", "wijkagent"),
}
TEXT_LIMIT: Final = 20_000

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


def check_meeting(*, meets_at: Instant, at: Instant) -> None:
    """Pass when a meeting lies ahead.

    Raises:
        MeetingUnreadable: by field.
    """
    if meets_at <= at:
        raise MeetingUnreadable({"meets_at": "Dit moment is al voorbij. Kies een later moment."})


def check_note(*, text: str) -> None:
    """Pass when a note says something, and not too much.

    Raises:
        NoteUnreadable: by field.
    """
    if not text.strip():
        raise NoteUnreadable({"text": "Schrijf op wat anderen moeten weten."})
    if len(text) > TEXT_LIMIT:
        raise NoteUnreadable({"text": f"De tekst is te lang: hoogstens {TEXT_LIMIT} tekens."})


def own_category(agency_kind: str) -> str:
    """Return the category that an organisation writes of its own; empty when it has none.

    >>> own_category("POL"), own_category("ZVH")
    ('C07', '')
    """
    return CATEGORY_OF_WRITER.get(agency_kind, "")


def category_of_writer(agency_kind: str) -> str:
    """Return the category of an observation by its writer's organisation; safety incidents when nothing narrower fits.

    >>> category_of_writer("POL"), category_of_writer("COL")
    ('C07', 'C06')
    """
    return CATEGORY_OF_WRITER.get(agency_kind, "C06")


# Own setting: a letter or a scanned report fits; a film does not.
DOCUMENT_BYTES: Final = 5 * 1024 * 1024
# Categories of which a document may be handed in. Not: names and numbers by themselves, and what may never lie at the table
# (Wgs 2.30: no police data of Wpg 9, 10 or 12, and no other special data than health; Bgs 1.9: no nationality).
DOCUMENT_CATEGORIES: Final = (
    "C06", "C07", "C08", "C11", "C12", "C13", "C14", "C15", "C16", "C17", "C18", "C19", "C20", "C21", "C22", "C23", "C24",
    "C34",
)  # fmt: skip
# What the police take from their registers is police data, whatever it is about. Source: scenario format, reading 6.
_CATEGORIES_OF_WRITER: Final = {"POL": ("C07", "C08")}


def document_categories(agency_kind: str) -> tuple[str, ...]:
    """Return of which categories somebody of an organisation may hand in a document.

    >>> document_categories("POL"), "C14" in document_categories("GGZ"), "C09" in document_categories("OM")
    (('C07', 'C08'), True, False)
    """
    return _CATEGORIES_OF_WRITER.get(agency_kind, DOCUMENT_CATEGORIES)


def check_document(document: NewDocument, *, categories: Collection[str], media_type: str | None) -> str:
    """Return the media type of a document that can be kept.

    Args:
        categories: of which categories this writer may hand one in.
        media_type: what its bytes are; None when nothing that may be kept.

    Raises:
        DocumentUnreadable: with every fault at once, by field.
    """
    faults: dict[str, str] = {}
    if not 1 <= len(document.title.strip()) <= 120:
        faults["title"] = "Geef het document een naam van hoogstens 120 tekens."
    if document.kind not in set(DocumentKind):
        faults["kind"] = "Kies wat voor document het is."
    if document.category not in categories:
        faults["category"] = "Kies waarover het gaat."
    if not document.content:
        faults["content"] = "Dit bestand is leeg."
    elif len(document.content) > DOCUMENT_BYTES:
        faults["content"] = "Dit bestand is te groot: hoogstens 5 MB."
    elif media_type is None:
        faults["content"] = "Alleen een pdf, een foto (jpg of png) of gewone tekst. Bewaar het eerst als pdf."
    if faults or media_type is None:
        raise DocumentUnreadable(faults)
    return media_type


RENEWAL_YEARS: Final = 2
# How long a closed case may be used again before its end. The law names no number of days; this is our proposal.
AGAIN_DAYS: Final = 92


def check_reprocessing(
    *,
    ground: str,
    ordered_for: str,
    why: str,
    until: date,
    today: date,
    end: date,
    closed_on: date | None,
    criteria_met: bool,
    unknown_supplier: bool,
) -> bool:
    """Return whether the data stay after their term for this; pass when a case may be used again, or kept longer.

    Args:
        ordered_for: the participants who order it.
        end: day on which the case must be gone as it is now.
        criteria_met: whether the table found all criteria met.
        unknown_supplier: whether somebody supplied data who cannot be asked; without their yes it may not.

    Raises:
        ReprocessingUnreadable: with every fault at once, by field.

    Law: Bgs 1.16(2)-(3), at most two years each time, only while the case is open and meets 2.20, or when it was closed less
        than a year before the end with a great risk of relapse; Wgs 2.31(8), shielded until then.
    """
    faults: dict[str, str] = {}
    if not ordered_for.strip():
        faults["ordered_for"] = "Noem de deelnemers die dit opdragen."
    if not why.strip():
        faults["why"] = "Schrijf op waarom dit nodig is."
    keeps = ground != ReprocessingGround.AGAIN
    if ground == ReprocessingGround.OPEN and (closed_on is not None or not criteria_met):
        faults["ground"] = "Dit kan alleen als de casus loopt en aan de vier criteria voldoet."
    elif ground == ReprocessingGround.RELAPSE and (closed_on is None or closed_on < years_later(end, -1)):
        faults["ground"] = "Dit kan alleen als de casus in het laatste jaar voor het einde is gesloten."
    elif ground == ReprocessingGround.AGAIN and closed_on is None:
        faults["ground"] = "Deze casus loopt nog; je kunt er gewoon in werken."
    elif ground not in set(ReprocessingGround):
        faults["ground"] = "Kies waarom."
    elif unknown_supplier:
        faults["ground"] = "Een organisatie die niet in Vangnet staat gaf informatie. Zonder haar ja kan dit niet."
    latest = years_later(end, RENEWAL_YEARS) if keeps else min(end, today + timedelta(days=AGAIN_DAYS))
    if not today < until <= latest:
        faults["until"] = f"Kies een dag tot en met {latest.day}-{latest.month}-{latest.year}."
    if faults:
        raise ReprocessingUnreadable(faults)
    return keeps


def kept_until(*, first_processed: date, renewed_until: date | None) -> date:
    """Return the day on which a case must be gone."""
    return max(years_later(first_processed, KEEP_YEARS), renewed_until or date.min)
