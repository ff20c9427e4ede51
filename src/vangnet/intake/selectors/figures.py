"""Published figures of meldpunten, side by side; read by everybody who works here, since they tell of nobody."""

from __future__ import annotations

from vangnet.access import selectors as access
from vangnet.intake.models import SignalFigure
from vangnet.intake.types.figures import DeskFigures


def figure_quarters() -> list[str]:
    """Return the quarters that were published, newest first."""
    return list(SignalFigure.objects.order_by("-quarter").values_list("quarter", flat=True).distinct())


def figures(*, quarter: str, region: str | None) -> list[DeskFigures]:
    """Return the figures of each desk in a quarter, by name of the desk.

    Args:
        region: only this one; all when None.
    """
    rows = SignalFigure.objects.filter(quarter=quarter)
    if region:
        rows = rows.filter(region=region)
    found: dict[str, DeskFigures] = {}
    names = {one.id: one.name for one in access.desks()}
    for row in rows.order_by("dimension", "code"):
        desk = found.setdefault(
            str(row.desk_id), DeskFigures(row.desk_id, names.get(row.desk_id, ""), row.region, quarter, {})
        )
        desk.numbers.setdefault(row.dimension, {})[row.code] = row.number
    return sorted(found.values(), key=lambda one: (one.region, one.name))
