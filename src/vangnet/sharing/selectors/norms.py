"""Find the norms that a verdict was given with, and see where each was used."""

from __future__ import annotations

from django.db import connection

from vangnet.law.loader import standard_norms
from vangnet.law.normset import NormSet
from vangnet.sharing.models import NormArchive


def norms_of(*, norm_set: str) -> NormSet | None:
    """Return the norm set with this hash: the one in use, or one from the archive; None when it was never used."""
    current = standard_norms()
    if current.hash == norm_set:
        return current
    content = NormArchive.objects.filter(hash=norm_set).values_list("content", flat=True).first()
    return NormSet.restore(content, norm_set) if content else None


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
