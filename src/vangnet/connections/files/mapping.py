"""Which column of somebody's file holds which field of a signal, read from a small text file."""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

import yaml

from vangnet.connections.files.rows import plain, refuse
from vangnet.core.errors import InvalidInput
from vangnet.intake.types import Channel

SHIPPED: Final = ("meldpunt", "politie")
HINTS: Final = (
    "given_names", "prefix", "surname", "birth_date", "sex", "street", "house_number", "postcode", "city", "phone",
)  # fmt: skip
FIELDS: Final = (
    "external_key", "kind", "label", "occurred_at", "text", "municipality", "place", "postcode", "acute", "reporter_name",
    "reporter_contact", "reporter_kind", "own_code", "answers", *(f"hint.{name}" for name in HINTS),
)  # fmt: skip
_NEEDED: Final = ("kind", "text", "municipality")
_KEYS: Final = {"column", "time_column", "formats", "codes", "required", "value"}


@dataclass(frozen=True, slots=True)
class FieldRule:
    """How one field of a signal is found.

    Args:
        column: name of the column; empty when `value` says it for all rows.
        time_column: column that holds the time of a moment, beside its date.
        formats: how dates are written, in the notation of `strptime`.
        codes: what the source writes to what Vangnet writes; compared without case. Empty: taken over as it is.
    """

    column: str = ""
    time_column: str = ""
    formats: tuple[str, ...] = ()
    codes: Mapping[str, str] | None = None
    required: bool = False
    value: str = ""

    @property
    def columns(self) -> tuple[str, ...]:
        """Return the columns it reads."""
        return tuple(name for name in (self.column, self.time_column) if name)


@dataclass(frozen=True, slots=True)
class SourceMapping:
    """How the files of one source are read."""

    name: str
    title: str
    channel: Channel
    source: str
    encodings: tuple[str, ...]
    delimiter: str
    fields: Mapping[str, FieldRule]


def load_mapping(wanted: str) -> SourceMapping:
    """Return a mapping that ships with Vangnet, by name, or one of your own, by path (TOML or YAML).

    Raises:
        InvalidInput: there is none, or it cannot be used; with every fault at once.
    """
    if wanted in SHIPPED:
        text = files("vangnet.connections.files").joinpath("mappings", f"{wanted}.toml").read_text(encoding="utf-8")
        return read_mapping(tomllib.loads(text), name=wanted)
    path = Path(wanted)
    try:
        text = path.read_text(encoding="utf-8")
        found = yaml.safe_load(text) if path.suffix in {".yaml", ".yml"} else tomllib.loads(text)
    except (OSError, UnicodeDecodeError) as error:
        raise refuse(
            "mapping-absent",
            nl=f"Er is geen mapping {wanted}. Kies {' of '.join(SHIPPED)}, of geef het pad van een eigen bestand.",
            en=f"There is no mapping {wanted}. Choose {' or '.join(SHIPPED)}, or give the path of your own file.",
        ) from error
    except (tomllib.TOMLDecodeError, yaml.YAMLError) as error:
        raise refuse(
            "mapping-unreadable",
            nl=f"De mapping {path.name} is geen geldig TOML of YAML: {str(error).splitlines()[0]}",
            en=f"The mapping {path.name} is not valid TOML or YAML: {str(error).splitlines()[0]}",
        ) from error
    return read_mapping(found, name=path.stem)


def read_mapping(found: Any, *, name: str) -> SourceMapping:
    """Return a mapping from its parsed text.

    Raises:
        InvalidInput: it misses something or names a field that a signal does not have.
    """
    table = found if isinstance(found, dict) else {}
    faults: dict[str, str] = {}
    rules: dict[str, FieldRule] = {}
    entries = table.get("fields")
    for field, entry in (entries if isinstance(entries, dict) else {}).items():
        rule = _rule(field, entry, faults)
        if rule is not None:
            rules[field] = rule
    for field in _NEEDED:
        if field not in rules and f"fields.{field}" not in faults:
            faults[f"fields.{field}"] = "Dit veld is nodig: noem de kolom."
    channel = str(table.get("channel", "file"))
    if channel not in set(Channel):
        faults["channel"] = f"Kies uit {', '.join(Channel)}."
    source = str(table.get("source", ""))
    if not source or len(source) > 40:
        faults["source"] = "Noem de bron, in hoogstens 40 tekens. Zij maakt de sleutels van de rijen uniek."
    settings: dict[str, Any] = table["file"] if isinstance(table.get("file"), dict) else {}
    delimiter = str(settings.get("delimiter", "auto"))
    if delimiter != "auto" and len(delimiter) != 1:
        faults["file.delimiter"] = "Geef één teken, of auto."
    if faults:
        raise InvalidInput(
            "file-mapping-wrong",
            nl=f"De mapping {name} klopt niet.",
            en=f"The mapping {name} is not right.",
            fields=faults,
        )
    encodings = tuple(str(item) for item in settings.get("encodings", ["utf-8"]))
    return SourceMapping(name, str(table.get("title", name)), Channel(channel), source, encodings, delimiter, rules)


def _rule(field: str, entry: Any, faults: dict[str, str]) -> FieldRule | None:
    where = f"fields.{field}"
    if field not in FIELDS:
        faults[where] = f"Een signaal heeft geen veld {field}. Het kan zijn: {', '.join(FIELDS)}."
        return None
    if not isinstance(entry, dict) or not (entry.get("column") or entry.get("value")):
        faults[where] = "Noem de kolom (column), of een vaste waarde (value)."
        return None
    strange = sorted(set(entry) - _KEYS)
    if strange:
        faults[where] = f"Onbekend: {', '.join(strange)}. Het kan zijn: {', '.join(sorted(_KEYS))}."
        return None
    codes = entry.get("codes")
    if codes is not None and not isinstance(codes, dict):
        faults[where] = "De codes zijn paren: wat de bron schrijft, en wat Vangnet schrijft."
        return None
    return FieldRule(
        column=str(entry.get("column", "")),
        time_column=str(entry.get("time_column", "")),
        formats=tuple(str(item) for item in entry.get("formats", ())),
        codes={str(key).casefold(): str(value) for key, value in codes.items()} if codes is not None else None,
        required=bool(entry.get("required", False)),
        value=str(entry.get("value", "")),
    )


def places_of(mapping: SourceMapping, header: tuple[str, ...]) -> dict[str, int]:
    """Return where each column of the mapping stands in a file; a column that is not needed may be missing.

    Raises:
        InvalidInput: a column that is needed is missing; the message names what the file has instead.
    """
    at = {plain(name): place for place, name in enumerate(header)}
    found: dict[str, int] = {}
    faults: dict[str, str] = {}
    for field, rule in mapping.fields.items():
        for column in rule.columns:
            if plain(column) in at:
                found[column] = at[plain(column)]
            elif rule.required or field in _NEEDED:
                near = difflib.get_close_matches(plain(column), list(at), n=1, cutoff=0.6)
                hint = f" Bedoelt het bestand '{header[at[near[0]]]}'?" if near else ""
                faults[column] = f"Deze kolom ontbreekt.{hint}"
    if faults:
        names = ", ".join(name for name in header[:30] if name)
        raise InvalidInput(
            "file-columns-missing",
            nl=f"Niet alle kolommen van de mapping {mapping.name} staan in het bestand. Het bestand heeft: {names}.",
            en=f"Not all columns of the mapping {mapping.name} are in the file. The file has: {names}.",
            fields=faults,
        )
    return found
