"""Tables: persons, what sources said about them, what humans decided about those, and the signals laid beside them."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from vangnet.access.types import SYSTEM_WORKER
from vangnet.core.ids import new_id


class Person(models.Model):
    """A human being, as far as known."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    region = models.CharField(max_length=8)
    desk_id = models.UUIDField()
    given_names = models.CharField(max_length=200, blank=True)
    prefix = models.CharField(max_length=20, blank=True)
    surname = models.CharField(max_length=200, blank=True)
    partner_prefix = models.CharField(max_length=20, blank=True)
    partner_surname = models.CharField(max_length=200, blank=True)
    name_use = models.CharField(max_length=12, default="own")
    birth_year = models.SmallIntegerField(default=0)
    birth_month = models.SmallIntegerField(default=0)
    birth_day = models.SmallIntegerField(default=0)
    sex = models.CharField(max_length=1, blank=True)
    phone = models.CharField(max_length=20, blank=True)
    secret_address = models.BooleanField(default=False)
    no_fixed_address = models.BooleanField(default=False)
    secret_elsewhere = models.BooleanField(default=False)  # another record of the same person says that it is secret
    birth_uncertain = models.BooleanField(default=False)
    in_research = models.BooleanField(default=False)
    registered_at = models.DateTimeField()
    version = models.IntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="people_person_birth",
                condition=Q(birth_month__range=(0, 12)) & Q(birth_day__range=(0, 31)) & Q(birth_year__range=(0, 2200)),
            ),
        ]
        indexes = [models.Index(fields=["desk_id", "-registered_at"])]


class Identifier(models.Model):
    """A number somebody carries: encrypted, and findable only by a keyed hash."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    region = models.CharField(max_length=8)
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=12)
    encrypted = models.BinaryField()
    blind_index = models.BinaryField(max_length=32)
    key_id = models.CharField(max_length=16)
    passes_test = models.BooleanField()
    source = models.CharField(max_length=40)
    since = models.DateField()
    until = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "kind", "blind_index"], condition=Q(until=None), name="people_identifier_once"
            ),
        ]
        indexes = [models.Index(fields=["kind", "blind_index"]), models.Index(fields=["key_id"])]


class OtherName(models.Model):
    """A name somebody also goes by, or went by before."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    region = models.CharField(max_length=8)
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10)
    given_names = models.CharField(max_length=200, blank=True)
    prefix = models.CharField(max_length=20, blank=True)
    surname = models.CharField(max_length=200, blank=True)
    since = models.DateField(null=True)
    until = models.DateField(null=True)
    source = models.CharField(max_length=40, blank=True)
    noted_by = models.UUIDField()
    noted_at = models.DateTimeField()
    wrong_at = models.DateTimeField(null=True)


class ResearchMark(models.Model):
    """The register doubts a group of facts, since when and until when."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    region = models.CharField(max_length=8)
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    facts = models.CharField(max_length=10)
    since = models.DateField()
    until = models.DateField(null=True)
    source = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "facts"], condition=Q(until=None), name="people_research_once"),
        ]


class Relation(models.Model):
    """Somebody of the direct circle: who, how, since when, and who said so."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    region = models.CharField(max_length=8)
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=12)
    name = models.CharField(max_length=200)
    other = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    since = models.DateField(null=True)
    until = models.DateField(null=True)
    source = models.CharField(max_length=40)
    noted_by = models.UUIDField()
    noted_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="people_relation_somebody_else", condition=~Q(person=models.F("other"))),
            models.CheckConstraint(
                name="people_relation_period",
                condition=Q(until=None) | Q(since=None) | Q(until__gte=models.F("since")),
            ),
        ]


class Uncorrected(models.Manager["Residence"]):
    """Leaves out what turned out to be wrong, so that nobody finds or tells it by mistake."""

    def get_queryset(self) -> models.QuerySet[Residence]:
        """Return the rows that count."""
        return super().get_queryset().filter(wrong_at=None)


