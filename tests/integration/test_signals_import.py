"""Signals from files, in the database: taken in once, refused with a reason, mended and taken in again."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import click
import openpyxl
import pytest
from click.testing import CliRunner
from tests.country import made_up_country

from vangnet.access.models import Agency, Municipality, Region
from vangnet.access.services import as_job, system_actor
from vangnet.audit import selectors as audit
from vangnet.audit.models import Entry
from vangnet.cli import signals as command
from vangnet.cli.signals import import_, take_in
from vangnet.core.errors import Conflict, InvalidInput
from vangnet.flow import reactions
from vangnet.intake.models import Signal
from vangnet.intake.types import TEXT_LIMIT

pytestmark = pytest.mark.django_db
EXAMPLES = Path(__file__).resolve().parents[2] / "docs/how-to/examples"
JOB = system_actor(reason="test")
AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
HEADER = "meldingnummer,soort melding,datum,omschrijving,gemeente\n"


@pytest.fixture(autouse=True)
def country(db: None) -> None:
    made_up_country()
    with as_job(JOB):
        here = Region.objects.get(code="ZVH04")
        for code, name in (("GM0166", "Kampen"), ("GM0150", "Deventer"), ("GM0177", "Raalte")):
            Municipality.objects.create(code=code, name=name, region=here)
        Agency.objects.create(name="Meldpunt Verzonnen", kind="MLP", region=here)


@pytest.fixture(autouse=True)
def fixed_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a file be taken in at `AT`: what the examples tell of has happened, and 2031 has yet to come."""
    monkeypatch.setattr(command, "now", lambda: AT)


@pytest.fixture
def examples(tmp_path: Path) -> Path:
    for path in EXAMPLES.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    return tmp_path


def signals() -> Iterator[Signal]:
    with as_job(JOB):
        yield from Signal.objects.order_by("external_key", "id")


def test_the_examples_of_the_how_to(examples: Path) -> None:
    police = take_in(examples / "politie.csv", mapping="politie")
    assert (police.rows, police.new, police.known, police.refused) == (5, 3, 0, 2)
    desk = take_in(examples / "meldpunt.csv", mapping="meldpunt")
    assert (desk.rows, desk.new, desk.refused, desk.reject) == (3, 3, 0, None)
    kinds = {signal.external_key: (signal.kind, signal.municipality, signal.state) for signal in signals()}
    assert kinds["VB-2026-0001"] == ("E33", "GM0193", "received")
    assert kinds["M-2"] == ("eenzaamheid", "GM0177", "received")
    with as_job(JOB):
        houses = dict(Agency.objects.values_list("id", "kind"))
        assert {houses[s.desk_id] for s in Signal.objects.filter(source="politie")} == {"ZVH"}
        assert {houses[s.desk_id] for s in Signal.objects.exclude(source="politie")} == {"MLP"}


def test_the_same_file_again_adds_nothing(examples: Path) -> None:
    for name, mapping, rows in (("politie.csv", "politie", 3), ("meldpunt.csv", "meldpunt", 3)):
        take_in(examples / name, mapping=mapping)
        before = list(signals())
        again = take_in(examples / name, mapping=mapping)
        assert (again.new, again.known) == (0, rows)
        assert list(signals()) == before


def test_refused_rows_are_mended_and_taken_in(examples: Path) -> None:
    report = take_in(examples / "politie.csv", mapping="politie")
    assert report.reject is not None
    text = report.reject.read_text(encoding="utf-8-sig")
    told = list(csv.DictReader(text.splitlines(), delimiter=";"))
    assert [row["vangnet_rij"] for row in told] == ["5", "6"]
    assert told[0]["vangnet_kolom"] == "Incidentcode"
    assert told[0]["vangnet_waarde"] == "E99"
    assert "Bedoel je Zwolle?" in told[1]["vangnet_reden"]
    mended = text.replace("0004;E99", "0004;E33").replace("31-02-2026", "28-02-2026").replace("Zwole;", "Zwolle;")
    report.reject.write_text(mended, encoding="utf-8-sig")
    second = take_in(report.reject, mapping="politie")
    assert (second.new, second.refused) == (2, 0)
    assert len(list(signals())) == 5


def test_a_reject_file_is_never_overwritten(examples: Path) -> None:
    first = take_in(examples / "politie.csv", mapping="politie")
    second = take_in(examples / "politie.csv", mapping="politie")
    assert first.reject != second.reject
    with pytest.raises(Conflict, match="reject-exists"):
        take_in(examples / "politie.csv", mapping="politie", reject=first.reject)


