"""Read a question from plain data: strict, closed lists only, and every fault named at once.

A bool is not a number, a date is `YYYY-MM-DD`, `null` is nothing, and what is not in the lists does not exist.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from vangnet.law.errors import QuestionInvalid
from vangnet.law.normset import NormSet
from vangnet.law.types import Consent, Party, Question
from vangnet.law.vocabulary import Vocabulary

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_ASKED_FORMS = ("O1", "O2", "O3", "O4", "O5")

REQUIRED = ("giver", "receiver", "subject_circle", "category", "purpose", "phase", "on", "facts")
OPTIONAL = ("consent", "invoked_ground", "requested_form", "assume_verified")


class Reader:
    """Walks plain data and keeps what is wrong, by field path, until the end."""

    def __init__(self) -> None:
        self.faults: dict[str, str] = {}

    def fields(
        self, value: object, path: str, required: Collection[str], optional: Collection[str] = ()
    ) -> dict[str, Any]:
        """Return a mapping with only known fields; note unknown and absent ones."""
        if not isinstance(value, dict):
            self.faults[path or "input"] = "moet een object met velden zijn"
            return {}
        before = f"{path}." if path else ""
        for name in value:
            if name not in required and name not in optional:
                self.faults[f"{before}{name}"] = "onbekend veld"
        for name in required:
            if name not in value:
                self.faults[f"{before}{name}"] = "ontbreekt"
        return value

    def code(self, fields: Mapping[str, Any], name: str, path: str, codes: Collection[str]) -> str:
        """Return a code of a closed list."""
        if name not in fields:
            return ""
        value = fields[name]
        if not isinstance(value, str):
            self.faults[path] = "moet een code zijn (tekst)"
        elif value not in codes:
            self.faults[path] = f"onbekende code {_shown(value)}"
        else:
            return value
        return ""

    def flag(self, fields: Mapping[str, Any], name: str, path: str, default: bool = False) -> bool:
        """Return true or false, and nothing that merely looks like it."""
        value = fields.get(name, default)
        if value is True or value is False:
            return value
        self.faults[path] = "moet true of false zijn"
        return default

    def day(self, fields: Mapping[str, Any], name: str, path: str) -> date:
        """Return a calendar day written as YYYY-MM-DD."""
        value = fields.get(name)
        if name not in fields:
            return date.min
        if isinstance(value, str) and _DAY.fullmatch(value):
            try:
                return date.fromisoformat(value)
            except ValueError:
                pass
        self.faults[path] = "moet een bestaande datum zijn in de vorm JJJJ-MM-DD"
        return date.min

    def codes(self, fields: Mapping[str, Any], name: str, path: str, codes: Collection[str]) -> frozenset[str]:
        """Return a list of codes of a closed list."""
        if name not in fields:
            return frozenset()
        value = fields[name]
        if not isinstance(value, list):
            self.faults[path] = "moet een lijst van codes zijn"
            return frozenset()
        for place, one in enumerate(value):
            if not isinstance(one, str):
                self.faults[f"{path}[{place}]"] = "moet een code zijn (tekst)"
            elif one not in codes:
                self.faults[f"{path}[{place}]"] = f"onbekende code {_shown(one)}"
        return frozenset(one for one in value if isinstance(one, str))


def _shown(value: str) -> str:
    return repr(value if len(value) <= 60 else value[:57] + "...")


def read_question(data: object, norms: NormSet) -> Question:
    """Read the question of the scenario format.

    Args:
        data: the `input` object, as it came out of JSON.
        norms: its vocabulary and norm ids are the closed lists.

    Raises:
        QuestionInvalid: naming every field that is unknown, absent, of another type or outside its list.
    """
    reader, words = Reader(), norms.vocabulary
    fields = reader.fields(data, "", REQUIRED, OPTIONAL)
    giver = (
        reader.fields(fields.get("giver", {}), "giver", ("org_type", "role", "bound_by_secrecy"))
        if "giver" in fields
        else {}
    )
    receiver = reader.fields(fields["receiver"], "receiver", ("org_type", "role")) if "receiver" in fields else {}
    question = Question(
        giver=_party(reader, giver, "giver", words),
        giver_bound=reader.flag(giver, "bound_by_secrecy", "giver.bound_by_secrecy"),
        receiver=_party(reader, receiver, "receiver", words),
        circle=reader.code(fields, "subject_circle", "subject_circle", words.subject_circles),
        category=reader.code(fields, "category", "category", words.categories),
        purpose=reader.code(fields, "purpose", "purpose", words.purposes),
        phase=reader.code(fields, "phase", "phase", words.phases),
        on=reader.day(fields, "on", "on"),
        facts=_facts(reader, fields.get("facts", {}), words),
        consent=_consent(reader, fields["consent"], words) if "consent" in fields else None,
        invoked_ground=reader.code(fields, "invoked_ground", "invoked_ground", norms.ids) or None,
        requested_form=reader.code(fields, "requested_form", "requested_form", _ASKED_FORMS) or None,
        assume_verified=reader.flag(fields, "assume_verified", "assume_verified"),
    )
    if reader.faults:
        raise QuestionInvalid(reader.faults)
    return question


def _party(reader: Reader, fields: Mapping[str, Any], path: str, words: Vocabulary) -> Party:
    return Party(
        reader.code(fields, "org_type", f"{path}.org_type", words.org_types),
        reader.code(fields, "role", f"{path}.role", words.roles),
    )


def _facts(reader: Reader, value: object, words: Vocabulary) -> dict[str, bool]:
    if not isinstance(value, dict):
        reader.faults["facts"] = "moet een object zijn; het mag leeg zijn"
        return {}
    for name, recorded in value.items():
        if name in words.derived_facts:
            reader.faults[f"facts.{name}"] = "wordt door Vangnet afgeleid en mag niet worden meegegeven"
        elif name not in words.facts:
            reader.faults[f"facts.{name}"] = "onbekend feit"
        elif recorded is not True and recorded is not False:
            reader.faults[f"facts.{name}"] = "moet true of false zijn; laat een onbekend feit weg"
    return dict(value)


def _consent(reader: Reader, value: object, words: Vocabulary) -> Consent:
    fields = reader.fields(
        value, "consent", ("receivers", "categories", "purposes", "explicit"), ("withdrawn", "valid_until")
    )
    return Consent(
        receivers=reader.codes(fields, "receivers", "consent.receivers", words.org_types),
        categories=reader.codes(fields, "categories", "consent.categories", words.categories),
        purposes=reader.codes(fields, "purposes", "consent.purposes", words.purposes),
        explicit=reader.flag(fields, "explicit", "consent.explicit"),
        withdrawn=reader.flag(fields, "withdrawn", "consent.withdrawn"),
        valid_until=reader.day(fields, "valid_until", "consent.valid_until") if "valid_until" in fields else None,
    )


def question_data(question: Question) -> dict[str, Any]:
    """Return the question as plain data in the scenario format; `read_question` reads it back."""
    data: dict[str, Any] = {
        "giver": {**question.giver._asdict(), "bound_by_secrecy": question.giver_bound},
        "receiver": question.receiver._asdict(),
        "subject_circle": question.circle,
        "category": question.category,
        "purpose": question.purpose,
        "phase": question.phase,
        "on": question.on.isoformat(),
        "facts": dict(sorted(question.facts.items())),
    }
    if question.consent is not None:
        data["consent"] = _consent_data(question.consent)
    if question.invoked_ground is not None:
        data["invoked_ground"] = question.invoked_ground
    if question.requested_form is not None:
        data["requested_form"] = question.requested_form
    data["assume_verified"] = question.assume_verified
    return data


def _consent_data(consent: Consent) -> dict[str, Any]:
    data: dict[str, Any] = {
        "receivers": sorted(consent.receivers),
        "categories": sorted(consent.categories),
        "purposes": sorted(consent.purposes),
        "explicit": consent.explicit,
        "withdrawn": consent.withdrawn,
    }
    if consent.valid_until is not None:
        data["valid_until"] = consent.valid_until.isoformat()
    return data
