"""Tables: questions and verdicts, facts, consents, disclosures, requests, advice. Facts, verdicts and steps are only ever added."""

from __future__ import annotations

from datetime import timedelta

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


class ItemAbout(models.Model):
    """About whom an item is, as somebody said it; the newest counts, none is ever removed."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    region = models.CharField(max_length=8)
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    item_id = models.UUIDField()
    whom = models.CharField(max_length=8)
    relation_id = models.UUIDField(null=True)
    said_by = models.UUIDField()
    said_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["case", "item_id", "-said_at"], name="sharing_about_item")]
        constraints = [
            models.CheckConstraint(
                name="sharing_about_relation",
                condition=Q(whom="relation", relation_id__isnull=False) | (~Q(whom="relation") & Q(relation_id=None)),
            )
        ]


class NormArchive(models.Model):
    """Every norm set that was ever used, whole, by its hash."""

    hash = models.CharField(primary_key=True, max_length=64)
    content = models.TextField()
    first_used = models.DateTimeField()


class NormLoad(models.Model):
    """One time that the norm files were read: with which result, or with which faults. The newest with a hash is in use."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    at = models.DateTimeField()
    folders = ArrayField(models.CharField(max_length=300))
    hash = models.CharField(max_length=64, blank=True)
    faults = models.JSONField(default=list)

    class Meta:
        indexes = [models.Index(fields=["-at"], condition=~Q(hash=""), name="sharing_norms_running")]
        constraints = [
            models.CheckConstraint(
                name="sharing_norm_load_or_faults",
                condition=(Q(hash="") & ~Q(faults=[])) | (~Q(hash="") & Q(faults=[])),
            )
        ]


class Fact(models.Model):
    """A fact of a case as somebody recorded it; a newer one replaces it, none is ever removed."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    region = models.CharField(max_length=8)
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    receiver_org = models.CharField(max_length=8, blank=True)
    purpose = models.CharField(max_length=40, blank=True)
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
    conditions = models.TextField(blank=True)
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
    correction_seen_by = models.UUIDField(null=True)
    correction_seen_from = models.CharField(max_length=120, blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["disclosure"],
                condition=Q(corrected_at__isnull=False, correction_seen_at__isnull=True),
                name="sharing_item_unseen",
            ),
        ]


class InformationRequest(models.Model):
    """A question to a partner, with the day by which they answer."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    region = models.CharField(max_length=8)
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    to_name = models.CharField(max_length=120)
    to_org = models.CharField(max_length=8)
    to_worker = models.UUIDField(null=True)
    question = models.TextField()
    category = models.CharField(max_length=3)
    purpose = models.CharField(max_length=40)
    asked_by = models.UUIDField()
    asked_at = models.DateTimeField()
    due_on = models.DateField()
    state = models.CharField(max_length=10)
    answer = models.TextField(blank=True)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.UUIDField(null=True)
    version = models.IntegerField(default=1)

    class Meta:
        indexes = [models.Index(fields=["case", "due_on"], condition=Q(state="asked"), name="sharing_request_open")]


class InformDuty(models.Model):
    """Somebody is told something: whom, by when, or why it waits; `next_on` is the day on which something is owed."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    region = models.CharField(max_length=8)
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, default="subject")
    disclosure = models.ForeignKey(Disclosure, models.PROTECT, null=True, related_name="+")
    cause_id = models.UUIDField()
    owner_id = models.UUIDField(null=True)
    due_on = models.DateField()
    next_on = models.DateField()
    told_on = models.DateField(null=True)
    told_by = models.UUIDField(null=True)
    postponed_by = models.CharField(max_length=120, blank=True)
    ground = models.TextField(blank=True)
    review_on = models.DateField(null=True)
    version = models.IntegerField(default=1)

    class Meta:
        indexes = [
            models.Index(fields=["case", "next_on"], condition=Q(told_on=None), name="sharing_inform_case"),
            models.Index(fields=["region", "next_on"], condition=Q(told_on=None), name="sharing_inform_open"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["case", "kind", "cause_id"], name="sharing_inform_once"),
            models.CheckConstraint(
                name="sharing_postponed_whole",
                condition=Q(review_on=None, postponed_by="", ground="")
                | (Q(review_on__isnull=False) & ~Q(postponed_by="") & ~Q(ground="")),
            ),
        ]


class Advice(models.Model):
    """A question to the privacy adviser with its answer; `frames` holds the questions to the law, without the person."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    region = models.CharField(max_length=8)
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    question = models.ForeignKey(Question, models.PROTECT, related_name="+")
    item_ids = ArrayField(models.UUIDField())
    giver_org = models.CharField(max_length=8)
    receiver_org = models.CharField(max_length=8)
    receiver_role = models.CharField(max_length=40)
    purpose = models.CharField(max_length=40)
    phase = models.CharField(max_length=2)
    norm_set = models.CharField(max_length=64)
    frames = models.JSONField()
    text = models.TextField()
    asked_by = models.UUIDField()
    asked_at = models.DateTimeField()
    finding = models.CharField(max_length=8, blank=True)
    answer = models.TextField(blank=True)
    answered_by = models.UUIDField(null=True)
    answered_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)
    version = models.IntegerField(default=1)

    class Meta:
        indexes = [
            models.Index(fields=["case"], name="sharing_advice_case"),
            models.Index(fields=["region", "asked_at"], condition=Q(answered_at=None), name="sharing_advice_open"),
            models.Index(
                fields=["asked_by"],
                condition=Q(answered_at__isnull=False, read_at=None),
                name="sharing_advice_unread",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="sharing_advice_second_person",
                condition=Q(answered_by=None) | ~Q(answered_by=models.F("asked_by")),
            )
        ]


