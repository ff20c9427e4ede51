"""Which desk takes a signal, by when it answers, when it opens again, and what is destroyed."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from itertools import product
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vangnet.core.clock import AMSTERDAM
from vangnet.core.errors import InvalidInput
from vangnet.intake import rules
from vangnet.intake.types import DeskScope, NewDesk, OpenHours, ToldBy, WeighingDecision

DAY = date(2026, 11, 23)
OFFICE = tuple(OpenHours(day, time(9), time(17)) for day in range(5))
WHOLE, NORTH, CLOSER, HOUSING = (UUID(int=n) for n in range(1, 5))
SCOPES = [
    DeskScope(WHOLE, frozenset({"zorg", "E33"}), "GM0193"),
    DeskScope(NORTH, frozenset({"zorg"}), "GM0193", "8031AA", "8039ZZ"),
    DeskScope(CLOSER, frozenset({"zorg"}), "GM0193", "8032AA", "8033ZZ", until=date(2026, 12, 1)),
    DeskScope(HOUSING, frozenset({"huisvesting"}), "GM0193"),
]


@pytest.mark.parametrize(
    ("kind", "postcode", "day", "desk"),
    [
        ("zorg", "8011AA", DAY, WHOLE),
        ("zorg", "8034AB", DAY, NORTH),
        ("zorg", "8032AB", DAY, CLOSER),
        ("zorg", "8032AB", date(2026, 12, 1), NORTH),
        ("zorg", "", DAY, WHOLE),
        ("E33", "8032AB", DAY, WHOLE),
        ("huisvesting", "8032AB", DAY, HOUSING),
        ("eenzaamheid", "8032AB", DAY, None),
    ],
)
def test_the_narrowest_desk_of_place_and_kind_takes_it(kind: str, postcode: str, day: date, desk: UUID | None):
    chosen = rules.choose_desk(SCOPES, kind=kind, postcode=postcode, day=day)
    assert (chosen.agency_id if chosen else None) == desk


@given(order=st.permutations(SCOPES), postcode=st.sampled_from(["", "8011AA", "8031AA", "8033ZZ", "8039ZZ", "9999ZZ"]))
def test_the_order_of_the_data_does_not_matter(order: list[DeskScope], postcode: str):
    first = rules.choose_desk(SCOPES, kind="zorg", postcode=postcode, day=DAY)
    assert rules.choose_desk(order, kind="zorg", postcode=postcode, day=DAY) == first


def local(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=AMSTERDAM)


@pytest.mark.parametrize(
    ("at", "opens"),
    [
        (local(2026, 11, 23, 9), None),
        (local(2026, 11, 23, 16, 59), None),
        (local(2026, 11, 23, 17), local(2026, 11, 24, 9)),
        (local(2026, 11, 23, 8, 59), local(2026, 11, 23, 9)),
        (local(2026, 11, 27, 18), local(2026, 11, 30, 9)),
        (local(2026, 12, 24, 18), local(2026, 12, 28, 9)),
        (local(2026, 10, 24, 23), local(2026, 10, 26, 9)),
    ],
)
def test_a_desk_opens_again_on_its_next_hour_and_never_on_a_holiday(at: datetime, opens: datetime | None):
    assert rules.opens_at(OFFICE, at.astimezone(UTC)) == opens


def test_a_desk_without_hours_is_never_said_to_be_closed():
    assert rules.opens_at((), local(2026, 12, 25, 3)) is None


def test_a_desk_that_opens_at_weekends_does():
    saturday = (OpenHours(5, time(10), time(14)),)
    assert rules.opens_at(saturday, local(2026, 11, 28, 11)) is None
    assert rules.opens_at(saturday, local(2026, 11, 23, 11)) == local(2026, 11, 28, 10)


def test_each_desk_has_its_own_clock():
    at = local(2026, 11, 23, 12)
    due = [
        rules.answer_due(at, acute=acute, workdays=days, cutoff=time(12))
        for acute, days in product((False, True), (1, 5))
    ]
    assert [moment.astimezone(AMSTERDAM).date().day for moment in due] == [24, 30, 24, 24]


def desk(**changes: object) -> NewDesk:
    values = {"agency_id": WHOLE, "kinds": frozenset({"zorg"}), "areas": (SCOPES[0],), "hours": OFFICE} | changes
    return NewDesk(**values)  # type: ignore[arg-type]


def test_a_desk_that_fits_passes():
    rules.check_desk(desk())


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"kinds": frozenset()}, "kinds"),
        ({"kinds": frozenset({"anything"})}, "kinds"),
        ({"areas": ()}, "areas"),
        ({"areas": (DeskScope(WHOLE, frozenset({"zorg"}), "GM0193", "8039ZZ", "8031AA"),)}, "areas"),
        ({"areas": (DeskScope(WHOLE, frozenset({"zorg"}), "GM0193", "8031", ""),)}, "areas"),
        ({"hours": (OpenHours(1, time(17), time(9)),)}, "hours"),
        ({"hours": (OpenHours(7, time(9), time(17)),)}, "hours"),
        ({"answer_workdays": 0}, "answer_workdays"),
        ({"keep_days": 366}, "keep_days"),
    ],
)
def test_a_desk_that_cannot_work_is_refused_at_its_field(changes: dict[str, object], field: str):
    with pytest.raises(InvalidInput) as refusal:
        rules.check_desk(desk(**changes))
    assert set(refusal.value.fields) == {field}


@pytest.mark.parametrize("decision", WeighingDecision)
def test_only_what_is_not_taken_up_is_destroyed(decision: WeighingDecision):
    day = rules.destroy_on(decision, DAY, keep_days=30)
    assert day == (DAY + timedelta(days=30) if decision is WeighingDecision.NOT_TAKEN_UP else None)


@pytest.mark.parametrize(("way", "text"), [(ToldBy.PHONE, " "), (ToldBy.NOT, ""), (ToldBy.MESSAGE, "x" * 20_001)])
def test_what_a_reporter_was_told_is_written(way: ToldBy, text: str):
    with pytest.raises(InvalidInput):
        rules.check_feedback(way=way, text=text)


@pytest.mark.parametrize(
    ("ground", "review_on", "field"),
    [("", DAY, "ground"), ("x", DAY - timedelta(days=1), "review_on"), ("x", DAY + timedelta(days=93), "review_on")],
)
def test_nobody_is_kept_in_view_without_ground_or_end(ground: str, review_on: date, field: str):
    with pytest.raises(InvalidInput) as refusal:
        rules.check_outreach(ground=ground, review_on=review_on, day=DAY)
    assert set(refusal.value.fields) == {field}
