"""Tables: agencies, workers, accounts, absences, grants and the sum of them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import Q

from vangnet.access.types import NOTHING_OWED
from vangnet.core.ids import new_id


class Region(models.Model):
    """Region of one Zorg- en Veiligheidshuis."""

    code = models.CharField(primary_key=True, max_length=8)
    name = models.CharField(max_length=80)


class Municipality(models.Model):
    """Municipality and the region that directs its cases."""

    code = models.CharField(primary_key=True, max_length=8)
    name = models.CharField(max_length=80)
    region = models.ForeignKey(Region, models.PROTECT, related_name="+")


class Agency(models.Model):
    """Organisation that takes part; `kind` is an organisation type of the law's vocabulary."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=8)
    region = models.ForeignKey(Region, models.PROTECT, related_name="+")
    municipality = models.ForeignKey(Municipality, models.PROTECT, null=True, related_name="+")
    phone = models.CharField(max_length=20, blank=True)

    class Meta:
        indexes = [models.Index(fields=["region", "kind"])]


class Worker(models.Model):
    """Professional of one agency, with one function."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    region = models.ForeignKey(Region, models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    role = models.CharField(max_length=40)
    phone = models.CharField(max_length=20, blank=True)
    left_on = models.DateField(null=True)

    class Meta:
        indexes = [models.Index(fields=["agency", "role"]), models.Index(fields=["region", "role"])]


class AccountManager(BaseUserManager["Account"]):
    """Makes accounts; there are no superusers in Vangnet."""

    def get_queryset(self) -> models.QuerySet[Account]:
        """Read an account together with its worker: every page wants both."""
        return super().get_queryset().select_related("worker__agency")

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> Account:
        """Make an account with a usable password only when one is given."""
        account = self.model(email=self.normalize_email(email).lower(), **fields)
        account.set_password(password)
        account.save(using=self._db)
        return account

    def get_by_natural_key(self, username: str | None) -> Account:
        """Return the account with this address, in any case."""
        return self.get(email=(username or "").lower())


class Account(AbstractBaseUser):
    """Login of one worker."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    email = models.EmailField(unique=True)
    worker = models.OneToOneField(Worker, models.PROTECT, related_name="+")
    language = models.CharField(max_length=2, default="nl")
    is_active = models.BooleanField(default=True)
    is_demo = models.BooleanField(default=False)

    objects = AccountManager()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    is_staff = False
    is_superuser = False


class ConnectedSystem(models.Model):
    """A machine that calls the API with a token of its own; it acts as one worker of one organisation."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    client_id = models.CharField(max_length=100, unique=True)
    name = models.CharField(max_length=120)
    worker = models.ForeignKey(Worker, models.PROTECT, related_name="+")
    since = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)


class Absence(models.Model):
    """Days on which somebody is away; no two of one worker overlap."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    worker = models.ForeignKey(Worker, models.PROTECT, related_name="+")
    days = DateRangeField()
    reported_at = models.DateTimeField()
    reported_by = models.UUIDField()

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="access_absence_no_overlap",
                expressions=[("worker", RangeOperators.EQUAL), ("days", RangeOperators.OVERLAPS)],
            ),
            models.CheckConstraint(
                name="access_absence_has_end",
                condition=Q(days__isempty=False) & Q(days__upper_inf=False),
            ),
        ]


class Grant(models.Model):
    """May see: who, which categories, of which case, on what basis, from when (`since`; None once it counts), until when."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    worker_id = models.UUIDField()
    case_id = models.UUIDField()
    subject_id = models.UUIDField()
    region = models.CharField(max_length=8)
    categories = models.BigIntegerField()
    form = models.SmallIntegerField(default=5)
    basis = models.CharField(max_length=12)
    basis_id = models.UUIDField()
    opened_at = models.DateTimeField()
    since = models.DateTimeField(null=True)
    until = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    closed_why = models.CharField(max_length=40, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["worker_id", "case_id"], condition=Q(closed_at=None), name="access_grant_open"),
            models.Index(fields=["case_id"], condition=Q(closed_at=None), name="access_grant_case"),
            models.Index(fields=["until"], condition=Q(closed_at=None, until__isnull=False), name="access_grant_ends"),
            models.Index(
                fields=["since"], condition=Q(closed_at=None, since__isnull=False), name="access_grant_begins"
            ),
            models.Index(fields=["basis", "basis_id"], name="access_grant_basis"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["worker_id", "case_id", "basis", "basis_id"],
                condition=Q(closed_at=None),
                name="access_grant_once",
            ),
        ]


class Sight(models.Model):
    """The sum of one worker's open grants on one case, with what a list needs to sort and filter."""

    pk = models.CompositePrimaryKey("worker_id", "case_id")
    worker_id = models.UUIDField()
    case_id = models.UUIDField()
    subject_id = models.UUIDField()
    region = models.CharField(max_length=8)
    relation = models.CharField(max_length=8)
    categories = models.BigIntegerField()
    form = models.SmallIntegerField()
    until = models.DateTimeField(null=True)
    owed_on = models.DateField(default=NOTHING_OWED)
    restricted = models.BooleanField(default=False, db_default=False)

    class Meta:
        indexes = [
            models.Index(fields=["worker_id", "case_id"], condition=Q(restricted=True), name="access_sight_restricted"),
            models.Index(fields=["worker_id", "owed_on", "case_id"], name="access_sight_page"),
            models.Index(fields=["worker_id", "relation", "owed_on", "case_id"], name="access_sight_relation"),
            models.Index(fields=["worker_id", "subject_id"], name="access_sight_subject"),
            models.Index(fields=["case_id"], name="access_sight_case"),
        ]


