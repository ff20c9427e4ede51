"""Who may be one person? The questions that wait at one's own desk, oldest first, with what identifies both and nothing more.

A question is only asked of a desk that registered both sides, or received the signal: that is its ground. Nothing of a case, of
what a signal says, or of another desk is ever shown beside it.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from uuid import UUID

from django.db import connection
from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from vangnet.access import selectors as access
from vangnet.access.types import Actor
from vangnet.audit import services as audit
from vangnet.core.clock import Instant, local_day
from vangnet.core.errors import NotVisible
from vangnet.core.statements import Fixed, ids_text
from vangnet.intake import selectors as intake
from vangnet.intake.types import PersonHint, SignalView
from vangnet.people.engine.comparisons import COMPARISONS as COMPARISONS
from vangnet.people.engine.explain import Bar as Bar
from vangnet.people.engine.explain import Explanation as Explanation
from vangnet.people.engine.explain import explain
from vangnet.people.engine.explain import strength as strength
from vangnet.people.models import CandidatePair, Crowd, Identifier, LinkDecision, Person, Residence, SignalLink
from vangnet.people.rules import review as rules
from vangnet.people.rules.review import Agreement as Agreement
from vangnet.people.rules.review import PairAnswer as PairAnswer
from vangnet.people.selectors import person_view
from vangnet.people.selectors.beside import persons_beside
from vangnet.people.selectors.clusters import secret_addresses
from vangnet.people.selectors.fitting import Fit, fit, model_of
from vangnet.people.types import PersonView

PAGE = 20
# A question wants an answer within this time of being asked.
ANSWER_WITHIN = rules.ANSWER_WITHIN


class Place(StrEnum):
    """Which known place of a person an address is."""

    NOW = "now"
    EARLIER = "earlier"
    REGISTERED = "registered"


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two, as far as it identifies.

    Args:
        person: of the own desk; None for a signal.
        hint: what a reporter said; None for a person.
        since: when the person was registered or the signal came in.
        secret: whether the address is secret, and so not shown.
        place: which of the known places the address is: the one that fits best.
    """

    person: PersonView | None
    hint: PersonHint | None
    since: Instant
    secret: bool
    place: Place = Place.NOW


@dataclass(frozen=True, slots=True)
class PairRow:
    """A question as one line: who the two are, since when it waits."""

    id: UUID
    left: Side
    right: Side
    ask_on: date


@dataclass(frozen=True, slots=True)
class CrowdView:
    """Namesakes who resemble each other too much alike to ask about.

    Args:
        example: one of them.
        persons: how many there are.
    """

    id: UUID
    example: PersonView
    persons: int


@dataclass(frozen=True, slots=True)
class PairPage:
    """One page of the queue, oldest first; `after` asks for the next, None at the end."""

    rows: tuple[PairRow, ...]
    after: tuple[date, UUID] | None


@dataclass(frozen=True, slots=True)
class PairView:
    """A question whole: two sides, how each field compares, and why the machine asks.

    Args:
        signal_id: when the left side is a signal.
        agreements: field (`rules.COMPARED`, and `bsn`) to how it compares.
        fingerprint: changes when either side changes.
    """

    id: UUID
    left: Side
    right: Side
    signal_id: UUID | None
    agreements: dict[str, Agreement]
    explanation: Explanation
    certain: bool
    fingerprint: str
    ask_on: date


# The same as `waiting`, read and planned once a connection: Vandaag asks it at each visit.
_OWED = Fixed("""
SELECT count(*), min(p.ask_on), (SELECT array_agg(DISTINCT b.person) FROM people_beside(%(signals)s::uuid[]) AS b)
FROM people_candidatepair p
WHERE p.desk_id = %(desk)s AND p.state = 'open' AND p.ask_on <= %(day)s
  AND NOT EXISTS (SELECT 1 FROM people_signallink l WHERE l.signal_id = p.signal_id AND l.undone_at IS NULL)
  AND NOT EXISTS (SELECT 1 FROM people_linkdecision d
    WHERE d.left_id = p.person_id AND d.right_id = p.other_id AND d.ended_at IS NULL)
""")


