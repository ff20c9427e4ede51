"""Deadlines, ages and numbers read as people say them, also at the edges of a day, a year and a season."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vangnet.web.shared.words import (
    age_words,
    ago_words,
    bounded,
    day_words,
    due_words,
    near_words,
    number_words,
    spelled,
)

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("due", "words", "detail", "tone"),
    [
        (date(2026, 11, 22), "1 dag te laat", "zo 22 november", "late"),
        (date(2026, 10, 1), "7 weken te laat", "do 1 oktober", "late"),
        (date(2025, 11, 1), "12 maanden te laat", "za 1 november 2025", "late"),
        (date(2023, 11, 1), "3 jaar te laat", "wo 1 november 2023", "late"),
        (date(2026, 11, 23), "vandaag", "", "now"),
        (datetime(2026, 11, 23, 8, 40, tzinfo=UTC), "20 minuten te laat", "voor 09:40", "late"),
        (datetime(2026, 11, 23, 6, 0, tzinfo=UTC), "3 uur te laat", "voor 07:00", "late"),
        (datetime(2026, 11, 23, 22, 59, tzinfo=UTC), "vandaag", "", "now"),
        (date(2026, 11, 24), "di 24 november", "morgen", "wait"),
        (date(2027, 1, 12), "di 12 januari 2027", "over 7 weken", "wait"),
        (None, "geen datum", "", "rest"),
    ],
)
def test_due_in_dutch(due, words, detail, tone):
    said = due_words(due, MONDAY, "nl")
    assert (said.words, said.detail, said.tone) == (words, detail, tone)


def test_due_in_english():
    assert due_words(date(2026, 11, 21), MONDAY, "en").words == "2 days late"
    assert due_words(datetime(2026, 11, 23, 15, 0, tzinfo=UTC), MONDAY, "en").words == "before 16:00"
    assert due_words(None, MONDAY, "en").words == "no date"


def test_midnight_is_the_dutch_one():
    # 23:30 in London's winter is half past midnight here: the day after.
    late_evening = datetime(2026, 11, 22, 23, 30, tzinfo=UTC)
    assert due_words(date(2026, 11, 23), late_evening, "nl").tone == "now"
    assert due_words(date(2026, 11, 22), late_evening, "nl").words == "1 dag te laat"


def test_summer_time_shifts_the_clock_on_the_chip():
    assert due_words(datetime(2026, 7, 1, 14, 0, tzinfo=UTC), datetime(2026, 7, 1, 8, 0, tzinfo=UTC), "nl").words == (
        "voor 16:00"
    )


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_every_deadline_before_today_is_late_and_no_other(day):
    said = due_words(day, MONDAY, "nl")
    assert (said.tone == "late") == (day < date(2026, 11, 23)) == ("te laat" in said.words)


@given(st.integers(-(10**12), 10**12))
def test_a_number_reads_back(value):
    assert int(number_words(value, "nl").replace(".", "")) == value == int(number_words(value, "en").replace(",", ""))


@given(st.dates(date(1900, 1, 1), date(2026, 11, 23)))
def test_an_age_is_never_too_high(born):
    words = age_words(born, date(2026, 11, 23), "nl")
    count, unit = words.split()
    years = int(count) if unit == "jaar" else 0
    assert born.replace(year=born.year + years, day=min(born.day, 28)) <= date(2026, 11, 23)


def test_a_leap_day_is_a_birthday_on_the_first_of_march():
    assert age_words(date(2000, 2, 29), date(2026, 2, 28), "nl") == "25 jaar"
    assert age_words(date(2000, 2, 29), date(2026, 3, 1), "nl") == "26 jaar"


def test_a_baby_has_months():
    assert age_words(date(2026, 3, 30), date(2026, 11, 23), "nl") == "7 maanden"
    assert age_words(date(2026, 11, 23), date(2026, 11, 23), "en") == "0 months"


def test_near_and_far_in_english():
    today = date(2026, 11, 23)
    assert near_words(date(2026, 11, 20), today, "en") == "3 days ago"
    assert near_words(date(2026, 12, 20), today, "en") == "in 3 weeks"
    assert day_words(date(2026, 11, 20), today, "en", short=False) == "Friday 20 November"


def test_ago_crosses_midnight_as_a_day():
    assert ago_words(datetime(2026, 11, 22, 22, 50, tzinfo=UTC), datetime(2026, 11, 22, 23, 10, tzinfo=UTC), "nl") == (
        "gisteren"
    )
    assert ago_words(datetime(2026, 11, 23, 6, 0, tzinfo=UTC), MONDAY, "nl") == "3 uur geleden"


def test_counts_in_a_sentence():
    assert [spelled(n, "nl") for n in (0, 1, 13, 20, 21)] == ["geen", "één", "dertien", "twintig", "21"]
    assert bounded(100, 100, "nl") == "100"
