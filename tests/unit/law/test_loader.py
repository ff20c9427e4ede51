"""Norm files with faults are refused as a whole, every fault is named, and the running set stays."""

from __future__ import annotations

from datetime import date

import pytest
import yaml

from vangnet.law.changes import changes_between
from vangnet.law.errors import NormsRefused
from vangnet.law.loader import load_norms, standard_norms
from vangnet.law.normset import NormSet

STATUTE = {"key": "proef", "short": "Proefwet", "name": "Proefwet", "url": "https://example.org/proef", "frame": "avg"}
GOOD = {
    "key": "Q01",
    "gate": ["giver"],
    "effect": ["permit"],
    "title": "A made-up norm.",
    "givers": ["COL"],
    "receivers": ["BGM:burgemeester"],
    "circle": "ANY",
    "categories": ["C18"],
    "purposes": ["public_order"],
    "phases": "ANY",
    "facts_required": ["necessity_motivated"],
    "highest_output_form": "O3",
    "verified": "yes",
    "confidence": ["LAW"],
    "legal_basis": {"law": "Proefwet", "url": "https://example.org/proef/1", "explanation": "Lid 1.", "article": "1"},
    "explanation_nl": "Een verzonnen norm.",
}


def folder(tmp_path, *norms, statute=STATUTE, name="proef.yaml"):
    (tmp_path / name).write_text(
        yaml.safe_dump({"statute": statute, "norms": list(norms)}, allow_unicode=True), encoding="utf-8"
    )
    return tmp_path


def faults(tmp_path, *norms, **options):
    with pytest.raises(NormsRefused) as refused:
        load_norms([folder(tmp_path, *norms, **options)])
    return [str(fault) for fault in refused.value.faults]


def test_a_good_extra_file_joins_the_norms(tmp_path):
    norms = load_norms([folder(tmp_path, GOOD)])
    assert len(norms.norms) == len(standard_norms().norms) + 1
    assert norms.hash != standard_norms().hash
    assert norms.find("Q01")[0].legal_basis.cite() == "Proefwet artikel 1"


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"doel": "x"}, "onbekend veld `doel`"),
        ({"givers": ["COL", "POLITIE"]}, "onbekende code `POLITIE` in `givers`"),
        ({"givers": ["COL:koning"]}, "onbekende code `COL:koning` in `givers`"),
        ({"givers": []}, "`givers` is leeg"),
        ({"givers": "COL"}, "`givers` moet een lijst van codes zijn of ANY"),
        ({"categories": ["C18", "C18"]}, "`C18` staat meer dan één keer"),
        ({"facts_required": ["onzin"]}, "onbekende code `onzin` in `facts_required`"),
        ({"facts_required": ["!necessity_motivated"]}, "`!` mag alleen in een verbod"),
        ({"facts_required": ["no_care_key"]}, "mogen alleen in een verbod staan"),
        ({"facts_required": ["unlawfully_held"]}, "is geen grondfeit"),
        ({"human_facts": ["necessity_motivated"]}, "geen feit dat alleen een mens vaststelt"),
        ({"purposes": ["other"]}, "doel `other` mag alleen in een verbod"),
        ({"highest_output_form": "O9"}, "onbekende code `O9`"),
        ({"highest_output_form": ""}, "`highest_output_form` ontbreekt"),
        ({"effect": ["permit", "prohibit"]}, "een verbod mag geen ander effect hebben"),
        ({"duties": ["attach_conditions"]}, "hoort in `sticky_conditions`"),
        ({"sticky_conditions": ["log_disclosure"]}, "hoort in `duties`"),
        ({"verified": "maybe"}, "`verified` moet yes of no zijn"),
        ({"confidence": ["GUID"]}, "alleen als de wettekst zelf is gelezen"),
        ({"valid_from": "2026-02-30"}, "geen datum"),
        ({"valid_from": "2026-03-01", "valid_until": "2026-02-01"}, "`valid_until` ligt voor `valid_from`"),
        ({"legal_basis": {"law": "x", "explanation": "y"}}, "veld `url` ontbreekt"),
        ({"legal_basis": {"law": "", "url": "https://x", "explanation": "y"}}, "`law` is leeg"),
        ({"legal_basis": "Wgs"}, "`legal_basis` moet velden hebben"),
        (
            {"legal_basis": {**GOOD["legal_basis"], "juriconnect": "jci1.3:c:BWBR1&artikel=1"}},
            "wijst niet naar deze wet",
        ),
        ({"explanation_nl": " "}, "`explanation_nl` is leeg"),
        ({"key": "norm1"}, "`key` moet een letter en een nummer zijn"),
        ({"replaces": ["Q77"]}, "maar die norm bestaat niet"),
        ({"replaces": ["P03"], "valid_from": "2027-01-01"}, "dan nog niet geëindigd"),
        ({"replaces": ["Q01"]}, "vervangt via een omweg zichzelf"),
        ({"effect": ["retention"], "highest_output_form": ""}, "`term` ontbreekt"),
    ],
)
def test_a_fault_is_named(tmp_path, change, told):
    assert any(told in fault for fault in faults(tmp_path, {**GOOD, **change}))