def waiting(*, actor: Actor, day: date) -> QuerySet[CandidatePair]:
    """Return the query for what the actor's desk is asked on a day; none for a function that lays nothing together."""
    if not access.may(actor=actor, act="people.link"):
        return CandidatePair.objects.none()
    linked = SignalLink.objects.filter(signal_id=OuterRef("signal_id"), undone_at=None)
    decided = LinkDecision.objects.filter(left=OuterRef("person"), right=OuterRef("other"), ended_at=None)
    rows = CandidatePair.objects.filter(desk_id=actor.agency_id, state="open", ask_on__lte=day)
    return rows.exclude(Exists(linked)).exclude(Exists(decided))


def owed(*, actor: Actor, at: Instant) -> tuple[int, date] | None:
    """Return how many questions wait at the actor's desk and since when the oldest does, in one query; None when none do."""
    return owed_and_beside(actor=actor, at=at, signal_ids=())[0]


def owed_and_beside(
    *, actor: Actor, at: Instant, signal_ids: Collection[UUID]
) -> tuple[tuple[int, date] | None, Collection[UUID]]:
    """Return what `owed` does, and beside which persons these signals lie, for the line that their reading leaves: one query."""
    if not access.may(actor=actor, act="people.link"):
        return None, persons_beside(signal_ids).values()
    values: dict[str, str | UUID | date | None] = {
        "desk": actor.agency_id,
        "day": local_day(at),
        "signals": ids_text(signal_ids),
    }
    with connection.cursor() as cursor:
        cursor.execute(_OWED, values)
        [(number, oldest, persons)] = cursor.fetchall()
    return (number, oldest) if number else None, persons or ()


def crowds(*, actor: Actor, at: Instant, limit: int = 20) -> list[CrowdView]:
    """Return the crowds of namesakes at the actor's desk that are not asked about, the largest first; records the look."""
    if not access.may(actor=actor, act="people.link"):
        return []
    found = Crowd.objects.filter(desk_id=actor.agency_id).select_related("person").order_by("-persons", "id")
    rows = list(found[:limit])
    for row in rows:
        audit.record(
            actor=actor, at=at, act="people.list_pairs", subject_id=row.person_id, object_kind="crowd", object_id=row.id,
            fields=["name", "birth"], ground="own-desk",
        )  # fmt: skip
    return [CrowdView(row.id, person_view(row.person, None), row.persons) for row in rows]


def waiting_by_region(*, region: str | None, before: date | None) -> dict[str, int]:
    """Return how many questions wait, by region. Background work only.

    Args:
        region: only this one; all when None. A region without any is left out.
        before: only those asked before this day.
    """
    rows = CandidatePair.objects.filter(state="open")
    rows = rows.filter(region=region) if region else rows
    rows = rows.filter(ask_on__lt=before) if before else rows
    return dict(rows.order_by().values("region").annotate(number=Count("pk")).values_list("region", "number"))


def page(*, actor: Actor, at: Instant, after: tuple[date, UUID] | None = None, limit: int = PAGE) -> PairPage:
    """Return a page of what waits, oldest first, and record that the names were read.

    Args:
        after: key of the last row of the page before.
    """
    rows = waiting(actor=actor, day=local_day(at))
    if after is not None:
        rows = rows.filter(Q(ask_on__gt=after[0]) | Q(ask_on=after[0], id__gt=after[1]))
    found = list(rows.order_by("ask_on", "id")[: limit + 1])
    shown = found[:limit]
    sides = _Sides(actor, shown, at=at)
    audit.record(
        actor=actor, at=at, act="people.list_pairs", object_kind="candidate_pair", fields=["name", "birth"],
        subjects={one for row in shown for one in (row.person_id, row.other_id) if one is not None}, details={"rows": len(shown)},
    )  # fmt: skip
    lines = [
        PairRow(row.id, left, right, row.ask_on)
        for row in shown
        if (left := sides.left(row)) and (right := sides.right(row))
    ]
    last = shown[-1] if len(found) > limit else None
    return PairPage(tuple(lines), (last.ask_on, last.id) if last else None)


