"""How long may we keep this? The day by which each case and signal must be gone, and why; nothing is destroyed here."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Protocol, TypeVar
from uuid import UUID

from vangnet.cases.selectors.of_person import KeptCase, kept_cases
from vangnet.core.clock import local_day
from vangnet.intake.selectors.keeping import kept_signals
from vangnet.intake.types import SignalView, WeighingDecision

YEARS: Final = 5
# The law names no number of days for what was not taken up (Bgs 1.16(1)(b)); this is our proposal until a region decides.
NOT_TAKEN_UP_DAYS: Final = 30


@dataclass(frozen=True, slots=True)
class Term:
    """How long one thing is kept.

    Args:
        kind: `case` or `signal`.
        rule: row of `legal.md` section 5, such as `R01`.
        since: day from which the term runs; `until` the last day on which it may be there.
        why: in plain Dutch, with the article.
        shielded: whether it is closed and kept out of sight until then.
    """

    kind: str
    id: UUID
    region: str
    rule: str
    since: date
    until: date
    why: str
    shielded: bool = False


class Kept(Protocol):
    """Something with an id, to page by."""

    @property
    def id(self) -> UUID: ...


T = TypeVar("T", bound=Kept)


def years_later(day: date, years: int) -> date:
    """Return the same day some years later; 29 February becomes the last day of February.

    >>> years_later(date(2024, 2, 29), 5)
    datetime.date(2029, 2, 28)
    """
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def case_term(case: KeptCase, *, first_processed: date | None) -> Term:
    """Return how long a case is kept.

    Args:
        first_processed: day of the signal that the case came from; the day it was opened when that is not known.

    Law: Wgs article 1.8(7), at the latest five years after the first processing; Wgs article 2.31(8), shielded once closed.
    """
    since = min(case.opened_on, first_processed or case.opened_on)
    why = "Uiterlijk vijf jaar na de eerste verwerking (Wgs artikel 1.8 lid 7)."
    if case.closed_on is not None:
        why += " De casus is gesloten en tot dan afgeschermd (Wgs artikel 2.31 lid 8)."
    return Term("case", case.id, case.region, "R01", since, years_later(since, YEARS), why, case.closed_on is not None)


def signal_term(signal: SignalView) -> Term:
    """Return how long a signal is kept: shortly when it was not taken up, else no longer than any joint data.

    Law: Bgs article 1.16(1)(b) and Wgs article 1.8(7).
    """
    received = local_day(signal.received_at)
    if signal.decision == WeighingDecision.NOT_TAKEN_UP and signal.answered_at is not None:
        since = local_day(signal.answered_at)
        why = f"Niet opgepakt: vernietigen binnen {NOT_TAKEN_UP_DAYS} dagen na het besluit (Bgs artikel 1.16 lid 1, onder b)."
        return Term("signal", signal.id, signal.region, "R02", since, since + timedelta(days=NOT_TAKEN_UP_DAYS), why)
    why = "Uiterlijk vijf jaar na de eerste verwerking (Wgs artikel 1.8 lid 7)."
    return Term("signal", signal.id, signal.region, "R01", received, years_later(received, YEARS), why)


def terms() -> Iterator[Term]:
    """Yield the term of every signal and every case. Background work only."""
    received: dict[UUID, date] = {}
    for signal in _all(kept_signals):
        received[signal.id] = local_day(signal.received_at)
        yield signal_term(signal)
    for case in _all(kept_cases):
        yield case_term(case, first_processed=received.get(case.opened_from) if case.opened_from else None)


def _all(page: Callable[..., list[T]]) -> Iterator[T]:
    after: UUID | None = None
    while rows := page(after=after):
        yield from rows
        after = rows[-1].id
