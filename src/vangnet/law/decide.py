"""Answer one question: three-valued, closed by default, the same answer for the same question and norm set.

The steps are those of `docs/explanation/law.md`. An unknown fact never helps; a prohibition beats every permission;
a permission to give is not a key to a secret, and a key is not a permission.
"""

from __future__ import annotations

from typing import NamedTuple

from vangnet.law.compiled import Compiled, Plan, Signals
from vangnet.law.normset import NormSet
from vangnet.law.types import Outcome, Question, Verdict

ENGINE = "1"
"""Version of the evaluation itself, kept with every stored decision: a change of reading here is a new number."""

CLOSED_CIRCLES = frozenset({"M07", "M12"})
_NOT_CARE = frozenset({"C26", "C32", "C33"})
_OWN_GIVERS = frozenset({"BET", "VERT", "NAA"})
_OWN_RECEIVERS = frozenset({"BET", "VERT"})
_STAFF_CONTACT = frozenset({"C01", "C03", "C26"})
_POLICE = frozenset({"C07", "C08", "C09", "C10"})
_JUSTICE = frozenset({"C11", "C12"})

FULL, CONDITIONAL, HUMAN = 0, 1, 2


class Half(NamedTuple):
    """A living power or key row: how far it is, and the sets of facts of which one must still be recorded."""

    level: int
    missing: tuple[int, ...]
    bit: int


class Weighed(NamedTuple):
    """The result of one evaluation over a set of rows, before it is put into words."""

    outcome: Outcome
    rows: int
    missing: int


def decide(norms: NormSet, question: Question) -> Verdict:
    """Answer the question with the norms given.

    Args:
        norms: the checked, frozen norm set.
        question: codes must be in the norm set's vocabulary; `question.read_question` sees to that.

    Returns:
        The verdict; its explanation is rendered by `explain.explain` only when somebody reads it.

    Law: scenario format sections 5 to 7. When both evaluations of step 8 deny, the stricter one is the answer.
    """
    index = norms.compiled
    plan = index.plan(matched_rows(index, question))
    care = care_secrecy_applies(question)
    closed = care or is_closed(question)
    signals = signals_of(index, question, care)
    powers, keys = living_halves(plan, signals)
    verdict = _weigh(plan, index.signals, signals, powers, keys, care, closed)
    if question.assume_verified:
        return _worded(norms, plan, question, verdict, closed)
    read_powers = [half for half in powers if half.bit & plan.verified]
    read_keys = [half for half in keys if half.bit & plan.verified]
    if len(read_powers) == len(powers) and len(read_keys) == len(keys):
        return _worded(norms, plan, question, verdict, closed)
    strict = _weigh(plan, index.signals, signals, read_powers, read_keys, care, closed)
    if strict.outcome != "DENY" or verdict.outcome == "DENY":
        return _worded(norms, plan, question, strict, closed)
    unverified = _worded(norms, plan, question, verdict._replace(outcome="HUMAN"), closed)
    return unverified._replace(duties=tuple(sorted({*unverified.duties, "verify_norm_text"})))


def matched_rows(index: Compiled, question: Question) -> int:
    """Return the rows that match giver, receiver, circle, category, purpose, phase and day."""
    return (
        index.givers[question.giver]
        & index.receivers[question.receiver]
        & index.categories[question.category]
        & index.purposes[question.purpose]
        & index.phases[question.phase]
        & index.circles[question.circle]
        & index.in_force(question.on)
    )


def care_secrecy_applies(question: Question) -> bool:
    """Return whether the item is under care secrecy.

    Law: BW 7:457, Wet BIG 88, Jeugdwet 7.3.11; Wvggz 8:34 and Wzd 18c(4) for C34. Everything a bound giver knows is
    secret, except contact data of staff, logs and anonymous numbers. Not against the person or the representative.
    """
    if question.giver[0] in _OWN_GIVERS or question.receiver[0] in _OWN_RECEIVERS:
        return False
    return (question.giver_bound and question.category not in _NOT_CARE) or question.category == "C34"


def is_closed(question: Question) -> bool:
    """Return whether the item is closed information of police, justice or probation."""
    giver = question.giver[0]
    if giver == "POL":
        return question.category in _POLICE
    if giver in ("OM", "DJI"):
        return question.category in _JUSTICE
    return giver == "RECL" and question.category not in _NOT_CARE


def signals_of(index: Compiled, question: Question, care: bool) -> int:
    """Return the recorded facts and the derived facts that do not depend on the rows, as a signal."""
    facts = index.signals
    true, false, flip = facts.true, facts.false, facts.flip
    signals = facts.nothing_derived
    for name, value in question.facts.items():
        signals |= true[name] if value else false[name]
    if question.giver_bound:
        signals ^= flip["giver_bound"]
    if care:
        signals ^= flip["care_secrecy_applies"]
    consent = question.consent
    if consent is not None and consent.covers(question.receiver[0], question.category, question.purpose, question.on):
        signals ^= flip["consent_in_scope"]
        if consent.explicit:
            signals ^= flip["consent_explicit_in_scope"]
    if question.circle == "other":
        signals ^= flip["circle_other"]
    elif question.circle == "staff" and question.category not in _STAFF_CONTACT:
        signals ^= flip["staff_beyond_contact"]
    invoked = question.invoked_ground
    if invoked is not None:
        if invoked in CLOSED_CIRCLES:
            signals ^= flip["invoked_closed_circle"]
        if _outside(index, question, invoked):
            signals ^= flip["invoked_parties_outside"]
    return signals


