"""Publish figures without persons: once a quarter is over and its signals had time to be answered, and never again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Case, CharField, Count, F, Min, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce, NullIf

from vangnet.access.services import require
from vangnet.access.types import Actor
from vangnet.audit import services as audit
from vangnet.core.clock import AMSTERDAM, Instant, local_day
from vangnet.core.ids import new_id
from vangnet.intake.engine.protect import publish
from vangnet.intake.models import Signal, SignalFigure
from vangnet.intake.rules.quarters import Quarter, quarters_over

SETTLED = timedelta(days=14)
"""Days after a quarter in which its last signals are answered, before its figures stand."""
_UNSAID = "unsaid"


def publish_figures(*, actor: Actor, at: Instant) -> int:
    """Publish the figures of every quarter that is over and was not published yet. Background work only.

    What was published stays as it is: figures that change a little tell by their difference what was hidden.

    Returns:
        How many desks and quarters were published.
    """
    require(actor, "intake.configure")
    first = Signal.objects.aggregate(first=Min("received_at"))["first"]
    if first is None:
        return 0
    done = 0
    with transaction.atomic():
        there = set(SignalFigure.objects.values_list("quarter", flat=True).distinct())
        for quarter in quarters_over(local_day(first), local_day(at) - SETTLED):
            if quarter.code not in there:
                done += _publish(quarter, at)
        if done:
            audit.record(
                actor=actor, at=at, act="intake.publish_figures", object_kind="signal_figure", details={"desks": done}
            )
    return done


def _publish(quarter: Quarter, at: Instant) -> int:
    start, end = (datetime.combine(day, datetime.min.time(), AMSTERDAM) for day in (quarter.first, quarter.after))
    signals = Signal.objects.filter(received_at__gte=start, received_at__lt=end)
    desks = list(signals.order_by().values_list("desk_id", "region").distinct())
    rows: list[SignalFigure] = []
    lines: dict[UUID, dict[str, dict[str, int]]] = {desk_id: {} for desk_id, _ in desks}
    for dimension, counted in _counts(signals):
        for desk_id, code, number in counted:
            lines[desk_id].setdefault(dimension, {})[code] = number
    for desk_id, region in desks:
        rows += [
            SignalFigure(
                id=new_id(), region=region, desk_id=desk_id, quarter=quarter.code, dimension=dimension, code=code,
                number=number, published_at=at,
            )
            for dimension, line in publish(lines[desk_id]).items()
            for code, number in line.items()
        ]  # fmt: skip
    SignalFigure.objects.bulk_create(rows, batch_size=1_000)
    return len(desks)


def _counts(signals: QuerySet[Signal]) -> Iterator[tuple[str, list[tuple[UUID, str, int]]]]:
    """Yield each feature of the common data set with its counts by desk and code; each signal counts once in each."""
    answered = Q(answered_at__lte=F("answer_due"))
    features = {
        "kind": F("kind"),
        "label": Coalesce(NullIf("label", Value("")), Value(_UNSAID)),
        "channel": F("channel"),
        "reporter": Coalesce(NullIf("reporter_kind", Value("")), Value(_UNSAID)),
        "decision": Coalesce(NullIf("decision", Value("")), Value("open")),
        "in-time": Case(When(answered, then=Value("yes")), default=Value("no"), output_field=CharField()),
        "told": Case(When(told_at=None, then=Value("no")), default=Value("yes"), output_field=CharField()),
    }
    for dimension, feature in features.items():
        counted = signals.order_by().annotate(code=feature).values("desk_id", "code").annotate(number=Count("pk"))
        yield dimension, [(row["desk_id"], row["code"], row["number"]) for row in counted]
