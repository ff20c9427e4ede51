"""Figures of meldpunten side by side: counts of a quarter, nobody in them."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.http import require_safe

from vangnet.core.clock import local_day
from vangnet.intake import selectors as intake
from vangnet.intake.types.conventions import LabelList
from vangnet.intake.types.figures import DeskFigures
from vangnet.web.intake import labels
from vangnet.web.shared.parts import Link
from vangnet.web.shared.screen import language
from vangnet.web.shared.visit import Visit, visited

FEATURES: dict[str, Promise | str] = {
    "kind": gettext_lazy("Soort"),
    "label": gettext_lazy("Kenmerk"),
    "reporter": gettext_lazy("Wie meldt"),
    "channel": gettext_lazy("Langs welke weg"),
    "decision": gettext_lazy("Besluit"),
    "in-time": gettext_lazy("Op tijd gewogen"),
    "told": gettext_lazy("Melder weet het"),
}
RECENT = 4  # quarters that stand in sight; older ones are one press away
_YES_NO: dict[str, Promise | str] = {"yes": gettext_lazy("Ja"), "no": gettext_lazy("Nee")}


@dataclass(frozen=True, slots=True)
class Line:
    """One desk, with what each code is called, its number, and its share in per cent; None where hidden."""

    name: str
    total: int | None
    cells: tuple[tuple[str, int | None, int | None], ...]

    @property
    def shows(self) -> bool:
        """Whether any number of it may be seen."""
        return any(number is not None for _, number, _ in self.cells)


@require_safe
@visited
def figures(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show the desks of the own region, or of all regions, by one feature of a quarter."""
    quarters = intake.figure_quarters()
    quarter = request.GET.get("kwartaal", "")
    quarter = quarter if quarter in quarters else (quarters[0] if quarters else "")
    feature = request.GET.get("naar", "kind")
    feature = feature if feature in FEATURES else "kind"
    everywhere = request.GET.get("waar") == "alles"
    found = intake.figures(quarter=quarter, region=None if everywhere else visit.actor.region)
    said = intake.label_list(region=visit.actor.region, day=local_day(visit.at))
    here = reverse("web:figures")
    where = "alles" if everywhere else ""
    lines = [_line(one, feature, said) for one in found]
    ways = [
        Link(_quarter(one), f"{here}?naar={feature}&kwartaal={one}&waar={where}", current=one == quarter)
        for one in quarters
    ]
    content = {
        "at": visit.at,
        "quarter": _quarter(quarter),
        "feature": str(FEATURES[feature]),
        "lines": [line for line in lines if line.total is not None],
        "few": [line.name for line in lines if line.total is None],
        "features": [
            Link(str(text), f"{here}?naar={code}&kwartaal={quarter}&waar={where}", current=code == feature)
            for code, text in FEATURES.items()
        ],
        "quarters": ways[:RECENT],
        "older": ways[RECENT:],
        "older_open": any(way.current for way in ways[RECENT:]),
        "regions": [
            Link(gettext("Mijn regio"), f"{here}?naar={feature}&kwartaal={quarter}", current=not everywhere),
            Link(gettext("Heel Nederland"), f"{here}?naar={feature}&kwartaal={quarter}&waar=alles", current=everywhere),
        ],
    }
    return render(request, "intake/figures.html", content)


def _quarter(code: str) -> str:
    """Return a quarter in words: 2026Q3 is the third of that year."""
    year, _, number = code.partition("Q")
    return gettext("%(number)se kwartaal %(year)s") % {"number": number, "year": year} if number else ""


def _line(one: DeskFigures, feature: str, said: LabelList) -> Line:
    numbers = one.numbers.get(feature, {})
    cells = [
        (_words(feature, code, said), number, round(100 * number / one.total) if number and one.total else None)
        for code, number in numbers.items()
        if number != 0
    ]
    return Line(one.name, one.total, tuple(cells))


def _words(feature: str, code: str, said: LabelList) -> str:
    """Return a code of the common data set in words."""
    if code in ("unsaid", "open"):
        return gettext("Nog open") if code == "open" else gettext("Niet gezegd")
    if feature == "label":
        return said.words(code, english=language() == "en")
    tables: dict[str, dict[str, Promise | str]] = {
        "kind": labels.KINDS,
        "reporter": labels.REPORTERS,
        "channel": {channel.value: text for channel, text in labels.CHANNELS.items()},
        "decision": {decision.value: text for decision, text in labels.DECISIONS.items()},
    }
    return str(tables.get(feature, _YES_NO).get(code, code))
