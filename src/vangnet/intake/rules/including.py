"""Who is included in the Levensloopaanpak: criteria, legal title and votes must agree with the result. Pure.

A criterion is met, not met or unknown; nothing is added up, and nobody is ranked.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence, Set
from datetime import date, timedelta
from typing import Final

from vangnet.intake.errors import InclusionUnreadable
from vangnet.intake.types import CriterionFinding, Finding
from vangnet.intake.types.conventions import InclusionRules, Voting
from vangnet.intake.types.tables import InclusionResult, LegalTitle, NewInclusion, Vote, VoteCast

LONGEST_WAIT: Final = timedelta(days=92)
_AGAIN: Final = frozenset({InclusionResult.WAITING, InclusionResult.POSTPONED})


def check_inclusion(new: NewInclusion, *, rules: InclusionRules, present: Set[str], day: date) -> None:
    """Pass when an inclusion is complete and its result follows from what was found and voted.

    Args:
        rules: those of the region on the day of the table.
        present: partners that were at the table (`at_table`).

    Raises:
        InclusionUnreadable: with every fault at once, by field; `title`, `again_on`, `result`, and criteria and partners by name.

    Source: domain.md section 2.3; everybody who meets the criteria is included (s3), where a region votes the vote counts.
    """
    findings = {found.criterion: found for found in new.findings}
    faults = (
        _of_criteria(findings, rules) | _of_title(new.title, findings, rules) | _of_votes(new.votes, rules, present)
    )
    if not new.participants.strip():
        faults["participants"] = "Schrijf op wie erbij waren."
    if not new.reason.strip():
        faults["reason"] = "Schrijf op waarom jullie dit besluiten."
    if not new.person_informed and not new.not_informed_why.strip():
        faults["not_informed_why"] = "Schrijf op waarom de persoon het nog niet weet."
    if new.result in _AGAIN and not (new.again_on and day < new.again_on <= day + LONGEST_WAIT):
        faults["again_on"] = "Kies een dag in de komende drie maanden."
    if not faults and (fault := _of_result(new, findings, rules)):
        faults["result"] = fault
    if faults:
        raise InclusionUnreadable(faults)


def meets(findings: Mapping[str, CriterionFinding], rules: InclusionRules) -> bool:
    """Return whether all criteria are met; a regional one may stand in for a national one."""
    met = {code for code, found in findings.items() if found.finding is Finding.MET}
    stand_ins = {c.instead_of for c in rules.criteria if c.instead_of and c.code in met}
    return all(c.code in met | stand_ins for c in rules.criteria if not c.instead_of)


def carried(votes: Sequence[VoteCast], voting: Voting) -> bool:
    """Return whether the partners want it: most of those who say yes or no, or nobody against; always where nobody votes.

    >>> carried([VoteCast("a", Vote.FOR), VoteCast("b", Vote.AGAINST), VoteCast("c", Vote.ABSTAIN)], Voting.MAJORITY)
    False
    """
    yes, no = (sum(cast.vote is vote for cast in votes) for vote in (Vote.FOR, Vote.AGAINST))
    if voting is Voting.NONE:
        return True
    return yes > no if voting is Voting.MAJORITY else yes > 0 and no == 0


def at_table(participants: str, rules: InclusionRules, agencies: Iterable[tuple[str, str]]) -> frozenset[str]:
    """Return the partners for which somebody sat there: named themselves, or an organisation that speaks for them.

    Args:
        participants: who sat there, an organisation a line with a name behind it, or with commas between them.
        agencies: kind and name of the organisations of the region.

    >>> rules = InclusionRules(1, (), Voting.MAJORITY, ("Zorg", "Politie"), {"Zorg": frozenset({"GGZ"})})
    >>> sorted(at_table("Politie IJsselland: Jan", rules, [])), sorted(at_table("Dimence: Kim", rules, [("GGZ", "Dimence")]))
    (['Politie'], ['Zorg'])
    """
    named = [part.split(":")[0] for line in participants.splitlines() for part in line.split(",")]
    seated = {" ".join(_words(part)) for part in named} - {""}
    there = [(kind, name) for kind, name in agencies if " ".join(_words(name)) in seated]
    return frozenset(
        partner
        for partner in rules.partners
        if any(rules.speaks(partner, agency_kind=kind, agency_name=name) for kind, name in there)
        or any(_within(term, part) for term in (partner, *rules.speakers.get(partner, ())) for part in seated)
    )


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def _within(term: str, part: str) -> bool:
    """Return whether all words of a term stand in a part, next to each other."""
    return bool(words := " ".join(_words(term))) and f" {words} " in f" {part} "


def _of_criteria(findings: Mapping[str, CriterionFinding], rules: InclusionRules) -> dict[str, str]:
    faults: dict[str, str] = {}
    for criterion in rules.criteria:
        found = findings.get(criterion.code)
        if found is None:
            faults[criterion.code] = "Geef aan of dit criterium geldt."
        elif found.finding is not Finding.UNKNOWN and not found.reason.strip():
            faults[criterion.code] = "Schrijf op waarom."
    if set(findings) - {criterion.code for criterion in rules.criteria}:
        faults["criteria"] = "Er staat een criterium bij dat hier niet geldt. Laad de pagina opnieuw."
    return faults


def _of_title(title: LegalTitle, findings: Mapping[str, CriterionFinding], rules: InclusionRules) -> dict[str, str]:
    if title.now is Finding.MET and title.ever is not Finding.MET:
        return {"title_ever": "Is er nu een titel, dan is die er ook ooit geweest."}
    if Finding.MET in (title.now, title.ever) and not title.text.strip():
        return {"title_text": "Schrijf op welke titel, en van wanneer tot wanneer."}
    expected = Finding.MET if title.ever is Finding.MET else title.ever
    return {
        criterion.code: "Dit past niet bij wat je over de titel zegt."
        for criterion in rules.criteria
        if criterion.title and criterion.code in findings and findings[criterion.code].finding is not expected
    }


def _of_votes(votes: Sequence[VoteCast], rules: InclusionRules, present: Set[str]) -> dict[str, str]:
    if sorted(cast.partner for cast in votes) != sorted(rules.partners):
        return {"votes": "Geef van elke partner de stem, en van niemand anders."}
    absent = {
        f"vote:{cast.partner}": "Deze partner zit niet aan tafel. Zet die bij wie er zitten, of kies: onthoudt zich."
        for cast in votes
        if cast.cast_by is None and cast.vote is not Vote.ABSTAIN and cast.partner not in present
    }
    return absent | {
        f"vote:{cast.partner}": "Schrijf op waarom deze partner tegen is."
        for cast in votes
        if cast.vote is Vote.AGAINST and not cast.reason.strip()
    }


def _of_result(new: NewInclusion, findings: Mapping[str, CriterionFinding], rules: InclusionRules) -> str:
    met, wanted = meets(findings, rules), carried(new.votes, rules.voting)
    if new.result in (InclusionResult.INCLUDED, InclusionResult.WAITING):
        if not met:
            return "Voor inclusie moeten alle criteria gelden."
        if not wanted:
            return "De partners stemden niet voor inclusie."
    if new.result is InclusionResult.NOT_INCLUDED and met and wanted:
        return "Wie aan alle criteria voldoet, wordt opgenomen. Is er nog geen plek, kies dan: wachten."
    return ""
