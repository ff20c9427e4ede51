"""Examples of a day beside a field, counted from today, so that no example lies in the past of what is asked."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.utils.functional import lazy
from django.utils.translation import gettext

from vangnet.core.clock import local_day, now


def typed(day: date) -> str:
    """Return a day as somebody types it.

    >>> typed(date(2027, 3, 5))
    '05-03-2027'
    """
    return day.strftime("%d-%m-%Y")


def _ahead(days: int) -> str:
    return typed(local_day(now()) + timedelta(days=days))


def _hint(days: int) -> str:
    return gettext("Bijvoorbeeld %(day)s") % {"day": _ahead(days)}


def _required() -> str:
    return gettext("Vul een dag in, zoals %(day)s") % {"day": _ahead(0)}


def _invalid() -> str:
    return gettext("Dit is geen datum. Schrijf dag-maand-jaar, zoals %(day)s") % {"day": _ahead(0)}


def _review() -> str:
    return gettext("Binnen een half jaar. Bijvoorbeeld %(day)s") % {"day": _ahead(90)}


def _consent() -> str:
    return gettext("Bijvoorbeeld %(day)s. Leeg is: tot de persoon het intrekt.") % {"day": _ahead(365)}


def _before() -> str:
    return gettext("Dat gaat altijd vooraf. Bijvoorbeeld %(day)s") % {"day": _ahead(-1)}


TODAY: Any = lazy(lambda: _hint(0), str)()
"""For what has happened: today."""
SOON: Any = lazy(lambda: _hint(7), str)()
"""For what is yet to come: a week from now."""
BEFORE: Any = lazy(_before, str)()
"""For what was signed before."""
REVIEW: Any = lazy(_review, str)()
"""For when a plan is looked at again."""
CONSENT_END: Any = lazy(_consent, str)()
"""For the last day of a consent."""
REQUIRED: Any = lazy(_required, str)()
INVALID: Any = lazy(_invalid, str)()
