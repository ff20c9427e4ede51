"""From a row of somebody's file to a signal, or to the reasons why not."""

from __future__ import annotations

import difflib
import hashlib
import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Final

from vangnet.connections.files.mapping import HINTS, FieldRule, SourceMapping
from vangnet.connections.files.rows import CellFault, Row, plain
from vangnet.core.clock import AMSTERDAM, Instant
from vangnet.intake.types import NewSignal, PersonHint, TriageStep

_BIRTH: Final = (
    re.compile(r"(?P<day>\d{1,2})[-/.](?P<month>\d{1,2})[-/.](?P<year>\d{4})"),
    re.compile(r"(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})"),
    re.compile(r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})"),
    re.compile(r"(?P<year>\d{4})"),
)
_LARGE: Final = 1_000
_BETWEEN: Final = re.compile(r"[.,;|\s]+")
# What spreadsheets would run; in a reject file it gets an apostrophe, which is taken off again here.
DANGEROUS: Final = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Converter:
    """Turns the rows of one file into signals.

    Args:
        places: column of the mapping to its place in the row.
        municipalities: name, without case, and code of every municipality, to its code.
        walk: goes through the questions of the channel with answers, in order; None when they are not its answers.
    """

    mapping: SourceMapping
    places: Mapping[str, int]
    municipalities: Mapping[str, str]
    walk: Callable[[Sequence[str]], TriageStep | None] = lambda answers: None

    def convert(self, row: Row) -> tuple[NewSignal | None, tuple[CellFault, ...]]:
        """Return the signal of a row, or every reason why it is not one."""
        faults = self._faults_of(row)
        if any(not fault.column for fault in faults):
            return None, tuple(faults)
        spoiled = {plain(fault.column) for fault in faults}
        values: dict[str, str] = {}
        for field, rule in self.mapping.fields.items():
            text = self._text(row, rule)
            if plain(rule.column) in spoiled:
                continue
            if rule.required and not text:
                faults.append(CellFault(rule.column, "", "Deze cel is leeg en moet gevuld zijn."))
            elif text.startswith("="):
                faults.append(CellFault(rule.column, text, "In deze cel staat een formule. Plak hier de waarde."))
            else:
                values[field] = self._value(field, rule, text, faults)
        moment = self._moment(row, faults)
        triage = self._triage(values.get("answers", ""), faults)
        if faults:
            return None, tuple(faults)
        return replace(self._signal(row, values, moment), triage=triage), ()

    def cell_of(self, row: Row, field: str) -> str:
        """Return what a row holds for a field; empty when the file has no column for it."""
        column = self.column_of(field)
        return self._cell(row, column) if column else ""

    def _content_key(self, row: Row) -> str:
        """Return a key for a row that has none of its own: the same content twice gives the same key."""
        cells = sorted((plain(column), self._cell(row, column)) for column in self.places)
        text = json.dumps([self.mapping.source, cells], ensure_ascii=False)
        return "sha256:" + hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()

    def column_of(self, field: str) -> str:
        """Return the column that holds a field, for a reason that names the field; empty when the file has none."""
        rule = self.mapping.fields.get(field) or self.mapping.fields.get(f"hint.{field}")
        return rule.column if rule else ""

    def _faults_of(self, row: Row) -> list[CellFault]:
        """Return what the reader found wrong; a fault in a column that nobody reads does not count."""
        if not row.faults:
            return []
        read = {plain(column) for column in self.places}
        return [fault for fault in row.faults if not fault.column or plain(fault.column) in read]

    def _text(self, row: Row, rule: FieldRule) -> str:
        if not rule.column:
            return rule.value
        return self._cell(row, rule.column)

    def _cell(self, row: Row, column: str) -> str:
        place = self.places.get(column)
        text = row.cells[place].strip() if place is not None and place < len(row.cells) else ""
        return text[1:] if text[:1] == "'" and text[1:2] in DANGEROUS else text

    def _value(self, field: str, rule: FieldRule, text: str, faults: list[CellFault]) -> str:
        if rule.codes is not None and text and field != "answers":
            if text.casefold() not in rule.codes:
                known = ", ".join(list(rule.codes)[:12])
                reason = f"Deze code staat niet in de mapping. Bekend zijn: {known}."
                faults.append(CellFault(rule.column, text, reason))
                return ""
            return rule.codes[text.casefold()]
        convert = _CONVERTED.get(field)
        if field == "municipality" and text:
            convert = self._municipality
        if convert is None or not text:
            return text
        value, reason = convert(text)
        if reason:
            faults.append(CellFault(rule.column, text[:_LARGE], reason))
        return value

    def _municipality(self, text: str) -> tuple[str, str]:
        code = self.municipalities.get(text.casefold())
        if code is not None:
            return code, ""
        near = difflib.get_close_matches(text.casefold(), list(self.municipalities), n=1, cutoff=0.75)
        hint = f" Bedoel je {near[0].title()}?" if near else ""
        return "", f"Deze gemeente kennen we niet.{hint}"

    def _triage(self, text: str, faults: list[CellFault]) -> TriageStep | None:
        """Return where the answers of a row lead: all of them, to the end; None when the row has none."""
        rule = self.mapping.fields.get("answers")
        if rule is None or not text:
            return None
        step = self.walk([rule.codes.get(one.casefold(), one) if rule.codes else one for one in _BETWEEN.split(text)])
        if step is None or step.route is None:
            reason = "Dit zijn niet de antwoorden op de vragen van dit kanaal, in volgorde en tot het einde."
            faults.append(CellFault(rule.column, text[:_LARGE], reason))
        return step

    def _moment(self, row: Row, faults: list[CellFault]) -> Instant | None:
        rule = self.mapping.fields.get("occurred_at")
        if rule is None:
            return None
        day, hour = self._cell(row, rule.column), self._cell(row, rule.time_column) if rule.time_column else ""
        text = f"{day} {hour}".strip()
        if not text or text.startswith("="):
            return None
        found = moment_of(text, rule.formats)
        if found is None:
            example = datetime(2026, 12, 31, 14, 30).strftime(rule.formats[0]) if rule.formats else "2026-12-31 14:30"  # noqa: DTZ001
            faults.append(CellFault(rule.column, text[:_LARGE], f"Dit is geen moment zoals {example}."))
        return found

    def _signal(self, row: Row, values: Mapping[str, str], moment: Instant | None) -> NewSignal:
        key = values.get("external_key", "")
        hint = PersonHint(**{name: values[f"hint.{name}"] for name in HINTS if values.get(f"hint.{name}")})
        return NewSignal(
            channel=self.mapping.channel,
            kind=values["kind"],
            text=values["text"],
            municipality=values["municipality"],
            idempotency_key=f"{self.mapping.source}:{key}"[:80] if key else self._content_key(row),
            occurred_at=moment,
            label=values.get("label", ""),
            place=values.get("place", ""),
            postcode=values.get("postcode", ""),
            acute=values.get("acute", "") in {"yes", "ja", "1", "true"},
            source=self.mapping.source if key else "",
            external_key=key,
            reporter_name=values.get("reporter_name", ""),
            reporter_contact=values.get("reporter_contact", ""),
            reporter_kind=values.get("reporter_kind", ""),
            own_code=values.get("own_code", ""),
            hint=hint,
        )


