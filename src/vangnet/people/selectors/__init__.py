"""Read persons. The database shows an actor the persons of cases in sight, and those registered at the own desk."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db import connection
from django.db.models import Q

from vangnet.access import selectors as access
from vangnet.access import services as grants
from vangnet.access.types import Actor
from vangnet.audit import services as audit
from vangnet.core.clock import Instant
from vangnet.core.errors import NotVisible
from vangnet.core.statements import Fixed
from vangnet.intake.types import PersonHint
from vangnet.people import rules
from vangnet.people.engine.records import Prepared, prepare
from vangnet.people.models import Person, Residence, SignalLink
from vangnet.people.selectors.matching import about_how_many as about_how_many
from vangnet.people.selectors.matching import match
from vangnet.people.types import CandidateView, PartialDate, PersonView, SignalLinkView

MOST_WORDS = 5
NO_DATE = PartialDate()


def person(*, actor: Actor, person_id: UUID, at: Instant) -> PersonView:
    """Return one person and record that their data were read.

    Raises:
        NotVisible: absent, or not in sight.
    """
    found = persons(person_ids=[person_id])
    if not found:
        raise NotVisible
    audit.record(
        actor=actor, at=at, act="people.read", subject_id=person_id, object_kind="person", object_id=person_id,
        fields=["name", "birth", "address"],
    )  # fmt: skip
    return found[person_id]


_PERSON_FIELDS = [field.attname for field in Person._meta.concrete_fields]
_STAY_FIELDS = [field.attname for field in Residence._meta.concrete_fields]
_PERSONS = Fixed(
    f"SELECT {', '.join(f'p.{name}' for name in _PERSON_FIELDS)}, {', '.join(f'r.{name}' for name in _STAY_FIELDS)}"  # noqa: S608
    " FROM people_person p LEFT JOIN people_residence r ON r.person_id = p.id AND r.kind = 'stay' AND r.until IS NULL"
    " WHERE p.id = ANY(%s)"
)


def persons(*, person_ids: Sequence[UUID]) -> dict[UUID, PersonView]:
    """Return persons by id in one query; those not in sight are left out. The calling selector records the read."""
    found: dict[UUID, PersonView] = {}
    with connection.cursor() as cursor:
        cursor.execute(_PERSONS, [list(set(person_ids))])
        for row in cursor.fetchall():
            person = Person.from_db("default", _PERSON_FIELDS, row[: len(_PERSON_FIELDS)])
            lived = row[len(_PERSON_FIELDS) :]
            stay = Residence.from_db("default", _STAY_FIELDS, lived) if lived[0] is not None else None
            found[person.id] = person_view(person, stay)
    return found


def named(*, actor: Actor, person_ids: Sequence[UUID], at: Instant) -> dict[UUID, str]:
    """Return the names of persons in sight, in one query, and record that they were read; others are left out."""
    found = names(person_ids=person_ids)
    if found:
        audit.record(
            actor=actor, at=at, act="people.read_names", subjects=found.keys(), object_kind="person", fields=["name"]
        )
    return found


def names(*, person_ids: Sequence[UUID]) -> dict[UUID, str]:
    """Return the names of persons in sight, in one query. The calling selector records the read."""
    return {row.id: person_view(row, None).name for row in Person.objects.filter(id__in=set(person_ids))}


def person_view(row: Person, stay: Residence | None) -> PersonView:
    """Return the frozen view; a secret address is left out."""
    secret = row.secret_address or row.secret_elsewhere
    shown = stay if stay is not None and not secret else None
    return PersonView(
        id=row.id,
        region=row.region,
        given_names=row.given_names,
        prefix=row.prefix,
        surname=row.surname,
        partner_prefix=row.partner_prefix,
        partner_surname=row.partner_surname,
        name_use=row.name_use,
        birth=PartialDate(row.birth_year, row.birth_month, row.birth_day),
        sex=row.sex,
        municipality=stay.municipality if stay else "",
        street=shown.street if shown else "",
        house_number=shown.house_number if shown else "",
        postcode=shown.postcode if shown else "",
        city=shown.city if shown else "",
        phone=row.phone,
        secret_address=secret,
        no_fixed_address=row.no_fixed_address,
        in_research=row.in_research,
        version=row.version,
        birth_uncertain=row.birth_uncertain,
    )


def find(*, actor: Actor, text: str, at: Instant, birth: PartialDate = NO_DATE, limit: int = 20) -> list[PersonView]:
    """Return persons in sight whose name starts with the words given; nothing found reads the same as not allowed.

    Args:
        text: parts of a name, in any order; words that are only a prefix, such as "van", find nobody by themselves.
        birth: what is known of the date of birth; unknown parts match everything. Alone it must be a whole date.
    """
    rows = Person.objects.all()
    words = [word for word in text.split()[:MOST_WORDS] if word.casefold() not in rules.PREFIX_WORDS]
    for word in words:
        rows = rows.filter(Q(surname__istartswith=word) | Q(given_names__icontains=word) | _other_names(word))
    known = {"birth_year": birth.year, "birth_month": birth.month, "birth_day": birth.day}
    rows = rows.filter(**{part: value for part, value in known.items() if value})
    asked = bool(words) or birth.is_known
    found = list(rows.order_by("surname", "given_names", "id")[:limit]) if asked else []
    stays = {row.person_id: row for row in Residence.objects.filter(person__in=found, kind="stay", until=None)}
    audit.record(
        actor=actor, at=at, act="people.search", object_kind="person", fields=["name", "birth", "address"],
        subjects=[row.id for row in found], details={"rows": len(found)},
    )  # fmt: skip
    return [person_view(row, stays.get(row.id)) for row in found]


def _other_names(word: str) -> Q:
    return Q(partner_surname__istartswith=word) | Q(surname__icontains=f" {word}") | Q(surname__icontains=f"-{word}")


def links_of_signals(*, signal_ids: Sequence[UUID]) -> dict[UUID, SignalLinkView]:
    """Return beside whom signals are laid; those not linked or not in sight are left out."""
    rows = SignalLink.objects.filter(signal_id__in=set(signal_ids), undone_at=None)
    return {row.signal_id: link_view(row) for row in rows}


def signals_of(*, person_id: UUID) -> list[SignalLinkView]:
    """Return the signals laid beside a person, newest first."""
    rows = SignalLink.objects.filter(person_id=person_id, undone_at=None).order_by("-confirmed_at")
    return [link_view(row) for row in rows]


def stored_only(*, actor: Actor) -> int:
    """Return how many signals the actor's desk only stores, because the person obtained a restriction; a count and no more."""
    if not access.may(actor=actor, act="intake.read"):
        return 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT people_stored_only()")
        return int(cursor.fetchone()[0])


