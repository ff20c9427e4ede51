"""Tables of what runs on by itself: levels that a late answer climbs, agreements of the field as data, published figures."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from vangnet.core.ids import new_id


class Escalation(models.Model):
    """An answer, a telling or word to the person that is late climbed to somebody.

    Holds what they need to ask about it, nothing of what was reported.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    region = models.CharField(max_length=8)
    signal = models.ForeignKey("intake.Signal", models.PROTECT, related_name="+")
    desk_id = models.UUIDField()
    level = models.SmallIntegerField()
    what = models.CharField(max_length=8, default="answer")
    at = models.DateTimeField()
    to_agency = models.UUIDField()
    to_role = models.CharField(max_length=40)
    municipality = models.CharField(max_length=8)
    kind = models.CharField(max_length=12)
    answer_due = models.DateTimeField()
    taken_by = models.UUIDField(null=True)
    taken_at = models.DateTimeField(null=True)
    taken_text = models.TextField(blank=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["signal", "what", "level", "answer_due"], name="intake_escalation_once")
        ]
        indexes = [
            models.Index(
                fields=["to_agency", "to_role", "answer_due", "id"],
                condition=Q(ended_at=None),
                name="intake_escalation_open",
            ),
        ]


class Convention(models.Model):
    """One version of how the field agreed to work: questions, labels, levels, criteria, terms. Data, dated, by region."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    what = models.CharField(max_length=16)
    scope = models.CharField(max_length=40)
    version = models.SmallIntegerField()
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)
    text = models.TextField()
    stored_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["what", "scope", "version"], name="intake_convention_once"),
            models.CheckConstraint(
                name="intake_convention_days", condition=Q(valid_until=None) | Q(valid_until__gt=F("valid_from"))
            ),
        ]


class SignalFigure(models.Model):
    """How many signals a desk had in a quarter, by one feature; no number where it is too small to publish."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    region = models.CharField(max_length=8)
    desk_id = models.UUIDField()
    quarter = models.CharField(max_length=6)
    dimension = models.CharField(max_length=12)
    code = models.CharField(max_length=40)
    number = models.IntegerField(null=True)
    published_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["desk_id", "quarter", "dimension", "code"], name="intake_figure_once")
        ]
        indexes = [models.Index(fields=["quarter", "region"], name="intake_figure_quarter")]
