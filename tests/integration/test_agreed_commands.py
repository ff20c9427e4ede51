"""`vangnet signals agree`, `agreed` and `figures`: what a region stores counts at once, and figures hide small numbers."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, date, datetime
from pathlib import Path

import click
import pytest
from click.testing import CliRunner
from tests.country import Country, made_up_country

from vangnet.access.models import Agency
from vangnet.access.services import acting, as_job, system_actor
from vangnet.cli.signals import signals
from vangnet.core.errors import VangnetError
from vangnet.flow import journey
from vangnet.intake import selectors
from vangnet.intake.models import Convention, Desk, SignalFigure
from vangnet.intake.types import Channel, NewSignal

pytestmark = pytest.mark.django_db
EXAMPLE = Path(__file__).parents[2] / "docs" / "how-to" / "examples" / "inclusion-zvh04.yaml"
JOB = system_actor(reason="test")


@pytest.fixture
def country(db: None) -> Country:
    return made_up_country()


def run(name: str, *arguments: str) -> str:
    """Run a command in the database of the test, without opening a product of its own."""
    command = signals.commands[name]
    assert command.callback is not None
    inside = click.Command(name, callback=command.callback.__wrapped__, params=command.params)
    answer = CliRunner().invoke(inside, arguments)
    if isinstance(answer.exception, VangnetError):
        raise answer.exception
    assert answer.exit_code == 0, answer.output
    return answer.output


def test_an_agreement_counts_from_its_own_first_day_and_is_stored_once(country: Country) -> None:
    for _ in range(2):
        assert "ZVH04" in run("agree", str(EXAMPLE))
    with as_job(JOB):
        assert Convention.objects.count() == 1
        before = selectors.inclusion_rules(region="ZVH04", day=date(2026, 11, 30))
        after = selectors.inclusion_rules(region="ZVH04", day=date(2026, 12, 1))
        elsewhere = selectors.inclusion_rules(region="ZVH05", day=date(2026, 12, 1))
    assert (before.partners, after.partners, elsewhere.partners) == ((), ("GGZ", "Politie", "Gemeente"), ())
    rows = json.loads(run("agreed", "--json"))["agreements"]
    assert [row["scope"] for row in rows if not row["shipped"]] == ["ZVH04"]
    assert {row["what"] for row in rows if row["shipped"]} == {
        "questions",
        "labels",
        "escalation",
        "inclusion",
        "terms",
    }


def test_nothing_is_stored_when_one_file_is_wrong_or_a_version_changes(country: Country, tmp_path: Path) -> None:
    wrong, other = tmp_path / "wrong.yaml", tmp_path / "other.yaml"
    wrong.write_text("what: labels\n", "utf-8")
    with pytest.raises(VangnetError, match="convention-unreadable"):
        run("agree", str(EXAMPLE), str(wrong))
    with as_job(JOB):
        assert not Convention.objects.exists()
    run("agree", str(EXAMPLE))
    other.write_text(EXAMPLE.read_text("utf-8").replace("majority", "unanimous"), "utf-8")
    with pytest.raises(VangnetError, match="convention-stands"):
        run("agree", str(other))


def test_a_desk_is_set_by_a_file(country: Country, tmp_path: Path) -> None:
    with as_job(JOB):
        agency = Agency.objects.create(name="Meldpunt Verzonnen", kind="MLP", region_id="ZVH04", phone="1")
    file = tmp_path / "desk.yaml"
    file.write_text(
        "what: desk\nscope: Meldpunt Verzonnen\nversion: 1\nvalid_from: 2026-01-01\nsource: test\n"
        "desk: {kinds: [zorg], areas: [{municipality: GM0193}], answer_workdays: 4}\n",
        "utf-8",
    )
    run("agree", str(file))
    with as_job(JOB):
        assert Desk.objects.get(agency_id=agency.id).answer_workdays == 4
    file.write_text(file.read_text("utf-8").replace("zorg", "alles"), "utf-8")
    with pytest.raises(VangnetError, match="desk-unreadable"):
        run("agree", str(file))


def test_figures_are_printed_as_words_json_and_csv_with_small_numbers_hidden(country: Country) -> None:
    with pytest.raises(VangnetError, match="no-figures"):
        run("figures")
    old = datetime(2026, 2, 3, 9, 0, tzinfo=UTC)
    with acting(country.director):
        for nr in range(30):
            new = NewSignal(Channel.FORM, "E14" if nr < 4 else "E33", "Made up.", "GM0193", f"f{nr}")
            journey.receive(actor=country.director, signal=new, at=old)
    (desk,) = json.loads(run("figures", "--json", "--quarter", "2026Q1"))["desks"]
    assert (desk["total"], desk["numbers"]["kind"]) == (30, {"E14": None, "E33": None})
    assert desk["numbers"]["decision"] == {"open": 30}
    rows = list(csv.DictReader(io.StringIO(run("figures", "--csv"))))
    assert [row["number"] for row in rows if row["feature"] == "kind"] == ["", ""]
    assert "ZVH IJsselland: 30" in run("figures")
    with as_job(JOB):
        before = set(SignalFigure.objects.values_list("id", flat=True))
    run("figures")
    with as_job(JOB):
        assert set(SignalFigure.objects.values_list("id", flat=True)) == before
    with pytest.raises(VangnetError, match="no-figures"):
        run("figures", "--region", "ZVH05")
