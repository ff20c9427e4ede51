"""`vangnet share ask`: what others run, and what they get when a file is wrong."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from vangnet.cli.root import main
from vangnet.cli.share import read_scenarios, share
from vangnet.core.errors import InvalidInput

SCENARIOS = Path(__file__).parents[2] / "scenarios"
FIELDS = ["id", "outcome", "grounds", "prohibitions", "missing", "duties", "output_form", "explanation"]
INPUT = {
    "giver": {"org_type": "POL", "role": "wijkagent", "bound_by_secrecy": False},
    "receiver": {"org_type": "BGM", "role": "burgemeester"},
    "subject_circle": "notified_person",
    "category": "C07",
    "purpose": "public_order",
    "phase": "F0",
    "on": "2026-11-02",
    "facts": {"necessity_motivated": True},
}


def ask(tmp_path, content, *options):
    path = tmp_path / "vragen.json"
    path.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
    return CliRunner().invoke(share, ["ask", "--file", str(path), *options])


def answers(tmp_path, content):
    result = ask(tmp_path, content, "--json")
    return json.loads(result.stdout), result


def test_answers_come_in_the_order_of_the_file_with_exactly_the_fields(tmp_path):
    given, result = answers(tmp_path, [{"id": "b", "input": INPUT}, {"id": "a", "input": {**INPUT, "facts": {}}}])
    assert result.exit_code == 0
    assert [one["id"] for one in given] == ["b", "a"]
    assert all(list(one) == FIELDS for one in given)
    assert {key: one for key, one in given[0].items() if key != "explanation"} == {
        "id": "b",
        "outcome": "ALLOW_DUTY",
        "grounds": ["P03"],
        "prohibitions": [],
        "missing": [],
        "duties": ["record_police_disclosure"],
        "output_form": "O5",
    }
    assert given[1]["outcome"] == "CONDITIONAL" and given[1]["missing"] == ["necessity_motivated"]


def test_an_invalid_input_gets_its_own_error_and_the_rest_is_answered(tmp_path):
    given, result = answers(
        tmp_path,
        [
            {"id": 1, "input": {**INPUT, "category": "C99", "facts": {"onzin": True}}},
            {"id": "goed", "input": INPUT},
            {"id": "leeg"},
            "geen scenario",
            None,
            {"input": INPUT},
            {"id": ["x"], "input": None},
        ],
    )
    assert result.exit_code == 1
    assert given[0]["id"] == 1 and set(given[0]) == {"id", "error"}
    assert "category:" in given[0]["error"] and "facts.onzin:" in given[0]["error"]
    assert given[1]["outcome"] == "ALLOW_DUTY"
    assert [set(one) == {"id", "error"} for one in given] == [True, False, True, True, True, False, True]
    assert given[5]["id"] is None and given[5]["outcome"] == "ALLOW_DUTY"


def test_a_difference_is_printed_and_ends_non_zero(tmp_path):
    wrong = {
        "outcome": "DENY",
        "grounds_include": ["P03", "W01"],
        "missing": ["x"],
        "output_form": "O0",
        "duties_include": [],
        "remark": 1,
    }
    given, result = answers(tmp_path, [{"id": "s", "input": INPUT, "expected": wrong}])
    assert result.exit_code == 1
    assert len(given) == 1
    lines = result.stderr.splitlines()
    assert [line.startswith("s: ") for line in lines] == [True, True, True, True, False]
    assert lines[-1] == "let op: s: expected.remark wordt niet vergeleken"
    assert "['W01']" in result.stderr and "O0" in result.stderr


def test_what_is_missing_is_compared_whatever_its_order(tmp_path):
    asked = {
        **INPUT,
        "receiver": {"org_type": "WCO", "role": "woonconsulent"},
        "category": "C24",
        "purpose": "housing_tenancy",
        "phase": "F4",
    }
    asked |= {
        "giver": {"org_type": "ZVH", "role": "procesregisseur", "bound_by_secrecy": False},
        "facts": {"receiver_ground_recorded": True},
    }
    missing = ["rac_reference_present", "no_participant_objects", "necessity_motivated"]
    _, result = answers(
        tmp_path, [{"id": "s", "input": asked, "expected": {"outcome": "CONDITIONAL", "missing": missing}}]
    )
    assert result.exit_code == 0


@pytest.mark.parametrize(
    "expected",
    [{"outcome": "ALLOW_DUTY"}, {}, {"grounds_include": []}, None],
)
def test_only_the_keys_that_are_given_are_compared(tmp_path, expected):
    assert answers(tmp_path, [{"id": "s", "input": INPUT, "expected": expected}])[1].exit_code == 0


@pytest.mark.parametrize("expected", [["ALLOW"], "ALLOW", {"grounds_include": "P03"}, {"missing": "niets"}])
def test_an_expectation_that_cannot_be_compared_is_a_difference(tmp_path, expected):
    assert answers(tmp_path, [{"id": "s", "input": INPUT, "expected": expected}])[1].exit_code == 1


def test_an_expected_answer_to_an_unreadable_question_is_a_difference(tmp_path):
    _, result = answers(tmp_path, [{"id": "s", "input": {}, "expected": {"outcome": "DENY"}}])
    assert result.exit_code == 1
    assert "niet te lezen" in result.stderr


@pytest.mark.parametrize(
    "content",
    [
        {"scenarios": [{"id": "s", "input": INPUT}]},
        {"cases": [{"id": "s", "input": INPUT}], "note": "x"},
        {"id": "s", "input": INPUT},
    ],
)
def test_the_list_may_stand_in_an_object(tmp_path, content):
    given, result = answers(tmp_path, content)
    assert result.exit_code == 0
    assert [one["id"] for one in given] == ["s"]


def test_an_empty_list_has_an_empty_answer(tmp_path):
    assert answers(tmp_path, [])[0] == []


def test_a_field_that_stands_there_twice_is_refused(tmp_path):
    text = json.dumps([{"id": "s", "input": INPUT}]).replace(
        '"necessity_motivated": true', '"necessity_motivated": true, "necessity_motivated": false'
    )
    given, result = answers(tmp_path, text.encode())
    assert result.exit_code == 1
    assert "facts.necessity_motivated" in given[0]["error"]


def test_a_byte_order_mark_does_no_harm(tmp_path):
    assert answers(tmp_path, b"\xef\xbb\xbf" + json.dumps([{"id": "s", "input": INPUT}]).encode())[1].exit_code == 0


def test_half_a_surrogate_pair_does_not_stop_the_answers(tmp_path):
    content = b'[{"id": "\\ud800", "input": {"\\udfff": 1}}]'
    assert ask(tmp_path, content, "--json").exit_code == 1
    assert "NIET TE LEZEN" in ask(tmp_path, content, "--text").stdout


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[",
        b"\xff\xfe\x00",
        b"3",
        b'"x"',
        b"{}",
        b'{"a": [], "b": []}',
        b"[" * 100_000,
        b"[" + b"9" * 6000 + b"]",
        b"[NaN]",
    ],
)
def test_a_file_that_holds_no_scenarios_is_refused_in_one_sentence(tmp_path, content, capsys):
    path = tmp_path / "stuk.json"
    path.write_bytes(content)
    with pytest.raises(SystemExit) as ended:
        main(["share", "ask", "--file", str(path), "--json"])
    assert ended.value.code == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("vangnet: Het scenariobestand")


def test_an_absent_file_is_refused_in_one_sentence(tmp_path, capsys):
    with pytest.raises(SystemExit) as ended:
        main(["share", "ask", "--file", str(tmp_path / "weg.json")])
    assert ended.value.code == 1
    assert "bestaat niet" in capsys.readouterr().err


def test_people_read_text(tmp_path):
    out = ask(tmp_path, [{"id": "s", "input": INPUT}], "--text").stdout
    assert out.startswith("s  ALLOW_DUTY  O5\n  gronden: P03")
    assert "Ja, en je moet dit delen" in out


@pytest.mark.parametrize("file", ["worked.json", "worked-today.json", "edges.json", "from-the-text.json", "norms.json"])
def test_the_signed_files_pass_the_command(file):
    result = CliRunner().invoke(share, ["ask", "--file", str(SCENARIOS / file), "--json"])
    assert result.exit_code == 0, result.stderr
    assert len(json.loads(result.stdout)) == len(json.loads((SCENARIOS / file).read_text(encoding="utf-8")))


def test_what_is_odd_about_a_file_is_said_and_changes_nothing(tmp_path):
    content = [
        {"id": "s", "input": INPUT, "expected": {"outcome": "ALLOW_DUTY", "outcme": "DENY"}},
        {"id": "s", "input": INPUT},
    ]
    found, result = answers(tmp_path, content)
    assert (result.exit_code, len(found)) == (0, 2)
    assert result.stderr.splitlines() == [
        "let op: s staat 2 keer in het bestand", "let op: s: expected.outcme wordt niet vergeleken",
    ]  # fmt: skip


WORDS = """\
c  CONDITIONAL  O0
  gronden: P03
  ontbreekt: necessity_motivated
  plichten: record_police_disclosure
  Ja, maar pas als eerst is vastgelegd wat hieronder staat.

  Gevraagd: mag de politie (wijkagent) dit delen"""


def test_people_read_every_line_of_an_answer(tmp_path):
    closed = {**INPUT, "facts": {"police_data_removed": True}}
    content = [{"id": "c", "input": {**INPUT, "facts": {}}}, {"id": "d", "input": closed}, {"id": 3, "input": 1}]
    out = ask(tmp_path, content, "--text").stdout
    assert out.startswith(WORDS)
    assert "\n\nd  DENY  O0\n  verboden: H04\n  Nee, dit mag je nu niet delen.\n\n  Gevraagd: " in out
    assert out.endswith("\n\n3  NIET TE LEZEN\n  input: moet een object met velden zijn\n\n")


@pytest.mark.parametrize(
    ("scenario", "told"),
    [
        ("x", {"id": None, "error": "input: een scenario moet een object zijn met id en input"}),
        ({"id": "a"}, {"id": "a", "error": "input: ontbreekt"}),
        ({"id": True, "input": 1}, {"id": None, "error": "input: moet een object met velden zijn"}),
        ({"id": 1.5, "input": 1}, {"id": 1.5, "error": "input: moet een object met velden zijn"}),
        (
            {"id": "a", "input": {**INPUT, "category": 1, "phase": "F9"}},
            {"id": "a", "error": "category: moet een code zijn (tekst); phase: onbekende code 'F9'"},
        ),
    ],
)
def test_what_is_no_question_is_said_in_words(tmp_path, scenario, told):
    assert answers(tmp_path, [scenario])[0] == [told]


@pytest.mark.parametrize(
    ("expected", "told"),
    [
        ({"outcome": "DENY"}, ["s: outcome: verwacht 'DENY', kreeg 'ALLOW_DUTY'"]),
        ({"missing": ["x", "a"]}, ["s: missing: verwacht ['x', 'a'], kreeg []"]),
        ({"missing": [1, "a"]}, ["s: missing: verwacht [1, 'a'], kreeg []"]),
        ({"output_form": "O1"}, ["s: output_form: verwacht 'O1', kreeg 'O5'"]),
        ({"grounds_include": ["W01", "P03"]}, ["s: grounds: verwacht ook ['W01'], kreeg ['P03']"]),
        ({"prohibitions_include": ["H01"]}, ["s: prohibitions: verwacht ook ['H01'], kreeg []"]),
        (
            {"duties_include": ["block_onward", "record_police_disclosure"]},
            ["s: duties: verwacht ook ['block_onward'], kreeg ['record_police_disclosure']"],
        ),
        ({"grounds_include": "P03"}, ["s: grounds_include: moet een lijst zijn"]),
        (["ALLOW"], ["s: expected: moet een object zijn"]),
        ({"outcome": "ALLOW_DUTY", "missing": [], "output_form": "O5", "grounds_include": ["P03"]}, []),
    ],
)
def test_a_difference_is_said_in_words(tmp_path, expected, told):
    _, result = answers(tmp_path, [{"id": "s", "input": INPUT, "expected": expected}])
    assert result.stderr.splitlines() == told
    assert result.exit_code == (1 if told else 0)


def test_an_expected_answer_to_what_cannot_be_read_is_said_in_words(tmp_path):
    _, result = answers(tmp_path, [{"id": "s", "input": 1, "expected": {"outcome": "DENY"}}])
    error = "input: moet een object met velden zijn"
    assert result.stderr == f"s: verwacht een antwoord, maar de vraag is niet te lezen: {error}\n"
    assert answers(tmp_path, [{"id": "s", "input": 1, "expected": {}}])[1].stderr == ""


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"[1,\n2", "is geen geldige JSON (regel 2)"),
        (b"[NaN]", "is geen geldige JSON"),
        (b"\xff", "is geen UTF-8"),
        (b"{}", "bevat geen lijst van scenario's"),
        (b'{"scenarios": 1, "a": {}}', "bevat geen lijst van scenario's"),
        (b'{"scenarios": {}, "a": [], "b": []}', "bevat geen lijst van scenario's"),
        (None, "bestaat niet of is niet te openen"),
    ],
)
def test_a_file_without_scenarios_is_said_in_words(tmp_path, content, told):
    path = tmp_path / "vragen.json"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(InvalidInput) as refused:
        read_scenarios(path)
    assert (refused.value.code, refused.value.nl, refused.value.en, refused.value.fields) == (
        "scenario-file-unreadable",
        f"Het scenariobestand {told}. Geef een JSON-bestand met een lijst van scenario's.",
        "The scenario file cannot be read. Give a JSON file with a list of scenarios.",
        {"file": told},
    )


def test_which_list_of_a_file_is_meant(tmp_path):
    path = tmp_path / "vragen.json"
    for content, found in (
        ({"scenarios": [1], "other": [2]}, [1]),
        ({"cases": [2], "scenarios": "x"}, [2]),
        ({"input": [3]}, [{"input": [3]}]),
        ([4], [4]),
    ):
        path.write_text(json.dumps(content), encoding="utf-8")
        assert read_scenarios(path) == found


def test_only_ids_that_are_text_are_told_to_stand_twice(tmp_path):
    rows = [{"id": one, "input": INPUT} for one in ("a", "a", "a", 1, 1, "b")]
    assert answers(tmp_path, rows)[1].stderr == "let op: a staat 3 keer in het bestand\n"


def test_without_a_choice_a_pipe_gets_json(tmp_path):
    assert json.loads(ask(tmp_path, [{"id": "s", "input": INPUT}]).stdout)[0]["id"] == "s"
    assert ask(tmp_path, [{"id": "s", "input": INPUT}], "--json").stdout.startswith('[\n {\n  "id": "s",')


def test_the_explanation_comes_along(tmp_path):
    assert answers(tmp_path, [{"id": "s", "input": INPUT}])[0][0]["explanation"].startswith("Ja, en je moet dit delen")


def test_on_a_screen_people_get_text(tmp_path, monkeypatch):
    monkeypatch.setattr("click.testing._NamedTextIOWrapper.isatty", lambda self: True, raising=False)
    content = [{"id": "s", "input": INPUT}]
    assert ask(tmp_path, content).stdout.startswith("s  ALLOW_DUTY  O5\n")
    assert json.loads(ask(tmp_path, content, "--json").stdout)[0]["id"] == "s"


def test_the_command_says_what_it_takes_and_needs_a_file():
    told = CliRunner().invoke(share, ["ask", "--help"], terminal_width=200).stdout
    for sentence in (
        "Bestand met scenario's (JSON).",
        "JSON, of tekst voor mensen. Zonder keuze: tekst op een scherm, JSON in een pijp of bestand.",
        "Extra map met normbestanden.",
    ):
        assert sentence in " ".join(told.split())
    assert CliRunner().invoke(share, ["ask"]).exit_code == 2
