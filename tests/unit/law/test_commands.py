"""`vangnet law`: what people see of the norms, and what they get when a file is wrong."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from vangnet.cli.law import law
from vangnet.cli.root import main


def run_law(*arguments):
    return CliRunner().invoke(law, list(arguments))


def test_law_check_says_that_all_is_well():
    assert "153 normen in 22 bestanden, geen fouten" in run_law("check").stdout
    report = json.loads(run_law("check", "--json").stdout)
    assert report["faults"] == [] and len(report["hash"]) == 64


def test_law_check_names_every_fault_and_ends_non_zero(tmp_path):
    (tmp_path / "fout.yaml").write_text("statute: {key: x}\nnorms: [{key: Q01}]", encoding="utf-8")
    result = run_law("check", "--norms", str(tmp_path))
    assert result.exit_code == 1
    assert "fout.yaml, Q01: veld `effect` ontbreekt" in result.stdout
    assert json.loads(run_law("check", "--norms", str(tmp_path), "--json").stdout)["hash"] == ""


def test_law_list_and_show():
    listed = run_law("list").stdout
    assert "153 normen" in listed and "Wpg artikel 16 lid 1, onder b" in listed
    before = json.loads(run_law("list", "--on", "2025-02-28", "--json").stdout)
    assert not any(one["key"].startswith("W") for one in before)
    shown = run_law("show", "W14").stdout
    assert "W14.1" in shown and "W14.2" in shown and "Mens legt vast: patient_interest_recorded" in shown
    assert json.loads(run_law("show", "W14.2", "--json").stdout)[0]["highest_output_form"] == "O3"


def test_law_diff_shows_what_a_day_changes():
    changes = json.loads(run_law("diff", "2025-02-28", "2025-03-01", "--json").stdout)
    assert {"kind": "begins", "id": "W02"} in changes
    assert "gaat gelden" in run_law("diff", "2025-02-28", "2025-03-01").stdout
    assert "vervalt" in run_law("diff", "2025-03-01", "2025-02-28").stdout
    assert json.loads(run_law("diff", "2026-11-02", "2026-11-02", "--json").stdout) == []


@pytest.mark.parametrize(
    "arguments",
    [["law", "show", "Z99"], ["law", "diff", "gisteren", "2026-01-01"], ["law", "list", "--on", "2026-13-01"]],
)
def test_law_refuses_in_one_sentence(arguments, capsys):
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 1
    assert capsys.readouterr().err.startswith("vangnet: ")
