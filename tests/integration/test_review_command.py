"""`vangnet people review`: it searches a whole country within bounds, and tells what waits."""

from __future__ import annotations

import json
from datetime import timedelta

import click
import pytest
from click.testing import CliRunner
from tests.integration.conftest import COUNTRY_DAY

from vangnet.access import selectors as access
from vangnet.access.models import Account
from vangnet.access.services import acting, as_job, system_actor
from vangnet.cli import seed
from vangnet.cli.country.chance import start_of
from vangnet.cli.review import review as review_command
from vangnet.flow import retention
from vangnet.people import selectors as people
from vangnet.people.models import CandidatePair, Person
from vangnet.people.selectors import clusters, review


@pytest.mark.usefixtures("own_country")
def test_the_command_searches_a_country_and_counts_what_waits() -> None:
    command = click.Command("review", callback=review_command.callback.__wrapped__, params=review_command.params)
    before = json.loads(CliRunner().invoke(command, ["--region", "ZVH04", "--json"]).stdout)["waiting"]
    told = CliRunner().invoke(command, ["--find", "--region", "ZVH04", "--json"])
    assert told.exit_code == 0, told.output
    answer = json.loads(told.stdout)
    (run,) = answer["runs"]
    assert run["counts"]["records"] > 50
    assert sum(answer["waiting"].values()) - sum(before.values()) == run["counts"]["asked"] > 0
    assert "vragen wachten" in CliRunner().invoke(command, []).output
    refused = CliRunner().invoke(command, ["--region", "Nergens"])
    assert refused.exit_code != 0


@pytest.mark.usefixtures("own_country")
def test_the_morning_of_the_demo_has_questions_and_signals_beside_earlier_ones() -> None:
    seed.ask_who_is_who(day=COUNTRY_DAY)
    at = start_of(COUNTRY_DAY) + timedelta(hours=9)
    actor = access.actor_of(account_id=Account.objects.get(email="anouk@demo.vangnet.example").id)
    with acting(actor):
        rows = review.page(actor=actor, at=at).rows
        asked = {tuple(sorted((side.person or side.hint).surname for side in (row.left, row.right))) for row in rows}
        assert {("Zinspeelman", "Zinspelman"), ("Praatjesveld",) * 2, ("Fantasiedijk",) * 2} <= asked
        assert not any("Droombeek" in names for names in asked)
        joke = Person.objects.get(surname="Fantasiedijk")
        assert len(people.signals_of(person_id=joke.id)) == 2
        sanne = Person.objects.get(surname="Droombeek")
        assert len(clusters.cluster(actor=actor, person_id=sanne.id, at=at).person_ids) == 2


@pytest.mark.usefixtures("own_country")
def test_no_night_of_the_first_week_takes_away_what_the_demo_asks() -> None:
    seed.ask_who_is_who(day=COUNTRY_DAY)
    with as_job(system_actor(reason="test")):
        asked = set(CandidatePair.objects.filter(state="open").values_list("person_id", "other_id"))
        gone = {
            term.id for term in retention.terms(at=start_of(COUNTRY_DAY))
            if term.kind == "person" and term.until < COUNTRY_DAY + timedelta(days=7)
        }  # fmt: skip
    assert asked
    assert gone.isdisjoint(one for pair in asked for one in pair)
    assert not gone