class Residence(models.Model):
    """Where somebody is registered or actually stays, since when, until when (half-open)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    region = models.CharField(max_length=8)
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10)
    municipality = models.CharField(max_length=8, blank=True)
    street = models.CharField(max_length=200, blank=True)
    house_number = models.CharField(max_length=20, blank=True)
    postcode = models.CharField(max_length=6, blank=True)
    city = models.CharField(max_length=100, blank=True)
    since = models.DateField()
    until = models.DateField(null=True)
    source = models.CharField(max_length=40, blank=True)
    wrong_at = models.DateTimeField(null=True)

    objects = Uncorrected()
    with_wrong = models.Manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "kind"], condition=Q(until=None, wrong_at=None), name="people_residence_current"
            ),
            models.CheckConstraint(
                name="people_residence_period", condition=Q(until=None) | Q(until__gt=models.F("since"))
            ),
        ]


class SignalLink(models.Model):
    """A signal laid beside a person by a named human."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    region = models.CharField(max_length=8)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    signal_id = models.UUIDField()
    desk_id = models.UUIDField()
    confirmed_by = models.UUIDField()
    confirmed_at = models.DateTimeField()
    reason = models.TextField()
    undone_at = models.DateTimeField(null=True)
    undone_by = models.UUIDField(null=True)
    undone_why = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["signal_id"], condition=Q(undone_at=None), name="people_link_once"),
        ]
        indexes = [models.Index(fields=["person", "confirmed_at"])]


class SourceRecord(models.Model):
    """What one source once said about somebody; it never changes owner, and what was said never changes.

    A person has a record of their own with the same id. A later delivery for that person is a record that has them as home, and so
    is what a reporter said in a signal that a human laid beside them.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    region = models.CharField(max_length=8)
    desk_id = models.UUIDField()
    home = models.ForeignKey(Person, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=12)
    source = models.CharField(max_length=40, blank=True)
    reference = models.CharField(max_length=80, blank=True)
    said = models.JSONField(default=dict)
    signal_id = models.UUIDField(null=True)  # what a reporter said; the record has the id of its link
    delivered_by = models.UUIDField()
    delivered_at = models.DateTimeField()
    taken_out_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["desk_id", "kind", "source", "reference"],
                condition=~Q(reference=""),
                name="people_record_once",
            ),
            models.UniqueConstraint(
                fields=["signal_id"], condition=Q(taken_out_at=None), name="people_record_of_signal_once"
            ),
        ]
        indexes = [models.Index(fields=["home"])]


class LinkDecision(models.Model):
    """A named human decided that two records are about the same person, or are not; it stands until it is ended."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    region = models.CharField(max_length=8)
    left = models.ForeignKey(SourceRecord, models.CASCADE, related_name="+")
    right = models.ForeignKey(SourceRecord, models.CASCADE, related_name="+")
    verdict = models.CharField(max_length=10)
    weight = models.FloatField(null=True)
    model = models.CharField(max_length=80, blank=True)
    decided_by = models.UUIDField()
    role = models.CharField(max_length=40)
    agency_id = models.UUIDField()
    decided_at = models.DateTimeField()
    reason = models.TextField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.UUIDField(null=True)
    ended_why = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="people_decision_order", condition=Q(left__lt=models.F("right"))),
            models.CheckConstraint(name="people_decision_verdict", condition=Q(verdict__in=["same", "different"])),
            models.CheckConstraint(name="people_decision_by_human", condition=~Q(decided_by=SYSTEM_WORKER)),
            models.UniqueConstraint(
                fields=["left", "right"], condition=Q(ended_at=None), name="people_decision_one_stands"
            ),
        ]


class RecordSplit(models.Model):
    """Records that were taken apart: which stood on each side, and since when they had stood together."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    region = models.CharField(max_length=8)
    taken = ArrayField(models.UUIDField())
    kept = ArrayField(models.UUIDField())
    together_since = models.DateTimeField()
    split_at = models.DateTimeField()
    split_by = models.UUIDField()
    reason = models.TextField()


class LinkageModel(models.Model):
    """A linkage model that was used once, whole, so that a weight can be explained years later.

    The one that was taken into use last weighs from then on, in the look-up and in the batch; none: the shipped one.
    """

    id = models.CharField(max_length=16, primary_key=True)
    content = models.TextField()
    first_used = models.DateTimeField()
    in_use_from = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["-in_use_from"], condition=Q(in_use_from__isnull=False), name="people_model_in_use")
        ]


class LinkageRun(models.Model):
    """One search for persons who may be the same, among those of a region: what went in, with which numbers, what came out."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    region = models.CharField(max_length=8)
    started_at = models.DateTimeField()
    model = models.ForeignKey(LinkageModel, models.PROTECT, related_name="+")
    input_hash = models.CharField(max_length=64)
    counts = models.JSONField()

    class Meta:
        indexes = [models.Index(fields=["region", "-started_at"])]


