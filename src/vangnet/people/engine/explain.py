"""Say why a pair weighs what it weighs: a waterfall as data, in words that a case worker understands. Pure.

The explanation holds no names, dates or addresses: it says that the birth date is equal, not which date it is. The screen
shows the two records beside it to those who may see them.
"""

from __future__ import annotations

from dataclasses import dataclass

from vangnet.people.engine.model import Model
from vangnet.people.engine.records import Prepared
from vangnet.people.engine.score import Scorer, Step

# Bits from which a step is called clear or strong. Three bits is eight times as likely, seven bits more than a hundred times.
_WEAK, _CLEAR, _STRONG = 0.5, 3.0, 7.0
# Bits by which a value is called rare or common.
_RARE = 2.0
FINDINGS = {
    "identifier-shared": "Het nummer is gelijk, maar de naam en de geboortedatum zijn anders. Voeg deze records niet samen: "
    "zoek uit van wie het nummer is.",
}


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of the waterfall.

    Args:
        code: comparison name, or `start`, `alternatives`, `total`.
        level: code of the level that held; None when there was nothing to compare, and for the other bars.
        nl: one sentence for the case worker.
        bits: what this step added (or took off).
        after: the weight after this step.
    """

    code: str
    level: str | None
    nl: str
    bits: float
    after: float


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a pair weighs what it weighs: the bars in order, the outcome in one sentence, and what must be looked into."""

    bars: tuple[Bar, ...]
    weight: float
    probability: float
    nl: str
    finding: str | None


def explain(model: Model, left: Prepared, right: Prepared) -> Explanation:
    """Return the waterfall of a pair.

    Args:
        model: the numbers that the pair was weighed with.
        left: a prepared record.
        right: another prepared record.

    Returns:
        Bars that add up to the weight, exactly as `Scorer.score` gives it.
    """
    scorer = Scorer(model)
    steps = scorer.steps(left, right)
    scored = scorer.score(left, right)
    after = model.prior_weight
    bars = [Bar("start", None, "Zomaar twee records gaan bijna nooit over dezelfde persoon.", after, after)]
    for step in steps:
        bits = step.weight + step.frequency_weight
        after += bits
        bars.append(Bar(step.comparison.name, step.level.code if step.level else None, sentence(step), bits, after))
    bars.append(Bar("alternatives", None, _alternatives(scored.alternatives), -scored.alternatives, scored.weight))
    bars.append(Bar("total", None, verdict(model, scored.weight), 0.0, scored.weight))
    return Explanation(
        tuple(bars),
        scored.weight,
        scored.probability,
        bars[-1].nl,
        FINDINGS[scored.finding] if scored.finding else None,
    )


def sentence(step: Step) -> str:
    """Return what one comparison says, for example "Achternaam is gelijk en zeldzaam; dat spreekt sterk voor."."""
    name = step.comparison.nl.capitalize()
    if step.level is None:
        return f"{name}: valt niet te vergelijken."
    rarity = ""
    if step.level.frequency and step.frequency_weight >= _RARE:
        rarity = " en zeldzaam"
    elif step.level.frequency and step.frequency_weight <= -_RARE:
        rarity = ", maar komt vaak voor"
    return f"{name} {step.level.nl}{rarity}; dat {strength(step.weight + step.frequency_weight)}."


def strength(bits: float) -> str:
    """Return in words how much bits say.

    >>> strength(9.0), strength(-1.0), strength(0.1)
    ('spreekt sterk voor', 'spreekt een beetje tegen', 'zegt weinig')
    """
    if abs(bits) < _WEAK:
        return "zegt weinig"
    side = "voor" if bits > 0 else "tegen"
    if abs(bits) < _CLEAR:
        return f"spreekt een beetje {side}"
    return f"spreekt {'sterk' if abs(bits) >= _STRONG else 'duidelijk'} {side}"


def verdict(model: Model, weight: float) -> str:
    """Return the outcome in one sentence; it is a proposal, never a decision."""
    if weight >= model.certain:
        return "Dit is waarschijnlijk dezelfde persoon. Kijk of het klopt en bevestig."
    if weight >= model.threshold:
        return "Dit kan dezelfde persoon zijn. Vergelijk de records en beslis."
    return "Dit zijn waarschijnlijk twee personen."


def _alternatives(bits: float) -> str:
    if bits < _WEAK:
        return "Familie, huisgenoten of naamgenoten verklaren dit niet."
    return f"Familie, huisgenoten of naamgenoten kunnen zo op elkaar lijken; dat {strength(-bits)}."
