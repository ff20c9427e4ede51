"""Read a person in full: names, addresses with their history, doubts, numbers and the direct circle."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q

from vangnet.access import selectors as access
from vangnet.access.selectors.of_person import categories_of_person
from vangnet.access.selectors.restrictions import EVERYTHING, left_open
from vangnet.access.types import Actor
from vangnet.audit import services as audit
from vangnet.core.clock import Instant
from vangnet.core.errors import NotVisible
from vangnet.people.models import Identifier, OtherName, Person, Relation, ResearchMark, Residence
from vangnet.people.ports import vault
from vangnet.people.rules.numbers import context, masked
from vangnet.people.selectors import person_view
from vangnet.people.selectors.clusters import Around, whole
from vangnet.people.types import (
    Described,
    IdentifierKind,
    IdentifierView,
    NameKind,
    OtherNameView,
    RelationKind,
    RelationView,
    ResearchedFacts,
    ResidenceKind,
    ResidenceView,
)

# Categories of the law as bits of a mask: C02 the BSN, C21 network and next of kin.
NUMBERS, CIRCLE = 1 << 1, 1 << 20


def described(*, actor: Actor, person_id: UUID, at: Instant, known: Around | None = None) -> Described:
    """Return a person in full, as far as the actor may see, and record that this was read.

    Args:
        known: what is around the person, when it was asked for already.

    Raises:
        NotVisible: absent, or not in sight.
    """
    row = Person.objects.filter(id=person_id).first()
    if row is None:
        raise NotVisible
    left = left_open(subject_id=row.id)
    seen = seen_of(actor=actor, row=row, left=left, at=at)
    stays = Residence.with_wrong.filter(person=row).order_by(
        F("wrong_at").asc(nulls_first=True), F("until").desc(nulls_first=True), "-since"
    )
    stay = next((one for one in stays if one.kind == ResidenceKind.STAY and not one.until and not one.wrong_at), None)
    view = person_view(row, stay)
    themselves = (known.ids if known else whole(person_id)) if seen & NUMBERS else frozenset()
    fields = ["name", "birth", "address", "names", "research"]
    fields += ["numbers"] if seen & NUMBERS else []
    fields += ["relations"] if seen & CIRCLE else []
    audit.record(
        actor=actor, at=at, act="people.read", subject_id=person_id, object_kind="person", object_id=person_id,
        fields=fields,
    )  # fmt: skip
    return Described(
        person=view,
        names=tuple(
            _name_view(one) for one in OtherName.objects.filter(person=row, wrong_at=None).order_by("noted_at")
        ),
        residences=tuple(residence_view(one, secret=view.secret_address) for one in stays),
        research=tuple(
            (ResearchedFacts(facts), since)
            for facts, since in ResearchMark.objects.filter(person=row, until=None).values_list("facts", "since")
        ),
        restricted=left != EVERYTHING,
        numbers=_numbers(row, themselves) if seen & NUMBERS else None,
        relations=circle(person_id=person_id) if seen & CIRCLE else None,
    )


def seen_of(*, actor: Actor, row: Person, left: int, at: Instant) -> int:
    """Return which categories of a person the actor sees: those of the cases in sight, and all at the desk that keeps them.

    Args:
        left: what restrictions about the person leave in sight, as a bit mask.

    Law: AVG article 18(1): under a restriction the desk only stores, save what the restriction leaves open.
    """
    own = row.desk_id == actor.agency_id and access.may(actor=actor, act="people.register")
    kept = (NUMBERS | CIRCLE) & left if own else 0
    if kept == NUMBERS | CIRCLE:
        return kept
    return kept | categories_of_person(actor=actor, person_id=row.id, at=at)


def circle(*, person_id: UUID) -> tuple[RelationView, ...]:
    """Return the direct circle of a person, as far as in sight; somebody out of sight has a name and no more."""
    rows = Relation.objects.filter(person_id=person_id).annotate(
        in_sight=Exists(Person.objects.filter(id=OuterRef("other")))
    )
    rows = rows.order_by(F("until").desc(nulls_first=True), "kind", "name")
    return tuple(relation_view(row, known=[row.other_id] if row.other_id and row.in_sight else ()) for row in rows)


def relation_view(row: Relation, *, known: Collection[UUID] = ()) -> RelationView:
    """Return the frozen view; who it is only when they are in sight."""
    return RelationView(
        id=row.id, kind=RelationKind(row.kind), name=row.name, other=row.other_id if row.other_id in known else None,
        since=row.since, until=row.until, source=row.source,
    )  # fmt: skip


def _numbers(row: Person, themselves: frozenset[UUID]) -> tuple[IdentifierView, ...]:
    rows = list(Identifier.objects.filter(person=row).order_by(F("until").desc(nulls_first=True), "since"))
    plain = {one.id: vault().decrypt(bytes(one.encrypted), context=context(one.kind, one.id)) for one in rows}
    same = _carriers(rows, plain, themselves)
    return tuple(
        IdentifierView(
            id=one.id, kind=IdentifierKind(one.kind), masked=masked(plain[one.id]), passes_test=one.passes_test, source=one.source,
            since=one.since, until=one.until, shared_with=tuple(sorted(same[one.id])),
        )
        for one in rows
    )  # fmt: skip


def _carriers(
    rows: Collection[Identifier], plain: Mapping[UUID, str], themselves: frozenset[UUID]
) -> dict[UUID, set[UUID]]:
    """Return who else carries each number today, inside the wall only; somebody who is the same person is nobody else.

    Whoever may keep a number could otherwise try one out on the whole country; elsewhere is asked by `handovers.ask_elsewhere`.
    """
    found: dict[UUID, set[UUID]] = {row.id: set() for row in rows}
    indexes = {row.id: vault().indexes(plain[row.id], context=row.kind) for row in rows if row.until is None}
    wanted = Q()
    for row in rows:
        if row.id in indexes:
            wanted |= Q(kind=row.kind, blind_index__in=indexes[row.id])
    others = Identifier.objects.filter(wanted, until=None) if wanted else Identifier.objects.none()
    for kind, index, person_id in others.values_list("kind", "blind_index", "person_id"):
        for row in rows:
            if row.kind == kind and bytes(index) in indexes.get(row.id, ()) and person_id not in themselves:
                found[row.id].add(person_id)
    return found


def residence_view(row: Residence, *, secret: bool) -> ResidenceView:
    """Return the frozen view; of a secret address only the municipality, and of an earlier one the same."""
    return ResidenceView(
        id=row.id, kind=ResidenceKind(row.kind), municipality=row.municipality, street="" if secret else row.street,
        house_number="" if secret else row.house_number, postcode="" if secret else row.postcode,
        city="" if secret else row.city, since=row.since, until=row.until, source=row.source, wrong=row.wrong_at is not None,
    )  # fmt: skip


def _name_view(row: OtherName) -> OtherNameView:
    return OtherNameView(
        id=row.id, kind=NameKind(row.kind), given_names=row.given_names, prefix=row.prefix, surname=row.surname,
        since=row.since, until=row.until, source=row.source,
    )  # fmt: skip
