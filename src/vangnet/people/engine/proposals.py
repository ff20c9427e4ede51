"""What one incoming record leads to: nobody, people to compare, or one who is certain enough to be shown first. Pure.

Never a merge: a proposal is a question to a human. What is kept of a proposal is enough to explain it years later with the
same model, and holds no names, dates or numbers.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from vangnet.people.engine.records import Prepared
from vangnet.people.engine.score import Scored, Scorer

# A record is shown beside so many others at most; whoever needs more has a record that says too little.
AT_MOST = 10

Outcome = Literal["nobody", "candidates", "certain"]


@dataclass(frozen=True, slots=True)
class Proposal:
    """One pair to put before a human.

    Args:
        place: place of the candidate in the sequence that was asked about.
        weight: in bits, by the model of `Answer.model`.
        certain: weighs enough to be shown first.
        levels: comparison name to the code of the level that held; what was silent is left out.
        finding: why the pair must be looked into; such a pair is listed but is no candidate.
    """

    place: int
    weight: float
    certain: bool
    levels: Mapping[str, str]
    finding: str | None


@dataclass(frozen=True, slots=True)
class Answer:
    """The outcome for one record, and the proposals in the order to show them."""

    outcome: Outcome
    proposals: tuple[Proposal, ...]
    passed_over: int
    model: str


def propose(scorer: Scorer, record: Prepared, candidates: Sequence[Prepared], *, at_most: int = AT_MOST) -> Answer:
    """Return who among the candidates may be this person.

    Args:
        scorer: weighs with the same numbers as the batch.
        record: the incoming record.
        candidates: records that share a blocking key with it.
        at_most: proposals to return; how many more there were is in `passed_over`.

    Returns:
        Findings always; candidates from the model's threshold on, the heaviest first.
    """
    scored = scorer.rank(record, candidates)
    wanted = [(place, one) for place, one in scored if one.finding or one.weight >= scorer.model.threshold]
    kept = tuple(_proposal(scorer, record, candidates[place], place, one) for place, one in wanted[:at_most])
    found = [proposal for proposal in kept if proposal.finding is None]
    outcome: Outcome = "nobody" if not found else "certain" if found[0].certain else "candidates"
    return Answer(outcome, kept, len(wanted) - len(kept), scorer.model.id)


def _proposal(scorer: Scorer, record: Prepared, candidate: Prepared, place: int, scored: Scored) -> Proposal:
    levels = {step.comparison.name: step.level.code for step in scorer.steps(record, candidate) if step.level}
    certain = scored.finding is None and scored.weight >= scorer.model.certain
    return Proposal(place, scored.weight, certain, levels, scored.finding)
