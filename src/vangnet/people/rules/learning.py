"""Pure decisions about what was learned while records of two people lay together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Final
from uuid import UUID

from vangnet.audit.types import EntryView
from vangnet.core.clock import local_day
from vangnet.people.types.learning import Learned, LearnedKind

_SHARED: Final = frozenset({"sharing.disclose"})
_LOOKS: Final = ("read", "list", "search", "watch", "audit")
_ORDER: Final = (LearnedKind.SHARED, LearnedKind.SIGNAL, LearnedKind.WRITTEN, LearnedKind.READ)
# What Vangnet does by itself, and what the taking apart itself wrote, taught nobody anything.
_SILENT: Final = ("access.", "audit.", "retention.", "people.split", "people.deny_same", "people.confirm_same")

_Act = tuple[LearnedKind, date, UUID, UUID, str, UUID | None, UUID | None]


def kind_of(act: str, object_kind: str) -> LearnedKind | None:
    """Return what an act of the record taught somebody, or None when it taught nobody anything.

    >>> kind_of("sharing.disclose", "disclosure"), kind_of("people.read", "person"), kind_of("access.open_grant", "grant")
    (<LearnedKind.SHARED: 'shared'>, <LearnedKind.READ: 'read'>, None)
    """
    if act.startswith(_SILENT):
        return None
    if act in _SHARED:
        return LearnedKind.SHARED
    if object_kind == "signal":
        return LearnedKind.SIGNAL
    verb = act.partition(".")[2]
    return LearnedKind.READ if verb.startswith(_LOOKS) else LearnedKind.WRITTEN


def learned(
    entries: Iterable[EntryView], *, sides: Mapping[UUID, str], cases: Mapping[UUID, str], seen: Collection[UUID]
) -> tuple[tuple[Learned, ...], int]:
    """Return what was done on which day by whom, and how many acts there were in cases out of sight.

    Args:
        entries: the record of both sides over the time that they lay together.
        sides: person to the side they stand on; `cases` the same for cases.
        seen: cases in sight; acts in another case are only counted.
    """
    counted: Counter[_Act] = Counter()
    touched: dict[UUID, set[str]] = {}
    elsewhere = 0
    for entry in entries:
        kind = kind_of(entry.act, entry.object_kind)
        if kind is None or entry.outcome != "done":
            continue
        if entry.case_id is not None and entry.case_id not in seen:
            elsewhere += 1
            continue
        for side in (
            sides.get(entry.subject_id) if entry.subject_id else None,
            cases.get(entry.case_id or UUID(int=0)),
        ):
            if side:
                touched.setdefault(entry.worker_id, set()).add(side)
        counted[
            kind, local_day(entry.at), entry.worker_id, entry.agency_id, entry.act, entry.case_id, entry.object_id
        ] += 1
    rows = [Learned(*act, times=times, both=len(touched.get(act[2], ())) > 1) for act, times in counted.items()]
    rows.sort(key=lambda row: (_ORDER.index(row.kind), not row.both, -row.day.toordinal(), row.act, str(row.worker_id)))
    return tuple(rows), elsewhere