class CandidatePair(models.Model):
    """Two who may be one: two persons, or a signal and a person. A question to a human of one desk, never an answer."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    region = models.CharField(max_length=8)
    desk_id = models.UUIDField()
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    other = models.ForeignKey(Person, models.CASCADE, null=True, related_name="+")
    signal_id = models.UUIDField(null=True)
    run = models.ForeignKey(LinkageRun, models.PROTECT, null=True, related_name="+")
    model = models.ForeignKey(LinkageModel, models.PROTECT, related_name="+")
    weight = models.FloatField()
    found_at = models.DateTimeField()
    ask_on = models.DateField()
    state = models.CharField(max_length=10, default="open")
    decided_at = models.DateTimeField(null=True)
    decided_by = models.UUIDField(null=True)
    reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="people_pair_two",
                condition=Q(other=None, signal_id__isnull=False)
                | Q(other__isnull=False, signal_id=None, person__lt=models.F("other")),
            ),
            models.UniqueConstraint(fields=["person", "other"], name="people_pair_persons_once"),
            models.UniqueConstraint(fields=["signal_id", "person"], name="people_pair_signal_once"),
            models.CheckConstraint(
                name="people_pair_state", condition=Q(state__in=["open", "same", "different", "settled"])
            ),
            models.CheckConstraint(
                name="people_pair_by_human",
                condition=~Q(state__in=["same", "different"])
                | Q(decided_by__isnull=False) & ~Q(decided_by=SYSTEM_WORKER),
            ),
        ]
        indexes = [
            models.Index(fields=["desk_id", "ask_on", "id"], condition=Q(state="open"), name="people_pair_queue"),
            models.Index(fields=["other"], condition=Q(state="open"), name="people_pair_other"),
        ]


class Crowd(models.Model):
    """Namesakes at one desk whom the search does not ask about: too many resemble each other alike. A finding of the last search."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    region = models.CharField(max_length=8)
    desk_id = models.UUIDField()
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    persons = models.IntegerField()
    run = models.ForeignKey(LinkageRun, models.CASCADE, related_name="+")
    found_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["desk_id", "-persons", "id"], name="people_crowd_desk")]


class MatchKey(models.Model):
    """A hashed key under which a person may be found again; several a person, read by background work only."""

    pk = models.CompositePrimaryKey("key", "person_id")
    region = models.CharField(max_length=8)
    key = models.BigIntegerField()
    person_id = models.UUIDField()

    class Meta:
        indexes = [models.Index(fields=["person_id"])]


class MatchRecord(models.Model):
    """A person as the engine compares them, one row an address: read ready with the keys, by background work only."""

    pk = models.CompositePrimaryKey("person_id", "digest")
    region = models.CharField(max_length=8)
    person_id = models.UUIDField()
    digest = models.BigIntegerField()
    packed = models.TextField()


class StoredOpening(models.Model):
    """A desk asks to read one signal that is only stored, on a ground of AVG article 18(2); the contact point decides."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    region = models.CharField(max_length=8)
    signal_id = models.UUIDField()
    desk_id = models.UUIDField()
    ground = models.CharField(max_length=12)
    why = models.TextField()
    days = models.SmallIntegerField()
    asked_by = models.UUIDField()
    asked_at = models.DateTimeField()
    granted = models.BooleanField(null=True)
    decided_by = models.UUIDField(null=True)
    decided_at = models.DateTimeField(null=True)
    decided_why = models.TextField(blank=True)
    until = models.DateTimeField(null=True)
    version = models.IntegerField(default=1)

    class Meta:
        indexes = [models.Index(fields=["signal_id", "-asked_at"], name="people_opening_signal")]
        constraints = [
            models.UniqueConstraint(fields=["signal_id"], condition=Q(granted=None), name="people_opening_once"),
            models.CheckConstraint(
                name="people_opening_by_two",
                condition=Q(granted=None, until=None, decided_by=None)
                | (
                    Q(decided_by__isnull=False, decided_at__isnull=False)
                    & ~Q(decided_by=F("asked_by"))
                    & ~Q(decided_why="")
                ),
            ),
            models.CheckConstraint(name="people_opening_ends", condition=~Q(granted=True) | Q(until__isnull=False)),
        ]
