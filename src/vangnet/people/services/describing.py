"""Change what is kept of a person: who they are, other names, where they are registered, what the register doubts."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import transaction

from vangnet.access.types import Actor
from vangnet.core.clock import Instant, local_day
from vangnet.core.errors import NotVisible
from vangnet.core.ids import new_id
from vangnet.people import rules
from vangnet.people.models import OtherName, Person, ResearchMark, Residence
from vangnet.people.rules.describing import check_address, check_name, check_period
from vangnet.people.selectors import person_view
from vangnet.people.services.changing import changing
from vangnet.people.services.finding import index
from vangnet.people.services.linking import follow, lock_decisions
from vangnet.people.types import NameKind, NewPerson, PersonView, ResearchedFacts, ResidenceKind

_NAME = ("given_names", "prefix", "surname")
_KEPT = (
    *_NAME, "partner_prefix", "partner_surname", "name_use", "sex", "phone", "secret_address", "no_fixed_address",
    "birth_uncertain",
)  # fmt: skip


@transaction.atomic
def describe(
    *, actor: Actor, person_id: UUID, version: int, person: NewPerson, was_right: bool, at: Instant
) -> PersonView:
    """Change the facts of a person that are not an address or a number; what the first source said stays as it came.

    Args:
        version: of the person the actor looked at.
        person: everything as it should read now; address, number and doubts in it are not looked at.
        was_right: whether an earlier name was right until today, and is kept as an earlier name.

    Raises:
        NotVisible: the person is not in sight.
        PersonUnreadable: something is missing or impossible.
        StaleVersion: somebody changed the person.
    """
    rules.check(person, today=local_day(at))
    lock_decisions()
    with changing(
        actor=actor, person_id=person_id, version=version, act="people.describe", fields=["name", "birth"], at=at
    ) as row:
        before = [getattr(row, name) for name in _NAME]
        for name in _KEPT:
            value = getattr(person, name)
            setattr(row, name, value.strip() if isinstance(value, str) else value)
        row.birth_year, row.birth_month, row.birth_day = person.birth.year, person.birth.month, person.birth.day
        if was_right and before != [getattr(row, name) for name in _NAME]:
            _keep_name(actor, row, NameKind.EARLIER, *before, since=None, until=local_day(at), source="", at=at)
        row.save()
        stay = Residence.objects.filter(person=row, kind=ResidenceKind.STAY.value, until=None).first()
        index(row, stay)
        follow([row.id], at=at)
        row.refresh_from_db()
    return person_view(row, stay)


def add_name(
    *,
    actor: Actor,
    person_id: UUID,
    version: int,
    kind: NameKind,
    surname: str,
    given_names: str = "",
    prefix: str = "",
    since: date | None = None,
    until: date | None = None,
    source: str = "",
    at: Instant,
) -> UUID:
    """Keep another name of somebody: an alias, an earlier name, or what they are called. The same name twice is once.

    Raises:
        NotVisible: the person is not in sight.
        PersonUnreadable: no name, too long, or a period that ends before it begins.
        StaleVersion: somebody changed the person.
    """
    check_name(surname=surname, given_names=given_names, prefix=prefix)
    check_period(since=since, until=until, today=local_day(at))
    with changing(
        actor=actor, person_id=person_id, version=version, act="people.add_name", fields=["name"], at=at
    ) as row:
        return _keep_name(
            actor, row, kind, given_names, prefix, surname, since=since, until=until, source=source, at=at
        )


def _keep_name(
    actor: Actor, row: Person, kind: NameKind, given_names: str, prefix: str, surname: str, *, since: date | None,
    until: date | None, source: str, at: Instant,
) -> UUID:  # fmt: skip
    name, _ = OtherName.objects.get_or_create(
        person=row, kind=kind.value, given_names=given_names.strip(), prefix=prefix.strip(), surname=surname.strip(),
        wrong_at=None,
        defaults={
            "id": new_id(), "region": row.region, "since": since, "until": until, "source": source.strip()[:40],
            "noted_by": actor.worker_id, "noted_at": at,
        },
    )  # fmt: skip
    return name.id


def drop_name(*, actor: Actor, person_id: UUID, version: int, name_id: UUID, at: Instant) -> None:
    """Keep that another name was wrong: it is not shown any more.

    Raises:
        NotVisible: the person or the name is not in sight.
        StaleVersion: somebody changed the person.
    """
    with changing(
        actor=actor, person_id=person_id, version=version, act="people.drop_name", fields=["name"], at=at
    ) as row:
        if not OtherName.objects.filter(id=name_id, person=row, wrong_at=None).update(wrong_at=at):
            raise NotVisible


def note_registered(
    *,
    actor: Actor,
    person_id: UUID,
    version: int,
    municipality: str,
    since: date,
    source: str,
    street: str = "",
    house_number: str = "",
    postcode: str = "",
    city: str = "",
    at: Instant,
) -> UUID:
    """Keep where somebody is registered; the registration before it ends on that day. Where they stay is `move`.

    Args:
        since: first day of registration; on the first day of the one that is known it corrects that one.
        source: who says so, such as `BRP`.

    Raises:
        NotVisible: the person is not in sight.
        PersonUnreadable: the day lies ahead, or before the registration that is known; or a field is too long.
        StaleVersion: somebody changed the person.
    """
    check_address(street=street, house_number=house_number, postcode=postcode, city=city)
    with changing(
        actor=actor, person_id=person_id, version=version, act="people.note_registered", fields=["address"], at=at
    ) as row:
        kind = ResidenceKind.REGISTERED.value
        current = Residence.objects.filter(person=row, kind=kind, until=None).first()
        rules.check_move(since=since, after=current.since if current else None, today=local_day(at))
        end_residence(current, on=since, at=at)
        made = Residence.objects.create(
            id=new_id(), region=row.region, person=row, kind=kind, municipality=municipality, street=street,
            house_number=house_number, postcode=postcode, city=city, since=since, source=source.strip()[:40],
        )  # fmt: skip
    return made.id


def end_residence(current: Residence | None, *, on: date, at: Instant) -> None:
    """End an address on a day; one that began on that same day was wrong, and stays known as wrong."""
    if current is None:
        return
    if on > current.since:
        current.until = on
        current.save(update_fields=["until"])
    else:
        current.wrong_at = at
        current.save(update_fields=["wrong_at"])


def mark_research(
    *, actor: Actor, person_id: UUID, version: int, facts: ResearchedFacts, doubted: bool, since: date, source: str,
    at: Instant,
) -> None:  # fmt: skip
    """Keep that the register doubts a group of facts, or no longer does. Twice is once.

    Args:
        since: first day of the doubt, or of its end.

    Raises:
        NotVisible: the person is not in sight.
        PersonUnreadable: the day lies ahead.
        StaleVersion: somebody changed the person.
    """
    check_period(since=since, until=None, today=local_day(at))
    with changing(
        actor=actor, person_id=person_id, version=version, act="people.mark_research", fields=[facts.value], at=at
    ) as row:
        running = ResearchMark.objects.filter(person=row, facts=facts.value, until=None)
        if doubted and not running.exists():
            ResearchMark.objects.create(
                region=row.region, person=row, facts=facts.value, since=since, source=source.strip()[:40]
            )
        elif not doubted:
            running.update(until=since)
        row.in_research = ResearchMark.objects.filter(person=row, until=None).exists()