class SecrecyStep(models.Model):
    """One answer in the step plan for professional secrecy; a newer one counts, none is ever removed."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    region = models.CharField(max_length=8)
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    question = models.ForeignKey(Question, models.PROTECT, related_name="+")
    item_id = models.UUIDField()
    step = models.CharField(max_length=2)
    yes = models.BooleanField()
    why = models.TextField()
    colleague = models.CharField(max_length=120, blank=True)
    review_on = models.DateField(null=True)
    taken_by = models.UUIDField()
    taken_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["case", "item_id", "taken_at"], name="sharing_step_item")]


class OneTimeView(models.Model):
    """One item that a third without an account may look at once, with a link and a code told apart; both kept as hashes."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    region = models.CharField(max_length=8)
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    disclosed = models.ForeignKey(DisclosedItem, models.PROTECT, related_name="+")
    for_name = models.CharField(max_length=120)
    expertise = models.TextField()
    declared_on = models.DateField()
    link_hash = models.CharField(max_length=64, unique=True)
    code_hash = models.CharField(max_length=64)
    opened_by = models.UUIDField()
    opened_at = models.DateTimeField()
    until = models.DateTimeField()
    wrong_codes = models.SmallIntegerField(default=0)
    viewed_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["case"], name="sharing_once_case")]
        constraints = [
            models.CheckConstraint(
                name="sharing_once_short",
                condition=Q(until__gt=models.F("opened_at")) & Q(until__lte=models.F("opened_at") + timedelta(days=7)),
            ),
            models.CheckConstraint(name="sharing_once_tries", condition=Q(wrong_codes__range=(0, 5))),
        ]


class InsightRequest(models.Model):
    """A person uses a right: asks what is kept and who looked, wants something mended, stopped or removed, or complains."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    region = models.CharField(max_length=8)
    agency_id = models.UUIDField()
    person_id = models.UUIDField()
    received_on = models.DateField()
    identified_how = models.CharField(max_length=200)
    kind = models.CharField(max_length=16, default="access")
    asked = models.TextField(blank=True)
    handler_id = models.UUIDField(null=True)
    taken_at = models.DateTimeField(null=True)
    consulted = models.TextField(blank=True)
    decision = models.CharField(max_length=8, blank=True)
    decision_why = models.TextField(blank=True)
    corrected_item = models.UUIDField(null=True)
    corrected_at = models.DateTimeField(null=True)
    corrected_told = models.IntegerField(default=0)
    erases = models.CharField(max_length=8, blank=True, default="", db_default="")
    erase_on = models.DateField(null=True)
    due_on = models.DateField()
    extended_why = models.TextField(blank=True)
    registered_by = models.UUIDField()
    answered_at = models.DateTimeField(null=True)
    answered_by = models.UUIDField(null=True)
    answer_hash = models.CharField(max_length=64, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["agency_id", "due_on"], condition=Q(answered_at=None), name="sharing_insight_open"),
            models.Index(fields=["person_id"], name="sharing_insight_person"),
            models.Index(fields=["region", "id"], condition=~Q(erases=""), name="sharing_insight_erasing"),
        ]
        constraints = [
            models.CheckConstraint(
                name="sharing_insight_second_person",
                condition=Q(handler_id=None) | ~Q(handler_id=models.F("registered_by")),
            ),
            models.CheckConstraint(
                name="sharing_insight_erases",
                condition=Q(erases="", erase_on=None)
                | (Q(erase_on__isnull=False, kind="erasure", decision__in=["granted", "partly"]) & ~Q(erases="")),
            ),
            models.CheckConstraint(
                name="sharing_insight_answered_whole",
                condition=Q(answered_at=None, answered_by=None, answer_hash="")
                | (Q(answered_at__isnull=False, answered_by__isnull=False) & ~Q(answer_hash="")),
            ),
        ]


class InsightRestriction(models.Model):
    """A part of an answer that a participant keeps back, on a ground, until somebody looks again."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    region = models.CharField(max_length=8)
    request = models.ForeignKey(InsightRequest, models.PROTECT, related_name="+")
    part = models.CharField(max_length=12)
    participant = models.CharField(max_length=120)
    ground = models.CharField(max_length=40)
    why = models.TextField()
    review_on = models.DateField()
    recorded_by = models.UUIDField()
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["request", "part", "participant"], name="sharing_insight_restricted_once"),
            models.CheckConstraint(
                name="sharing_insight_restriction_whole",
                condition=~Q(participant="") & ~Q(ground="") & ~Q(why=""),
            ),
        ]
