"""From a row to a signal: codes, moments, places, and every reason at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from vangnet.connections.files.converting import Converter, moment_of
from vangnet.connections.files.mapping import FIELDS, SHIPPED, FieldRule, load_mapping, places_of, read_mapping
from vangnet.connections.files.rows import CellFault, Row
from vangnet.core.errors import InvalidInput
from vangnet.intake import rules
from vangnet.intake.engine import conventions
from vangnet.intake.engine import triage as trees
from vangnet.intake.errors import TriageUnreadable
from vangnet.intake.types import Channel, NewSignal, TriageStep
from vangnet.intake.types.conventions import ConventionKind

TOWNS = {"zwolle": "GM0193", "gm0193": "GM0193", "kampen": "GM0166"}
HEADER = (
    "Incidentnummer", "Incidentcode", "Kenmerk", "datum_incident", "Tijd incident", "Toelichting", "Gemeente", "Spoed",
    "Geboortedatum", "Achternaam", "Telefoon", "Postcode",
)  # fmt: skip
GOOD = (
    "VB-1",
    "e33",
    "Overlast",
    "12-10-2026",
    "21:40",
    "Riep.",
    "zwolle",
    "J",
    "00-00-1980",
    "Verzonnen",
    "",
    "8011 sa",
)

TREE = next(tree for tree in trees.trees() if tree.channel == "police")
LABELS = next(sheet.value for sheet in conventions.shipped() if sheet.what is ConventionKind.LABELS)


def converter() -> Converter:
    mapping = load_mapping("politie")
    return Converter(mapping, places_of(mapping, HEADER), TOWNS)


def changed(**cells: str) -> Row:
    return Row(7, tuple(cells.get(name.replace(" ", "_"), cell) for name, cell in zip(HEADER, GOOD, strict=True)))


def test_a_row_becomes_a_signal() -> None:
    signal, faults = converter().convert(Row(2, GOOD))
    assert faults == ()
    assert signal is not None
    rules.check(signal, labels=LABELS, at=datetime(2026, 11, 23, tzinfo=UTC))
    assert (signal.channel, signal.kind, signal.label, signal.acute) == (Channel.POLICE, "E33", "nuisance", True)
    assert signal.occurred_at == datetime(2026, 10, 12, 19, 40, tzinfo=UTC)
    assert (signal.municipality, signal.postcode) == ("GM0193", "8011SA")
    assert (signal.source, signal.external_key, signal.idempotency_key) == ("politie", "VB-1", "politie:VB-1")
    assert (signal.hint.surname, signal.hint.birth_date) == ("Verzonnen", "1980-00-00")


def test_every_reason_is_given_at_once() -> None:
    row = changed(
        Incidentcode="E99", Gemeente="Zwole", datum_incident="31-02-2026", Toelichting="", Geboortedatum="ooit"
    )
    signal, faults = converter().convert(row)
    assert signal is None
    assert {fault.column for fault in faults} == {
        "Incidentcode",
        "Gemeente",
        "Datum incident",
        "Toelichting",
        "Geboortedatum",
    }
    assert "Bedoel je Zwolle?" in " ".join(fault.reason for fault in faults)


def test_a_formula_is_named_and_an_apostrophe_taken_off() -> None:
    _, faults = converter().convert(changed(Toelichting="=HYPERLINK(1)"))
    assert "formule" in faults[0].reason
    signal, _ = converter().convert(changed(Telefoon="'+31 6 0000 0000"))
    assert signal is not None
    assert signal.hint.phone == "+31 6 0000 0000"


def test_a_fault_in_a_column_that_nobody_reads_does_not_count() -> None:
    row = Row(2, GOOD, (CellFault("Weeknummer", "=A1", "formule"),))
    assert converter().convert(row)[0] is not None
    row = Row(2, GOOD, (CellFault("Toelichting", "=A1", "formule"),))
    assert converter().convert(row) == (None, (CellFault("Toelichting", "=A1", "formule"),))


def test_a_row_without_a_key_is_known_by_what_it_says() -> None:
    rows = [changed(Incidentnummer=""), changed(Incidentnummer=""), changed(Incidentnummer="", Kenmerk="zorg")]
    mapping = load_mapping("politie")
    fields = dict(mapping.fields) | {"external_key": type(mapping.fields["place"])(column="Incidentnummer")}
    loose = type(mapping)(mapping.name, "", mapping.channel, "x", ("utf-8",), ";", fields)
    found = [Converter(loose, places_of(loose, HEADER), TOWNS).convert(row)[0] for row in rows]
    keys = [signal.idempotency_key for signal in found if signal is not None]
    assert keys[0] == keys[1] != keys[2]
    assert all(len(key) <= 80 for key in keys)


@pytest.mark.parametrize(
    ("text", "birth"),
    [("1-2-1980", "1980-02-01"), ("1980-02-01", "1980-02-01"), ("19800201", "1980-02-01"), ("1980", "1980-00-00"),
     ("00-00-1980", "1980-00-00"), ("1980-02-01 00:00:00", "1980-02-01"), ("40-01-1980", None), ("gisteren", None)],
)  # fmt: skip
def test_birth_dates_in_all_their_forms(text: str, birth: str | None) -> None:
    signal, faults = converter().convert(changed(Geboortedatum=text))
    assert (signal.hint.birth_date if signal else None) == birth
    assert bool(faults) == (birth is None)


def test_winter_and_summer_time() -> None:
    assert moment_of("2026-07-01T12:00:00", ()) == datetime(2026, 7, 1, 10, tzinfo=UTC)
    assert moment_of("2026-01-01T12:00:00+00:00", ()) == datetime(2026, 1, 1, 12, tzinfo=UTC)
    assert moment_of("noen", ("%d-%m-%Y",)) is None


def test_missing_columns_are_all_named_with_what_the_file_has() -> None:
    mapping = load_mapping("politie")
    with pytest.raises(InvalidInput) as refusal:
        places_of(mapping, ("Incident nummer", "Toelichting incident", "Gemeente"))
    assert set(refusal.value.fields) == {"Incidentcode", "Toelichting"}
    assert "Toelichting incident" in refusal.value.fields["Toelichting"]
    assert "Gemeente" in refusal.value.nl


@pytest.mark.parametrize("name", SHIPPED)
def test_the_shipped_mappings_speak_our_words(name: str) -> None:
    mapping = load_mapping(name)
    assert set(mapping.fields) <= set(FIELDS)
    assert set((mapping.fields["kind"].codes or {}).values()) <= set(rules.KINDS)
    label = mapping.fields.get("label")
    assert label is None or set((label.codes or {}).values()) <= {label.code for label in LABELS.labels}


def test_a_mapping_of_your_own_in_yaml(tmp_path: Path) -> None:
    own = tmp_path / "own.yaml"
    own.write_text(
        "source: ons\nfields: {kind: {value: zorg}, text: {column: tekst}, municipality: {column: plaats}}\n"
    )
    mapping = load_mapping(str(own))
    found = Converter(mapping, places_of(mapping, ("tekst", "plaats")), TOWNS)
    signal, _ = found.convert(Row(2, ("Iemand roept.", "Kampen")))
    assert signal is not None
    assert (signal.kind, signal.municipality, signal.channel) == ("zorg", "GM0166", Channel.FILE)


def test_a_wrong_mapping_names_every_fault() -> None:
    with pytest.raises(InvalidInput) as refusal:
        read_mapping(
            {
                "channel": "duif",
                "file": {"delimiter": "::"},
                "fields": {"kleur": {"column": "k"}, "text": {}, "kind": {"colum": 1}},
            },
            name="x",
        )
    assert set(refusal.value.fields) == {
        "channel", "source", "file.delimiter", "fields.kleur", "fields.text", "fields.kind", "fields.municipality",
    }  # fmt: skip


@pytest.mark.parametrize("text", ["[[[", "just words", ""])
def test_a_mapping_that_is_no_mapping(tmp_path: Path, text: str) -> None:
    own = tmp_path / "own.toml"
    own.write_text(text)
    with pytest.raises(InvalidInput):
        load_mapping(str(own))
    with pytest.raises(InvalidInput, match="file-mapping-absent"):
        load_mapping(str(tmp_path / "nothing.toml"))


# Answers to the questions of the channel.


def asked(text: str) -> tuple[NewSignal | None, tuple[CellFault, ...]]:
    mapping = load_mapping("politie")
    rule = FieldRule(column="Antwoorden", codes={"nee": "no", "ja": "yes", "zorg": "care"})
    mapping = replace(mapping, fields={**mapping.fields, "answers": rule})
    header = (*HEADER, "Antwoorden")

    def walk(answers: Sequence[str]) -> TriageStep | None:
        try:
            return trees.walk(TREE, answers)
        except TriageUnreadable:
            return None

    return Converter(mapping, places_of(mapping, header), TOWNS, walk=walk).convert(Row(2, (*GOOD, text)))


@pytest.mark.parametrize(
    ("text", "route"), [("nee.nee.zorg.ja", "zvh"), ("no; no | care, no", "desk"), ("NEE Ja", "care-coordination")]
)
def test_answers_lead_to_a_route(text: str, route: str) -> None:
    signal, faults = asked(text)
    assert faults == ()
    assert signal is not None
    assert signal.triage is not None
    assert signal.triage.route == route


def test_no_answers_are_no_fault() -> None:
    signal, faults = asked("")
    assert faults == ()
    assert signal is not None
    assert signal.triage is None


@pytest.mark.parametrize("text", ["nee", "nee.nee", "misschien", "nee.nee.zorg.ja.ja", ".", "=1"])
def test_answers_that_do_not_reach_the_end_are_a_fault_of_their_column(text: str) -> None:
    signal, faults = asked(text)
    assert signal is None
    assert {fault.column for fault in faults} == {"Antwoorden"}
