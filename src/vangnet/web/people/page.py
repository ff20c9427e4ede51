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
from vangnet.access.selectors.agencies import agency_names
from vangnet.cases import selectors as cases
from vangnet.core.clock import local_day
from vangnet.people import selectors as people
from vangnet.people.selectors import clusters
from vangnet.people.selectors.describing import described
from vangnet.people.types import (
    ClusterView,
    Described,
    IdentifierView,
    LinkDecisionView,
    LinkVerdict,
    RelationView,
    ResidenceView,
    SourceRecordView,
)
from vangnet.web.people.rows import birth_words
from vangnet.web.people.words import NAME_KINDS, RELATIONS, RESEARCHED, RESIDENCE_KINDS, SOURCES, Words, number_words
from vangnet.web.shared import screen, words
from vangnet.web.shared.parts import Link
from vangnet.web.shared.roles import role_words
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


@dataclass(frozen=True, slots=True)
class Record:
    """What one source said, as a line; `own` is the record this page is about."""

    view: SourceRecordView
    kind: Words
    name: str
    born: str
    address: str
    agency: str
    own: bool


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision about two records, as a line."""

    view: LinkDecisionView
    same: bool
    names: tuple[str, str]
    by: str


@require_safe
@visited
def person(request: HttpRequest, visit: Visit, person_id: UUID) -> HttpResponse:
    """Show one person as far as the visitor may see."""
    found = described(actor=visit.actor, person_id=person_id, at=visit.at)
    cluster = clusters.cluster(actor=visit.actor, person_id=person_id, at=visit.at)
    records = record_lines(cluster)
    content = frame(found, visit) | {
        "names": [(name, NAME_KINDS[name.kind]) for name in found.names],
        "addresses": _addresses(found),
        "numbers": _numbers(found),
        "circle": _circle(found),
        "records": records,
        "decisions": decision_lines(cluster, records),
        "elsewhere": cluster.elsewhere,
        "splits": clusters.splits_of(record_ids=[record.id for record in cluster.records]),
        "cases": _cases(cluster),
        "can_part": len(records) > 1,
    }
    return render(request, "people/person.html", content)


def frame(found: Described, visit: Visit) -> dict[str, object]:
    """Return what the head of every page about a person needs."""
    who = found.person
    place = access.municipality_names(codes=[who.municipality]).get(who.municipality, "")
    return {
        "at": visit.at,
        "today": local_day(visit.at),
        "person": who,
        "name": who.name or gettext("Zonder naam"),
        "born": birth_words(who.birth),
        "place": place,
        "pills": _pills(found),
        "may": {
            "change": access.may(actor=visit.actor, act="people.register"),
            "link": access.may(actor=visit.actor, act="people.link"),
        },
    }


def trail(found: Described) -> list[Link]:
    """Return the way up from a page about a person."""
    who = found.person
    name = str(screen.shielded(who.name or gettext("Zonder naam"), "name"))
    return [Link(name, reverse("web:person", args=[who.id]))]


def record_lines(cluster: ClusterView) -> list[Record]:
    """Return what each source said, oldest first."""
    names = agency_names(agency_ids=[record.desk_id for record in cluster.records])
    return [
        Record(
            view=record,
            kind=SOURCES[record.kind],
            name=_said_name(record),
            born=birth_words(record.said.birth),
            address=_line(record.said.street, record.said.house_number, record.said.postcode, record.said.city),
            agency=names.get(record.desk_id, ""),
            own=record.id == cluster.person_id,
        )
        for record in cluster.records
    ]


def decision_lines(cluster: ClusterView, records: list[Record]) -> list[Decision]:
    """Return the decisions about records, newest first."""
    ends = {end for one in cluster.decisions for end in (one.left, one.right)}
    # Both ends of a decision are in sight, also of somebody who turned out to be somebody else.
    names = people.names(person_ids=list(ends)) | {record.view.id: record.name for record in records}
    workers = access.workers(worker_ids=[one.decided_by for one in cluster.decisions])
    return [
        Decision(
            view=one,
            same=one.verdict is LinkVerdict.SAME,
            names=(_named(names, one.left), _named(names, one.right)),
            by=", ".join(
                part
                for part in (
                    workers[one.decided_by].name if one.decided_by in workers else "",
                    role_words(one.role),
                    workers[one.decided_by].agency_name if one.decided_by in workers else "",
                )
                if part
            ),
        )
        for one in cluster.decisions
    ]


def _named(names: Mapping[UUID, str], record: UUID) -> str:
    return names.get(record) or gettext("een levering zonder naam")


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


def _addresses(found: Described) -> list[Address]:
    names = access.municipality_names(codes=[row.municipality for row in found.residences])
    return [
        Address(
            view=row,
            kind=RESIDENCE_KINDS[row.kind],
            line=_line(row.street, row.house_number, row.postcode, row.city),
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


def _said_name(record: SourceRecordView) -> str:
    said = record.said
    return " ".join(part for part in (said.given_names, said.prefix, said.surname) if part) or gettext("Zonder naam")


def _line(street: str, house_number: str, postcode: str, city: str) -> str:
    parts = (f"{street} {house_number}".strip(), f"{postcode} {city}".strip())
    return ", ".join(part for part in parts if part)
