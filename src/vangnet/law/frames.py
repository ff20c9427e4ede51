"""Which legal frames were tried, and why each of them did or did not carry. Slow and readable; used when somebody reads."""

from __future__ import annotations

from typing import NamedTuple

from vangnet.law.compiled import Grant
from vangnet.law.decide import care_secrecy_applies, is_closed, matched_rows, signals_of
from vangnet.law.normset import NormSet
from vangnet.law.types import Norm, Question


class Tried(NamedTuple):
    """One frame that was tried.

    Args:
        norm: the row of this frame that came nearest.
        misfits: the conditions of that row the question does not meet (giver, receiver, category, purpose, phase, day);
            empty when the row matches.
        false: facts that are recorded and stand in the way.
        unknown: facts that are not recorded.
    """

    frame: str
    norm: Norm
    misfits: tuple[str, ...]
    false: tuple[str, ...]
    unknown: tuple[str, ...]

    @property
    def carried(self) -> bool:
        """Return whether this row matched and had everything it asks."""
        return not (self.misfits or self.false or self.unknown)


def frames_tried(norms: NormSet, question: Question) -> tuple[Tried, ...]:
    """Return, for every frame with a row that gives a power, the row that came nearest, best frame first."""
    index = norms.compiled
    signals = signals_of(index, question, care_secrecy_applies(question))
    matched = matched_rows(index, question)
    nearest: dict[str, Tried] = {}
    for place, norm in enumerate(norms.norms):
        if not norm.is_power:
            continue
        grant = index.plan(1 << place).grants[0]
        tried = _tried(norms, question, norm, grant, signals, bool(matched >> place & 1))
        held = nearest.get(norm.frame)
        if held is None or _distance(tried) < _distance(held):
            nearest[norm.frame] = tried
    return tuple(sorted(nearest.values(), key=lambda one: (_distance(one), one.frame)))


def keys_tried(norms: NormSet, question: Question) -> tuple[Tried, ...]:
    """Return every matching key row and what it still lacks, for closed information; empty when nothing is closed."""
    care = care_secrecy_applies(question)
    if not (care or is_closed(question)):
        return ()
    index = norms.compiled
    signals = signals_of(index, question, care)
    found = [
        _tried(norms, question, norms.norms[grant.bit.bit_length() - 1], grant, signals, True)
        for grant in index.plan(matched_rows(index, question)).grants
        if grant.is_key
    ]
    return tuple(sorted(found, key=_distance))


def _distance(tried: Tried) -> tuple[int, int, int, str]:
    return len(tried.misfits), len(tried.false), len(tried.unknown), tried.norm.id


def _tried(norms: NormSet, question: Question, norm: Norm, grant: Grant, signals: int, matches: bool) -> Tried:
    misfits = () if matches else _misfits(norms, question, grant.bit)
    facts = norms.compiled.signals
    dead = grant.kill & signals
    false = {*facts.decode(dead & ((1 << facts.width) - 1)), *facts.decode(dead >> facts.width)}
    unknown = (grant.need | grant.human) & ~signals & ~(signals >> facts.width)
    for alternatives in grant.either:
        if not any(signals & true for true, _ in alternatives):
            for open_bit, refused in alternatives:
                unknown |= 0 if signals & refused else open_bit
    return Tried(norm.frame, norm, misfits, tuple(sorted(false)), facts.decode(unknown & ((1 << facts.width) - 1)))


def _misfits(norms: NormSet, question: Question, bit: int) -> tuple[str, ...]:
    index = norms.compiled
    columns = {
        "giver": index.givers[question.giver],
        "receiver": index.receivers[question.receiver],
        "circle": index.circles[question.circle],
        "category": index.categories[question.category],
        "purpose": index.purposes[question.purpose],
        "phase": index.phases[question.phase],
        "day": index.in_force(question.on),
    }
    return tuple(name for name, rows in columns.items() if not rows & bit)
