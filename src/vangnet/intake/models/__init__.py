"""Tables: signals and how they were weighed."""

from __future__ import annotations

from datetime import time

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from vangnet.core.ids import new_id
from vangnet.intake.models.clock import Convention as Convention
from vangnet.intake.models.clock import Escalation as Escalation
from vangnet.intake.models.clock import SignalFigure as SignalFigure
from vangnet.intake.models.tables import Board as Board
from vangnet.intake.models.tables import BoardGuest as BoardGuest
from vangnet.intake.models.tables import BoardItem as BoardItem
from vangnet.intake.models.tables import BoardSeat as BoardSeat
from vangnet.intake.models.tables import BoardVote as BoardVote
from vangnet.intake.models.tables import Inclusion as Inclusion
from vangnet.intake.models.tables import InclusionFinding as InclusionFinding
from vangnet.intake.models.tables import InclusionVote as InclusionVote
from vangnet.intake.models.tables import QuickDecision as QuickDecision


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
    reporter_kind = models.CharField(max_length=12, blank=True, default="")
    own_code = models.CharField(max_length=60, blank=True, default="")
    routed_by = models.CharField(max_length=8, blank=True, default="")
    offered_to = models.UUIDField(null=True)
    offered_why = models.TextField(blank=True, default="")
    declined = models.BooleanField(default=False)
    tell_due = models.DateTimeField(null=True)
    told_at = models.DateTimeField(null=True)
    inform_on = models.DateField(null=True)
    inform_owner = models.UUIDField(null=True)
    informed_at = models.DateTimeField(null=True)
    destroy_on = models.DateField(null=True)
    emptied_at = models.DateTimeField(null=True)

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
            models.Index(
                fields=["desk_id", "tell_due", "id"],
                condition=Q(told_at=None, tell_due__isnull=False),
                name="intake_signal_untold",
            ),
            models.Index(
                fields=["tell_due"], condition=Q(told_at=None, tell_due__isnull=False), name="intake_signal_tell_owed"
            ),
            models.Index(
                fields=["desk_id", "inform_on", "id"],
                condition=Q(inform_on__isnull=False),
                name="intake_signal_inform",
            ),
            models.Index(fields=["offered_to"], condition=Q(offered_to__isnull=False), name="intake_signal_offered"),
            models.Index(fields=["destroy_on"], condition=Q(destroy_on__isnull=False), name="intake_signal_destroy"),
            models.Index(fields=["reported_by", "-received_at"], name="intake_signal_reporter"),
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
    board = models.ForeignKey("intake.Board", models.PROTECT, null=True, related_name="+")
    carried_by = models.CharField(max_length=200, blank=True, default="")
    owner_id = models.UUIDField(null=True)
    due_on = models.DateField(null=True)
    done_at = models.DateTimeField(null=True)
    done_text = models.TextField(blank=True, default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["signal"], name="intake_weighing_once")]
        indexes = [
            models.Index(
                fields=["owner_id", "due_on", "id"],
                condition=Q(done_at=None, due_on__isnull=False),
                name="intake_weighing_owed",
            ),
        ]


class WeighingCriterion(models.Model):
    """One criterion in a weighing."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    region = models.CharField(max_length=8)
    weighing = models.ForeignKey(Weighing, models.CASCADE, related_name="+")
    criterion = models.CharField(max_length=40)
    finding = models.CharField(max_length=8)
    reason = models.TextField(blank=True)
    facts = models.TextField(blank=True, default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["weighing", "criterion"], name="intake_criterion_once")]


class Feedback(models.Model):
    """What the reporter was told, by whom and how."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    region = models.CharField(max_length=8)
    signal = models.ForeignKey(Signal, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    way = models.CharField(max_length=10)
    text = models.TextField(blank=True)
    told_by = models.UUIDField()
    idempotency_key = models.CharField(max_length=80)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["signal", "idempotency_key"], name="intake_feedback_once")]


class PersonWord(models.Model):
    """What the person whom a signal is about was told, or why not yet and when that is looked at again."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    region = models.CharField(max_length=8)
    signal = models.ForeignKey(Signal, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    outcome = models.CharField(max_length=8)
    text = models.TextField(blank=True)
    again_on = models.DateField(null=True)
    said_by = models.UUIDField()
    idempotency_key = models.CharField(max_length=80)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["signal", "idempotency_key"], name="intake_person_word_once")]


class Outreach(models.Model):
    """Somebody who asks for nothing is kept in view: on what ground, who tries, when it is looked at again, when it ends."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    region = models.CharField(max_length=8)
    desk_id = models.UUIDField()
    signal = models.ForeignKey(Signal, models.PROTECT, related_name="+")
    ground = models.TextField()
    owner_id = models.UUIDField()
    opened_at = models.DateTimeField()
    review_on = models.DateField()
    ended_at = models.DateTimeField(null=True)
    ended_why = models.TextField(blank=True)
    version = models.IntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["signal"], condition=Q(ended_at=None), name="intake_outreach_once"),
        ]
        indexes = [
            models.Index(
                fields=["desk_id", "review_on", "id"], condition=Q(ended_at=None), name="intake_outreach_open"
            ),
        ]


class Attempt(models.Model):
    """One try to reach somebody who asks for nothing, reached or not."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    region = models.CharField(max_length=8)
    outreach = models.ForeignKey(Outreach, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    way = models.CharField(max_length=10)
    reached = models.BooleanField()
    text = models.TextField()
    made_by = models.UUIDField()
    idempotency_key = models.CharField(max_length=80)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["outreach", "idempotency_key"], name="intake_attempt_once")]


class Desk(models.Model):
    """How a desk works: what it takes, how fast it answers, what to do when it is closed. Data, not code."""

    agency = models.OneToOneField("access.Agency", models.PROTECT, primary_key=True, related_name="+")
    kinds = ArrayField(models.CharField(max_length=12))
    answer_workdays = models.SmallIntegerField(default=2)
    cutoff = models.TimeField(default=time(17, 0))
    keep_days = models.SmallIntegerField(default=30)
    outside_text = models.CharField(max_length=300, blank=True)
    outside_phone = models.CharField(max_length=20, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="intake_desk_limits", condition=Q(answer_workdays__range=(1, 20)) & Q(keep_days__range=(1, 365))
            ),
        ]


class DeskArea(models.Model):
    """Where a desk works: a municipality, or a range of its postcodes, from a day until a day (half-open)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    desk = models.ForeignKey(Desk, models.CASCADE, related_name="+")
    municipality = models.CharField(max_length=8)
    postcode_from = models.CharField(max_length=6, blank=True)
    postcode_to = models.CharField(max_length=6, blank=True)
    since = models.DateField()
    until = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="intake_area_range",
                condition=(
                    Q(postcode_from="", postcode_to="")
                    | Q(postcode_to__gte=models.F("postcode_from"), postcode_from__gt="")
                )
                & (Q(until=None) | Q(until__gt=models.F("since"))),
            ),
        ]
        indexes = [models.Index(fields=["municipality"])]


class DeskHours(models.Model):
    """When a desk is open: one stretch of one weekday, Dutch local time; public holidays are closed."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    desk = models.ForeignKey(Desk, models.CASCADE, related_name="+")
    weekday = models.SmallIntegerField()
    opens = models.TimeField()
    closes = models.TimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="intake_hours_day", condition=Q(weekday__range=(0, 6)) & Q(closes__gt=models.F("opens"))
            ),
        ]
