"""Days, times, ages and numbers in words people say, in Dutch and English. Pure: moment and language come in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Literal, TypeAlias

from vangnet.core.clock import AMSTERDAM, Instant, local_day

Language: TypeAlias = Literal["nl", "en"]
Tone: TypeAlias = Literal["late", "now", "good", "wait", "share", "rest"]

_DAYS: dict[Language, tuple[str, ...]] = {
    "nl": ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
_SHORT_DAYS: dict[Language, tuple[str, ...]] = {
    "nl": ("ma", "di", "wo", "do", "vr", "za", "zo"),
    "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
}
_MONTHS: dict[Language, tuple[str, ...]] = {
    "nl": (
        "januari",
        "februari",
        "maart",
        "april",
        "mei",
        "juni",
        "juli",
        "augustus",
        "september",
        "oktober",
        "november",
        "december",
    ),
    "en": (
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ),
}
_COUNTS: dict[Language, tuple[str, ...]] = {
    "nl": (
        "geen",
        "één",
        "twee",
        "drie",
        "vier",
        "vijf",
        "zes",
        "zeven",
        "acht",
        "negen",
        "tien",
        "elf",
        "twaalf",
        "dertien",
        "veertien",
        "vijftien",
        "zestien",
        "zeventien",
        "achttien",
        "negentien",
        "twintig",
    ),
    "en": (
        "no",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
        "twenty",
    ),
}
_UNITS: dict[Language, dict[str, tuple[str, str]]] = {
    "nl": {
        "minute": ("minuut", "minuten"),
        "hour": ("uur", "uur"),
        "day": ("dag", "dagen"),
        "week": ("week", "weken"),
        "month": ("maand", "maanden"),
        "year": ("jaar", "jaar"),
    },
    "en": {unit: (unit, f"{unit}s") for unit in ("minute", "hour", "day", "week", "month", "year")},
}

_DUTCH_MARKS = str.maketrans(",.", ".,")


def number_words(value: int | float, language: Language, *, decimals: int = 0) -> str:
    """Return a number as it is written: 1.286 and 0,5 in Dutch, 1,286 and 0.5 in English.

    Args:
        decimals: how many decimals to show, none for counts.

    >>> number_words(1286, "nl"), number_words(0.5, "nl", decimals=1), number_words(1286, "en")
    ('1.286', '0,5', '1,286')
    """
    written = f"{value:,.{decimals}f}"
    return written.translate(_DUTCH_MARKS) if language == "nl" else written


def spelled(count: int, language: Language) -> str:
    """Return a count in a sentence: in letters up to twenty, in figures above.

    >>> spelled(2, "nl"), spelled(0, "en"), spelled(1286, "nl")
    ('twee', 'no', '1.286')
    """
    words = _COUNTS[language]
    return words[count] if 0 <= count < len(words) else number_words(count, language)


def bounded(count: int, limit: int, language: Language) -> str:
    """Return a count that was only counted up to a limit, so that a list of a million rows need not be counted.

    >>> bounded(12, 100, "nl"), bounded(101, 100, "nl"), bounded(1001, 1000, "en")
    ('12', 'meer dan 100', 'more than 1,000')
    """
    if count <= limit:
        return number_words(count, language)
    return f"{'meer dan' if language == 'nl' else 'more than'} {number_words(limit, language)}"


def few(count: int, language: Language) -> str:
    """Return a count for publication: under five it could point at a person, so it is not given.

    >>> few(3, "nl"), few(0, "nl"), few(5, "en")
    ('minder dan 5', 'minder dan 5', '5')
    """
    if count < 5:
        return "minder dan 5" if language == "nl" else "fewer than 5"
    return number_words(count, language)


def quantity(count: int, unit: str, language: Language) -> str:
    """Return a number of minutes, hours, days, weeks, months or years.

    >>> quantity(1, "day", "nl"), quantity(3, "hour", "nl"), quantity(2, "hour", "en")
    ('1 dag', '3 uur', '2 hours')
    """
    one, many = _UNITS[language][unit]
    return f"{number_words(count, language)} {one if count == 1 else many}"


def day_words(day: date, today: date, language: Language, *, short: bool = True) -> str:
    """Return a date as people say it; the year only when it is another year.

    Args:
        short: "vr 27 november" for a chip, else "vrijdag 27 november" for a sentence.

    >>> day_words(date(2026, 11, 27), date(2026, 11, 23), "nl")
    'vr 27 november'
    >>> day_words(date(2027, 1, 12), date(2026, 11, 23), "en", short=False)
    'Tuesday 12 January 2027'
    """
    weekday = (_SHORT_DAYS if short else _DAYS)[language][day.weekday()]
    words = f"{weekday} {day.day} {_MONTHS[language][day.month - 1]}"
    return words if day.year == today.year else f"{words} {day.year}"


def time_words(at: Instant) -> str:
    """Return the time of day in the Netherlands, in 24 hours.

    >>> from datetime import UTC
    >>> time_words(datetime(2026, 11, 23, 13, 0, tzinfo=UTC))
    '14:00'
    """
    return f"{at.astimezone(AMSTERDAM):%H:%M}"


def near_words(day: date, today: date, language: Language) -> str:
    """Return how far a day lies from today.

    >>> [near_words(date(2026, 11, d), date(2026, 11, 23), "nl") for d in (20, 22, 23, 24, 27)]
    ['3 dagen geleden', 'gisteren', 'vandaag', 'morgen', 'over 4 dagen']
    """
    distance = (day - today).days
    if -1 <= distance <= 1:
        near = {"nl": ("gisteren", "vandaag", "morgen"), "en": ("yesterday", "today", "tomorrow")}
        return near[language][distance + 1]
    amount = _span(abs(distance), language)
    if distance < 0:
        return f"{amount} geleden" if language == "nl" else f"{amount} ago"
    return f"over {amount}" if language == "nl" else f"in {amount}"


def ago_words(then: Instant, now: Instant, language: Language) -> str:
    """Return how long ago something was, to the minute today and to the day before that.

    >>> from datetime import UTC
    >>> noon = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
    >>> ago_words(datetime(2026, 11, 23, 11, 40, tzinfo=UTC), noon, "nl")
    '20 minuten geleden'
    >>> ago_words(datetime(2026, 11, 23, 12, 0, 30, tzinfo=UTC), noon, "en")
    'just now'
    """
    if local_day(then) != local_day(now):
        return near_words(local_day(then), local_day(now), language)
    minutes = int((now - then).total_seconds() // 60)
    if minutes < 1:
        return "zojuist" if language == "nl" else "just now"
    amount = quantity(minutes, "minute", language) if minutes < 60 else quantity(minutes // 60, "hour", language)
    return f"{amount} geleden" if language == "nl" else f"{amount} ago"


def age_words(born: date | int | None, today: date, language: Language) -> str:
    """Return somebody's age; "about" when only the year is known.

    Args:
        born: the day of birth, the year alone, or None when neither is known.

    >>> age_words(date(1979, 5, 2), date(2026, 11, 23), "nl"), age_words(1979, date(2026, 11, 23), "nl")
    ('47 jaar', 'ongeveer 47 jaar')
    >>> age_words(None, date(2026, 11, 23), "en")
    'age unknown'
    """
    if born is None:
        return "leeftijd onbekend" if language == "nl" else "age unknown"
    if isinstance(born, int):
        return f"{'ongeveer' if language == 'nl' else 'about'} {quantity(today.year - born, 'year', language)}"
    years = today.year - born.year - ((today.month, today.day) < (born.month, born.day))
    if years < 2:
        months = (today.year - born.year) * 12 + today.month - born.month - (today.day < born.day)
        return quantity(max(months, 0), "month", language)
    return quantity(years, "year", language)


@dataclass(frozen=True, slots=True)
class Due:
    """What a deadline chip says: the words, the exact day or distance under it, and the tone."""

    words: str
    detail: str
    tone: Tone


def due_words(due: date | Instant | None, now: Instant, language: Language) -> Due:
    """Return a deadline in words people say.

    Args:
        due: a moment; or a day, which lasts until its last minute; or None when no date was agreed.

    >>> from datetime import UTC
    >>> monday = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
    >>> due_words(date(2026, 11, 21), monday, "nl")
    Due(words='2 dagen te laat', detail='za 21 november', tone='late')
    >>> due_words(datetime(2026, 11, 23, 15, 0, tzinfo=UTC), monday, "nl")
    Due(words='voor 16:00', detail='vandaag', tone='now')
    >>> due_words(date(2026, 11, 27), monday, "en")
    Due(words='Fri 27 November', detail='in 4 days', tone='wait')
    """
    dutch = language == "nl"
    today = local_day(now)
    if due is None:
        return day_due_words(due, today, language)
    moment = due if isinstance(due, datetime) else None
    day = local_day(moment) if moment is not None else due
    late = "te laat" if dutch else "late"
    if moment is None or day != today:
        return day_due_words(day, today, language)
    if moment < now:
        minutes = max(int((now - moment).total_seconds() // 60), 1)
        amount = quantity(minutes, "minute", language) if minutes < 60 else quantity(minutes // 60, "hour", language)
        before = f"{'voor' if dutch else 'before'} {time_words(moment)}"
        return Due(f"{amount} {late}", before, "late")
    if moment.astimezone(AMSTERDAM).time() >= time(23, 59):
        return Due("vandaag" if dutch else "today", "", "now")
    return Due(f"{'voor' if dutch else 'before'} {time_words(moment)}", near_words(day, today, language), "now")


def day_due_words(day: date | None, today: date, language: Language) -> Due:
    """Return a day on which something is due in words people say; None when no date was agreed.

    >>> day_due_words(date(2026, 11, 24), date(2026, 11, 23), "nl")
    Due(words='di 24 november', detail='morgen', tone='wait')
    """
    dutch = language == "nl"
    if day is None:
        return Due("geen datum" if dutch else "no date", "", "rest")
    if day < today:
        late = f"{_span((today - day).days, language)} {'te laat' if dutch else 'late'}"
        return Due(late, day_words(day, today, language), "late")
    if day > today:
        return Due(day_words(day, today, language), near_words(day, today, language), "wait")
    return Due("vandaag" if dutch else "today", "", "now")


def postcode_words(postcode: str) -> str:
    """Write a postcode as on an envelope.

    >>> postcode_words("3499SA"), postcode_words("1234 ab"), postcode_words("B-1000"), postcode_words("")
    ('3499 SA', '1234 AB', 'B-1000', '')
    """
    tight = postcode.replace(" ", "").upper()
    return f"{tight[:4]} {tight[4:]}" if len(tight) == 6 and tight[:4].isdecimal() and tight[4:].isalpha() else postcode


def _span(days: int, language: Language) -> str:
    """Return a number of days in the largest unit that people would use for it."""
    if days < 21:
        return quantity(days, "day", language)
    if days < 91:
        return quantity(days // 7, "week", language)
    if days < 730:
        return quantity(days // 30, "month", language)
    return quantity(days // 365, "year", language)
