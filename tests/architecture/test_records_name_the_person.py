"""Whatever is recorded of a case names its person, so that the processing log has a line for them (Logboek Dataverwerkingen).

What is left out stands here with its reason; a new act cannot be forgotten.
"""

from __future__ import annotations

import ast
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[2] / "src" / "vangnet"
LEFT_OUT = {
    "access.read_lockouts": "about a colleague who is kept out",
    "access.lock_out": "about a colleague who is kept out",
    "access.lift_lockout": "about a colleague who is let in again",
    "access/services/foreign.py": "a decision point of somebody else was asked; the page that follows leaves the line",
    "audit.read_case": "who looked at the record, which holds no content; the register has no activity with persons for it",
    "cases.confirm_briefing": "a colleague says yes, and need not see the case yet",
    "sharing.read_advice": "an adviser reads a question without the person",
    "sharing.answer_adviser": "an adviser answers a question without the person",
    "sharing.warn_of_mixing_up": "background work of which the case itself is in doubt about whom it is",
    "sharing.adopt_origin": "background work that carries over what the table found",
    "sharing.owe_telling": "background work that owes a word, and tells nothing",
}


def acts_without_a_person() -> set[str]:
    found = set()
    for path in sorted(SOURCE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "record"):
                continue
            given = {keyword.arg: keyword.value for keyword in node.keywords}
            if "case_id" in given and "act" in given and not {"subject_id", "subjects"} & set(given):
                act = given["act"]
                named = isinstance(act, ast.Constant)
                found.add(str(act.value) if named else path.relative_to(SOURCE).as_posix())  # type: ignore[attr-defined]
    return found


def test_every_record_of_a_case_names_its_person_or_says_why_not() -> None:
    assert acts_without_a_person() == set(LEFT_OUT)