def _outside(index: Compiled, question: Question, invoked: str) -> bool:
    rows = index.rows_of.get(invoked, 0)
    return not (rows & index.givers[question.giver]) or not (rows & index.receivers[question.receiver])


def _weigh(
    plan: Plan, facts: Signals, signals: int, powers: list[Half], keys: list[Half], care: bool, closed: bool
) -> Weighed:
    """Weigh the living rows given; prohibitions count always all, read or not."""
    if care and not keys:
        signals ^= facts.flip["no_care_key"]
    if not powers:
        signals ^= facts.flip["no_power_row"]
    barred = plan.always
    if signals & plan.triggers:
        for bit, need, either, unless in plan.bars:
            if signals & need == need and not signals & unless and all(signals & mask for mask in either):
                barred |= bit
    if barred:
        return Weighed("DENY", barred, 0)
    if not powers or (closed and not keys):
        return Weighed("DENY", 0, 0)
    full = carried(powers)
    if closed and full:
        full_keys = carried(keys)
        full = full | full_keys if full_keys else 0
    if full:
        return Weighed("ALLOW", full, 0)
    return _nearest(powers, keys if closed else None)


def living_halves(plan: Plan, signals: int) -> tuple[list[Half], list[Half]]:
    """Return the living power rows and the living key rows, each with its level and missing sets."""
    powers: list[Half] = []
    keys: list[Half] = []
    for bit, kill, need, human, either, is_power, is_key in plan.grants:
        if signals & kill:
            continue
        lacking = need & ~signals
        asked = human & ~signals
        missing: tuple[int, ...] = (lacking,)
        if either:
            missing = open_choices(lacking, either, signals)
            if not missing:
                continue
        if asked:
            if missing != (0,):
                continue
            half = Half(HUMAN, (asked,), bit)
        else:
            half = Half(CONDITIONAL if missing != (0,) else FULL, missing, bit)
        if is_power:
            powers.append(half)
        if is_key:
            keys.append(half)
    return powers, keys


def open_choices(lacking: int, either: tuple[tuple[tuple[int, int], ...], ...], signals: int) -> tuple[int, ...]:
    """Return the missing sets of a row with alternatives `a|b`: one for each unknown fact; none when all are false."""
    sets = [lacking]
    for alternatives in either:
        if not any(signals & true for true, _ in alternatives):
            unknown = [true for true, false in alternatives if not signals & false]
            sets = [one | single for one in sets for single in unknown]
    return tuple(sets)


def carried(halves: list[Half]) -> int:
    """Return the rows of the halves that are full."""
    rows = 0
    for level, _, bit in halves:
        if level == FULL:
            rows |= bit
    return rows


def _nearest(powers: list[Half], keys: list[Half] | None) -> Weighed:
    """Return the reached level with the smallest missing set, and the rows of every route that has it."""
    routes = (
        [(power.level, power.missing, power.bit) for power in powers]
        if keys is None
        else [
            (max(power.level, key.level), joined(power, key), power.bit | key.bit) for power in powers for key in keys
        ]
    )
    level = min(route[0] for route in routes)
    best = min(
        (mask for reached, masks, _ in routes if reached == level for mask in masks),
        key=lambda mask: (mask.bit_count(), -mask),
    )
    rows = 0
    for reached, masks, bits in routes:
        if reached == level and best in masks:
            rows |= bits
    return Weighed("CONDITIONAL" if level == CONDITIONAL else "HUMAN", rows, best)


def joined(power: Half, key: Half) -> tuple[int, ...]:
    """Return the missing sets of a route: every union of one of the power row and one of the key row."""
    return tuple(left | right for left in power.missing for right in key.missing)


def _worded(norms: NormSet, plan: Plan, question: Question, weighed: Weighed, closed: bool) -> Verdict:
    index = norms.compiled
    outcome, rows, missing = weighed
    weight = index.weight(plan, rows)
    if outcome == "DENY":
        return Verdict("DENY", (), weight.ids, (), weight.duties, "O0", weight.rows, norms.hash)
    if outcome != "ALLOW":
        return Verdict(
            outcome, weight.ids, (), index.signals.decode(missing), weight.duties, "O0", weight.rows, norms.hash
        )
    form = min(norms.vocabulary.categories[question.category].form_cap, weight.power_form)
    if closed:
        form = min(form, weight.key_form)
    if question.requested_form is not None:
        form = min(form, question.requested_form)
    duty: Outcome = "ALLOW_DUTY" if weight.oblige else "ALLOW"
    return Verdict(duty, weight.ids, (), (), weight.duties, form, weight.rows, norms.hash)