def last_signals(*, person_ids: Sequence[UUID]) -> dict[UUID, UUID]:
    """Return the signal that was laid beside each person last, in one query; persons without one are left out."""
    rows = SignalLink.objects.filter(person_id__in=set(person_ids), undone_at=None).order_by("confirmed_at")
    return dict(rows.values_list("person_id", "signal_id"))


def link_view(row: SignalLink) -> SignalLinkView:
    """Return the frozen view of a row."""
    return SignalLinkView(
        signal_id=row.signal_id,
        person_id=row.person_id,
        confirmed_by=row.confirmed_by,
        confirmed_at=row.confirmed_at,
        reason=row.reason,
    )


def hint_record(hint: PersonHint) -> Prepared:
    """Return what a reporter said about somebody as the engine compares it."""
    return prepare(
        rules.cells(
            given=hint.given_names,
            prefix=hint.prefix,
            surname=hint.surname,
            birth=hint.birth_date,
            sex=hint.sex,
            street=hint.street,
            house_number=hint.house_number,
            postcode=hint.postcode,
            city=hint.city,
            phone=hint.phone,
        )
    )


def candidates(*, actor: Actor, hint: PersonHint, at: Instant) -> list[CandidateView]:
    """Return whom a report may be about, surest first; never more than `rules.CANDIDATES_AT_MOST`, never linked by itself.

    Nothing is told of somebody the actor has no ground to see, also not that they exist: for other regions there is a
    question of its own, that is limited, recorded and told (`handovers`).

    Args:
        hint: what the reporter said.
    """
    record = hint_record(hint)
    with grants.as_enforcer():
        looked = match(record)
    likely = [(one, sure) for one in looked.found if (sure := rules.likeness(one.weight, looked.persons)) is not None]
    in_sight = persons(person_ids=[one.person_id for one, _ in likely]) if likely else {}
    views = []
    for one, sure in likely:
        person = in_sight.get(one.person_id)
        if person is not None:
            same, different = rules.differences(record, Prepared(*one.cells))
            views.append(CandidateView(person, one.region, sure, one.weight, same, different))
    audit.record(
        actor=actor, at=at, act="people.match", object_kind="person", subjects=[view.person.id for view in views],
        details={"keys": looked.keys, "looked_at": looked.looked_at, "proposed": len(views)},
    )  # fmt: skip
    return views
