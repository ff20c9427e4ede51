"""Ask for access to a case by its number, of a person or from a signal in sight; the words are the same every way."""

from __future__ import annotations

from uuid import UUID

from vangnet.access.services import as_job, asking, require, system_actor
from vangnet.access.types import Actor, AskedView
from vangnet.cases import selectors as cases
from vangnet.cases.selectors.elsewhere import open_cases_of
from vangnet.core.clock import Instant
from vangnet.core.errors import NotVisible
from vangnet.intake import selectors as intake
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


def ask_from_signal(*, actor: Actor, signal_id: UUID, reason: str, purpose: str, at: Instant) -> AskedView:
    """Ask access to the case, if there is one, that a signal in sight is about; whether there is one is not told.

    About whom the signal is may be out of sight, and whether anybody found out is not told either.

    Raises:
        NotVisible: the signal is not in sight.
        RequestUnreadable: something is missing.
        TooManyRequests: asked too often in a day.
    """
    require(actor, "access.ask")
    intake.signal(actor=actor, signal_id=signal_id, at=at, also_offered=True)
    with as_job(system_actor(reason="access-request", region=actor.region, trace_id=actor.trace_id)):
        link = people.links_of_signals(signal_ids=[signal_id]).get(signal_id)
        cases_now = open_cases_of(person_ids=[link.person_id]) if link is not None else []
        here = [(case.id, case.person_id) for case in cases_now if case.region == actor.region]
    return asking.ask(
        actor=actor, number="", person_id=None, signal_id=signal_id, found=here[0] if here else None, reason=reason,
        purpose=purpose, at=at,
    )  # fmt: skip
