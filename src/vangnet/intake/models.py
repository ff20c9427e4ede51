"""Tables: signals and how they were weighed."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from vangnet.core.ids import new_id


class Signal(models.Model):
    """One report about somebody, by whatever channel."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    region = models.CharField(max_length=8)
    desk_id = models.UUIDField()
    municipality = models.CharField(max_length=8)
    channel = models.CharField(max_length=12)
    source = models.CharField(max_length=40, blank=True)
    external_key = models.CharField(max_length=80, blank=True)
    idempotency_key = models.CharField(max_length=80)
    kind = models.CharField(max_length=12)
    label = models.CharField(max_length=20, blank=True)
    text = models.TextField()
    place = models.CharField(max_length=200, blank=True)
    postcode = models.CharField(max_length=6, blank=True)
    acute = models.BooleanField(default=False)
    reporter_name = models.CharField(max_length=200, blank=True)
    reporter_contact = models.CharField(max_length=200, blank=True)
    reported_by = models.UUIDField(null=True)
    hint = models.JSONField(default=dict)
    received_at = models.DateTimeField()
    occurred_at = models.DateTimeField(null=True)
    answer_due = models.DateTimeField()
    state = models.CharField(max_length=10)
    decision = models.CharField(max_length=20, blank=True)
    answered_at = models.DateTimeField(null=True)
    version = models.IntegerField(default=1)
    triage = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["region", "desk_id", "idempotency_key"], name="intake_signal_once"),
            models.UniqueConstraint(
                fields=["source", "external_key"], condition=~Q(external_key=""), name="intake_signal_source_once"
            ),
        ]
        indexes = [
            models.Index(
                fields=["desk_id", "answer_due", "id"], condition=~Q(state="answered"), name="intake_signal_open"
            ),
            models.Index(fields=["desk_id", "-received_at", "id"], name="intake_signal_desk"),
            models.Index(fields=["answer_due"], condition=~Q(state="answered"), name="intake_signal_owed"),
        ]


class Weighing(models.Model):
    """What people found and decided about a signal, together."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    region = models.CharField(max_length=8)
    signal = models.ForeignKey(Signal, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    participants = models.TextField()
    decision = models.CharField(max_length=20)
    reason = models.TextField()
    person_informed = models.BooleanField()
    not_informed_why = models.TextField(blank=True)
    decided_by = models.UUIDField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["signal"], name="intake_weighing_once")]


class WeighingCriterion(models.Model):
    """One criterion in a weighing."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    region = models.CharField(max_length=8)
    weighing = models.ForeignKey(Weighing, models.CASCADE, related_name="+")
    criterion = models.CharField(max_length=40)
    finding = models.CharField(max_length=8)
    reason = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["weighing", "criterion"], name="intake_criterion_once")]