def test_what_the_rules_refuse_comes_back_with_its_column(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    lines = [
        "1,zorg,2031-01-01,Ligt in de toekomst.,Zwolle",
        f"2,zorg,2026-01-01,{'x' * (TEXT_LIMIT + 1)},Zwolle",
        f"{'9' * 100},zorg,2026-01-01,Sleutel te lang.,Zwolle",
        "4,zorg,2026-01-01,Goed.,Zwolle",
        "4,zorg,2026-01-01,Zelfde sleutel nog eens.,Zwolle",
    ]
    file.write_text(HEADER + "\n".join(lines))
    report = take_in(file, mapping="meldpunt")
    assert (report.new, report.known, report.refused) == (1, 1, 3)
    assert report.reject is not None
    told = list(csv.DictReader(report.reject.read_text(encoding="utf-8-sig").splitlines()))
    assert [row["vangnet_kolom"] for row in told] == ["datum", "omschrijving", "meldingnummer"]
    assert len(told[1]["omschrijving"]) == TEXT_LIMIT + 1
    assert len(told[1]["vangnet_waarde"]) == 200


def test_a_cell_of_a_megabyte_spoils_only_its_row(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text(HEADER + f'1,zorg,,"{"x" * 1_000_000}",Zwolle\n2,zorg,,Goed.,Zwolle\n')
    report = take_in(file, mapping="meldpunt")
    assert (report.new, report.refused) == (1, 1)
    assert report.reject is not None
    assert report.reject.stat().st_size > 1_000_000


def test_a_place_that_nobody_serves_is_refused(tmp_path: Path) -> None:
    with as_job(JOB):
        there = Region.objects.create(code="ZVH31", name="Flevoland")
        Municipality.objects.create(code="GM0034", name="Almere", region=there)
    file = tmp_path / "a.csv"
    file.write_text(HEADER + "1,zorg,,Goed.,Almere\n")
    report = take_in(file, mapping="meldpunt")
    assert (report.new, report.refused) == (0, 1)
    assert "meldpunt" in next(iter(report.reasons))


def test_a_workbook_and_json_lines(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(HEADER.strip().split(","))
    book.active.append([7, "zorg", "2026-01-01", "Uit Excel.", "Zwolle"])
    book.active.append([8, "zorg", "2026-01-01", '="Uit een " & "formule"', "Zwolle"])
    book.save(tmp_path / "a.xlsx")
    report = take_in(tmp_path / "a.xlsx", mapping="meldpunt")
    assert (report.new, report.refused) == (1, 1)
    assert report.reject is not None
    assert "'=" in report.reject.read_text()
    row = {"meldingnummer": 9, "soort melding": "zorg", "omschrijving": "Uit JSON.", "gemeente": "Zwolle"}
    (tmp_path / "b.jsonl").write_text(
        json.dumps(row) + '\n{"half\n' + json.dumps(row | {"soort melding": "?", "meldingnummer": 10})
    )
    report = take_in(tmp_path / "b.jsonl", mapping="meldpunt")
    assert (report.new, report.refused) == (1, 2)
    assert report.reject is not None
    broken, wrong = (json.loads(line) for line in report.reject.read_text().splitlines())
    assert broken["vangnet_regel"] == '{"half'
    assert (wrong["vangnet_kolom"], wrong["meldingnummer"]) == ("soort melding", 10)
    report.reject.write_text(json.dumps(wrong | {"soort melding": "zorg"}))
    assert take_in(report.reject, mapping="meldpunt").new == 1


def test_wrong_columns_refuse_the_file_before_anything_is_written(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("nr,tekst\n1,Iets\n")
    with pytest.raises(InvalidInput) as refusal:
        take_in(tmp_path / "a.csv", mapping="meldpunt")
    assert set(refusal.value.fields) == {"soort melding", "omschrijving", "gemeente"}
    assert list(signals()) == []


def test_each_signal_and_each_batch_stand_in_the_record(examples: Path) -> None:
    take_in(examples / "politie.csv", mapping="politie")
    with as_job(JOB):
        lines = list(Entry.objects.filter(act__startswith="intake.register"))
        assert sorted(line.act for line in lines) == ["intake.register"] * 3 + ["intake.register_many"]
        (batch,) = (line for line in lines if line.act == "intake.register_many")
        assert (batch.details["new"], batch.details["known"], len(batch.details["origin"])) == (3, 0, 64)
        ids = set(Signal.objects.values_list("id", flat=True))
        assert {line.object_id for line in lines if line.act == "intake.register"} == ids
        assert audit.count_pending() == 3
    assert reactions.run(at=lines[0].at) == 3


def test_the_command_tells_people_and_machines(examples: Path) -> None:
    command = click.Command("import", callback=import_.callback.__wrapped__, params=import_.params)
    arguments = [str(examples / "politie.csv"), "--mapping", "politie"]
    said = CliRunner().invoke(command, arguments)
    assert said.exit_code == 0, said.output
    assert "3 nieuw, 0 al bekend, 2 afgewezen" in said.output
    answer = json.loads(CliRunner().invoke(command, [*arguments, "--json"]).output)
    assert (answer["new"], answer["known"], answer["refused"]) == (0, 3, 2)
