"""Take a signal in: one, one without an account, or a batch."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import fields

from django.db import IntegrityError, connection, transaction

from vangnet.access.services import require
from vangnet.access.types import Actor
from vangnet.audit import services as audit
from vangnet.core.clock import Instant, local_day
from vangnet.core.errors import NotVisible
from vangnet.core.ids import new_id
from vangnet.intake import rules
from vangnet.intake.errors import NoDesk, NotForADesk, SignalUnreadable
from vangnet.intake.models import Signal
from vangnet.intake.selectors import signal_view
from vangnet.intake.selectors.desks import receipt
from vangnet.intake.services.reading import Reader
from vangnet.intake.services.routing import Routed, Router
from vangnet.intake.types import Intake, NewSignal, Receipt, SignalState, SignalView, TriageStep

_COLUMNS = [field.attname for field in Signal._meta.concrete_fields]
_SAVE_ALL = (
    f"INSERT INTO intake_signal ({', '.join(_COLUMNS)}) SELECT {', '.join(_COLUMNS)} "  # noqa: S608 - from the model
    "FROM json_populate_recordset(NULL::intake_signal, %s::json) ON CONFLICT DO NOTHING"
)


def register(*, actor: Actor, signal: NewSignal, at: Instant) -> SignalView:
    """Take a signal in at the desk that serves its municipality; the same key twice is one signal.

    Args:
        actor: who reports, or the connected system that does.
        signal: what is reported.
        at: moment of receipt; the clock of the answer starts here.

    Raises:
        SignalUnreadable: something is missing or has a wrong form.
        NoDesk: nobody serves this municipality.
    """
    require(actor, "intake.register")
    signal = Reader(actor, at).read(signal)
    routed = Router(local_day(at)).route(signal)
    row = _row(actor, signal, routed, at)
    if not _saved_once(row):
        same = Signal.objects.filter(desk_id=routed.desk.id, idempotency_key=signal.idempotency_key).first()
        if same is None:
            raise NotVisible
        return signal_view(same)
    _record_receipt(actor, row, at)
    return signal_view(row)


def report(*, actor: Actor, signal: NewSignal, at: Instant) -> Receipt:
    """Take in what somebody without an account reports. Nothing is read back: the public desk only writes.

    Args:
        actor: made by `access.services.public_desk`; the same key twice is one signal.

    Raises:
        SignalUnreadable: something is missing or has a wrong form.
        NoDesk: nobody serves this municipality.
    """
    require(actor, "intake.register")
    signal = Reader(actor, at).read(signal)
    routed = Router(local_day(at)).route(signal)
    row = _row(actor, signal, routed, at)
    row.reported_by = None
    if _saved_once(row):
        _record_receipt(actor, row, at)
    return receipt(desk=routed.desk, answer_due=row.answer_due, at=at)


def register_many(*, actor: Actor, signals: Sequence[NewSignal], origin: str, at: Instant) -> Intake:
    """Take a batch of reports in, each as `register` does; one that cannot be taken in does not stop the others.

    Args:
        signals: a few thousand at most; a key that is known already makes no second signal.
        origin: where the batch came from, such as the hash of a file; kept in the record.
        at: moment of receipt.
    """
    require(actor, "intake.register")
    refused: dict[int, Mapping[str, str]] = {}
    router, reader = Router(local_day(at)), Reader(actor, at)
    rows: list[Signal] = []
    for position, signal in enumerate(signals):
        try:
            signal = reader.read(signal)
            routed = router.route(signal)
        except (SignalUnreadable, NoDesk, NotForADesk) as refusal:
            refused[position] = refusal.fields or {"": refusal.nl}
        else:
            rows.append(_row(actor, signal, routed, at))
    with transaction.atomic():
        _save_all_once(rows)
        saved = set(Signal.objects.filter(id__in=[row.id for row in rows]).values_list("id", flat=True))
        new = [row for row in rows if row.id in saved]
        audit.record_many(
            actor=actor, at=at, act="intake.register", event=True, object_kind="signal",
            objects={row.id: {"kind": row.kind, "channel": row.channel, "desk": str(row.desk_id)} for row in new},
        )  # fmt: skip
        audit.record(
            actor=actor, at=at, act="intake.register_many", object_kind="signal",
            details={"origin": origin, "new": len(new), "known": len(rows) - len(new), "refused": len(refused)},
        )  # fmt: skip
    return Intake(new=len(new), known=len(rows) - len(new), refused=refused)


def _row(actor: Actor, signal: NewSignal, routed: Routed, at: Instant) -> Signal:
    return Signal(
        id=new_id(),
        region=routed.desk.region,
        desk_id=routed.desk.id,
        municipality=signal.municipality,
        channel=signal.channel.value,
        source=signal.source,
        external_key=signal.external_key,
        idempotency_key=signal.idempotency_key,
        kind=signal.kind,
        label=signal.label,
        text=signal.text,
        place=signal.place,
        postcode=signal.postcode,
        acute=signal.acute,
        reporter_name=signal.reporter_name,
        reporter_contact=signal.reporter_contact,
        reported_by=actor.worker_id,
        hint={field.name: said for field in fields(signal.hint) if (said := getattr(signal.hint, field.name))},
        received_at=at,
        occurred_at=signal.occurred_at,
        answer_due=rules.answer_due(at, acute=signal.acute, workdays=routed.workdays, cutoff=routed.cutoff),
        routed_by=routed.by.value,
        state=SignalState.RECEIVED.value,
        triage=_asked(signal.triage),
        reporter_kind=signal.reporter_kind,
        own_code=signal.own_code,
    )


def _asked(step: TriageStep | None) -> dict[str, str | int | list[list[str]]]:
    """Return which questions were asked and answered, with the version of the list; codes only."""
    if step is None or step.route is None:
        return {}
    return {
        "channel": step.channel,
        "version": step.version,
        "given": [list(pair) for pair in step.given],
        "route": step.route.value,
    }


def _saved_once(row: Signal) -> bool:
    """Save a new signal; return False when one with the same key is there already."""
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        diagnosis = getattr(error.__cause__, "diag", None)
        if getattr(diagnosis, "constraint_name", "") != "intake_signal_once":
            raise
        return False
    return True


def _save_all_once(rows: Sequence[Signal]) -> None:
    """Save new signals; those whose key is there already are left out. One text for all: a list of values costs ten times as much."""
    told = json.dumps(
        [{name: getattr(row, name) for name in _COLUMNS} for row in rows], ensure_ascii=False, default=str
    )
    with connection.cursor() as cursor:
        cursor.execute(_SAVE_ALL, [told])


def _record_receipt(actor: Actor, row: Signal, at: Instant) -> None:
    audit.record(
        actor=actor, at=at, act="intake.register", event=True, object_kind="signal", object_id=row.id,
        details={"kind": row.kind, "channel": row.channel, "desk": str(row.desk_id)},
    )  # fmt: skip
