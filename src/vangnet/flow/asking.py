"""Ask for access to a case by its number, or to the case of a person in sight; the words are the same either way."""

from __future__ import annotations

from uuid import UUID

from vangnet.access.services import asking, require
from vangnet.access.types import Actor, AskedView
from vangnet.cases import selectors as cases
from vangnet.cases.selectors.elsewhere import open_cases_of
from vangnet.core.clock import Instant
from vangnet.core.errors import NotVisible
from vangnet.people import selectors as people


def ask_by_number(*, actor: Actor, number: str, reason: str, purpose: str, at: Instant) -> AskedView:
    """Ask access to a case of the own region by its number; whether there is one is not told.

    Raises:
        RequestUnreadable: something is missing.
        TooManyRequests: asked too often in a day.
    """
    require(actor, "access.ask")
    typed = number.strip().upper()
    try:
        found = cases.locate(region=actor.region, number=typed)
    except NotVisible:
        found = None
    return asking.ask(actor=actor, number=typed, person_id=None, found=found, reason=reason, purpose=purpose, at=at)


def ask_about_person(*, actor: Actor, person_id: UUID, reason: str, purpose: str, at: Instant) -> AskedView:
    """Ask access to the case, if there is one, of a person in sight; whether there is one is not told.

    Raises:
        NotVisible: the person is not in sight.
        RequestUnreadable: something is missing.
        TooManyRequests: asked too often in a day.
    """
    require(actor, "access.ask")
    if person_id not in people.persons(person_ids=[person_id]):
        raise NotVisible
    here = [(case.id, case.person_id) for case in open_cases_of(person_ids=[person_id]) if case.region == actor.region]
    found = here[0] if here else None
    return asking.ask(actor=actor, number="", person_id=person_id, found=found, reason=reason, purpose=purpose, at=at)