def moment_of(text: str, formats: tuple[str, ...]) -> Instant | None:
    """Return a moment in the Netherlands as it is written, or None when it is none.

    Args:
        formats: in the notation of `strptime`; ISO 8601 is always understood.

    >>> moment_of("23-11-2026 14:05", ("%d-%m-%Y %H:%M",))
    datetime.datetime(2026, 11, 23, 13, 5, tzinfo=datetime.timezone.utc)
    """
    for written in formats:
        try:
            found = datetime.strptime(text, written)  # noqa: DTZ007 - the zone follows
        except ValueError:
            continue
        return found.replace(tzinfo=found.tzinfo or AMSTERDAM).astimezone(UTC)
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found.replace(tzinfo=found.tzinfo or AMSTERDAM).astimezone(UTC)


def _birth(text: str) -> tuple[str, str]:
    """Return a birth date as `YYYY-MM-DD` with `00` for what is unknown, or why it is none."""
    for pattern in _BIRTH:
        match = pattern.fullmatch(text.split(" ")[0])
        if match is None:
            continue
        parts = match.groupdict()
        month, day = int(parts.get("month") or 0), int(parts.get("day") or 0)
        if month <= 12 and day <= 31:
            return f"{parts['year']}-{month:02d}-{day:02d}", ""
    return "", "Dit is geen datum zoals 31-12-1980. Is de dag niet bekend, schrijf dan 00."


def _postcode(text: str) -> tuple[str, str]:
    return text.replace(" ", "").upper(), ""


_CONVERTED: Final[Mapping[str, Callable[[str], tuple[str, str]]]] = {
    "hint.birth_date": _birth,
    "postcode": _postcode,
    "hint.postcode": _postcode,
}
