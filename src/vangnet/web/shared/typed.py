"""Fields for what people type about people: any script, any length of name, dates of which only a part is known."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy

from vangnet.people.types import PartialDate

# Marks that turn the direction of text around, so that a name could read as another one.
_TURNING = dict.fromkeys(map(ord, "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"))
_UNREADABLE = "\ufffd"
_PARTS = re.compile(
    r"(?:(?:(?P<day>\d{1,2})[-/. ])?(?P<month>\d{1,2})[-/. ])?(?P<year>\d{4})|(?P<iso>\d{4}-\d{2}-\d{2})"
)


class PlainText(forms.CharField):
    """Text as people write it, in any script; without signs that nobody sees but that change how it reads."""

    default_error_messages = {
        "unreadable": gettext_lazy("Een teken kwam niet goed over. Typ dit opnieuw, of plak het zonder opmaak."),
    }

    def to_python(self, value: Any) -> str:
        """Return the text with one form for each letter, without hidden signs; what shows nothing at all is empty.

        Raises:
            ValidationError: a part of it could not be read as text.
        """
        text = str(super().to_python(value) or "").translate(_TURNING)
        if _UNREADABLE in text:
            raise ValidationError(self.error_messages["unreadable"], code="unreadable")
        if "\x00" not in text and not any(unicodedata.category(sign)[0] in "LMNPS" for sign in text):
            return str(self.empty_value)
        kept = (sign for sign in text if sign in "\n\t" or unicodedata.category(sign) != "Cc" or sign == "\x00")
        return unicodedata.normalize("NFC", "".join(kept))


class LongText(PlainText):
    """Text of several lines.

    Args:
        sometimes: whether it is needed or not depends on what is chosen elsewhere; then nothing says that it may stay empty.
    """

    widget = forms.Textarea

    def __init__(self, *, rows: int = 4, sometimes: bool = False, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": rows}))
        self.sometimes = sometimes
        super().__init__(required=kwargs.pop("required", not sometimes), **kwargs)


class PartialDateField(forms.CharField):
    """A day of birth of which only a part may be known: 31-12-1980, 00-12-1980, 1980, or nothing."""

    default_error_messages = {
        "invalid": gettext_lazy("Schrijf een datum als 31-12-1980. Weet je de dag of de maand niet, schrijf dan 00."),
    }

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 20)
        super().__init__(**kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Give a phone its keys for figures, and switch off the browser's memory for days."""
        return {"inputmode": "numeric", "autocomplete": "off", "size": "12", "maxlength": "20"}

    def prepare_value(self, value: Any) -> Any:
        """Show a date as people write it, unknown parts as zeros; leave what was typed as it was typed."""
        if not isinstance(value, PartialDate):
            return value
        return f"{value.day:02d}-{value.month:02d}-{value.year:04d}" if value != PartialDate() else ""

    def clean(self, value: Any) -> PartialDate:
        """Return the date with zeros for what is not known.

        Raises:
            ValidationError: it is not written as a date.
        """
        text = str(super().clean(value)).strip()
        found = read_partial_date(text) if text else PartialDate()
        if found is None:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return found


def read_partial_date(text: str) -> PartialDate | None:
    """Return the date that somebody typed, with zeros for what is not known; None when it is not written as a date.

    >>> read_partial_date("00-12-1980"), read_partial_date("1980") == PartialDate(1980), read_partial_date("Jan")
    (PartialDate(year=1980, month=12, day=0), True, None)
    """
    found = _PARTS.fullmatch(text)
    if found is None:
        return None
    if found["iso"]:
        year, month, day = (int(part) for part in found["iso"].split("-"))
        return PartialDate(year, month, day)
    return PartialDate(int(found["year"]), int(found["month"] or 0), int(found["day"] or 0))
