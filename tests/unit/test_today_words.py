"""Whatever can be owed has words on Vandaag: a new kind cannot break the page."""

from __future__ import annotations

from vangnet.flow.today import OwedKind
from vangnet.web.today.rows import _WORDS


def test_each_kind_of_what_is_owed_has_words() -> None:
    assert set(_WORDS) == set(OwedKind)
