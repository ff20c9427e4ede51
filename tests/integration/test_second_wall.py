"""Row-level security: a bare `.objects.all()` shows only what the actor may see, and nothing without an actor."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.apps import apps
from django.db import ProgrammingError, connection, transaction
from django.db.models import Model
from tests.case_documents import handed_in
from tests.case_to_share import HOUSING, case_to_share, home_question
from tests.country import Country, made_up_country
from tests.web.lived import adopted, agreed, plan_text

from vangnet.access.models import Grant, ItemGrant, Sight
from vangnet.access.rules import mask
from vangnet.access.services import acting, as_job, close_grants, open_grant, system_actor
from vangnet.access.types import Actor, Basis
from vangnet.cases.models import Case, Contact, Decision, Document, Entry, LockedPicture, RoleSlot
from vangnet.core.errors import Refused
from vangnet.core.ids import new_id
from vangnet.flow import journey
from vangnet.intake.models import Signal
from vangnet.people.models import Person, Residence, SignalLink
from vangnet.plans.models import Agreement, CrisisStep, Goal, Passage
from vangnet.plans.rules import DOMAINS
from vangnet.plans.types import DOMAIN_CATEGORIES, GoalState, GoalText
from vangnet.sharing import services as sharing
from vangnet.sharing.models import InformationRequest, Verdict
from vangnet.sharing.selectors import shareable
from vangnet.sharing.types import ItemKind

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)

# Tables that hold nothing about a person who is helped: who is who among professionals, counters, the record (ids only).
OPEN_TABLES = {
    "access_connectedsystem", "access_region", "access_municipality", "access_agency", "access_worker", "access_account",
    "access_absence", "access_lockout", "cases_casecounter", "intake_desk", "intake_deskarea", "intake_deskhours",
    "intake_convention", "intake_signalfigure",
    "audit_destroyed", "audit_entry", "audit_seal", "audit_pending", "audit_decisionrecord",
    "audit_processing", "people_linkagemodel", "sharing_normarchive", "sharing_normload",
}  # fmt: skip
# Tables that no role of the application may read.
LOCKED = {LockedPicture}


@pytest.fixture
def country(db: None) -> Country:
    country = made_up_country()
    country.case(at=AT)
    return country


def personal_models() -> list[type[Model]]:
    ours = [model for model in apps.get_models() if model.__module__.startswith("vangnet.")]
    return [model for model in ours if model._meta.db_table not in OPEN_TABLES]


def seen_by_whoever_acts() -> set[type[Model]]:
    """Return the tables of which a row is in sight; of some (pictures that are locked away) no role may read at all."""
    found = set()
    for model in personal_models():
        try:
            with transaction.atomic():
                if model._default_manager.exists():
                    found.add(model)
        except ProgrammingError as fault:
            if "permission denied" not in str(fault):
                raise
            assert model in LOCKED, model
    return found


def test_each_table_with_personal_content_has_row_level_security() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relrowsecurity")
        walled = {row[0] for row in cursor.fetchall()}
    assert {model._meta.db_table for model in personal_models()} - walled == set()


def test_each_table_with_personal_content_carries_its_region() -> None:
    assert [model.__name__ for model in personal_models() if not hasattr(model, "region")] == []


def test_without_an_actor_nothing_is_seen(country: Country) -> None:
    assert seen_by_whoever_acts() == set()


def test_an_actor_without_grants_sees_nothing(country: Country) -> None:
    with acting(country.stranger):
        assert seen_by_whoever_acts() == set()


def test_an_actor_sees_the_own_cases(country: Country) -> None:
    with acting(country.director):
        seen = seen_by_whoever_acts()
    assert {Grant, Sight, Case, RoleSlot, Person, Residence, Signal, SignalLink} <= seen


def test_the_actor_is_forgotten_with_the_block(country: Country) -> None:
    with acting(country.director):
        assert Case.objects.exists()
        with acting(country.stranger):
            assert not Case.objects.exists()
        assert Case.objects.exists()
    assert not Case.objects.exists()


def test_a_closed_grant_is_invisible_in_the_next_query(country: Country) -> None:
    director = country.director
    with acting(director):
        case_id = Case.objects.values_list("id", flat=True).get()
        close_grants(actor=director, at=AT, why="test", case_id=case_id, worker_id=director.worker_id)
        assert not Case.objects.exists()
        assert not Sight.objects.exists()


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO access_sight SELECT * FROM access_sight",
        "UPDATE access_sight SET categories = 0",
        "DELETE FROM access_grant",
        "SELECT * FROM access_lockout",
    ],
)
def test_the_application_itself_cannot_write_grants(country: Country, statement: str) -> None:
    with (
        pytest.raises(ProgrammingError, match="permission denied"),
        acting(country.director),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


def test_a_person_cannot_work_as_a_job(country: Country) -> None:
    with pytest.raises(Refused), as_job(country.director):
        pass


def test_a_case_cannot_be_written_for_somebody_elses_eyes(country: Country) -> None:
    row = Case(
        number="2026-9999", region="ZVH05", person_id=country.stranger.worker_id, kind="zvh", phase="F3",
        municipality="GM0153", opened_on=AT.date(),
    )  # fmt: skip
    with pytest.raises(ProgrammingError, match="row-level security"), acting(country.director):
        row.save(force_insert=True)


def test_background_work_sees_every_row(country: Country) -> None:
    job: Actor = system_actor(reason="test")
    with as_job(job):
        assert Case.objects.count() == 1


def test_sight_that_ended_is_judged_by_the_moment_of_the_act(country: Country) -> None:
    ends = AT + timedelta(days=1)
    with as_job(system_actor(reason="test")):
        Sight.objects.filter(worker_id=country.director.worker_id).update(until=ends)
    for moment, seen in ((AT, True), (ends - timedelta(minutes=1), True), (ends, False), (ends + timedelta(1), False)):
        with acting(country.director, at=moment):
            assert Case.objects.exists() is seen, moment
            assert RoleSlot.objects.exists() is seen, moment
    with acting(country.director, at=AT), acting(country.director, at=ends):
        assert not Case.objects.exists()


def test_the_wall_knows_every_category(country: Country) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename, qual FROM pg_policies WHERE policyname = 'app'")
        rules = dict(cursor.fetchall())
    fields = {model._meta.db_table: {field.name for field in model._meta.get_fields()} for model in personal_models()}
    unaware = {
        table
        for table, names in fields.items()
        if "category" in names and "access_bit" not in rules.get(table, "access_bit")
    }
    assert unaware == set()
    assert all("access_bit" in rules[table] for table in ("plans_goal", "plans_crisisstep"))


@pytest.mark.parametrize("category", ["C07", "C14", "C18", "C23", "C24"])
def test_a_row_of_a_category_out_of_sight_is_not_there(country: Country, category: str) -> None:
    case_id, reader = case_to_share(country, key="with-categories"), country.stranger
    adopted(country, case_id, at=AT)
    agreed(country, case_id, "Ga langs", AT.date(), at=AT)
    for about in ("C18", "C14"):
        handed_in(country.director, case_id, at=AT, category=about)
    with acting(country.director):
        home_question(country, case_id)
        sharing.request_information(
            actor=country.director, case_id=case_id, to=HOUSING, question="Is de huur betaald?", category="C18",
            purpose="zvh_case", due_on=AT.date(), at=AT,
        )  # fmt: skip
    with as_job(system_actor(reason="test")):
        subject = Case.objects.values_list("person_id", flat=True).get(id=case_id)
        open_grant(
            actor=country.director, at=AT, worker_id=reader.worker_id, case_id=case_id, subject_id=subject, region="ZVH04",
            categories=mask([category]), basis=Basis.INVITED, basis_id=new_id(),
        )  # fmt: skip
        every = {model: list(model._default_manager.filter(case_id=case_id)) for model in WITH_CATEGORY}
    expected = {model: {row.pk for row in rows if category_of(row) == category} for model, rows in every.items()}
    assert any(expected.values())
    assert any(len(expected[model]) < len(rows) for model, rows in every.items())
    with acting(reader, at=AT):
        assert {model: set(model._default_manager.values_list("pk", flat=True)) for model in WITH_CATEGORY} == expected


def test_a_goal_is_of_one_category_in_the_plan_in_the_wall_and_when_it_is_shared(country: Country) -> None:
    case_id, director = case_to_share(country, key="with-goals"), country.director
    goals = tuple(GoalText(domain, GoalState.WORRYING, "Nu.", f"Doel {domain}.", "Wie") for domain in DOMAINS)
    text = replace(plan_text(AT.date(), own_words="Rust."), goals=goals)
    with acting(director, at=AT):
        journey.adopt_first_plan(actor=director, case_id=case_id, text=text, at=AT)
        items = shareable(actor=director, case_id=case_id, at=AT)
    shared = {item.title.removeprefix("Doel ")[:-1]: item.category for item in items if item.kind is ItemKind.GOAL}
    with connection.cursor() as cursor:
        cursor.execute("SELECT d, access_category_of_domain(d) FROM unnest(%s::text[]) d", [list(DOMAINS)])
        walled = dict(cursor.fetchall())
    assert shared == walled == DOMAIN_CATEGORIES
    assert shared["health"] == "C14", "it may name an illness, so it is no advice without a diagnosis (C15)"


WITH_CATEGORY = (Document, Entry, Contact, Decision, Passage, Goal, CrisisStep, Agreement, InformationRequest, Verdict)


def category_of(row: Model) -> str:
    if isinstance(row, Goal):
        return DOMAIN_CATEGORIES[row.domain]
    return "C23" if isinstance(row, CrisisStep) else str(row.category)  # type: ignore[attr-defined]


def test_who_received_a_part_of_a_plan_reads_it_and_removes_nothing(country: Country) -> None:
    with as_job(system_actor(reason="test")):
        case = Case.objects.get()
    adopted(country, case.id, at=AT)
    with as_job(system_actor(reason="test")):
        kept = {model: list(model.objects.values_list("id", flat=True)) for model in (Passage, Goal, CrisisStep)}
        for model, ids in kept.items():
            for item_id in ids:
                ItemGrant.objects.create(
                    id=new_id(), region="ZVH04", worker_id=country.stranger.worker_id, case_id=case.id,
                    subject_id=case.person_id, item_kind=model.__name__.lower(), item_id=item_id, form="O5",
                    disclosed_id=new_id(), verdict_id=new_id(), opened_at=AT, until=AT + timedelta(days=9),
                )  # fmt: skip
    assert all(kept.values())
    with acting(country.stranger, at=AT):
        for model, ids in kept.items():
            assert set(model.objects.values_list("id", flat=True)) == set(ids)
            assert model.objects.filter(id__in=ids)._raw_delete("default") == 0
    with as_job(system_actor(reason="test")):
        assert all(model.objects.filter(id__in=ids).count() == len(ids) for model, ids in kept.items())


@pytest.mark.parametrize(
    "act",
    [
        "UPDATE cases_entry SET text = 'x'", "DELETE FROM cases_entry", "UPDATE people_linkagemodel SET content = '{}'",
        "INSERT INTO people_linkagemodel (id, content, first_used, in_use_from) VALUES ('x', '{}', now(), now())",
    ],
)  # fmt: skip
def test_lines_and_what_weighs_persons_are_not_for_the_application_to_change(country: Country, act: str) -> None:
    refused = pytest.raises(ProgrammingError, match="permission denied")
    with acting(country.director, at=AT), connection.cursor() as cursor, refused, transaction.atomic():
        cursor.execute(act)
