"""Tables: the questions between regions, and what each means for the cases they found."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from vangnet.core.ids import new_id


class HitQuery(models.Model):
    """Is the person of my case or signal in an active case elsewhere? Kept at the side that asks, with what was told."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    region = models.CharField(max_length=8)
    agency_id = models.UUIDField()
    worker_id = models.UUIDField()
    case_id = models.UUIDField(null=True)
    signal_id = models.UUIDField(null=True)
    person_id = models.UUIDField(null=True)
    purpose = models.CharField(max_length=20)
    necessity = models.TextField()
    asked_at = models.DateTimeField()
    outcome = models.CharField(max_length=8)
    told_regions = ArrayField(models.CharField(max_length=8), default=list)
    record = models.JSONField()
    trace_id = models.CharField(max_length=32)

    class Meta:
        indexes = [
            models.Index(fields=["worker_id", "-asked_at"]),
            models.Index(fields=["agency_id", "-asked_at"]),
            models.Index(fields=["case_id", "-asked_at"]),
            models.Index(fields=["signal_id", "-asked_at"]),
        ]
        constraints = [
            models.CheckConstraint(
                name="handovers_query_one_ground",
                condition=Q(case_id=None, signal_id__isnull=False) | Q(case_id__isnull=False, signal_id=None),
            ),
        ]


class HitAnswer(models.Model):
    """One case that a question found; kept at the side that answers, which need not have been told to the asker."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    region = models.CharField(max_length=8)
    query = models.ForeignKey(
        HitQuery, models.SET_NULL, null=True, related_name="+"
    )  # gone with the ground of who asked
    case_id = models.UUIDField()
    person_id = models.UUIDField()
    asked_at = models.DateTimeField()
    asked_by = models.UUIDField()
    asked_agency = models.UUIDField()
    purpose = models.CharField(max_length=20)
    told = models.BooleanField()
    why_not = models.CharField(max_length=16, blank=True)
    seen_at = models.DateTimeField(null=True)
    seen_by = models.UUIDField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["query", "case_id"], name="handovers_answer_once")]
        indexes = [
            models.Index(fields=["case_id"], condition=Q(seen_at=None), name="handovers_answer_unseen"),
        ]
