"""Find the norms that a verdict was given with, and see where each was used."""

from __future__ import annotations

from uuid import UUID

from django.db import connection
from django.db.models import Q

from vangnet.access.types import Actor
from vangnet.audit import services as audit
from vangnet.core.clock import Instant
from vangnet.law.loader import standard_norms
from vangnet.law.normset import NormSet
from vangnet.law.types import NormLoadView
from vangnet.sharing.models import NormArchive, NormLoad, Verdict
from vangnet.sharing.types import NormUse

_RESTORED: dict[str, NormSet] = {}
_REMEMBERED = 16


def running_norms() -> NormSet:
    """Return the norms in use: those of the newest load without a fault, on every server the same.

    Before the first load these are the norms that come with the program.
    """
    loads = NormLoad.objects.exclude(hash="").order_by("-at", "-id")
    found = loads.values_list("hash", flat=True).first()
    return (norms_of(norm_set=found) if found else None) or standard_norms()


def norm_loads(*, limit: int = 20) -> list[NormLoadView]:
    """Return the last times the norm files were read with another result, newest first."""
    return [load_view(row) for row in NormLoad.objects.order_by("-at", "-id")[:limit]]


def load_view(row: NormLoad) -> NormLoadView:
    """Return the frozen view of a load."""
    return NormLoadView(row.at, tuple(row.folders), row.hash, tuple(row.faults))


def norms_of(*, norm_set: str) -> NormSet | None:
    """Return the norm set with this hash: the one in use, or one from the archive; None when it was never used."""
    current = standard_norms()
    if current.hash == norm_set:
        return current
    if norm_set not in _RESTORED:
        content = NormArchive.objects.filter(hash=norm_set).values_list("content", flat=True).first()
        if not content:
            return None
        if len(_RESTORED) >= _REMEMBERED:
            _RESTORED.clear()
        _RESTORED[norm_set] = NormSet.restore(content, norm_set)
    return _RESTORED[norm_set]


def uses_of(*, actor: Actor, key: str, at: Instant, limit: int = 20, last: int = 2_000) -> list[NormUse]:
    """Return the newest questions in cases in sight whose answer rests on a norm, and record the read.

    Args:
        last: how many of the newest verdicts are looked at, so that this costs the same in ten years.
    """
    newest = Verdict.objects.order_by("-id").values_list("id", flat=True)[:last]
    named = Q(record__verdict__grounds__contains=[key]) | Q(record__verdict__prohibitions__contains=[key])
    rows = Verdict.objects.filter(named, id__in=newest).select_related("question").order_by("-id")
    found: dict[UUID, NormUse] = {}
    for row in rows:
        asked = row.question
        found.setdefault(asked.id, NormUse(asked.id, asked.asked_at, asked.receiver_name, row.outcome, asked.purpose))
        if len(found) == limit:
            break
    audit.record(
        actor=actor, at=at, act="sharing.list_norm_uses", object_kind="norm", details={"norm": key, "rows": len(found)}
    )
    return list(found.values())


def used_norms(*, last: int = 2_000) -> dict[str, int]:
    """Return how many verdicts in the cases in sight rest on each norm, as ground or as prohibition.

    Args:
        last: how many of the newest verdicts are looked at, so that this costs the same in ten years.
    """
    query = """
SELECT named.key, count(*)
FROM (SELECT record->'verdict' AS said FROM sharing_verdict ORDER BY id DESC LIMIT %s) AS newest,
  LATERAL (SELECT DISTINCT jsonb_array_elements_text((said->'grounds') || (said->'prohibitions')) AS key) AS named
GROUP BY named.key
"""
    with connection.cursor() as cursor:
        cursor.execute(query, [last])
        return dict(cursor.fetchall())
