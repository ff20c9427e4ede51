"""Tables of the record. Made by hand in the first migration: partitioned by month and closed to change."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models


class Entry(models.Model):
    """One line of the record; see `audit.types.EntryView`."""

    pk = models.CompositePrimaryKey("day", "id")
    day = models.DateField()
    id = models.UUIDField()
    position = models.BigIntegerField()
    at = models.DateTimeField()
    act = models.CharField(max_length=60)
    worker_id = models.UUIDField()
    agency_id = models.UUIDField()
    on_behalf_of = models.UUIDField(null=True)
    region = models.CharField(max_length=8)
    case_id = models.UUIDField(null=True)
    subject_id = models.UUIDField(null=True)
    object_kind = models.CharField(max_length=40)
    object_id = models.UUIDField(null=True)
    fields = ArrayField(models.CharField(max_length=60))
    ground = models.CharField(max_length=120)
    purpose = models.CharField(max_length=60)
    outcome = models.CharField(max_length=10)
    trace_id = models.CharField(max_length=32)
    details = models.JSONField()

    class Meta:
        managed = False
        db_table = "audit_entry"


class Seal(models.Model):
    """The hash of one entry, chained to the one before it that day."""

    entry_id = models.UUIDField(primary_key=True)
    day = models.DateField()
    nr = models.IntegerField()
    hash = models.CharField(max_length=64)

    class Meta:
        managed = False
        db_table = "audit_seal"


class Pending(models.Model):
    """The outbox: an entry that `flow.reactions` has still to look at; what failed waits, and is set aside in the end."""

    position = models.BigIntegerField(primary_key=True)
    day = models.DateField()
    entry_id = models.UUIDField()
    attempts = models.SmallIntegerField(default=0)
    due_at = models.DateTimeField(null=True)
    fault = models.CharField(max_length=80, default="")
    parked_at = models.DateTimeField(null=True)

    class Meta:
        managed = False
        db_table = "audit_pending"


class DecisionRecord(models.Model):
    """One call of a decision point, in the form of the Authorization Decision Log."""

    pk = models.CompositePrimaryKey("day", "trace_id", "span_id")
    day = models.DateField()
    trace_id = models.CharField(max_length=32)
    span_id = models.CharField(max_length=16)
    parent_span_id = models.CharField(max_length=16)
    event_name = models.CharField(max_length=40)
    at = models.DateTimeField()
    status = models.CharField(max_length=5)
    attributes = models.JSONField()
    resource = models.JSONField()
    body = models.JSONField()

    class Meta:
        managed = False
        db_table = "audit_decisionrecord"


class Processing(models.Model):
    """One line of the processing log: that something was done with data about one person, and never by whom.

    Read only: the persons of one act are kept together in `audit_shown`, and `subjects` are all of those.
    """

    pk = models.CompositePrimaryKey("day", "trace_id", "span_id")
    day = models.DateField()
    trace_id = models.CharField(max_length=32)
    span_id = models.CharField(max_length=16)
    parent_span_id = models.CharField(max_length=16)
    name = models.CharField(max_length=60)
    status = models.CharField(max_length=5)
    start_time = models.DateTimeField()
    end_time = models.DateTimeField()
    activity = models.CharField(max_length=60)
    subject = models.CharField(max_length=64)
    agency_id = models.UUIDField()
    region = models.CharField(max_length=8)
    subjects = ArrayField(models.CharField(max_length=64))

    class Meta:
        managed = False
        db_table = "audit_processing"


class Destroyed(models.Model):
    """That something was destroyed or made anonymous: which, when, on what ground and how many rows. Never what it said."""

    id = models.UUIDField(primary_key=True, editable=False)
    at = models.DateTimeField()
    region = models.CharField(max_length=8)
    kind = models.CharField(max_length=10)
    object_id = models.UUIDField()
    rule = models.CharField(max_length=8)
    since = models.DateField()
    until = models.DateField()
    way = models.CharField(max_length=10)
    counts = models.JSONField()
    trace_id = models.CharField(max_length=32)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "object_id"], name="audit_destroyed_once")]
        indexes = [models.Index(fields=["region", "-at"], name="audit_destroyed_region")]
