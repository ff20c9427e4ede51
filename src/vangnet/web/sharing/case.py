"""The case that a page of sharing is about: its number, its phase, and whom it is about."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from vangnet.access import selectors as access
from vangnet.access.types import SightView
from vangnet.cases import selectors as cases
from vangnet.core.errors import NotVisible
from vangnet.people import selectors as people
from vangnet.web.shared.visit import Visit


@dataclass(frozen=True, slots=True)
class CaseHead:
    """A case as the head of a page names it."""

    id: UUID
    number: str
    phase: str
    name: str
    first_name: str
    sight: SightView


def head(visit: Visit, case_id: UUID) -> CaseHead:
    """Return the case of a page; the selector records the read.

    Raises:
        NotVisible: absent, or not in sight.
    """
    sight = access.sight(actor=visit.actor, case_id=case_id, at=visit.at)
    case = cases.case(actor=visit.actor, case_id=case_id, at=visit.at, sight=sight)
    person = people.persons(person_ids=[case.person_id]).get(case.person_id)
    if person is None:
        raise NotVisible
    first = person.given_names.split()[0] if person.given_names.strip() else person.name
    return CaseHead(case.id, case.number, case.phase, person.name, first, sight)
