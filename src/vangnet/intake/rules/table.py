"""What a table can decide: its seats, what comes of a decision, a 24-hour agreement. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final

from vangnet.access.types import CATEGORY_OF_WRITER, POLICE_KINDS
from vangnet.core.clock import Instant
from vangnet.core.workdays import add_workdays
from vangnet.intake.errors import BoardUnreadable, FollowUpUnreadable, OnlyZvhDecides, QuickUnreadable
from vangnet.intake.types import TEXT_LIMIT, Channel, WeighingDecision
from vangnet.intake.types.conventions import Terms
from vangnet.intake.types.tables import FollowUp, NewQuickDecision, Seat, Vote

SEATS: Final = 40
REASON_LIMIT: Final = 2_000
# How long a partner sees a sitting that nobody ends.
GUEST_HOURS: Final = timedelta(hours=12)
QUICK_HOURS: Final = timedelta(hours=24)
LONGEST_FOLLOW_UP: Final = timedelta(days=92)
ONLY_ZVH: Final = frozenset({WeighingDecision.CASE, WeighingDecision.INCLUSION_TABLE})


def check_desk_may(decision: WeighingDecision, *, agency_kind: str) -> None:
    """Pass when a desk of this kind may decide so.

    Raises:
        OnlyZvhDecides: a meldpunt decided to open a case or to go to the inclusion table.
    """
    if decision in ONLY_ZVH and agency_kind != "ZVH":
        raise OnlyZvhDecides


def follow_up_day(decision: WeighingDecision, follow_up: FollowUp, *, terms: Terms, day: date) -> date | None:
    """Return the day by which what was decided is done; None when nothing follows.

    Args:
        terms: those of the region, in working days.
        day: day of the decision.

    Raises:
        FollowUpUnreadable: the chosen day has passed or is too far off.
    """
    if decision not in terms.follow_up:
        return None
    if follow_up.due_on is None:
        return add_workdays(day, terms.follow_up[decision])
    if not day <= follow_up.due_on <= day + LONGEST_FOLLOW_UP:
        raise FollowUpUnreadable({"due_on": "Kies een dag in de komende drie maanden."})
    return follow_up.due_on


def check_seats(seats: Sequence[Seat]) -> None:
    """Pass when it says who sits at the table.

    Raises:
        BoardUnreadable: nobody, too many, or a name that is too long.
    """
    if not seats:
        raise BoardUnreadable({"seats": "Schrijf op wie erbij zijn."})
    if len(seats) > SEATS or any(len(s.organisation) > 120 or len(s.name) > 200 or not s.organisation for s in seats):
        raise BoardUnreadable({"seats": f"Hoogstens {SEATS} regels, met op elke regel een organisatie en een naam."})


def check_vote(vote: Vote, reason: str) -> None:
    """Pass when somebody who is against says why.

    Raises:
        BoardUnreadable: against without a reason, or too long a one.
    """
    if (vote is Vote.AGAINST and not reason.strip()) or len(reason) > REASON_LIMIT:
        raise BoardUnreadable({"reason": "Schrijf op waarom je tegen bent."})


def check_planned(starts_at: Instant, *, at: Instant) -> None:
    """Pass when a sitting is planned ahead, and not too far.

    Raises:
        BoardUnreadable: the moment has passed, or lies too far off.
    """
    if not at < starts_at <= at + LONGEST_FOLLOW_UP:
        raise BoardUnreadable({"starts_at": "Kies een moment in de komende drie maanden."})


def category_at_table(*, channel: str, kind: str, reporter_kind: str, agency_kind: str, role: str) -> str:
    """Return the category of what a signal says, by whoever it comes from, the narrowest that may be meant.

    An incident code of the police (E33, E14) is police data, whoever typed it, unless somebody said that it comes from elsewhere.

    Args:
        reporter_kind: whom it comes from, as said; empty when nobody said.
        agency_kind: organisation of the colleague who typed it, with `role` their function; empty when there is none.

    Law: Wpg article 1(a), police data are what the police process for their task, wherever they lie next; article 7(2), who
    received them keeps them secret. Our reading: the code alone does not make them so, and an unknown origin does not undo it.

    >>> [category_at_table(channel="form", kind="E33", reporter_kind="", agency_kind=kind, role="") for kind in ("ZVH", "GGZ", "")]
    ['C07', 'C07', 'C07']
    >>> said = ("desk", "care", "police")
    >>> [category_at_table(channel="form", kind="E33", reporter_kind=one, agency_kind="ZVH", role="") for one in said]
    ['C06', 'C17', 'C07']
    >>> category_at_table(channel="form", kind="zorg", reporter_kind="care", agency_kind="MLP", role="")
    'C17'
    """
    unsaid = kind in POLICE_KINDS and not reporter_kind
    if channel == Channel.POLICE.value or reporter_kind == "police" or role == "politie_zvh" or unsaid:
        return "C07"
    return CATEGORY_OF_WRITER.get(agency_kind) or ("C17" if reporter_kind == "care" else "C06")


def check_quick(quick: NewQuickDecision, *, at: Instant) -> None:
    """Pass when it says who agreed what, who does it, and that it is done within a day.

    Raises:
        QuickUnreadable: with every fault at once, by field.
    """
    faults: dict[str, str] = {}
    if not quick.participants.strip():
        faults["participants"] = "Schrijf op wie erbij waren."
    if not quick.agreed.strip() or len(quick.agreed) > TEXT_LIMIT:
        faults["agreed"] = "Schrijf op wat jullie afspreken."
    if not quick.carried_by.strip() or len(quick.carried_by) > 200:
        faults["carried_by"] = "Schrijf op wie dit doet."
    if not at < quick.due_at <= at + QUICK_HOURS:
        faults["due_at"] = "Kies een moment binnen 24 uur."
    if faults:
        raise QuickUnreadable(faults)
