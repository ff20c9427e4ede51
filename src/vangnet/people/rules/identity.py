"""When what is recorded about somebody is exact enough to ask another region about them, and when two are surely one. Pure."""

from __future__ import annotations

from typing import Final

from vangnet.people.engine.records import Prepared
from vangnet.people.engine.score import Scored

# Days that registers fill in when the day is not known; by themselves they tell two namesakes of one year not apart.
DEFAULT_DAYS: Final = ("0101", "0701")
# Bits: one chance in some four thousand. More than what is shown first at one's own desk: here an answer leaves the region.
SURELY_BITS: Final = 12.0


def lacks(record: Prepared, *, number: bool) -> tuple[str, ...]:
    """Return what is missing for a record to point at one person: codes `surname`, `given`, `birth`, `place`.

    Args:
        number: whether a BSN that passes its test is recorded; then nothing else is needed.

    >>> from vangnet.people.engine.records import prepare
    >>> lacks(prepare({"surname": "Bakker", "given_name": "A.", "birth_date": "1984-00-00"}), number=False)
    ('given', 'birth')
    >>> lacks(prepare({"surname": "Bakker", "given_name": "Anna", "birth_date": "1984-11-03"}), number=False)
    ()
    """
    if number:
        return ()
    missing = []
    if record.surname is None:
        missing.append("surname")
    if record.given is None:
        missing.append("given")
    if record.birth_day is None:
        missing.append("birth")
    elif record.birth_day in DEFAULT_DAYS and record.address is None and record.phone is None:
        missing.append("place")
    return tuple(missing)


def surely_same(record: Prepared, other: Prepared, scored: Scored, *, same_number: bool) -> bool:
    """Return whether two records are one person beyond doubt; a likeness is never enough to tell a region's name.

    A shared BSN with another name and birth date is a finding and says no. Without a BSN the whole birth date and the given
    name must agree, and everything together must weigh `SURELY_BITS`.
    """
    if scored.finding is not None:
        return False
    if same_number:
        return True
    given = record.given is not None and (
        record.given == other.given
        or (record.nick_a is not None and record.nick_a == other.nick_a)
        or (other.given is None and record.initial == other.initial)
    )
    return given and record.birth_day is not None and record.birth == other.birth and scored.weight >= SURELY_BITS