def neighbours(*, actor: Actor, pair_id: UUID, at: Instant) -> tuple[UUID | None, UUID | None]:
    """Return the question before and after one in the queue; None where the queue ends."""
    here = CandidatePair.objects.filter(id=pair_id, desk_id=actor.agency_id).first()
    if here is None:
        return None, None
    rows = waiting(actor=actor, day=local_day(at)).exclude(id=pair_id)
    before = rows.filter(Q(ask_on__lt=here.ask_on) | Q(ask_on=here.ask_on, id__lt=here.id)).order_by("-ask_on", "-id")
    behind = rows.filter(Q(ask_on__gt=here.ask_on) | Q(ask_on=here.ask_on, id__gt=here.id)).order_by("ask_on", "id")
    return before.values_list("id", flat=True).first(), behind.values_list("id", flat=True).first()


def pair(*, actor: Actor, pair_id: UUID, at: Instant) -> PairView:
    """Return one question and record that what identifies both was read.

    Raises:
        NotVisible: absent, answered, or not asked of the actor's desk.
    """
    row = waiting(actor=actor, day=date.max).filter(id=pair_id).first()
    if row is None:
        raise NotVisible
    sides = _Sides(actor, [row], at=at)
    left, right = sides.left(row), sides.right(row)
    if left is None or right is None:
        raise NotVisible
    fitting = fit(row, hint=left.hint)
    one, other = fitting.left, fitting.right
    left, right = _at(left, fitting), _at(right, fitting)
    for person_id in (row.person_id, row.other_id):
        if person_id is not None:
            audit.record(
                actor=actor, at=at, act="people.review", subject_id=person_id, object_kind="candidate_pair", object_id=row.id,
                fields=["name", "birth", "sex", "address", "phone"], ground="own-desk",
            )  # fmt: skip
    model = model_of(row.model_id)
    agreements = {field: rules.agreement(one, other, field) for field in rules.COMPARED}
    if row.other_id is not None:
        agreements["bsn"] = rules.numbers_agree(_numbers(row.person_id), _numbers(row.other_id))
    return PairView(
        id=row.id,
        left=left,
        right=right,
        signal_id=row.signal_id,
        agreements=agreements,
        explanation=explain(model, one, other),
        certain=row.weight >= model.certain,
        fingerprint=fitting.fingerprint,
        ask_on=row.ask_on,
    )


def _at(side: Side, fitting: Fit) -> Side:
    """Return a side at the place where it was compared; a secret address stays unsaid."""
    place = fitting.places.get(side.person.id) if side.person is not None else None
    if side.person is None or place is None or side.secret or side.person.secret_address:
        return side
    said = Place.EARLIER if place.until is not None else Place.NOW if place.kind == "stay" else Place.REGISTERED
    person = replace(
        side.person, street=place.street, house_number=place.house_number, postcode=place.postcode, city=place.city
    )
    return replace(side, person=person, place=said)


def _numbers(person_id: UUID) -> list[bytes]:
    held = Identifier.objects.filter(person_id=person_id, kind="bsn", until=None)
    return [bytes(value) for value in held.values_list("blind_index", flat=True)]


class _Sides:
    """Both sides of several questions, read at once; a side that is not in sight is None."""

    def __init__(self, actor: Actor, rows: Sequence[CandidatePair], *, at: Instant) -> None:
        ids = {one for row in rows for one in (row.person_id, row.other_id) if one is not None}
        signal_ids = [row.signal_id for row in rows if row.signal_id is not None]
        stays = {one.person_id: one for one in Residence.objects.filter(person_id__in=ids, kind="stay", until=None)}
        secret = secret_addresses(person_ids=ids) if ids else set()
        self._persons = {
            one.id: Side(
                person_view(one, None if one.id in secret else stays.get(one.id)),
                None,
                one.registered_at,
                one.id in secret,
            )
            for one in Person.objects.filter(id__in=ids)
        }
        found = intake.signals(actor=actor, signal_ids=signal_ids, at=at) if signal_ids else []
        self._signals: dict[UUID, SignalView] = {one.id: one for one in found}

    def left(self, row: CandidatePair) -> Side | None:
        """Return the signal, or the other person."""
        if row.other_id is not None:
            return self._persons.get(row.other_id)
        signal = self._signals.get(row.signal_id) if row.signal_id else None
        return None if signal is None else Side(None, signal.hint, signal.received_at, secret=False)

    def right(self, row: CandidatePair) -> Side | None:
        """Return the person that is compared with."""
        return self._persons.get(row.person_id)
