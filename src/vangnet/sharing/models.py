"""Tables: questions and verdicts, facts, consents, disclosures, requests. Facts and verdicts are only ever added."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from vangnet.core.ids import new_id


class Question(models.Model):
    """Somebody asked whether items may go to a receiver."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    region = models.CharField(max_length=8)
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    giver_org = models.CharField(max_length=8)
    giver_role = models.CharField(max_length=40)
    receiver_org = models.CharField(max_length=8)
    receiver_role = models.CharField(max_length=40)
    receiver_name = models.CharField(max_length=120)
    receiver_worker = models.UUIDField(null=True)
    purpose = models.CharField(max_length=40)
    phase = models.CharField(max_length=2)
    asked_by = models.UUIDField()
    asked_at = models.DateTimeField()
    trace_id = models.CharField(max_length=32, blank=True)

    class Meta:
        indexes = [models.Index(fields=["case", "-asked_at"])]


class Verdict(models.Model):
    """What the law said about one item: the whole question to the law and its answer, to recompute years later."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    region = models.CharField(max_length=8)
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    question = models.ForeignKey(Question, models.PROTECT, related_name="+")
    nr = models.SmallIntegerField()
    item_kind = models.CharField(max_length=12)
    item_id = models.UUIDField()
    item_title = models.CharField(max_length=200)
    category = models.CharField(max_length=3)
    outcome = models.CharField(max_length=12)
    norm_set = models.CharField(max_length=64)
    record = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["question", "nr"], name="sharing_verdict_nr")]


class NormArchive(models.Model):
    """Every norm set that was ever used, whole, by its hash."""

    hash = models.CharField(primary_key=True, max_length=64)
    content = models.TextField()
    first_used = models.DateTimeField()


class Fact(models.Model):
    """A fact of a case as somebody recorded it; a newer one replaces it, none is ever removed."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    region = models.CharField(max_length=8)
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    receiver_org = models.CharField(max_length=8, blank=True)
    item_id = models.UUIDField(null=True)
    name = models.CharField(max_length=60)
    value = models.BooleanField()
    recorded_by = models.UUIDField()
    recorded_at = models.DateTimeField()
    source = models.CharField(max_length=60)
    note = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["case", "name", "-recorded_at"])]


class Consent(models.Model):
    """What the person agreed to, as they were told it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    region = models.CharField(max_length=8)
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    receivers = ArrayField(models.CharField(max_length=8))
    categories = ArrayField(models.CharField(max_length=3))
    purposes = ArrayField(models.CharField(max_length=40))
    explicit = models.BooleanField()
    text_shown = models.TextField()
    form = models.CharField(max_length=8)
    competent = models.BooleanField()
    given_on = models.DateField()
    until = models.DateField(null=True)
    taken_by = models.UUIDField()
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_to = models.UUIDField(null=True)

    class Meta:
        indexes = [models.Index(fields=["case"], condition=Q(withdrawn_at=None), name="sharing_consent_open")]


class Disclosure(models.Model):
    """Items that really went, and why they could."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    region = models.CharField(max_length=8)
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    question = models.ForeignKey(Question, models.PROTECT, related_name="+")
    motive = models.TextField()
    disclosed_by = models.UUIDField()
    at = models.DateTimeField()
    idempotency_key = models.CharField(max_length=80)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "idempotency_key"], name="sharing_disclosure_once")]


class DisclosedItem(models.Model):
    """One item of a disclosure, with the verdict that carried it and the conditions that travel along."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    region = models.CharField(max_length=8)
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    disclosure = models.ForeignKey(Disclosure, models.PROTECT, related_name="+")
    verdict = models.ForeignKey(Verdict, models.PROTECT, related_name="+")
    output_form = models.CharField(max_length=2)
    duties = ArrayField(models.CharField(max_length=40))
    corrected_at = models.DateTimeField(null=True)
    correction = models.TextField(blank=True)
    correction_seen_at = models.DateTimeField(null=True)


class InformationRequest(models.Model):
    """A question to a partner, with the day by which they answer."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    region = models.CharField(max_length=8)
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    to_name = models.CharField(max_length=120)
    to_org = models.CharField(max_length=8)
    to_worker = models.UUIDField(null=True)
    question = models.TextField()
    purpose = models.CharField(max_length=40)
    asked_by = models.UUIDField()
    asked_at = models.DateTimeField()
    due_on = models.DateField()
    state = models.CharField(max_length=10)
    answer = models.TextField(blank=True)
    closed_at = models.DateTimeField(null=True)
    version = models.IntegerField(default=1)

    class Meta:
        indexes = [models.Index(fields=["case", "due_on"], condition=Q(state="asked"), name="sharing_request_open")]
