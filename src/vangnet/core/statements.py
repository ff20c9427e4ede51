"""A statement that a person wrote and reviewed, the same at each call."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID


class Fixed(str):
    """SQL whose text never changes while the program runs, so that the database may read and plan it once a connection.

    Values travel beside it and are never written into it. To everything that does not know this class it is a text.

    >>> Fixed("SELECT 1") == "SELECT 1"
    True
    """

    __slots__ = ()


class Ahead(Fixed):
    """A fixed statement whose answer nobody reads: the database works on it while the program goes on.

    The next statement, and at the latest the end of the transaction, waits for it and raises what went wrong.
    """

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a fixed statement, which a later stage hands to an earlier one that does not know its tables.

    Args:
        text: SQL; its values stand in it by name, such as `%(past)s`.
        values: by those names.
    """

    text: Fixed
    values: Mapping[str, Any]


def ids_text(ids: Iterable[UUID | str]) -> str:
    """Return ids as PostgreSQL reads an array, for `ANY(%s::uuid[])`: hundreds of them cost less than one list of values.

    An id that is a text consists of letters and digits.

    >>> ids_text([UUID(int=1)])
    '{00000000-0000-0000-0000-000000000001}'
    """
    return f"{{{','.join(map(str, ids))}}}"
