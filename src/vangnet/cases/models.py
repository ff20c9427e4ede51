"""Tables: cases, their role slots and who holds them, contacts, meetings, decisions, the timeline."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateRangeField, RangeOperators
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q

from vangnet.core.ids import new_id


class Case(models.Model):
    """The work of several organisations around one person."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.CharField(max_length=20)
    region = models.CharField(max_length=8)
    person_id = models.UUIDField()
    kind = models.CharField(max_length=12)
    phase = models.CharField(max_length=2)
    level = models.SmallIntegerField(default=0)
    municipality = models.CharField(max_length=8)
    opened_on = models.DateField()
    closed_on = models.DateField(null=True)
    opened_from = models.UUIDField(null=True)
    contact_every_days = models.SmallIntegerField(default=14)
    last_contact_on = models.DateField(null=True)
    contact_due_on = models.DateField(null=True)
    next_meeting_at = models.DateTimeField(null=True)
    version = models.IntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["region", "number"], name="cases_case_number"),
            models.UniqueConstraint(
                fields=["region", "person_id", "kind"], condition=Q(closed_on=None), name="cases_case_one_open"
            ),
            models.CheckConstraint(
                name="cases_case_period", condition=Q(closed_on=None) | Q(closed_on__gte=models.F("opened_on"))
            ),
        ]
        indexes = [models.Index(fields=["contact_due_on"], condition=Q(closed_on=None), name="cases_case_contact_due")]


class CaseCounter(models.Model):
    """Last case number given out in a region and year."""

    pk = models.CompositePrimaryKey("region", "year")
    region = models.CharField(max_length=8)
    year = models.SmallIntegerField()
    last = models.IntegerField()


class RoleSlot(models.Model):
    """A role that somebody must hold in a case."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    region = models.CharField(max_length=8)
    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    role = models.CharField(max_length=40)
    required = models.BooleanField(default=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "role"], name="cases_slot_once")]


class Holding(models.Model):
    """Who holds a slot, from when until when; never two at a time."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    region = models.CharField(max_length=8)
    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    slot = models.ForeignKey(RoleSlot, models.PROTECT, related_name="+")
    worker_id = models.UUIDField()
    days = DateRangeField()

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="cases_holding_one_at_a_time",
                expressions=[("slot", RangeOperators.EQUAL), ("days", RangeOperators.OVERLAPS)],
            ),
        ]
        # Pages ask who holds a slot. The index of the exclusion constraint would answer too, fifty times slower: a table
        # that need not be visited makes this one the cheaper choice.
        indexes = [
            models.Index(fields=["worker_id"]),
            models.Index(fields=["case"]),
            models.Index(fields=["slot"], include=["case", "worker_id", "days"], name="cases_holding_of_slot"),
        ]


class Deputy(models.Model):
    """Who stands in for a slot when its holder is away; counts only after confirming the briefing."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    region = models.CharField(max_length=8)
    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    slot = models.ForeignKey(RoleSlot, models.PROTECT, related_name="+")
    worker_id = models.UUIDField()
    days = DateRangeField()
    asked_at = models.DateTimeField()
    briefed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="cases_deputy_one_at_a_time",
                expressions=[("slot", RangeOperators.EQUAL), ("days", RangeOperators.OVERLAPS)],
            ),
        ]
        indexes = [
            models.Index(fields=["worker_id"], condition=Q(briefed_at=None), name="cases_deputy_unbriefed"),
            models.Index(fields=["worker_id"], name="cases_deputy_of_worker"),
            models.Index(
                fields=["slot"], include=["case", "worker_id", "days", "briefed_at"], name="cases_deputy_of_slot"
            ),
        ]


class Contact(models.Model):
    """Somebody was, or should have been, in touch with the person."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    region = models.CharField(max_length=8)
    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    kind = models.CharField(max_length=10)
    missed = models.BooleanField(default=False)
    text = models.TextField()
    category = models.CharField(max_length=3)
    recorded_by = models.UUIDField()
    idempotency_key = models.CharField(max_length=80)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "idempotency_key"], name="cases_contact_once")]


