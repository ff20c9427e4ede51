"""Tables: plans, their goals, agreements, crisis steps, flags and who has read them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from vangnet.core.ids import new_id


class Plan(models.Model):
    """One version of the plan of a case."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    region = models.CharField(max_length=8)
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    nr = models.IntegerField()
    state = models.CharField(max_length=8)
    review_on = models.DateField()
    drafted_by = models.UUIDField()
    drafted_at = models.DateTimeField()
    adopted_by = models.UUIDField(null=True)
    adopted_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    version = models.IntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case"], condition=Q(state="current"), name="plans_plan_one_current"),
            models.UniqueConstraint(fields=["case"], condition=Q(state="draft"), name="plans_plan_one_draft"),
            models.UniqueConstraint(fields=["case", "nr"], name="plans_plan_nr"),
        ]
        indexes = [models.Index(fields=["review_on"], condition=Q(state="current"), name="plans_plan_review")]


class Passage(models.Model):
    """A text of a plan that belongs to no life domain: the person's own words, or what the plan is about."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    region = models.CharField(max_length=8)
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    plan = models.ForeignKey(Plan, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=8)
    category = models.CharField(max_length=3)
    text = models.TextField()
    said_on = models.DateField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["plan", "kind"], name="plans_passage_once")]


class Goal(models.Model):
    """One life domain in a plan."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    region = models.CharField(max_length=8)
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    plan = models.ForeignKey(Plan, models.CASCADE, related_name="+")
    nr = models.SmallIntegerField()
    domain = models.CharField(max_length=20)
    state = models.CharField(max_length=10)
    now = models.TextField(blank=True)
    goal = models.TextField(blank=True)
    who = models.CharField(max_length=200, blank=True)


class CrisisStep(models.Model):
    """One step of what to do when it goes wrong."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    region = models.CharField(max_length=8)
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    plan = models.ForeignKey(Plan, models.CASCADE, related_name="+")
    nr = models.SmallIntegerField()
    text = models.TextField()
    phone = models.CharField(max_length=20, blank=True)


class Agreement(models.Model):
    """Something somebody does by a day; numbered within the case, it outlives the version of the plan."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    region = models.CharField(max_length=8)
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    nr = models.IntegerField()
    what = models.TextField()
    why = models.TextField(blank=True)
    owner_id = models.UUIDField(null=True)
    owner_name = models.CharField(max_length=120, blank=True)
    deputy_id = models.UUIDField(null=True)
    due_on = models.DateField()
    done_on = models.DateField(null=True)
    done_by = models.UUIDField(null=True)
    repeats_days = models.SmallIntegerField(default=0)
    category = models.CharField(max_length=3)
    idempotency_key = models.CharField(max_length=80)
    version = models.IntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "nr"], name="plans_agreement_nr"),
            models.UniqueConstraint(fields=["case", "idempotency_key"], name="plans_agreement_once"),
        ]
        indexes = [
            models.Index(fields=["case", "due_on"], condition=Q(done_on=None), name="plans_agreement_open"),
        ]


class Flag(models.Model):
    """Why a current plan may no longer fit; stays until somebody looked at it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    region = models.CharField(max_length=8)
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    plan = models.ForeignKey(Plan, models.PROTECT, related_name="+")
    reason = models.CharField(max_length=16)
    since = models.DateTimeField()
    due_on = models.DateField()
    cause_id = models.UUIDField()
    settled_at = models.DateTimeField(null=True)
    settled_by = models.UUIDField(null=True)
    settled_how = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["plan", "cause_id"], name="plans_flag_once")]
        indexes = [models.Index(fields=["case"], condition=Q(settled_at=None), name="plans_flag_open")]


class PlanRead(models.Model):
    """Who has read which version."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    region = models.CharField(max_length=8)
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    plan = models.ForeignKey(Plan, models.PROTECT, related_name="+")
    worker_id = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["plan", "worker_id"], name="plans_read_once")]
