"""A statement that a person wrote and reviewed, the same at each call."""

from __future__ import annotations


class Fixed(str):
    """SQL whose text never changes while the program runs, so that the database may read and plan it once a connection.

    Values travel beside it and are never written into it. To everything that does not know this class it is a text.

    >>> Fixed("SELECT 1") == "SELECT 1"
    True
    """

    __slots__ = ()