class Meeting(models.Model):
    """A case meeting: when, where, who."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    region = models.CharField(max_length=8)
    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    place = models.CharField(max_length=120, blank=True)
    participants = models.TextField(blank=True)


class Decision(models.Model):
    """What was decided, why, who does it and by when."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    region = models.CharField(max_length=8)
    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    meeting = models.ForeignKey(Meeting, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    what = models.TextField()
    why = models.TextField()
    owner_id = models.UUIDField()
    due_on = models.DateField()
    done_on = models.DateField(null=True)
    decided_by = models.UUIDField()
    category = models.CharField(max_length=3)


class Entry(models.Model):
    """One line of the timeline of a case."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    region = models.CharField(max_length=8)
    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    kind = models.CharField(max_length=16)
    title = models.CharField(max_length=200)
    text = models.TextField(blank=True)
    category = models.CharField(max_length=3)
    author_id = models.UUIDField()
    object_id = models.UUIDField(null=True)

    class Meta:
        indexes = [models.Index(fields=["case", "-at"])]


class Document(models.Model):
    """A file in a case, as it was handed in; nobody changes it afterwards."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    region = models.CharField(max_length=8)
    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    title = models.CharField(max_length=120)
    kind = models.CharField(max_length=12)
    category = models.CharField(max_length=3)
    media_type = models.CharField(max_length=60)
    size = models.IntegerField()
    content = models.BinaryField()
    author_id = models.UUIDField()
    added_at = models.DateTimeField()
    idempotency_key = models.CharField(max_length=80)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "idempotency_key"], name="cases_document_once")]
        indexes = [models.Index(fields=["case", "-added_at"], name="cases_document_of_case")]


class LockedPicture(models.Model):
    """The bytes of an old picture whose metadata cannot be taken out: no role but the owner reads them, and they go with the case."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    region = models.CharField(max_length=8)
    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    document = models.OneToOneField(Document, models.PROTECT, related_name="+")
    content = models.BinaryField()


class Withdrawal(models.Model):
    """A document that was attached by mistake is read by nobody any more: why, as a code, and who said so; its bytes go with the case."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    region = models.CharField(max_length=8)
    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    document = models.OneToOneField(Document, models.PROTECT, related_name="+")
    category = models.CharField(max_length=3)
    why = models.CharField(max_length=12)
    withdrawn_by = models.UUIDField()
    withdrawn_at = models.DateTimeField()


class Reprocessing(models.Model):
    """A closed case is used again, or data stay after their term: on what ground, until when, on whose order."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    region = models.CharField(max_length=8)
    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    agency_id = models.UUIDField()
    ground = models.CharField(max_length=16)
    ordered_for = models.TextField()
    why = models.TextField()
    until = models.DateField()
    keeps = models.BooleanField()
    ordered_by = models.UUIDField()
    ordered_at = models.DateTimeField()
    allowed_at = models.DateTimeField(null=True)
    refused_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["case", "until"], name="cases_reprocessing_case")]
        constraints = [
            models.CheckConstraint(name="cases_reprocessing_one_end", condition=Q(allowed_at=None) | Q(refused_at=None))
        ]


class SupplierAnswer(models.Model):
    """Whether an organisation that supplied data agrees that they are used again; `suppliers` are its workers who supplied them."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    region = models.CharField(max_length=8)
    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    reprocessing = models.ForeignKey(Reprocessing, models.PROTECT, related_name="+")
    asker_id = models.UUIDField()
    agency_id = models.UUIDField()
    suppliers = ArrayField(models.UUIDField(), default=list)
    agrees = models.BooleanField(null=True)
    said_by = models.CharField(max_length=120, blank=True)
    recorded_by = models.UUIDField(null=True)
    at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["reprocessing", "agency_id"], name="cases_supplier_once")]


class KeepingChoice(models.Model):
    """It was decided that a case goes on the day on which it must."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    region = models.CharField(max_length=8)
    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    until = models.DateField()
    why = models.TextField()
    decided_by = models.UUIDField()
    decided_at = models.DateTimeField()


class Listed(models.Model):
    """What the list of cases tells about one; kept by the database from where it stands, never written by hand.

    `directors` and `director_days` belong together: who held the slot of the process director, the latest first.
    """

    case_id = models.UUIDField(primary_key=True, editable=False)
    region = models.CharField(max_length=8)
    number = models.CharField(max_length=20)
    kind = models.CharField(max_length=12)
    phase = models.CharField(max_length=2)
    municipality = models.CharField(max_length=8)
    last_contact_on = models.DateField(null=True)
    contact_due_on = models.DateField(null=True)
    given_names = models.CharField(max_length=200)
    prefix = models.CharField(max_length=20)
    surname = models.CharField(max_length=200)
    partner_prefix = models.CharField(max_length=20)
    partner_surname = models.CharField(max_length=200)
    name_use = models.CharField(max_length=12)
    birth_year = models.SmallIntegerField()
    birth_month = models.SmallIntegerField()
    birth_day = models.SmallIntegerField()
    directors = ArrayField(models.UUIDField())
    director_days = ArrayField(DateRangeField())
    review_on = models.DateField(null=True)


class Words(models.Model):
    """The words of a case, by where they stand and by category; kept by the database, read by `cases_search` alone."""

    pk = models.CompositePrimaryKey("case_id", "source", "category")
    case_id = models.UUIDField()
    source = models.CharField(max_length=8)
    category = models.CharField(max_length=3)
    bit = models.BigIntegerField()
    region = models.CharField(max_length=8)
    words = SearchVectorField()