@pytest.mark.parametrize("name", ["key", "effect", "legal_basis", "explanation_nl", "givers", "verified"])
def test_a_missing_field_is_named(tmp_path, name):
    assert any(
        f"veld `{name}` ontbreekt" in fault
        for fault in faults(tmp_path, {key: one for key, one in GOOD.items() if key != name})
    )


def test_all_faults_are_told_at_once(tmp_path):
    told = faults(tmp_path, {**GOOD, "doel": "x", "phases": ["F9"]}, {**GOOD, "key": "Q02", "circle": ["nobody"]})
    assert len(told) == 3


def test_overlapping_validity_of_one_row_is_refused(tmp_path):
    first = {**GOOD, "valid_until": "2026-12-31"}
    assert any("overlapt" in fault for fault in faults(tmp_path, first, {**GOOD, "valid_from": "2026-12-31"}))
    assert any("overlapt" in fault for fault in faults(tmp_path, first, GOOD))
    follows = load_norms([folder(tmp_path, first, {**GOOD, "valid_from": "2027-01-01", "highest_output_form": "O2"})])
    assert len(follows.find("Q01")) == 2
    assert [change.kind for change in changes_between(follows, date(2026, 12, 31), date(2027, 1, 1))] == ["changes"]


def test_norms_that_replace_each_other_in_a_ring_are_refused(tmp_path):
    one = {**GOOD, "valid_from": "2026-01-01", "valid_until": "2026-06-30", "replaces": ["Q02"]}
    two = {**GOOD, "key": "Q02", "valid_from": "2026-01-01", "valid_until": "2026-06-30", "replaces": ["Q01"]}
    assert sum("omweg zichzelf" in fault for fault in faults(tmp_path, one, two)) == 2


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"\xff\xfe", "geen UTF-8"),
        (b"statute: [", "geen geldige YAML"),
        (b"- a", "moet `statute` en `norms` hebben"),
        (b"statute: {}\nstatute: {}\nnorms: []", "`statute` staat er twee keer"),
        (b"statute: {key: x}\nnorms: {}", "`norms` moet een lijst zijn"),
        (b"norms: []", "veld `statute` ontbreekt"),
    ],
)
def test_a_file_that_cannot_be_read_is_named(tmp_path, content, told):
    (tmp_path / "stuk.yaml").write_bytes(content)
    with pytest.raises(NormsRefused) as refused:
        load_norms([tmp_path])
    assert any(told in str(fault) for fault in refused.value.faults)


def test_an_absent_folder_is_a_fault(tmp_path):
    with pytest.raises(NormsRefused, match="1 fault"):
        load_norms([tmp_path / "weg"])


def test_articles_stay_as_they_are_written():
    """YAML would read 8:29 as a number of minutes and 1.10 as 1.1."""
    assert standard_norms().find("M07")[0].legal_basis.article == "8:29"
    assert standard_norms().find("R19")[0].legal_basis.article == "1.10"


def test_a_file_replaces_the_file_of_the_same_name(tmp_path):
    (tmp_path / "wet-big.yaml").write_text(yaml.safe_dump({"statute": STATUTE, "norms": [GOOD]}), encoding="utf-8")
    norms = load_norms([tmp_path])
    assert norms.find("M03") == ()
    assert norms.find("Q01")


def test_a_norm_may_end_on_the_last_day_of_the_calendar(tmp_path):
    norms = load_norms([folder(tmp_path, {**GOOD, "valid_until": "9999-12-31"})])
    rows = norms.compiled.in_force(date.max)
    assert rows == norms.compiled.in_force(date(2026, 11, 2)) == norms.compiled.in_force(date(9999, 12, 30))


def test_the_order_of_files_and_norms_does_not_change_the_hash(tmp_path):
    other = {**GOOD, "key": "Q02"}
    one = load_norms([folder(tmp_path, GOOD, other)]).hash
    assert load_norms([folder(tmp_path, other, GOOD)]).hash == one


def test_an_archived_set_comes_back_whole():
    norms = standard_norms()
    again = NormSet.restore(norms.content, norms.hash)
    assert again == norms
    assert again.hash == norms.hash


def test_the_standard_norms_are_complete():
    norms = standard_norms()
    assert len(norms.norms) == 153
    for norm in norms.norms:
        assert norm.legal_basis.url.startswith("https://"), norm.id
        assert norm.explanation_nl.endswith("."), norm.id
        assert len(norm.explanation_nl) > 60, norm.id
        assert norm.title.endswith("."), norm.id
