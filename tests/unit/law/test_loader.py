"""Norm files with faults are refused as a whole, every fault is named, and the running set stays."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

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


def refused(*folders):
    with pytest.raises(NormsRefused) as refusal:
        load_norms(folders)
    return [str(fault) for fault in refusal.value.faults]


def test_an_absent_folder_is_a_fault(tmp_path):
    assert refused(tmp_path / "weg") == [f"{tmp_path / 'weg'}: deze map bestaat niet"]


def test_what_cannot_be_opened_or_holds_no_text_is_a_fault(tmp_path):
    (tmp_path / "map.yaml").mkdir()
    (tmp_path / "teken.yaml").write_bytes(b"a: \x01")
    assert refused(tmp_path) == [
        "map.yaml: dit bestand is niet te lezen",
        "teken.yaml: geen geldige YAML: onleesbaar",
    ]


@pytest.mark.parametrize(
    ("part", "place"),
    [("2", "Q01.2"), ("", "Q01"), (["2"], "Q01"), (None, "Q01")],
    ids=["part", "empty", "list", "none"],
)
def test_a_fault_names_the_norm_and_its_part(tmp_path, part, place):
    norm = {**GOOD, "gate": ["x"], **({"part": part} if part is not None else {})}
    assert f"proef.yaml, {place}: onbekende code `x` in `gate`" in faults(tmp_path, norm)


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


# Every way to be wrong beside every sentence that says so: of a norm, of the head of a file, of a file.
WRONG = json.loads((Path(__file__).parent / "norm_faults.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize(("change", "told"), WRONG["norms"])
def test_exactly_what_is_wrong_with_a_norm_is_said(tmp_path, change, told):
    assert faults(tmp_path, {**GOOD, **change}) == told


@pytest.mark.parametrize(("statute", "told"), WRONG["statutes"])
def test_exactly_what_is_wrong_with_the_head_of_a_file_is_said(tmp_path, statute, told):
    article = "" if "bwb_id" in statute else "1"
    norm = {**GOOD, "legal_basis": {**GOOD["legal_basis"], "article": article}}
    assert faults(tmp_path, norm, statute=statute) == told


@pytest.mark.parametrize(("content", "told"), WRONG["files"])
def test_exactly_what_is_wrong_with_a_file_is_said(tmp_path, content, told):
    (tmp_path / "stuk.yaml").write_bytes(content.encode("latin-1"))
    with pytest.raises(NormsRefused) as refused:
        load_norms([tmp_path])
    assert [str(fault) for fault in refused.value.faults] == told
    assert refused.value.fields == {f"{number}": fault for number, fault in enumerate(told, start=1)}
    assert (refused.value.code, refused.value.nl, refused.value.en) == (
        "norms-refused",
        f"De normbestanden hebben {len(told)} fout(en) en zijn niet geladen. De normen die al liepen, blijven gelden.",
        f"The norm files have {len(told)} fault(s) and were not loaded. The running norms stay in force.",
    )


def test_a_norm_is_read_field_by_field(tmp_path):
    """Every field has a value of its own, so that none can be taken for another."""
    full = {
        **GOOD,
        "part": "2",
        "frame": "wgs",
        "gate": ["giver", "receiver"],
        "effect": ["permit", "lift_secrecy"],
        "givers": ["COL", "ANY:wijkagent"],
        "categories": ["C18", "C24"],
        "circle": ["family"],
        "phases": ["F0", "F3"],
        "facts_required": ["necessity_motivated", "zvh_criteria_met|supplier_agrees"],
        "human_facts": ["patient_interest_recorded"],
        "excluded_by": ["unlawfully_held"],
        "duties": ["log_disclosure"],
        "sticky_conditions": ["attach_conditions"],
        "highest_output_form": "O2",
        "term": "vijf jaar",
        "valid_from": "2026-01-01",
        "valid_until": "2026-01-01",
        "verified": "no",
        "confidence": ["LAW", "GUID"],
        "legal_basis": {
            "law": "Proefwet",
            "url": "https://example.org/proef/1",
            "explanation": "Lid 1.",
            "bwb_id": "BWBR9",
            "article": "1a",
            "paragraph": "2",
            "sentence": "3",
            "juriconnect": "jci1.3:c:BWBR9&artikel=1a",
            "version_read": "2025-12-31",
        },
        "see_also": [{"law": "Andere wet", "bwb_id": "BWBR8", "article": "4", "paragraph": "5"}],
        "text_read_at": "https://example.org/gelezen",
    }
    head = {**STATUTE, "bwb_id": "BWBR9", "version_read": "2025-06-01", "short": "Pw", "name": "De Proefwet"}
    norms = load_norms([folder(tmp_path, full, statute=head)])
    read = json.loads(norms.content)
    [norm] = [one for one in read["norms"] if one["key"] == "Q01"]
    assert norm == {**full, "verified": False, "statute": "proef", "replaces": []}
    [statute] = [one for one in read["statutes"] if one["key"] == "proef"]
    assert statute == {**head, "file": "proef.yaml"}
    assert norms.statute("proef").name == "De Proefwet"
    assert norms.version == norms.hash[:12] and "Q01" in norms.ids


def test_a_norm_that_begins_where_another_ends_may_replace_it(tmp_path):
    old = {**GOOD, "valid_from": "2026-01-01", "valid_until": "2026-06-30"}
    new = {**GOOD, "key": "Q02", "valid_from": "2026-07-01", "replaces": ["Q01"]}
    assert load_norms([folder(tmp_path, old, new)]).find("Q02")[0].replaces == ("Q01",)
    early = {**new, "valid_from": "2026-06-30"}
    told = "proef.yaml, Q02: vervangt `Q01`, maar die norm is dan nog niet geëindigd"
    assert faults(tmp_path, old, early) == [told]
    assert faults(tmp_path, old, {name: one for name, one in new.items() if name != "valid_from"}) == [told]


def test_a_longer_chain_of_replacements_is_no_ring_and_a_longer_ring_is(tmp_path):
    days = {"valid_from": "2026-01-01", "valid_until": "2026-01-01"}
    ring = [{**GOOD, "key": f"Q0{one}", **days, "replaces": [f"Q0{one % 3 + 1}"]} for one in (1, 2, 3)]
    assert [fault for fault in faults(tmp_path, *ring) if "omweg" in fault] == [
        f"proef.yaml, Q0{one}: deze norm vervangt via een omweg zichzelf" for one in (1, 2, 3)
    ]
    chain = [
        {**GOOD, "key": f"Q0{one}", "valid_from": f"2026-0{one}-01", "valid_until": f"2026-0{one}-02",
         "replaces": [f"Q0{before}" for before in range(1, one)]}
        for one in (1, 2, 3)
    ]  # fmt: skip
    assert len(load_norms([folder(tmp_path, *chain)]).find("Q03")) == 1


def test_a_day_shows_what_begins_ends_and_changes(tmp_path):
    ends = {**GOOD, "key": "Q02", "valid_until": "2026-12-31"}
    begins = {**GOOD, "key": "Q03", "valid_from": "2027-01-01"}
    first, then = {**GOOD, "valid_until": "2026-12-31"}, {**GOOD, "valid_from": "2027-01-01", "title": "Changed."}
    norms = load_norms([folder(tmp_path, ends, begins, first, then)])
    changes = changes_between(norms, date(2026, 12, 31), date(2027, 1, 1))
    told = [(one.kind, one.id, one.before and one.before.title, one.after and one.after.title) for one in changes]
    title = GOOD["title"]
    assert told == [
        ("changes", "Q01", title, "Changed."),
        ("ends", "Q02", title, None),
        ("begins", "Q03", None, title),
    ]
