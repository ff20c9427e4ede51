"""Take the norm files of a configured folder into use, without a release; each load is kept, and so is each norm set."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from vangnet.access.types import Actor
from vangnet.audit import services as audit
from vangnet.core.clock import Instant
from vangnet.core.ids import new_id
from vangnet.law.errors import NormsRefused
from vangnet.law.loader import load_norms
from vangnet.law.normset import NormSet
from vangnet.law.types import NormLoadView
from vangnet.sharing.models import NormArchive, NormLoad
from vangnet.sharing.selectors.norms import load_view


def keep_norms(*, norms: NormSet, at: Instant) -> None:
    """Keep a norm set whole the first time it is used, so that a decision can be recomputed years later."""
    NormArchive.objects.get_or_create(hash=norms.hash, defaults={"content": norms.content, "first_used": at})


def take_norms(*, actor: Actor, folders: Sequence[Path], at: Instant) -> NormLoadView:
    """Read the norm files of the program and of these folders, and use them from now on when they have no fault.

    With a fault nothing is taken: the running norms stay in use. A reading that gives what the last one gave is no load.

    Args:
        folders: extra folders; a file with the name of an earlier one replaces it.

    Returns:
        The load as it was kept; of the last one when nothing changed.
    """
    try:
        norms, faults = load_norms(tuple(folders)), []
    except NormsRefused as refusal:
        norms, faults = None, [str(fault) for fault in refusal.faults]
    last = NormLoad.objects.order_by("-at", "-id").first()
    found = norms.hash if norms is not None else ""
    if last is not None and (last.hash, last.faults) == (found, faults):
        return load_view(last)
    if norms is not None:
        keep_norms(norms=norms, at=at)
    row = NormLoad.objects.create(
        id=new_id(), at=at, folders=[str(folder)[:300] for folder in folders], hash=found, faults=faults
    )
    audit.record(
        actor=actor, at=at, act="sharing.load_norms", object_kind="norm_set", object_id=row.id,
        outcome="done" if norms is not None else "refused",
        details={"norm_set": found[:12], "faults": len(faults)},
    )  # fmt: skip
    return load_view(row)
