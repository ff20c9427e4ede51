"""The counts of the promises: the queries find what somebody finds who looks at every case with their own eyes."""

from __future__ import annotations

import importlib
import json
from collections import Counter
from datetime import timedelta

import click
import pytest
from click.testing import CliRunner
from tests.integration.conftest import COUNTRY_DAY as DAY

from vangnet.access.models import Absence
from vangnet.access.services import as_job, system_actor
from vangnet.cases.models import Case, Deputy, Holding, RoleSlot
from vangnet.cli.country.chance import start_of
from vangnet.cli.promises import promises as command
from vangnet.core.ids import new_id
from vangnet.flow import promises
from vangnet.intake.models import Signal, Weighing
from vangnet.people.models import CandidatePair, LinkageModel, Person
from vangnet.plans.models import Flag, Plan
from vangnet.sharing.models import InformationRequest, InformDuty

AT = start_of(DAY) + timedelta(hours=9)


def by_hand() -> dict[str, Counter[str]]:
    """Count the violations row by row in Python."""
    open_cases = {case.id: case for case in Case.objects.all() if case.closed_on is None}
    found: dict[str, Counter[str]] = {code: Counter() for code in ("P1", "P2", "P3", "P4")}
    current = {plan.case_id: plan for plan in Plan.objects.all() if plan.state == "current"}
    flagged = {flag.case_id for flag in Flag.objects.all() if flag.settled_at is None and flag.due_on < DAY}
    for case in open_cases.values():
        plan = current.get(case.id)
        if plan is None or plan.review_on < DAY or case.id in flagged:
            found["P1"][case.region] += 1
        if case.contact_due_on is not None and case.contact_due_on < DAY:
            found["P2"][case.region] += 1
    away = {row.worker_id for row in Absence.objects.all() if row.days.lower <= DAY < row.days.upper}
    covered = set()
    for row in (*Holding.objects.all(), *Deputy.objects.exclude(briefed_at=None)):
        if row.days.lower <= DAY and (row.days.upper is None or row.days.upper > DAY) and row.worker_id not in away:
            covered.add(row.slot_id)
    for slot in RoleSlot.objects.all():
        if slot.required and slot.case_id in open_cases and slot.id not in covered:
            found["P2"][slot.region] += 1
    for signal in Signal.objects.all():
        if signal.state != "answered" and signal.answer_due < AT:
            found["P4"][signal.region] += 1
    for weighing in Weighing.objects.all():
        if weighing.done_at is None and weighing.due_on is not None and weighing.due_on < DAY:
            found["P4"][weighing.region] += 1
    for duty in InformDuty.objects.all():
        if duty.told_on is None and duty.next_on < DAY:
            found["P3"][duty.region] += 1
    for asked in InformationRequest.objects.all():
        if asked.state == "asked" and asked.due_on < DAY:
            found["P3"][asked.region] += 1
    for pair in CandidatePair.objects.all():
        if pair.state == "open" and pair.ask_on < DAY - timedelta(days=7):
            found["P4"][pair.region] += 1
    return found


def somebody_should_have_looked() -> None:
    """Leave one question who is who too long, one in time, and one that was answered, in the region of the test."""
    person, *others = Person.objects.filter(region="ZVH04").order_by("id")[:4]
    model = LinkageModel.objects.create(id="test", content="{}", first_used=AT)
    for other, days, state in zip(others, (8, 7, 30), ("open", "open", "settled"), strict=True):
        CandidatePair.objects.create(
            id=new_id(), region="ZVH04", desk_id=person.desk_id, person=person, other=other, model=model, weight=9.0,
            found_at=AT, ask_on=DAY - timedelta(days=days), state=state,
        )  # fmt: skip


def somebody_should_have_been_told() -> None:
    """Leave one duty to tell and one question to a partner late, and one of each in time, in the region of the test."""
    case = Case.objects.filter(region="ZVH04", closed_on=None).first()
    assert case is not None
    for days in (-1, 0):
        due = DAY + timedelta(days=days)
        InformDuty.objects.create(region="ZVH04", case=case, cause_id=new_id(), due_on=due, next_on=due)
        InformationRequest.objects.create(
            region="ZVH04", case=case, to_name="Verzonnen Partner", to_org="GGZ", question="Hoe gaat het?", category="C05",
            purpose="zvh_case", asked_by=new_id(), asked_at=AT, due_on=due, state="asked",
        )  # fmt: skip


@pytest.mark.usefixtures("own_country")
def test_the_queries_count_what_is_there() -> None:
    with as_job(system_actor(reason="test")):
        somebody_should_have_been_told()
        somebody_should_have_looked()
        wanted = by_hand()
        counted = {promise.code: promise for promise in promises.count(region=None, at=AT)}
        here = {promise.code: promise for promise in promises.count(region="ZVH04", at=AT)}
    for code, regions in wanted.items():
        assert counted[code].by_region == dict(regions)
        assert counted[code].violations == sum(regions.values()) > 0
        assert here[code].violations == regions["ZVH04"]
    assert counted["P5"].violations is None


@pytest.mark.usefixtures("seeded")
def test_every_promise_names_the_query_that_finds_it() -> None:
    with as_job(system_actor(reason="test")):
        named = [promise.query for promise in promises.count(region=None, at=AT) if promise.violations is not None]
    for query in ", ".join(named).split(", "):
        module, name = query.rsplit(".", 1)
        assert callable(getattr(importlib.import_module(f"vangnet.{module}"), name))


def run(*arguments: str) -> str:
    """Run the command in the database of the test."""
    result = CliRunner().invoke(inside(), arguments)
    assert result.exit_code == 0, result.output
    return result.output


def inside():
    """Return the command without opening a product of its own: the test has one open."""
    return click.Command("promises", callback=command.callback.__wrapped__, params=command.params)


@pytest.mark.usefixtures("seeded")
def test_the_command_speaks_to_people_and_to_machines() -> None:
    answer = json.loads(run("--region", "ZVH04", "--json"))
    assert [row["code"] for row in answer["promises"]] == ["P1", "P2", "P3", "P4", "P5", "P6"]
    assert set(answer["promises"][0]["byRegion"]) <= {"ZVH04"}
    assert "plans.selectors.not_current_by_region" in run()


@pytest.mark.usefixtures("seeded")
def test_an_unknown_region_is_refused() -> None:
    result = CliRunner().invoke(inside(), ["--region", "Nergens"])
    assert result.exit_code != 0
    assert "Nergens" in result.exception.nl
