"""Pure decisions about the question between regions: may it be asked, how often, and what may be told."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final
from uuid import UUID, uuid5

from vangnet.handovers.errors import AskedTooOften, QuestionNotReady
from vangnet.handovers.types import GroundKind
from vangnet.law.decide import decide
from vangnet.law.normset import NormSet
from vangnet.law.types import Party, Question, Verdict

# Own setting: enough for a full day at the table, far too little to look people up.
PER_WORKER: Final = 10
WORKER_WITHIN: Final = timedelta(hours=1)
PER_DESK: Final = 60
DESK_WITHIN: Final = timedelta(days=1)
LEAST_NECESSITY: Final = 10
NECESSITY_LIMIT: Final = 2_000
PURPOSES: Final = {GroundKind.CASE: "zvh_case", GroundKind.SIGNAL: "zvh_triage"}
NUMBER, IDENTIFICATION = "C02", "C01"
_LACKS: Final = {
    "surname": "Vul bij deze persoon eerst de achternaam in.",
    "given": "Vul bij deze persoon eerst de voornaam in. Een voorletter is te weinig.",
    "birth": "Vul bij deze persoon eerst de hele geboortedatum in.",
    "place": "1 januari en 1 juli zijn vaak ingevuld als de dag niet bekend is. Vul ook het adres of het telefoonnummer in.",
}


def once(worker_id: UUID, key: UUID) -> UUID:
    """Return the id of the question that a worker sends with this key; the same form twice is one question."""
    return uuid5(worker_id, f"hit:{key}")


def check_ready(*, necessity: str, lacks: Sequence[str]) -> None:
    """Pass when a question says why it is needed and its ground points at one person.

    Args:
        lacks: what the recorded identity misses, as `people` says it.

    Raises:
        QuestionNotReady: with every fault at once, by field.
    """
    faults = {f"person_{code}": _LACKS[code] for code in lacks}
    if len(necessity.strip()) < LEAST_NECESSITY:
        faults["necessity"] = "Schrijf in een zin waarvoor je dit moet weten."
    elif len(necessity) > NECESSITY_LIMIT:
        faults["necessity"] = f"Dit is te lang: hoogstens {NECESSITY_LIMIT} tekens."
    if faults:
        raise QuestionNotReady(faults)


def check_pace(*, by_worker: int, by_desk: int) -> None:
    """Pass when neither the worker nor the organisation asks so often that it looks like searching.

    Args:
        by_worker: questions of the worker within `WORKER_WITHIN`.
        by_desk: questions of the organisation within `DESK_WITHIN`.

    Raises:
        AskedTooOften: whatever the questions were about.
    """
    if by_worker >= PER_WORKER or by_desk >= PER_DESK:
        raise AskedTooOften


def ask_law(
    *, org_type: str, role: str, kind: GroundKind, phase: str, number: bool, in_process: bool, on: date, norms: NormSet
) -> tuple[Question, Verdict]:
    """Ask whether the identity may go to another Zorg- en Veiligheidshuis, to hear only known or not known.

    Args:
        phase: phase of the own case; `F1` for a signal.
        number: whether a BSN goes along; then the strictest of the two answers counts.
        in_process: whether the person is in process here: an open case, or a signal that still waits for its answer.

    Returns:
        The question and the verdict that decides; only a permit with output O1 lets the question go.

    Law: Wgs 2.28(1).
    """
    party = Party(org_type, role if role in norms.vocabulary.roles else "medewerker")
    facts = {"subject_in_own_process": in_process, "necessity_motivated": True}
    found = []
    for category in (NUMBER, IDENTIFICATION) if number else (IDENTIFICATION,):
        question = Question(
            giver=party,
            giver_bound=False,
            receiver=Party("ZVH2", "procesregisseur"),
            circle="notified_person",
            category=category,
            purpose=PURPOSES[kind],
            phase=phase,
            on=on,
            facts=facts,
            requested_form="O1",
        )
        found.append((question, decide(norms, question)))
    return next((pair for pair in found if not may_go(pair[1])), found[-1])


def may_go(verdict: Verdict) -> bool:
    """Return whether the law lets the question go, for known or not known and no more."""
    return verdict.permitted and verdict.output_form == "O1"


def why_not_told(*, secret: bool, locked_out: bool) -> str:
    """Return why the asker is not told of a case that was found; nothing when they are.

    A secret address makes the region itself a secret; somebody who is kept out of a case does not hear that it exists. In
    both the director there is told who asked, and may call.
    """
    if locked_out:
        return "locked-out"
    return "secret-address" if secret else ""