class ItemGrant(models.Model):
    """May see one item, on one verdict, until a moment: what a disclosure writes for who received it, and no case with it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    region = models.CharField(max_length=8)
    worker_id = models.UUIDField()
    case_id = models.UUIDField()
    subject_id = models.UUIDField()
    item_kind = models.CharField(max_length=12)
    item_id = models.UUIDField()
    form = models.CharField(max_length=2)
    disclosed_id = models.UUIDField()
    verdict_id = models.UUIDField()
    opened_at = models.DateTimeField()
    until = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    closed_why = models.CharField(max_length=40, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["worker_id", "item_id"], condition=Q(closed_at=None), name="access_item_open"),
            models.Index(fields=["case_id"], condition=Q(closed_at=None), name="access_item_case"),
            models.Index(fields=["verdict_id"], condition=Q(closed_at=None), name="access_item_verdict"),
            models.Index(fields=["until"], condition=Q(closed_at=None), name="access_item_ends"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["disclosed_id"], condition=Q(closed_at=None), name="access_item_once"),
        ]


class Lockout(models.Model):
    """A person may not see a case, whatever grant there is (conflict of interest)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    worker_id = models.UUIDField()
    case_id = models.UUIDField()
    reason = models.CharField(max_length=200)
    since = models.DateTimeField()
    lifted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["worker_id", "case_id"], condition=Q(lifted_at=None), name="access_lockout_once"
            ),
        ]


class Emergency(models.Model):
    """Somebody opened a case in an emergency, without a grant of their own; a second person looks at it afterwards."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    worker_id = models.UUIDField()
    case_id = models.UUIDField()
    subject_id = models.UUIDField()
    region = models.CharField(max_length=8)
    reason = models.TextField()
    opened_at = models.DateTimeField()
    until = models.DateTimeField()
    review_due = models.DateTimeField()
    reviewed_at = models.DateTimeField(null=True)
    reviewed_by = models.UUIDField(null=True)
    justified = models.BooleanField(null=True)
    finding = models.TextField(blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["case_id"], condition=Q(reviewed_at=None), name="access_emergency_open"),
            models.Index(fields=["review_due"], condition=Q(reviewed_at=None), name="access_emergency_due"),
        ]
        constraints = [
            models.CheckConstraint(
                name="access_emergency_three_hours",
                condition=Q(until__gt=models.F("opened_at")) & Q(until__lte=models.F("opened_at") + timedelta(hours=3)),
            ),
            models.CheckConstraint(
                name="access_emergency_second_person",
                condition=Q(reviewed_by=None) | ~Q(reviewed_by=models.F("worker_id")),
            ),
        ]


class AccessRequest(models.Model):
    """Somebody asks to see a case they do not see; who directs it decides. The case is filled in only when there is one."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    worker_id = models.UUIDField()
    region = models.CharField(max_length=8)
    number = models.CharField(max_length=20, blank=True)
    person_id = models.UUIDField(null=True)
    signal_id = models.UUIDField(null=True)
    case_id = models.UUIDField(null=True)
    subject_id = models.UUIDField(null=True)
    shielded = models.BooleanField(default=False)
    reason = models.TextField()
    purpose = models.CharField(max_length=40)
    asked_at = models.DateTimeField()
    lapses_at = models.DateTimeField()
    lapsed_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.UUIDField(null=True)
    granted = models.BooleanField(null=True)
    answer = models.TextField(blank=True)
    categories = models.BigIntegerField(default=0)
    until = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["worker_id", "asked_at"], name="access_request_own"),
            models.Index(
                fields=["case_id"], condition=Q(answered_at=None, lapsed_at=None), name="access_request_waiting"
            ),
            models.Index(
                fields=["lapses_at"], condition=Q(answered_at=None, lapsed_at=None), name="access_request_lapses"
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["worker_id", "number", "person_id", "signal_id"], condition=Q(answered_at=None, lapsed_at=None),
                nulls_distinct=False, name="access_request_once",
            ),
            models.CheckConstraint(
                name="access_request_second_person",
                condition=Q(answered_by=None) | ~Q(answered_by=models.F("worker_id")),
            ),
            models.CheckConstraint(
                name="access_request_thirty_days",
                # The hour that summer time gives back when it ends lies in between for who answers in the first hour of a day.
                condition=Q(until=None) | Q(until__lte=models.F("answered_at") + timedelta(days=31, hours=1)),
            ),
        ]  # fmt: skip


class Restriction(models.Model):
    """Data about a person are only stored for now; `kept` are the categories that stay in sight, and `kept_why` says why."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    region = models.CharField(max_length=8)
    subject_id = models.UUIDField()
    request_id = models.UUIDField()
    ground = models.CharField(max_length=12)
    why = models.TextField()
    kept = models.BigIntegerField()
    kept_why = models.TextField(blank=True)
    since = models.DateTimeField()
    review_on = models.DateField()
    recorded_by = models.UUIDField()
    version = models.IntegerField(default=1)
    told_on = models.DateField(null=True)
    told_how = models.CharField(max_length=200, blank=True)
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.UUIDField(null=True)
    lifted_why = models.TextField(blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["subject_id"], condition=Q(lifted_at=None), name="access_restriction_subject"),
            models.Index(fields=["region", "review_on"], condition=Q(lifted_at=None), name="access_restriction_review"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["request_id", "subject_id"], condition=Q(lifted_at=None), name="access_restriction_once"
            ),
            models.CheckConstraint(
                name="access_restriction_told_first",
                condition=Q(lifted_at=None)
                | (Q(told_on__isnull=False) & ~Q(told_how="") & ~Q(lifted_why="") & Q(lifted_by__isnull=False)),
            ),
        ]
