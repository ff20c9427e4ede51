"""One person: who it is, by which names and numbers, where, who stands around, and what each source said."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from vangnet.access import selectors as access
from vangnet.cases import selectors as cases
from vangnet.core.clock import local_day
from vangnet.people.selectors import clusters
from vangnet.people.selectors.in_full import in_full
from vangnet.people.types import (
    ClusterView,
    Described,
    IdentifierView,
    RelationView,
    ResidenceView,
)
from vangnet.web.people.lines import address_line, decision_lines, record_lines
from vangnet.web.people.rows import birth_words
from vangnet.web.people.words import NAME_KINDS, RELATIONS, RESEARCHED, RESIDENCE_KINDS, Words, number_words
from vangnet.web.shared import screen, words
from vangnet.web.shared.parts import Link
from vangnet.web.shared.visit import Visit, visited


@dataclass(frozen=True, slots=True)
class Pill:
    """A mark under the name."""

    text: str
    tone: words.Tone
    icon: str


@dataclass(frozen=True, slots=True)
class Address:
    """An address as a line."""

    view: ResidenceView
    kind: Words
    line: str
    municipality: str


@dataclass(frozen=True, slots=True)
class Number:
    """A number as a line."""

    view: IdentifierView
    kind: Words
    shared: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Circle:
    """Somebody of the circle as a line."""

    view: RelationView
    kind: Words
    url: str


@require_safe
@visited
def person(request: HttpRequest, visit: Visit, person_id: UUID) -> HttpResponse:
    """Show one person as far as the visitor may see."""
    found, cluster = in_full(actor=visit.actor, person_id=person_id, at=visit.at)
    records = record_lines(cluster)
    places = access.municipality_names(
        codes=[found.person.municipality, *(row.municipality for row in found.residences)]
    )
    content = frame(found, visit, places) | {
        "names": [(name, NAME_KINDS[name.kind]) for name in found.names],
        "addresses": _addresses(found, places),
        "numbers": _numbers(found),
        "circle": _circle(found),
        "records": [record for record in records if record.view.signal_id is None],
        "reported": [record for record in records if record.view.signal_id is not None],
        "decisions": decision_lines(cluster, records),
        "elsewhere": cluster.elsewhere,
        "splits": clusters.splits_of(record_ids=[record.id for record in cluster.records]) if cluster.decisions else [],
        "cases": _cases(cluster),
        "can_part": len(records) > 1,
    }
    return render(request, "people/person.html", content)


def frame(found: Described, visit: Visit, places: Mapping[str, str] | None = None) -> dict[str, object]:
    """Return what the head of every page about a person needs.

    Args:
        places: names of municipalities by code, when they were read already.
    """
    who = found.person
    names = places if places is not None else access.municipality_names(codes=[who.municipality])
    place = names.get(who.municipality, "")
    return {
        "at": visit.at,
        "today": local_day(visit.at),
        "person": who,
        "name": who.name or gettext("Zonder naam"),
        "born": birth_words(who.birth),
        "place": place,
        "restricted": found.restricted,
        "pills": _pills(found),
        "may": {
            "change": access.may(actor=visit.actor, act="people.register"),
            "link": access.may(actor=visit.actor, act="people.link"),
            "looked": access.may(actor=visit.actor, act="rights.register"),
        },
    }


def trail(found: Described) -> list[Link]:
    """Return the way up from a page about a person."""
    who = found.person
    name = str(screen.shielded(who.name or gettext("Zonder naam"), "name"))
    return [Link(name, reverse("web:person", args=[who.id]))]


def _pills(found: Described) -> list[Pill]:
    who, pills = found.person, []
    if who.secret_address:
        pills.append(Pill(gettext("Adres geheim"), "late", "hidden"))
    if who.no_fixed_address:
        pills.append(Pill(gettext("Geen vast adres"), "wait", "moved"))
    if who.birth_uncertain:
        pills.append(Pill(gettext("Geboortedatum onzeker"), "wait", "ask"))
    if found.research:
        doubted = ", ".join(str(RESEARCHED[facts]) for facts, _ in found.research)
        pills.append(Pill(gettext("In onderzoek: %(what)s") % {"what": doubted}, "now", "ask"))
    return pills


def _addresses(found: Described, names: Mapping[str, str]) -> list[Address]:
    return [
        Address(
            view=row,
            kind=RESIDENCE_KINDS[row.kind],
            line=address_line(row.street, row.house_number, row.postcode, row.city),
            municipality=names.get(row.municipality, ""),
        )
        for row in found.residences
    ]


def _numbers(found: Described) -> list[Number] | None:
    if found.numbers is None:
        return None
    return [
        Number(
            view=one,
            kind=number_words(one.kind, settings.POLICE_KEY or gettext("Politienummer")),
            shared=tuple(Link("", reverse("web:person", args=[other])) for other in one.shared_with),
        )
        for one in found.numbers
    ]


def _circle(found: Described) -> list[Circle] | None:
    if found.relations is None:
        return None
    return [
        Circle(view=one, kind=RELATIONS[one.kind], url=reverse("web:person", args=[one.other]) if one.other else "")
        for one in found.relations
    ]


def _cases(cluster: ClusterView) -> list[Link]:
    """Return the open cases of everybody who is this person, as far as in sight."""
    by_person = cases.cases_of_persons(person_ids=cluster.person_ids)
    return [
        Link(number, reverse("web:case", args=[case_id])) for rows in by_person.values() for case_id, number in rows
    ]
