"""Pure decisions about numbers: how they are read, and how they are shown."""

from __future__ import annotations

import re
from uuid import UUID

from vangnet.people.errors import PersonUnreadable
from vangnet.people.types import IdentifierKind

NUMBER_LIMIT = 40
_FILLER = re.compile(r"[\s.\-]")


def read_number(kind: IdentifierKind, text: str, *, police_key: str) -> str:
    """Return a number without spaces, dots and dashes; a BSN of eight digits gets its zero in front.

    A BSN that fails the eleven-test, or has another length, is kept as it was claimed.

    Args:
        police_key: what the police call their number here; empty when this installation does not keep it.

    Raises:
        PersonUnreadable: nothing is left, it is too long, or this installation does not keep such a number.

    >>> read_number(IdentifierKind.BSN, "9999.90.019", police_key="")
    '999990019'
    >>> read_number(IdentifierKind.BSN, "12345678", police_key="")
    '012345678'
    """
    if kind is IdentifierKind.POLICE and not police_key:
        raise PersonUnreadable({"kind": "Deze installatie bewaart geen politienummer."})
    plain = _FILLER.sub("", text)
    if not plain:
        raise PersonUnreadable({"number": "Schrijf het nummer op."})
    if len(plain) > NUMBER_LIMIT:
        raise PersonUnreadable({"number": f"Dit is te lang: hoogstens {NUMBER_LIMIT} tekens."})
    return plain.zfill(9) if kind is IdentifierKind.BSN and plain.isdigit() and len(plain) == 8 else plain


def masked(plain: str) -> str:
    """Return a number with only its last three signs; of a short one nothing.

    >>> masked("999990019"), masked("123")
    ('••••••019', '•••')
    """
    shown = plain[-3:] if len(plain) > 5 else ""
    return "•" * (len(plain) - len(shown)) + shown


def context(kind: str, number_id: UUID) -> str:
    """Return what a number is sealed to: it opens in its own row only."""
    return f"{kind}:{number_id}"
