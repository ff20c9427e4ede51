"""Turn one record of a norm file into a `Norm`, collecting every fault instead of stopping at the first."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import fields
from datetime import date

from vangnet.law.errors import Fault
from vangnet.law.types import LegalBasis, Norm, Reference, Statute
from vangnet.law.vocabulary import Vocabulary

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_KEY = re.compile(r"[A-Z]{1,3}\d{2,3}", re.ASCII)
_PARTY = re.compile(r"([A-Z0-9]+)(?::([a-z_]+))?", re.ASCII)

STATUTE_FIELDS = {"key", "short", "name", "bwb_id", "url", "version_read", "frame"}
_REQUIRED = (
    "key",
    "gate",
    "effect",
    "title",
    "givers",
    "receivers",
    "circle",
    "categories",
    "purposes",
    "phases",
    "verified",
    "confidence",
    "legal_basis",
    "explanation_nl",
)
_OPTIONAL = (
    "part",
    "frame",
    "facts_required",
    "human_facts",
    "excluded_by",
    "duties",
    "sticky_conditions",
    "highest_output_form",
    "term",
    "valid_from",
    "valid_until",
    "see_also",
    "text_read_at",
    "replaces",
)
NORM_FIELDS = (*_REQUIRED, *_OPTIONAL)
_BASIS_FIELDS = {field.name for field in fields(LegalBasis)}
_REFERENCE_FIELDS = {field.name for field in fields(Reference)}


class Record:
    """One mapping of a norm file under reading: `take` its fields, and see what was wrong in `faults`."""

    def __init__(self, raw: Mapping[str, object], file: str, where: str, faults: list[Fault]) -> None:
        self.raw = raw
        self.file = file
        self.where = where
        self.faults = faults

    def fault(self, message: str) -> None:
        """Note that something is wrong here."""
        self.faults.append(Fault(self.file, self.where, message))

    def names(self, required: Collection[str], allowed: Collection[str]) -> None:
        """Check that no field is unknown and no required field is absent."""
        for name in self.raw:
            if name not in allowed:
                self.fault(f"onbekend veld `{name}`")
        for name in required:
            if name not in self.raw:
                self.fault(f"veld `{name}` ontbreekt")

    def text(self, name: str, *, required: bool = False) -> str:
        """Return a text field; absent is empty."""
        value = self.raw.get(name, "")
        if not isinstance(value, str):
            self.fault(f"`{name}` moet tekst zijn")
            return ""
        if required and name in self.raw and not value.strip():
            self.fault(f"`{name}` is leeg")
        return value.strip()

    def day(self, name: str) -> date | None:
        """Return a date field; absent or empty is None."""
        value = self.text(name)
        if not value:
            return None
        try:
            if not _DAY.fullmatch(value):
                raise ValueError
            return date.fromisoformat(value)
        except ValueError:
            self.fault(f"`{name}` is geen datum in de vorm jjjj-mm-dd: `{value}`")
            return None

    def codes(
        self,
        name: str,
        known: Callable[[str], bool],
        sets: Mapping[str, tuple[str, ...]] | None = None,
        any_allowed: bool = False,
    ) -> tuple[str, ...]:
        """Return a list of codes with the named sets written out; `ANY` alone stands for all."""
        value = self.raw.get(name, [])
        if value == "ANY" and any_allowed:
            return ("ANY",)
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
            self.fault(f"`{name}` moet een lijst van codes zijn" + (" of ANY" if any_allowed else ""))
            return ()
        if any_allowed and name in self.raw and not value:
            self.fault(f"`{name}` is leeg")
        codes = [code for one in value for code in (sets or {}).get(one, (one,))]
        for code in dict.fromkeys(codes):
            if not known(code):
                self.fault(f"onbekende code `{code}` in `{name}`")
            if codes.count(code) > 1:
                self.fault(f"`{code}` staat meer dan één keer in `{name}`")
        return tuple(dict.fromkeys(codes))

    def part(self, name: str) -> Record | None:
        """Return a nested mapping; None with a fault when it is something else."""
        value = self.raw.get(name)
        if not isinstance(value, dict):
            if name in self.raw:
                self.fault(f"`{name}` moet velden hebben")
            return None
        return Record(value, self.file, f"{self.where} {name}", self.faults)


def read_statute(record: Record, vocabulary: Vocabulary) -> Statute:
    """Read the head of a norm file."""
    record.names(STATUTE_FIELDS - {"bwb_id", "version_read"}, STATUTE_FIELDS)
    frame = record.text("frame", required=True)
    if frame and frame not in vocabulary.frames:
        record.fault(f"onbekende code `{frame}` in `frame`")
    return Statute(
        key=record.text("key", required=True),
        short=record.text("short", required=True),
        name=record.text("name", required=True),
        url=record.text("url", required=True),
        frame=frame,
        file=record.file,
        bwb_id=record.text("bwb_id"),
        version_read=record.day("version_read"),
    )


def read_norm(record: Record, statute: Statute, vocabulary: Vocabulary) -> Norm:
    """Read one norm; its meaning is checked in `norm_checks`."""
    record.names(_REQUIRED, NORM_FIELDS)
    words, sets = vocabulary, vocabulary.sets
    facts = {*words.facts, *words.derived_facts}
    key, part = record.text("key", required=True), record.text("part")
    if key and not _KEY.fullmatch(key):
        record.fault(f"`key` moet een letter en een nummer zijn, zoals W01: `{key}`")
    if part and not part.isdecimal():
        record.fault(f"`part` moet een nummer zijn: `{part}`")
    frame = record.text("frame") or statute.frame
    if record.text("frame") and frame not in words.frames:
        record.fault(f"onbekende code `{frame}` in `frame`")
    verified = record.text("verified")
    if verified not in ("yes", "no") and "verified" in record.raw:
        record.fault("`verified` moet yes of no zijn")
    form = record.text("highest_output_form")
    if form and form not in words.output_forms:
        record.fault(f"onbekende code `{form}` in `highest_output_form`")
    return Norm(
        key=key,
        part=part,
        statute=statute.key,
        frame=frame,
        gate=record.codes("gate", words.gates.__contains__),
        effect=record.codes("effect", words.effects.__contains__),
        title=record.text("title", required=True),
        givers=record.codes("givers", lambda code: _party(code, words), sets["org_types"], True),
        receivers=record.codes("receivers", lambda code: _party(code, words), sets["org_types"], True),
        circle=record.codes("circle", words.subject_circles.__contains__, None, True),
        categories=record.codes("categories", words.categories.__contains__, sets["categories"], True),
        purposes=record.codes("purposes", words.purposes.__contains__, sets["purposes"], True),
        phases=record.codes("phases", words.phases.__contains__, None, True),
        facts_required=record.codes("facts_required", lambda token: _token(token, facts)),
        human_facts=record.codes("human_facts", facts.__contains__),
        excluded_by=record.codes("excluded_by", facts.__contains__),
        duties=record.codes("duties", words.duties.__contains__),
        sticky_conditions=record.codes("sticky_conditions", words.duties.__contains__),
        highest_output_form=form,
        term=record.text("term"),
        valid_from=record.day("valid_from"),
        valid_until=record.day("valid_until"),
        verified=verified == "yes",
        confidence=record.codes("confidence", words.confidence.__contains__),
        legal_basis=_basis(record),
        see_also=_references(record),
        text_read_at=record.text("text_read_at"),
        replaces=record.codes("replaces", lambda one: True),
        explanation_nl=record.text("explanation_nl", required=True),
    )


def _party(code: str, words: Vocabulary) -> bool:
    found = _PARTY.fullmatch(code)
    if not found:
        return False
    return (found[1] == "ANY" or found[1] in words.org_types) and (found[2] is None or found[2] in words.roles)


def _token(token: str, facts: Collection[str]) -> bool:
    return all(one.removeprefix("!") in facts for one in token.split("|"))


def _basis(record: Record) -> LegalBasis:
    basis = record.part("legal_basis")
    if basis is None:
        return LegalBasis("", "", "")
    basis.names(("law", "url", "explanation"), _BASIS_FIELDS)
    return LegalBasis(
        law=basis.text("law", required=True),
        url=basis.text("url", required=True),
        explanation=basis.text("explanation", required=True),
        bwb_id=basis.text("bwb_id"),
        article=basis.text("article"),
        paragraph=basis.text("paragraph"),
        sentence=basis.text("sentence"),
        juriconnect=basis.text("juriconnect"),
        version_read=basis.day("version_read"),
    )


def _references(record: Record) -> tuple[Reference, ...]:
    value = record.raw.get("see_also", [])
    if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
        record.fault("`see_also` moet een lijst van verwijzingen zijn")
        return ()
    found = []
    for number, one in enumerate(value, start=1):
        reference = Record(one, record.file, f"{record.where} see_also {number}", record.faults)
        reference.names(("law",), _REFERENCE_FIELDS)
        found.append(Reference(**{name: reference.text(name, required=name == "law") for name in _REFERENCE_FIELDS}))
    return tuple(found)
