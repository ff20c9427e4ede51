"""Files as they come in: odd, empty, broken or hot. One clear sentence, or a result that stays bounded and repeats."""

import csv
import json
import os
import subprocess
import sys

import pytest
from click.testing import CliRunner

from vangnet.cli.people import people
from vangnet.core.errors import InvalidInput


def file(path, text, encoding="utf-8"):
    path.write_text(text, encoding=encoding)
    return path


def run(*words):
    return CliRunner().invoke(people, [str(word) for word in words])


def report(*words):
    result = run(*words, "--json")
    if result.exception:
        raise result.exception
    return json.loads(result.stdout)


GOOD = "id,surname,birth_date\n1,Hoogakker,03-11-1984\n2,Hoogakker,1984-11-03\n3,Winterveld,1990-01-02\n"


@pytest.mark.parametrize(
    "content,encoding,code",
    [
        ("", "utf-8", "linkage-file-empty"),
        ("\n\n", "utf-8", "linkage-file-empty"),
        ("id,surname\n", "utf-8", "linkage-file-empty"),
        ("id,surname\n1,M\x00\xfcller\n", "latin-1", "linkage-file-no-text"),
        ("id,surname\n1,A\n1,B\n", "utf-8", "linkage-id-twice"),
        ("id,surname\n1,A\n,B\n", "utf-8", "linkage-id-missing"),
        ("id,kleur\n1,rood\n", "utf-8", "linkage-no-usable-column"),
        ("id,sex\n1,M\n", "utf-8", "linkage-no-usable-column"),
        ("id,surname,surname\n1,A,B\n", "utf-8", "linkage-column-twice"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused(tmp_path, content, encoding, code):
    path = file(tmp_path / "a.csv", content, encoding)
    result = run("dedupe", "--input", path)
    assert isinstance(result.exception, InvalidInput)
    assert result.exception.code == code
    assert "a.csv" in result.exception.nl and result.exception.nl.endswith(".")


def test_a_file_that_is_not_there_is_refused(tmp_path):
    assert run("dedupe", "--input", tmp_path / "none.csv").exception.code == "linkage-file-absent"


@pytest.mark.parametrize(
    "truth,code",
    [
        ("left,right\n1,99\n", "linkage-truth-unknown-id"),
        ("id,cluster\n1,a\n99,a\n", "linkage-truth-unknown-id"),
        ("left\n1\n", "linkage-truth-shape"),
        ("", "linkage-truth-shape"),
    ],
)
def test_a_truth_that_does_not_fit_is_refused(tmp_path, truth, code):
    path = file(tmp_path / "a.csv", GOOD)
    result = run("dedupe", "--input", path, "--truth", file(tmp_path / "t.csv", truth))
    assert isinstance(result.exception, InvalidInput) and result.exception.code == code


def test_the_program_ends_with_one_sentence_and_not_zero(tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "vangnet", "people", "dedupe", "--input", str(tmp_path / "none.csv")],
        capture_output=True, text=True, env={**os.environ, "PYTHONPATH": "src"}, check=False,
    )  # fmt: skip
    assert done.returncode != 0
    assert "none.csv kan niet worden gelezen" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "truth",
    [
        "a,b\n1,2\n",
        "1,2\n",
        "2,1\n",
        "id;cluster\n1;x\n2;x\n3;y\n",
        "l,r,label\n1,2,1\n1,3,0\n",
        "cluster,rec_id\nx,1\nx,2\n",
    ],
)
def test_the_truth_may_be_pairs_or_clusters(tmp_path, truth):
    path = file(tmp_path / "a.csv", GOOD)
    found = report("dedupe", "--input", path, "--truth", file(tmp_path / "t.csv", truth), "--out", tmp_path / "o.csv")
    assert found["quality"] | {"threshold": 0} == {
        "threshold": 0, "proposed": 1, "right": 1, "true": 1, "precision": 1.0, "recall": 1.0, "f1": 1.0,
    }  # fmt: skip
    assert [row[:2] for row in csv.reader((tmp_path / "o.csv").read_text().splitlines())] == [
        ["left_id", "right_id"],
        ["1", "2"],
    ]


def test_columns_may_stand_in_any_order_and_have_other_names(tmp_path):
    left = file(tmp_path / "a.csv", "dob;Achternaam;Voornaam\n19841103;Hoogakker;Jan\n19700101;Winterveld;Els\n")
    right = file(tmp_path / "b.csv", "naam2\tnaam1\tgeboren\nHoogakker\tJohannes\t3 november 1984\n")
    out = tmp_path / "o.csv"
    maps = ("--map", "surname=naam2", "--map", "given_name=naam1", "--map", "birth_date=geboren")
    found = report("link", "--left", left, "--right", right, "--out", out, *maps)
    assert found["proposed"] == 1 and found["files"][0]["id_column"] is None
    assert out.read_text().splitlines()[1].startswith("1,1,")


def test_a_file_from_windows_with_line_ends_in_its_cells_is_read(tmp_path):
    lines = [
        "\ufeffid,surname,birth_date,note",
        '1,"Hoog, akker",03-11-1984,"a\r\nb"',
        '2,"Hoog, akker",1984-11-03,',
        "",
        "3,Winter,1990-01-02,x",
    ]
    text = "".join(f"{line}\r\n" for line in lines)
    (tmp_path / "a.csv").write_bytes(text.encode())
    found = report("dedupe", "--input", tmp_path / "a.csv", "--out", tmp_path / "o.csv")
    assert found["files"][0]["records"] == 3
    assert [row.split(",")[:2] for row in (tmp_path / "o.csv").read_text().splitlines()[1:]] == [["1", "2"]]


@pytest.mark.parametrize("encoding", ["latin-1", "cp1252", "utf-16", "utf-8-sig"])
def test_what_windows_writes_is_read_and_said(tmp_path, encoding):
    text = GOOD.replace("Hoogakker", "Müller", 1).replace("Hoogakker", "Muller").replace(",", ";")
    found = report("dedupe", "--input", file(tmp_path / "a.csv", text, encoding), "--out", tmp_path / "o.csv")
    assert found["proposed"] == 1
    assert found["files"][0]["encoding"] == {"latin-1": "cp1252", "utf-8-sig": "utf-8"}.get(encoding, encoding)


def test_a_whole_name_in_one_column_is_taken_apart(tmp_path):
    lines = [
        "id,name",
        "1,Jan de Vries",
        '2,"Vries, Jan de"',
        "3,Els Hoogakker",
        "4,Piet Winterveld",
        "5,Klaas de Vries",
    ]
    found = report("dedupe", "--input", file(tmp_path / "a.csv", "\n".join(lines)), "--out", tmp_path / "o.csv")
    assert found["files"][0]["columns"] == {"given_name": "name", "surname": "name"}
    assert [row[:2] for row in csv.reader((tmp_path / "o.csv").read_text().splitlines()[1:])] == [["1", "2"]]


@pytest.mark.parametrize("threshold", ["nan", "inf", "-inf"])
def test_a_threshold_that_is_no_number_is_refused(tmp_path, threshold):
    result = run("dedupe", "--input", file(tmp_path / "a.csv", GOOD), "--threshold", threshold)
    assert isinstance(result.exception, InvalidInput) and result.exception.code == "linkage-threshold"


def test_a_very_low_threshold_proposes_all_that_was_compared(tmp_path):
    assert report("dedupe", "--input", file(tmp_path / "a.csv", GOOD), "--threshold", "-1000")["proposed"] == 3


def test_another_order_of_the_rows_changes_nothing(tmp_path):
    header, *rows = GOOD.splitlines()
    rows += [f"{number},Made{number % 900}up,{1940 + number % 60}-03-{1 + number % 28:02}" for number in range(4, 2400)]
    found = []
    for lines in (rows, rows[::-1]):
        out = tmp_path / "o.csv"
        told = report("dedupe", "--input", file(tmp_path / "a.csv", "\n".join([header, *lines])), "--out", out)
        pairs = {(frozenset(row[:2]), row[2]) for row in csv.reader(out.read_text().splitlines()[1:])}
        found.append((told["model"], told["threshold"], pairs))
    assert found[0] == found[1]


@pytest.mark.parametrize("text", ["surname=absent", "surname", "colour=surname"])
def test_a_map_that_names_nothing_is_refused(tmp_path, text):
    result = run("dedupe", "--input", file(tmp_path / "a.csv", GOOD), "--map", text)
    assert isinstance(result.exception, InvalidInput) and result.exception.code.startswith("linkage-map")


def test_one_side_may_hold_a_person_twice(tmp_path):
    row = "{},Jan,Hoogakker,03-11-1984,1234AB,12\n"
    left = file(
        tmp_path / "a.csv",
        "id,given_name,surname,birth_date,postcode,house_number\n" + row.format("a1") + row.format("a2"),
    )
    right = file(tmp_path / "b.csv", "id,given_name,surname,birth_date,postcode,house_number\n" + row.format("b1"))
    assert report("link", "--left", left, "--right", right)["proposed"] == 2


@pytest.mark.parametrize("rows", [1, 2])
def test_the_smallest_files_work(tmp_path, rows):
    path = file(tmp_path / "a.csv", "\n".join(GOOD.splitlines()[: rows + 1]))
    assert report("dedupe", "--input", path)["proposed"] == rows - 1


def test_odd_people_do_not_stop_a_run(tmp_path):
    rows = [
        ("1", "A" * 300, "B" * 300, "01-01-1800"), ("2", "A" * 300, "B" * 299, "01-01-1800"), ("3", "J.P.", "Мария 中文", "31-12-2199"),
        ("4", "محمد", "", "2150-06-30"), ("5", "", "", ""), ("6", "", "", ""), ("7", "=1+1", '"x', "99-99-9999"),
    ]  # fmt: skip
    with (tmp_path / "a.csv").open("w", newline="") as content:
        csv.writer(content).writerows([("id", "given_name", "surname", "birth_date"), *rows])
    report("dedupe", "--input", tmp_path / "a.csv", "--out", tmp_path / "o.csv")
    assert [row.split(",")[:2] for row in (tmp_path / "o.csv").read_text().splitlines()[1:]] == [["1", "2"]]


def test_one_number_with_two_people_is_reported_and_not_proposed(tmp_path):
    path = file(
        tmp_path / "a.csv",
        "id,given_name,surname,birth_date,identifier\n1,Johannes,Hoogakker,03-11-1984,999912345678\n"
        "2,Fatima,Bouzid,01-07-1971,999912345678\n3,Johannes,Hoogakker,03-11-1984,\n",
    )
    found = report("dedupe", "--input", path, "--out", tmp_path / "o.csv")
    assert found["shared_numbers"] == 1
    assert [row.split(",")[:2] for row in (tmp_path / "o.csv").read_text().splitlines()[1:]] == [["1", "3"]]


@pytest.mark.slow
def test_fifty_thousand_times_the_same_filler_stays_bounded(tmp_path):
    fillers = (("onbekend", "NN", ""), ("Jan", "de Vries", "01-01-1970"))
    with (tmp_path / "a.csv").open("w", newline="") as content:
        writer = csv.writer(content)
        writer.writerow(("id", "given_name", "surname", "birth_date"))
        writer.writerows((number, *fillers[number % 2]) for number in range(50_000))
        writer.writerows((50_000 + number, "Els", f"Winterveld{number}", "1990-01-02") for number in range(20))
    found = report("dedupe", "--input", tmp_path / "a.csv")
    assert found["blocking"]["pairs"] <= 20 * 50_020
    assert found["blocking"]["hot_keys"] > 0
    assert found["blocking"]["hot_records"] == 25_000
