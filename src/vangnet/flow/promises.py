"""The promises as the program checks them by itself: how many open violations there are, and what finds them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from vangnet.cases import selectors as cases
from vangnet.core.clock import Instant, local_day
from vangnet.intake import selectors as intake
from vangnet.people.selectors import review
from vangnet.plans import selectors as plans
from vangnet.sharing import selectors as sharing


@dataclass(frozen=True, slots=True)
class PromiseCount:
    """Open violations of one promise.

    Args:
        code: `P1` to `P6`.
        by_region: how many in each region that has any; None when the stage that keeps this promise is not built yet.
        query: the selector that finds them; more than one with a comma between.
    """

    code: str
    title: str
    what: str
    by_region: dict[str, int] | None
    query: str

    @property
    def violations(self) -> int | None:
        """Return how many there are in all regions that were asked for, or None when nothing can be said yet."""
        return None if self.by_region is None else sum(self.by_region.values())


def _together(*counts: dict[str, int]) -> dict[str, int]:
    found: Counter[str] = Counter()
    for one in counts:
        found.update(one)
    return dict(found)


def count(*, region: str | None, at: Instant) -> list[PromiseCount]:
    """Return the open violations of each promise, for one region or for all. Background work only.

    Args:
        region: code of a region, or None for the whole database.
    """
    day = local_day(at)
    return [
        PromiseCount(
            "P1", "Altijd een actueel plan", "open casussen zonder plan dat klopt: geen, over de datum, of te lang gemarkeerd",
            plans.not_current_by_region(region=region, day=day), "plans.selectors.not_current_by_region",
        ),
        PromiseCount(
            "P2", "Altijd iemand",
            "verplichte rollen waar vandaag niemand staat, en casussen waarin langer dan afgesproken niemand contact had",
            _together(
                cases.uncovered_by_region(region=region, day=day), cases.contact_overdue_by_region(region=region, day=day)
            ),
            "cases.selectors.uncovered_by_region, cases.selectors.contact_overdue_by_region",
        ),
        PromiseCount(
            "P3", "Het juiste feit bij de juiste persoon", "wat al verteld of beantwoord had moeten zijn",
            _together(
                sharing.late_by_region(region=region, day=day), intake.uninformed_by_region(region=region, day=day)
            ),
            "sharing.selectors.late_by_region, intake.selectors.uninformed_by_region",
        ),
        PromiseCount(
            "P4", "Niemand valt tussen twee",
            "signalen over hun antwoordtijd, besluiten daarover die niet zijn gedaan, bemoeizorg die niet opnieuw is bekeken, "
            "en vragen wie wie is die te lang wachten",
            _added(
                intake.unanswered_by_region(region=region, at=at),
                intake.unreviewed_by_region(region=region, day=day),
                review.waiting_by_region(region=region, before=day - review.ANSWER_WITHIN),
            ),
            "intake.selectors.unanswered_by_region, intake.selectors.unreviewed_by_region, "
            "people.selectors.review.waiting_by_region",
        ),
        PromiseCount("P5", "Een plek die past", "zoekvragen zonder antwoord", None, ""),
        PromiseCount("P6", "Het systeem leert", "aanbevelingen zonder opvolging", None, ""),
    ]  # fmt: skip


def _added(*counts: Mapping[str, int]) -> dict[str, int]:
    """Return the sum of counts by region."""
    total: Counter[str] = Counter()
    for one in counts:
        total.update(one)
    return dict(total)
