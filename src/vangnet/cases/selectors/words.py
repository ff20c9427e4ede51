"""Search in names and texts, within what the actor may see."""

from __future__ import annotations

import re
import unicodedata
from typing import Final
from uuid import UUID

from django.db import connection

MOST_WORDS: Final = 5
LEAST_LETTERS: Final = 3
_WORD = re.compile(r"[^\W_]+")


def words_of(text: str) -> list[str]:
    """Return the words to search with, as the database keeps them: small letters without marks, the short ones left out.

    >>> words_of("de Zoë-van 'Rijn' 06")
    ['zoe', 'van', 'rijn']
    """
    plain = "".join(
        letter for letter in unicodedata.normalize("NFKD", text.lower()) if not 0x300 <= ord(letter) <= 0x36F
    )
    return [word for word in dict.fromkeys(_WORD.findall(plain)) if len(word) >= LEAST_LETTERS][:MOST_WORDS]


def cases_with(*, words: list[str], limit: int) -> dict[UUID, list[str]]:
    """Return the cases in sight in which every word stands, or a word that begins so, in a category in sight.

    Args:
        words: as `words_of` gives them.

    Returns:
        Case to where the words stand (`name`, `entry`, `plan`), in the order of the lists.
    """
    if not words:
        return {}
    asked = [f"'{word}':*" for word in words]
    with connection.cursor() as cursor:
        cursor.execute("SELECT case_id, sources FROM cases_search(%s::tsquery[], %s)", [asked, limit])
        return dict(cursor.fetchall())
