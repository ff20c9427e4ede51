"""From what a case is like to its rows: the case, its roles and who holds them, contacts, decisions, the timeline."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import Model

from vangnet.access.models import Worker
from vangnet.access.types import SYSTEM_WORKER
from vangnet.cases import rules
from vangnet.cases.models import Case, Contact, Decision, Deputy, Entry, Holding, Meeting, RoleSlot
from vangnet.cases.types import CaseKind, EntryKind
from vangnet.cli.country import persons, signals, tables
from vangnet.cli.country.chance import Chance, days_before, fitting_day, start_of, workday_before
from vangnet.cli.country.shapes import Shape
from vangnet.cli.country.signals import Desks
from vangnet.core.clock import Instant, local_day
from vangnet.intake.models import Weighing
from vangnet.intake.types import ZVH_CRITERIA, WeighingDecision
from vangnet.plans.types import FlagReason
from vangnet.sharing.models import Fact
from vangnet.sharing.rules import facts_of_origin

_BY_TOWN = {"casusregisseur", "wmo_consulent"}


@dataclass(frozen=True, slots=True)
class Cause:
    """Something after which the plan had to be looked at."""

    reason: FlagReason
    cause_id: UUID
    since: Instant
    settled: bool


@dataclass(slots=True)
class CaseFile:
    """Everything of one case, while it is being made."""

    shape: Shape
    case: Case
    director: Worker
    holders: dict[str, Worker] = field(default_factory=dict)
    slots: dict[str, RoleSlot] = field(default_factory=dict)
    holdings: list[Holding] = field(default_factory=list)
    deputies: list[Deputy] = field(default_factory=list)
    causes: list[Cause] = field(default_factory=list)
    signals: int = 0
    rows: list[Model] = field(default_factory=list)

    def tell(
        self, chance: Chance, *, at: Instant, kind: EntryKind, title: str, author: UUID, text: str = "",
        category: str = "C26", about: UUID | None = None,
    ) -> None:  # fmt: skip
        """Add a line to the timeline."""
        self.rows.append(
            Entry(
                id=chance.new_id(at),
                region=self.case.region,
                case=self.case,
                at=at,
                kind=kind.value,
                title=title[:200],
                text=text,
                category=category,
                author_id=author,
                object_id=about,
            )
        )

    def actor(self, role: str) -> Worker:
        """Return who holds a role, or the director."""
        return self.holders.get(role, self.director)


def open_file(chance: Chance, desks: Desks, shape: Shape, *, number: int) -> CaseFile:
    """Make the person, the signal it began with, the case, its people and what they wrote down."""
    roster, day = desks.roster, desks.day
    opened_on = workday_before(days_before(day, shape.opened))
    opened_at = chance.moment(opened_on, first=10, last=16)
    director = roster.named[shape.director] if shape.director else roster.next("procesregisseur")
    moved = (chance.moment(days_before(day, shape.moved[0])), shape.moved[1]) if shape.moved else None
    known_at = chance.moment(days_before(opened_on, 400 if shape.opened < 365 else 20))
    person_id, rows = persons.register(
        chance, roster, shape.person, at=known_at, moved=moved, bsn=persons.papers(roster)
    )
    case = Case(
        id=chance.new_id(opened_at), number=f"{opened_on.year}-{number:04d}", region=roster.area.code, person_id=person_id,
        kind=shape.kind.value, phase="F5" if shape.closed else "F4" if shape.versions else "F3",
        municipality=shape.person.town.code, opened_on=opened_on, contact_every_days=shape.every_days,
        closed_on=days_before(day, shape.closed) if shape.closed else None,
    )  # fmt: skip
    file = CaseFile(shape, case, director, rows=rows)
    _first_signal(chance, desks, file, opened_at)
    file.rows.append(case)
    _staff(chance, desks, file, opened_at)
    _contacts(chance, desks, file)
    _decisions(chance, desks, file)
    _later_signals(chance, desks, file)
    if moved is not None:
        file.causes.append(Cause(FlagReason.MOVE, chance.new_id(moved[0]), moved[0], settled=True))
        title = "Verblijft nu ergens anders"
        file.tell(chance, at=moved[0], kind=EntryKind.MOVE, title=title, author=SYSTEM_WORKER, category="C01")
    if case.closed_on is not None:
        at = chance.moment(case.closed_on)
        file.tell(
            chance, at=at, kind=EntryKind.DECISION, title="Casus afgesloten", author=director.id,
            text="De doelen zijn gehaald. Het wijkteam houdt contact.", category=rules.OUTLINE_CATEGORY,
        )  # fmt: skip
    return file


def _first_signal(chance: Chance, desks: Desks, file: CaseFile, opened_at: Instant) -> None:
    """Make the signal from which the case was opened, weighed with that decision."""
    shape, case = file.shape, file.case
    at = opened_at - timedelta(hours=chance.between(20, 40))
    signal = signals.police(chance, desks, town=shape.person.town, at=at, who=shape.person)
    decision = WeighingDecision.INCLUSION_TABLE if shape.kind is CaseKind.LEVENSLOOP else WeighingDecision.CASE
    weighed_at = opened_at - timedelta(minutes=chance.between(5, 90))
    rows, by = signals.weigh(chance, desks, signal, decision=decision, at=weighed_at)
    assert by is not None
    if isinstance(rows[0], Weighing) and shape.kind is CaseKind.LEVENSLOOP:
        rows += tables.included(chance, signal, at=weighed_at, by=rows[0])
    link = signals.beside(chance, signal, person_id=case.person_id, by=by, at=weighed_at - timedelta(minutes=3))
    file.rows += [signal, *rows, *link]
    file.signals += 1
    case.opened_from = signal.id
    _facts(chance, file, opened_at)
    file.tell(
        chance, at=opened_at, kind=EntryKind.SIGNAL, title="Casus geopend vanuit een signaal", author=file.director.id,
        text=signal.text[:500], category=rules.category_of_writer("POL"), about=signal.id,
    )  # fmt: skip


def _facts(chance: Chance, file: CaseFile, opened_at: Instant) -> None:
    """Keep what the table found as facts: all four criteria were met, else it would be no case."""
    for name, value in sorted(facts_of_origin(dict.fromkeys(ZVH_CRITERIA, True)).items()):
        file.rows.append(
            Fact(
                id=chance.new_id(opened_at), region=file.case.region, case=file.case, name=name, value=value,
                recorded_by=SYSTEM_WORKER, recorded_at=opened_at, source="weighing",
            )
        )  # fmt: skip


def _staff(chance: Chance, desks: Desks, file: CaseFile, opened_at: Instant) -> None:
    shape, case, roster = file.shape, file.case, desks.roster
    written = dict(shape.staff)
    for role in shape.roles:
        town = shape.person.town.code if role in _BY_TOWN else ""
        slot = RoleSlot(
            id=chance.new_id(opened_at), region=case.region, case=case, role=role,
            required=role in rules.REQUIRED_ROLES[shape.kind],
        )  # fmt: skip
        file.slots[role] = slot
        file.rows.append(slot)
        if role == shape.gap:
            continue
        if role == "procesregisseur":
            worker = file.director
        else:
            worker = roster.named[written[role]] if role in written else roster.next(role, town)
        file.holders[role] = worker
        since = case.opened_on
        if not written and role != "procesregisseur" and shape.opened > 120 and chance.hit(0.12):
            since = _earlier_holder(chance, desks, file, slot, current=worker)
        _hold(chance, file, slot, worker, since, None)
        # Nobody can say that they are away without naming a deputy for each role; so whoever is away has one.
        if role in shape.deputies or roster.absence_from(worker, desks.day):
            _deputise(chance, desks, file, slot, worker, briefed=shape.deputies.get(role, chance.hit(0.9)))


def _earlier_holder(chance: Chance, desks: Desks, file: CaseFile, slot: RoleSlot, *, current: Worker) -> date:
    """Let somebody else hold the slot first; return the day on which the present holder took over."""
    before = desks.roster.other(current, slot.role)
    if before is None:
        return file.case.opened_on
    latest = max(20, (file.shape.closed or 0) + 10)
    change = days_before(desks.day, chance.between(latest, max(latest, file.shape.opened - 20)))
    if change <= file.case.opened_on:
        return file.case.opened_on
    _hold(chance, file, slot, before, file.case.opened_on, change)
    return change


def _hold(chance: Chance, file: CaseFile, slot: RoleSlot, worker: Worker, since: date, until: date | None) -> None:
    at = chance.moment(since, first=16, last=18)
    holding = Holding(
        id=chance.new_id(at), region=slot.region, case=file.case, slot=slot, worker_id=worker.id,
        days=DateRange(since, until),
    )  # fmt: skip
    file.holdings.append(holding)
    file.rows.append(holding)
    title = f"{worker.name} doet mee"
    file.tell(chance, at=at, kind=EntryKind.PEOPLE, title=title, author=file.director.id, about=slot.id)


def _deputise(chance: Chance, desks: Desks, file: CaseFile, slot: RoleSlot, holder: Worker, *, briefed: bool) -> None:
    """Name who stands in: from the staffing on, or for the days away when the holder is or will be away."""
    roster, shape = desks.roster, file.shape
    named = dict(shape.staff).get(f"deputy:{slot.role}")
    deputy = roster.named[named] if named else roster.other(holder, slot.role, file.case.municipality)
    if deputy is None:
        return
    away = roster.absence_from(holder, desks.day)
    if away is not None:
        days = DateRange(max(away.days.lower, file.case.opened_on), away.days.upper)
        asked = max(away.reported_at, start_of(file.case.opened_on))
    else:
        since = min(file.case.opened_on + timedelta(days=chance.between(1, 12)), days_before(desks.day, 1))
        if not briefed:
            since = days_before(desks.day, min(shape.opened - 1, chance.between(1, 4)))
        days, asked = DateRange(since, None), chance.moment(since)
    row = Deputy(
        id=chance.new_id(asked), region=slot.region, case=file.case, slot=slot, worker_id=deputy.id, days=days,
        asked_at=asked, briefed_at=asked + timedelta(hours=chance.between(1, 20)) if briefed else None,
    )  # fmt: skip
    if row.briefed_at is not None and row.briefed_at >= desks.cutoff:
        row.briefed_at = asked + timedelta(minutes=5)
    file.deputies.append(row)
    file.rows.append(row)


def _contacts(chance: Chance, desks: Desks, file: CaseFile) -> None:
    """Write the contacts down, and when the next one is owed."""
    case, shape = file.case, file.shape
    for nr, touch in enumerate(shape.touches, start=1):
        touched_on = workday_before(days_before(desks.day, max(touch.ago, 1)), not_before=case.opened_on)
        at = chance.moment(touched_on, first=9)
        by = file.actor(touch.role)
        category = rules.category_of_writer(by.agency.kind)
        contact = Contact(
            id=chance.new_id(at), region=case.region, case=case, at=at, kind=touch.kind, missed=touch.missed,
            text=touch.text, category=category, recorded_by=by.id, idempotency_key=f"seed-{nr}",
        )  # fmt: skip
        file.rows.append(contact)
        kind = EntryKind.MISSED_CONTACT if touch.missed else EntryKind.CONTACT
        title = "Contact gemist" if touch.missed else "Contact"
        file.tell(
            chance, at=at, kind=kind, title=title, author=by.id, text=touch.text, category=category, about=contact.id
        )
        if touch.missed:
            file.causes.append(Cause(FlagReason.MISSED_CONTACT, contact.id, at, shape.settle_missed or touch.ago > 10))
        else:
            case.last_contact_on = max(case.last_contact_on or local_day(at), local_day(at))
    case.contact_due_on = rules.contact_due(
        last=case.last_contact_on, opened=case.opened_on, every_days=case.contact_every_days
    )


def _decisions(chance: Chance, desks: Desks, file: CaseFile) -> None:
    case, shape = file.case, file.shape
    seats = "; ".join(dict.fromkeys(worker.agency.name for worker in file.holders.values()))
    for ruling in shape.rulings:
        day = workday_before(days_before(desks.day, ruling.ago), not_before=case.opened_on)
        at = chance.moment(day, first=10, last=15, step=15)
        meeting = Meeting(
            id=chance.new_id(at), region=case.region, case=case, at=at, place="Kamer 2, Zorg- en Veiligheidshuis",
            participants=seats,
        )  # fmt: skip
        owner = chance.pick(list(file.holders.values()))
        due_on = day + timedelta(days=14)
        decision = Decision(
            id=chance.new_id(at), region=case.region, case=case, meeting=meeting, at=at, what=ruling.what, why=ruling.why,
            owner_id=owner.id, due_on=due_on, done_on=due_on if due_on < desks.day else None,
            decided_by=file.director.id, category=rules.ACTION_CATEGORY,
        )  # fmt: skip
        file.rows += [meeting, decision]
        file.tell(
            chance, at=at, kind=EntryKind.DECISION, title=ruling.what, author=file.director.id, text=ruling.why,
            category=rules.ACTION_CATEGORY, about=decision.id,
        )  # fmt: skip
    if shape.meeting_in is not None and shape.closed is None:
        meeting_in = fitting_day(shape.meeting_in, day=desks.day, text="")
        at = chance.moment(desks.day + timedelta(days=meeting_in), first=9, last=16, step=15)
        case.next_meeting_at = at
        file.rows.append(Meeting(id=chance.new_id(start_of(desks.day)), region=case.region, case=case, at=at))


def _later_signals(chance: Chance, desks: Desks, file: CaseFile) -> None:
    """Make the signals that came in about the person since, each laid beside them once it was weighed."""
    for alarm in file.shape.alarms:
        at = chance.moment(days_before(desks.day, alarm.ago), first=0, last=24)
        signal = signals.police(
            chance, desks, town=file.shape.person.town, at=at, who=file.shape.person, text=alarm.text
        )
        rows, by = signals.weigh(chance, desks, signal, decision=WeighingDecision.LOCAL)
        file.rows += [signal, *rows]
        file.signals += 1
        if by is not None and signal.answered_at is not None:
            file.rows += signals.beside(chance, signal, person_id=file.case.person_id, by=by, at=signal.answered_at)
            file.causes.append(Cause(FlagReason.NEW_SIGNAL, signal.id, signal.answered_at, alarm.settled))
