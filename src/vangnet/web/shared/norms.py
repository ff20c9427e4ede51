"""Rules of law as people name them: the article, never the key that Vangnet gave it."""

from __future__ import annotations

from vangnet.law.loader import standard_norms


def cite_words(key: str) -> str:
    """Return the article of a norm as people write it; the key when the norm is no longer known.

    >>> cite_words("R01"), cite_words("R99")
    ('Wgs artikel 1.8 lid 7', 'R99')
    """
    found = standard_norms().find(key)
    return found[0].legal_basis.cite() if found else key


def ground_cites(keys: str) -> str:
    """Return the grounds of an act, which the record keeps as keys with spaces between; other words stay as they are.

    >>> ground_cites("R01 R05"), ground_cites("AVG 15")
    ('Wgs artikel 1.8 lid 7, Wgs artikel 2.31 lid 8', 'AVG 15')
    """
    parts = keys.split()
    if not parts or not all(standard_norms().find(part) for part in parts):
        return keys
    return ", ".join(dict.fromkeys(cite_words(part) for part in parts))
