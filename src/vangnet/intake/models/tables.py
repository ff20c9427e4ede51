"""Tables of the table at which people sit: the board, its seats and agenda, inclusion with its votes, quick decisions."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from vangnet.core.ids import new_id


def new_key() -> str:
    """Return a key of its own, for a row that nobody sends twice."""
    return str(new_id())


class Board(models.Model):
    """One sitting of a table: who sat there, and which signals lay on it; planned until it begins."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    region = models.CharField(max_length=8)
    desk_id = models.UUIDField()
    kind = models.CharField(max_length=12)
    starts_at = models.DateTimeField()
    opened_by = models.UUIDField()
    begun_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    idempotency_key = models.CharField(max_length=80)
    version = models.IntegerField(default=1)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["desk_id", "idempotency_key"], name="intake_board_once")]
        indexes = [models.Index(fields=["desk_id", "-starts_at", "id"], name="intake_board_desk")]


class BoardSeat(models.Model):
    """Somebody who sat at a table, and for which organisation."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    region = models.CharField(max_length=8)
    board = models.ForeignKey(Board, models.CASCADE, related_name="+")
    nr = models.SmallIntegerField(default=0)
    organisation = models.CharField(max_length=120)
    name = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["board", "organisation", "name"], name="intake_seat_once")]


class BoardGuest(models.Model):
    """Somebody of another organisation who sits at a table with an account of their own; sees that sitting until its end."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    region = models.CharField(max_length=8)
    desk_id = models.UUIDField()
    board = models.ForeignKey(Board, models.CASCADE, related_name="+")
    worker_id = models.UUIDField()
    organisation = models.CharField(max_length=120)
    name = models.CharField(max_length=200)
    partner = models.CharField(max_length=120, blank=True)
    invited_by = models.UUIDField()
    invited_at = models.DateTimeField()
    until = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["board", "worker_id"], name="intake_guest_once"),
            models.UniqueConstraint(
                fields=["board", "partner"], condition=Q(ended_at=None) & ~Q(partner=""), name="intake_guest_votes_once"
            ),
        ]
        indexes = [models.Index(fields=["worker_id", "-until"], name="intake_guest_worker")]


class BoardVote(models.Model):
    """What a partner themself voted about including somebody, before the table decided."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    region = models.CharField(max_length=8)
    desk_id = models.UUIDField()
    board = models.ForeignKey(Board, models.CASCADE, related_name="+")
    signal = models.ForeignKey("intake.Signal", models.PROTECT, related_name="+")
    partner = models.CharField(max_length=120)
    vote = models.CharField(max_length=8)
    reason = models.TextField(blank=True)
    cast_by = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["board", "signal", "partner"], name="intake_board_vote_once")]


class BoardItem(models.Model):
    """A signal on the agenda of a table."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    region = models.CharField(max_length=8)
    board = models.ForeignKey(Board, models.CASCADE, related_name="+")
    signal = models.ForeignKey("intake.Signal", models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["board", "signal"], name="intake_item_once")]


class Inclusion(models.Model):
    """What the inclusion table found and decided about somebody for the Levensloopaanpak."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    region = models.CharField(max_length=8)
    signal = models.ForeignKey("intake.Signal", models.PROTECT, related_name="+")
    at = models.DateTimeField()
    participants = models.TextField()
    rules_version = models.SmallIntegerField()
    title_now = models.CharField(max_length=8)
    title_ever = models.CharField(max_length=8)
    title_text = models.CharField(max_length=300, blank=True)
    result = models.CharField(max_length=14)
    again_on = models.DateField(null=True)
    reason = models.TextField()
    person_informed = models.BooleanField()
    not_informed_why = models.TextField(blank=True)
    decided_by = models.UUIDField()
    idempotency_key = models.CharField(max_length=80, default=new_key)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["signal"], condition=Q(result__in=("included", "not-included")), name="intake_inclusion_once"
            ),
            models.UniqueConstraint(fields=["signal", "idempotency_key"], name="intake_inclusion_key_once"),
        ]
        indexes = [models.Index(fields=["signal", "-at"], name="intake_inclusion_of")]


class InclusionFinding(models.Model):
    """One inclusion criterion as the table weighed it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    region = models.CharField(max_length=8)
    inclusion = models.ForeignKey(Inclusion, models.CASCADE, related_name="+")
    criterion = models.CharField(max_length=40)
    finding = models.CharField(max_length=8)
    reason = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["inclusion", "criterion"], name="intake_inclusion_finding_once")]


class InclusionVote(models.Model):
    """The vote of one partner at the inclusion table."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    region = models.CharField(max_length=8)
    inclusion = models.ForeignKey(Inclusion, models.CASCADE, related_name="+")
    partner = models.CharField(max_length=120)
    vote = models.CharField(max_length=8)
    reason = models.TextField(blank=True)
    cast_by = models.UUIDField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["inclusion", "partner"], name="intake_vote_once")]


class QuickDecision(models.Model):
    """What a 24-hour triage agreed about a signal: who does what, before when; the weighing still follows."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    region = models.CharField(max_length=8)
    signal = models.ForeignKey("intake.Signal", models.PROTECT, related_name="+")
    at = models.DateTimeField()
    participants = models.TextField()
    agreed = models.TextField()
    carried_by = models.CharField(max_length=200)
    owner_id = models.UUIDField()
    due_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    done_text = models.TextField(blank=True)
    decided_by = models.UUIDField()
    idempotency_key = models.CharField(max_length=80)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["signal", "idempotency_key"], name="intake_quick_once")]
        indexes = [
            models.Index(fields=["owner_id", "due_at", "id"], condition=Q(done_at=None), name="intake_quick_open"),
        ]
