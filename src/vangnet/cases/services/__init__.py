"""Open a case, fill its slots, keep contacts and decisions."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import IntegrityError, connection, transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from vangnet.access import selectors as access
from vangnet.access import services as grants
from vangnet.access.services import asking
from vangnet.access.services.directing import require_fit, require_in_case, require_within_own_sight
from vangnet.access.types import Actor, Basis
from vangnet.audit import services as audit
from vangnet.cases import rules
from vangnet.cases.errors import CaseExists, EmergencyWaits, NotIncluded, SignalNotAccepted, SlotTaken
from vangnet.cases.models import Case, Contact, Decision, Entry, Holding, RoleSlot
from vangnet.cases.services.cover import confirm_briefing, end_absence, end_deputies, name_deputy, report_absence
from vangnet.cases.services.documents import add_document
from vangnet.cases.services.locks import lock_open as _lock
from vangnet.cases.services.meetings import plan_meeting
from vangnet.cases.types import CaseKind, EntryKind
from vangnet.core.clock import Instant, local_day, start_of
from vangnet.core.errors import NotVisible
from vangnet.core.ids import new_id
from vangnet.core.periods import Period
from vangnet.core.versions import check_version
from vangnet.intake import selectors as intake
from vangnet.intake.types import SignalView, WeighingDecision
from vangnet.people import selectors as people

__all__ = [
    "add_document",
    "add_entry",
    "add_slot",
    "close",
    "confirm_briefing",
    "decide",
    "end_absence",
    "end_deputies",
    "end_holding",
    "hold_slot",
    "name_deputy",
    "note",
    "open_case",
    "plan_meeting",
    "record_contact",
    "report_absence",
    "set_municipality",
]

_OPENS = (WeighingDecision.CASE, WeighingDecision.INCLUSION_TABLE)


def open_case(*, actor: Actor, signal_id: UUID, person_id: UUID, kind: CaseKind, at: Instant) -> UUID:
    """Open a case about a person from a weighed signal; the actor becomes its process director.

    Args:
        signal_id: the signal that was weighed with the decision to open a case.
        person_id: whom it is about; the signal lies beside this person.

    Returns:
        The id of the case.

    Raises:
        NotVisible: signal or person is not in sight.
        SignalNotAccepted: the signal was not weighed as a case, or lies beside somebody else.
        NotIncluded: a case of the Levensloopaanpak, while the inclusion table did not include.
        CaseExists: a case of this kind runs already.
    """
    grants.require(actor, "cases.open")
    signal = intake.signal(actor=actor, signal_id=signal_id, at=at)
    person = people.person(actor=actor, person_id=person_id, at=at)
    link = people.links_of_signals(signal_ids=[signal_id]).get(signal_id)
    if signal.decision not in _OPENS or link is None or link.person_id != person_id:
        raise SignalNotAccepted
    if kind is CaseKind.LEVENSLOOP and not intake.included(signal_id=signal_id):
        raise NotIncluded
    today = local_day(at)
    case = Case(
        id=new_id(),
        number=_next_number(region=actor.region, year=today.year),
        region=actor.region,
        person_id=person_id,
        kind=kind.value,
        phase="F3",
        municipality=person.municipality or signal.municipality,
        opened_on=today,
        opened_from=signal_id,
        contact_every_days=7 if kind is CaseKind.LEVENSLOOP else 14,
    )
    case.contact_due_on = rules.contact_due(last=None, opened=today, every_days=case.contact_every_days)
    try:
        with transaction.atomic():
            for colleague in {actor.worker_id, *access.team_of(actor=actor)}:
                grants.open_grant(
                    actor=actor, at=at, worker_id=colleague, case_id=case.id, subject_id=person_id, region=actor.region,
                    categories=access.categories_of(role=actor.role), basis=Basis.TEAM, basis_id=actor.agency_id,
                )  # fmt: skip
            case.save(force_insert=True)
            slots = [
                RoleSlot(id=new_id(), region=case.region, case=case, role=role) for role in rules.REQUIRED_ROLES[kind]
            ]
            RoleSlot.objects.bulk_create(slots)
    except IntegrityError as error:
        raise CaseExists from error
    audit.record(
        actor=actor, at=at, act="cases.open", event=True, case_id=case.id, subject_id=person_id, object_kind="case",
        object_id=case.id, details={"signal": str(signal_id), "kind": kind.value},
    )  # fmt: skip
    add_entry(
        actor=actor, case_id=case.id, at=at, kind=EntryKind.SIGNAL, title="Casus geopend vanuit een signaal",
        text=signal.text[:500], category=_category_of(signal), object_id=signal_id,
    )  # fmt: skip
    if actor.role == "procesregisseur":
        hold_slot(
            actor=actor, case_id=case.id, slot_id=slots[0].id, worker_id=actor.worker_id, days=Period(today), at=at
        )
    return case.id


def _category_of(signal: SignalView) -> str:
    """Return the category of what a signal says: what the police saw stays police data in the case."""
    reporters = access.workers(worker_ids=[signal.reported_by]) if signal.reported_by else {}
    writer = next(iter(reporters.values()), None)
    return intake.category_at_table(
        channel=signal.channel.value, kind=signal.kind, reporter_kind=signal.reporter_kind,
        agency_kind=writer.agency_kind if writer else "", role=writer.role if writer else "",
    )  # fmt: skip


def add_slot(*, actor: Actor, case_id: UUID, role: str, at: Instant) -> UUID:
    """Add a role to a case, beyond the required ones; adding one that is there changes nothing."""
    case = _lock(case_id)
    require_in_case(actor, "cases.staff", case_id=case.id, at=at)
    slot, created = RoleSlot.objects.get_or_create(
        case=case, role=role, defaults={"region": case.region, "required": False}
    )
    if created:
        audit.record(
            actor=actor, at=at, act="cases.add_slot", event=True, case_id=case.id,
            subject_id=case.person_id, object_kind="slot", object_id=slot.id,
            details={"role": role},
        )  # fmt: skip
    return slot.id


def hold_slot(*, actor: Actor, case_id: UUID, slot_id: UUID, worker_id: UUID, days: Period, at: Instant) -> UUID:
    """Give a role to a worker for a period; on those days, and not before, they see what it needs. Giving it twice is once.

    Raises:
        NotVisible: case or slot is not in sight.
        SlotTaken: somebody holds it on one of these days.
        NoContentFunction: the worker's function never sees a case.
        NoMandate: the actor may not staff this case, or the role brings more than the actor sees.
    """
    case = _lock(case_id)
    require_in_case(actor, "cases.staff", case_id=case.id, at=at)
    slot = RoleSlot.objects.filter(id=slot_id, case=case).first()
    if slot is None:
        raise NotVisible
    categories = access.categories_of(role=slot.role)
    require_within_own_sight(actor, "cases.staff", case_id=case.id, categories=categories, at=at)
    worker, dates = access.worker(worker_id=worker_id), DateRange(days.start, days.end)
    require_fit(worker)
    same = Holding.objects.filter(slot=slot, worker_id=worker.id, days=dates).first()
    if same is not None:
        return same.id
    try:
        with transaction.atomic():
            holding = Holding.objects.create(region=case.region, case=case, slot=slot, worker_id=worker.id, days=dates)
    except IntegrityError as error:
        raise SlotTaken from error
    grants.open_grant(
        actor=actor, at=at, worker_id=worker.id, case_id=case.id, subject_id=case.person_id, region=case.region,
        categories=categories, basis=Basis.SLOT, basis_id=holding.id, since=start_of(days.start),
        until=start_of(days.end) if days.end else None,
    )  # fmt: skip
    audit.record(
        actor=actor, at=at, act="cases.hold_slot", event=True, case_id=case.id, subject_id=case.person_id,
        object_kind="slot", object_id=slot.id, details={"worker": str(worker.id), "role": slot.role},
    )  # fmt: skip
    add_entry(
        actor=actor, case_id=case.id, at=at, kind=EntryKind.PEOPLE, title=f"{worker.name} doet mee", category="C26",
        object_id=slot.id,
    )  # fmt: skip
    return holding.id


def end_holding(*, actor: Actor, case_id: UUID, slot_id: UUID, at: Instant) -> None:
    """End who holds a role today; their sight through this role ends at once.

    Raises:
        NotVisible: nobody holds it, or the case is not in sight.
    """
    case = _lock(case_id)
    require_in_case(actor, "cases.staff", case_id=case.id, at=at)
    today = local_day(at)
    holding = Holding.objects.filter(case=case, slot_id=slot_id, days__contains=today).first()
    if holding is None:
        raise NotVisible
    if holding.days.lower == today:
        holding.delete()
    else:
        holding.days = DateRange(holding.days.lower, today)
        holding.save(update_fields=["days"])
    grants.close_grants(actor=actor, at=at, why="slot-ended", case_id=case.id, basis=Basis.SLOT, basis_id=holding.id)
    audit.record(
        actor=actor, at=at, act="cases.end_holding", event=True, case_id=case.id,
        subject_id=case.person_id, object_kind="slot", object_id=slot_id,
        details={"worker": str(holding.worker_id)},
    )  # fmt: skip


def record_contact(
    *,
    actor: Actor,
    case_id: UUID,
    kind: str,
    text: str,
    contact_at: Instant,
    missed: bool,
    idempotency_key: str,
    at: Instant,
    category: str | None = None,
) -> UUID:
    """Keep that somebody was, or should have been, in touch with the person; the same key twice is one contact.

    Args:
        contact_at: when it was; not in the future.
        missed: whether it was agreed but did not happen.
        category: category of the law's vocabulary, decides who sees the line; by the writer's organisation when None.

    Raises:
        NotVisible: the case is not in sight.
        ContactUnreadable: something is missing.
    """
    case = _lock(case_id)
    grants.require(actor, "cases.record_contact")
    rules.check_contact(kind=kind, text=text, contact_at=contact_at, at=at, idempotency_key=idempotency_key)
    category = category or rules.category_of_writer(actor.agency_kind)
    contact, created = Contact.objects.get_or_create(
        case=case,
        idempotency_key=idempotency_key,
        defaults={
            "region": case.region,
            "at": contact_at,
            "kind": kind,
            "missed": missed,
            "text": text,
            "category": category,
            "recorded_by": actor.worker_id,
        },
    )
    if not created:
        return contact.id
    day = local_day(contact_at)
    if not missed and (case.last_contact_on is None or day > case.last_contact_on):
        case.last_contact_on = day
        case.contact_due_on = rules.contact_due(last=day, opened=case.opened_on, every_days=case.contact_every_days)
        case.save(update_fields=["last_contact_on", "contact_due_on"])
    audit.record(
        actor=actor, at=at, act="cases.miss_contact" if missed else "cases.record_contact", event=True, case_id=case.id,
        subject_id=case.person_id, object_kind="contact", object_id=contact.id, details={"kind": kind},
    )  # fmt: skip
    add_entry(
        actor=actor, case_id=case.id, at=contact_at, kind=EntryKind.MISSED_CONTACT if missed else EntryKind.CONTACT,
        title="Contact gemist" if missed else "Contact", text=text, category=category, object_id=contact.id,
    )  # fmt: skip
    return contact.id


def decide(
    *,
    actor: Actor,
    case_id: UUID,
    what: str,
    why: str,
    owner_id: UUID,
    due_on: date | None,
    at: Instant,
    category: str = rules.ACTION_CATEGORY,
    key: UUID | None = None,
) -> UUID:
    """Keep a decision: what, why, who does it, by when.

    Args:
        key: becomes the id of the decision, so that the same key twice is one decision.

    Raises:
        NotVisible: the case is not in sight.
        DecisionUnreadable: something is missing.
    """
    case = _lock(case_id)
    require_in_case(actor, "cases.decide", case_id=case.id, at=at)
    due_on = rules.check_decision(what=what, why=why, due_on=due_on)
    owner = access.worker(worker_id=owner_id)
    if key is not None and Decision.objects.filter(id=key, case=case).exists():
        return key
    row = Decision.objects.create(
        id=key or new_id(), region=case.region, case=case, at=at, what=what, why=why, owner_id=owner.id, due_on=due_on,
        decided_by=actor.worker_id, category=category,
    )  # fmt: skip
    audit.record(
        actor=actor,
        at=at,
        act="cases.decide",
        event=True,
        case_id=case.id,
        subject_id=case.person_id,
        object_kind="decision",
        object_id=row.id,
    )
    add_entry(
        actor=actor, case_id=case.id, at=at, kind=EntryKind.DECISION, title=what[:200], text=why, category=category,
        object_id=row.id,
    )  # fmt: skip
    return row.id


def note(*, actor: Actor, case_id: UUID, text: str, key: UUID, at: Instant, category: str | None = None) -> None:
    """Write something down on the timeline that is no contact and no decision.

    Args:
        key: of the form; the same key twice is one note.
        category: category of the law's vocabulary, decides who sees the line; by the writer's organisation when None.

    Raises:
        NotVisible: the case is not in sight.
        NoteUnreadable: there is no text, or too much of it.
    """
    case = _lock(case_id)
    grants.require(actor, "cases.record_contact")
    rules.check_note(text=text)
    if Entry.objects.filter(case=case, kind=EntryKind.NOTE.value, object_id=key).exists():
        return
    audit.record(
        actor=actor,
        at=at,
        act="cases.note",
        case_id=case.id,
        subject_id=case.person_id,
        object_kind="entry",
        object_id=key,
    )
    add_entry(
        actor=actor, case_id=case.id, at=at, kind=EntryKind.NOTE, title="Notitie", text=text.strip(),
        category=category or rules.category_of_writer(actor.agency_kind),
        object_id=key,
    )  # fmt: skip


def add_entry(
    *,
    actor: Actor,
    case_id: UUID,
    at: Instant,
    kind: EntryKind,
    title: str,
    text: str = "",
    category: str,
    object_id: UUID | None = None,
) -> None:
    """Add a line to the timeline; the act it tells of has been recorded by its own service."""
    region = Case.objects.filter(id=case_id).values_list("region", flat=True).first()
    if region is None:
        raise NotVisible
    Entry.objects.create(
        region=region, case_id=case_id, at=at, kind=kind.value, title=title[:200], text=text, category=category,
        author_id=actor.worker_id, object_id=object_id,
    )  # fmt: skip


def close(*, actor: Actor, case_id: UUID, version: int, why: str, at: Instant) -> None:
    """Close a case; everybody's sight of it ends, the record stays.

    Raises:
        NotVisible: the case is not in sight.
        StaleVersion: somebody changed it.
        EmergencyWaits: nobody looked yet at an emergency in it, and after closing nobody could.
    """
    case = _lock(case_id)
    require_in_case(actor, "cases.close", case_id=case.id, at=at)
    check_version(found=case.version, expected=version)
    rules.check_decision(what="afsluiten", why=why, due_on=local_day(at))
    if access.unreviewed_emergencies(case_id=case.id):
        raise EmergencyWaits
    case.closed_on, case.phase, case.version = local_day(at), "F5", case.version + 1
    case.save(update_fields=["closed_on", "phase", "version"])
    add_entry(
        actor=actor,
        case_id=case.id,
        at=at,
        kind=EntryKind.DECISION,
        title="Casus afgesloten",
        text=why,
        category=rules.OUTLINE_CATEGORY,
    )
    audit.record(
        actor=actor, at=at, act="cases.close", event=True, case_id=case.id, subject_id=case.person_id, object_kind="case",
        object_id=case.id,
    )  # fmt: skip
    asking.lapse(actor=actor, at=at, case_id=case.id)
    grants.close_grants(actor=actor, at=at, why="case-closed", case_id=case.id)


def set_municipality(*, actor: Actor, case_id: UUID, municipality: str, at: Instant) -> None:
    """Follow the person's place of stay in the case."""
    case = _lock(case_id)
    case.municipality, case.version = municipality, case.version + 1
    case.save(update_fields=["municipality", "version"])
    add_entry(
        actor=actor, case_id=case.id, at=at, kind=EntryKind.MOVE, title="Verblijft nu ergens anders", category="C01"
    )


def _next_number(*, region: str, year: int) -> str:
    """Return the next case number of a region and year, such as `2026-0481`; two at once never get the same."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO cases_casecounter (region, year, last) VALUES (%s, %s, 1) "
            "ON CONFLICT (region, year) DO UPDATE SET last = cases_casecounter.last + 1 RETURNING last",
            [region, year],
        )
        row = cursor.fetchone()
    assert row is not None
    return f"{year}-{row[0]:04d}"
