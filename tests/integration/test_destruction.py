"""When the day has come nothing is left, in any table, and the register tells what went and not what it said."""

from __future__ import annotations

import json
import threading
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import psycopg
import pytest
from django.db import ProgrammingError, connection, connections, transaction
from tests.case_to_share import AT, case_to_share, home_question, privacy_adviser
from tests.conftest import Database
from tests.country import Country, made_up_country
from tests.integration.everything import ABOUT_NOBODY, CASE, MARK, PERSON, SIGNAL, count, fill, found, nobody, tables

from vangnet.access.errors import NoMandate
from vangnet.access.services import acting, as_job, system_actor
from vangnet.access.services.erasing import as_retention
from vangnet.audit import selectors as audited
from vangnet.audit import services as audit
from vangnet.audit.models import Destroyed, Entry, Seal
from vangnet.cases import services as cases
from vangnet.cases.models import Case
from vangnet.flow import destruction, reactions, retention
from vangnet.intake.models import Signal
from vangnet.people import services as people
from vangnet.people.models import Person, SignalLink
from vangnet.people.types import NewPerson
from vangnet.sharing import services as sharing
from vangnet.sharing.models import InsightRequest
from vangnet.sharing.services import insight
from vangnet.sharing.types import AdviceFinding

JOB = system_actor(reason="test")
NIGHT = datetime(2026, 11, 27, 3, 20, tzinfo=UTC)
LATER = datetime(2031, 11, 23, 3, 20, tzinfo=UTC)
TODAY = date(2026, 11, 23)


def owner(database: Database) -> psycopg.Connection[tuple[object, ...]]:
    return psycopg.connect(database.url, autocommit=True)


def person_of(case_id: UUID) -> UUID:
    with as_job(JOB):
        return Case.objects.get(id=case_id).person_id


# Nothing is left


def test_nothing_is_left_of_somebody_in_any_column_of_any_table(own_database: Database) -> None:
    with owner(own_database) as link:
        filled = fill(link)
        assert {"sharing_verdict", "sharing_advice", "people_matchkey", "access_emergency", "plans_goal"} <= set(filled)
        assert {table: count(link, table) for table in filled} == dict.fromkeys(filled, 1)
        assert len(found(link, what=MARK)) > 25
    done = destruction.run(at=NIGHT)
    assert done.gone == {("case", "R01"): 1, ("signal", "R01"): 1, ("person", "R01"): 1}
    with owner(own_database) as link:
        assert found(link, what=MARK) == {}
        for number in (PERSON, CASE):
            assert set(found(link, what=str(number))) <= set(retention.LEFT)
        assert {table for table in filled if count(link, table)} == {t for t in filled if t.startswith("intake_")}
        left = set(found(link, what=str(SIGNAL))) - set(retention.LEFT)
        assert {table for table in left if not table.startswith(retention.LEFT_OF_SIGNALS)} == set()


def test_every_table_is_filled_or_named_as_about_nobody(own_database: Database) -> None:
    with owner(own_database) as link:
        every = set(tables(link))
    assert {name for name in ABOUT_NOBODY if not any(table.startswith(name) for table in every)} <= {"vangnet_cache"}
    assert {table for table in every if nobody(table) and table.startswith(("cases_", "plans_", "people_"))} == {
        "cases_casecounter",
        "people_linkagemodel",
        "people_linkagerun",
    }


def test_what_people_did_in_a_case_is_gone_and_the_record_keeps_numbers(own_database: Database) -> None:
    country = made_up_country()
    case_id = case_to_share(country)
    person_id = person_of(case_id)
    adviser = privacy_adviser()
    director = country.director
    with acting(director):
        question = home_question(country, case_id)
        cases.note(actor=director, case_id=case_id, text=f"{MARK} gezegd", key=UUID(int=5), at=AT, category="C18")
        advice = sharing.ask_adviser(actor=director, question_id=question.id, text=MARK, at=AT)
    with acting(adviser):
        sharing.answer_adviser(
            actor=adviser, advice_id=advice, version=1, finding=AdviceFinding.MAY, answer=MARK, at=AT
        )
    with acting(director):
        sharing.disclose(
            actor=director, question_id=question.id, item_ids=[verdict.item.id for verdict in question.verdicts], motive=MARK,
            idempotency_key="one", at=AT,
        )  # fmt: skip
        request = insight.register_insight(
            actor=director, person_id=person_id, received_on=TODAY, identified_how=MARK, at=AT
        )
    reactions.run(at=AT)
    with owner(own_database) as link:
        assert {"cases_entry", "sharing_advice", "sharing_disclosure", "sharing_insightrequest"} <= set(
            found(link, what=MARK)
        )
        link.execute(
            "UPDATE sharing_insightrequest SET answered_at = %s, answered_by = %s, answer_hash = 'x' WHERE id = %s",
            [AT, director.worker_id, request],
        )
    assert destruction.run(at=LATER).gone[("case", "R01")] == 1
    with owner(own_database) as link:
        assert found(link, what=MARK) == {}
        for number in (person_id, case_id):
            assert set(found(link, what=str(number))) == {"audit_entry", "audit_destroyed"}
    with as_job(JOB):
        audit.seal(day=TODAY)
        assert audited.verify_chain().holds


# Only on the day, and on a ground


@pytest.fixture
def country(db: None) -> Country:
    return made_up_country()


@pytest.mark.django_db
def test_nothing_goes_before_its_day(country: Country) -> None:
    country.case(at=AT)
    assert destruction.run(at=LATER - timedelta(days=1)).gone == {}
    assert destruction.run(at=LATER, dry_run=True).gone == {("case", "R01"): 1, ("signal", "R01"): 1}
    with as_job(JOB):
        assert Case.objects.count() == 1
        assert not Destroyed.objects.exists()
    assert destruction.run(at=LATER).gone == {("case", "R01"): 1, ("signal", "R01"): 1, ("person", "R01"): 1}
    assert destruction.run(at=LATER).gone == {}


@pytest.mark.django_db
def test_a_running_request_of_the_person_holds_everything(country: Country) -> None:
    case_id = country.case(at=AT)
    with acting(country.director):
        request = insight.register_insight(
            actor=country.director, person_id=person_of(case_id), received_on=TODAY, identified_how="pas", at=AT
        )
    assert (destruction.run(at=LATER).gone, destruction.run(at=LATER).held) == ({}, 2)
    with as_job(JOB):
        assert {term.held for term in retention.terms(at=LATER) if term.kind != "logs"} == {
            "Er loopt een verzoek of klacht van de persoon."
        }
    with as_job(JOB):
        InsightRequest.objects.filter(id=request).update(answered_at=LATER, answered_by=uuid4(), answer_hash="x")
    assert destruction.run(at=LATER + timedelta(weeks=5)).held == 2
    assert destruction.run(at=LATER + timedelta(weeks=7)).gone[("case", "R01")] == 1


@pytest.mark.django_db
def test_a_person_stays_as_long_as_another_case_or_signal_needs_them(country: Country) -> None:
    first = country.case(at=AT)
    person = person_of(first)
    with as_job(JOB):
        other = Case.objects.get(id=first)
        other.pk, other.number, other.kind, other.opened_on, other.opened_from = (
            UUID(int=77),
            "x",
            "y",
            date(2030, 1, 1),
            None,
        )
        other.save(force_insert=True)
    done = destruction.run(at=LATER)
    assert ("person", "R01") not in done.gone
    with as_job(JOB):
        assert Person.objects.filter(id=person).exists()
        assert [row.id for row in Case.objects.all()] == [UUID(int=77)]


@pytest.mark.django_db
def test_the_register_says_what_went_and_not_what_it_said(country: Country) -> None:
    case_id = country.case(at=AT, name="Bijzonderenaam")
    destruction.run(at=LATER)
    with as_job(JOB):
        row = Destroyed.objects.get(kind="case")
        [signal] = Destroyed.objects.filter(kind="signal")
    assert (row.object_id, row.rule, row.since, row.until, row.way) == (case_id, "R01", TODAY, LATER.date(), "deleted")
    assert row.counts["cases_case"] == 1
    assert row.counts["access_grant"] >= 1
    assert signal.way == "anonymous"
    assert "Bijzonderenaam" not in json.dumps([row.counts, signal.counts])
    lines = Entry.objects.filter(act="retention.destroy")
    assert {(line.object_kind, line.ground) for line in lines} == {
        ("case", "R01"), ("signal", "R01"), ("person", "R01"),
    }  # fmt: skip


@pytest.mark.django_db
def test_what_figures_count_by_stays_of_a_signal(country: Country) -> None:
    country.case(at=AT)
    destruction.run(at=LATER)
    with as_job(JOB):
        row = Signal.objects.get()
    assert (row.kind, row.municipality, row.decision, row.text) == ("E33", "GM0193", "case", "")
    assert row.received_at == datetime(2026, 11, 22, 23, tzinfo=UTC), "the day, without the hour"


# Who may


@pytest.mark.django_db
@pytest.mark.parametrize("role", ["vangnet_app", "vangnet_job"])
@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM sharing_verdict", "DELETE FROM sharing_fact", "DELETE FROM sharing_disclosure",
        "UPDATE audit_destroyed SET rule = 'x'", "DELETE FROM audit_destroyed", "SELECT audit_drop_month('2020-01-01')",
    ],
)  # fmt: skip
def test_nobody_else_destroys_and_nobody_changes_the_register(role: str, statement: str) -> None:
    with pytest.raises(ProgrammingError, match=r"denied|owner"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL ROLE {role}")
        cursor.execute(statement)


@pytest.mark.django_db
def test_who_destroys_can_not_change_the_record(country: Country) -> None:
    with pytest.raises(NoMandate), as_retention(country.director):
        pass
    for statement in ("DELETE FROM audit_entry", "UPDATE audit_destroyed SET rule = 'x'"):
        with as_retention(JOB), pytest.raises(ProgrammingError, match="denied"), transaction.atomic():
            connection.cursor().execute(statement)


# Killed, and two at once


def test_killed_in_the_middle_it_goes_on_and_counts_once(
    own_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    country = made_up_country()
    for name in ("Eerste", "Tweede", "Derde"):
        country.case(at=AT, name=name)
    real, seen = audit.register_destroyed, []

    def dies(**given: object) -> bool:
        seen.append(given)
        if len(seen) == 2:
            raise KeyboardInterrupt
        return real(**given)  # type: ignore[arg-type]

    monkeypatch.setattr(audit, "register_destroyed", dies)
    with pytest.raises(KeyboardInterrupt):
        destruction.run(at=LATER)
    monkeypatch.undo()
    with as_job(JOB):
        assert (Case.objects.count(), Destroyed.objects.count()) == (2, 1), "what was begun came back whole"
    assert destruction.run(at=LATER).gone == {("case", "R01"): 2, ("signal", "R01"): 3, ("person", "R01"): 3}
    with as_job(JOB):
        assert Destroyed.objects.count() == 9
        assert (Case.objects.count(), Person.objects.count(), SignalLink.objects.count()) == (0, 0, 0)


def test_two_at_once_destroy_each_thing_once(own_database: Database) -> None:
    country = made_up_country()
    for number in range(8):
        country.case(at=AT, name=f"Verzonnen{number}")
    gone: list[dict[tuple[str, str], int]] = []
    faults: list[BaseException] = []
    together = threading.Barrier(2)

    def work() -> None:
        try:
            together.wait()
            gone.append(dict(destruction.run(at=LATER).gone))
        except BaseException as fault:
            faults.append(fault)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    destruction.run(at=LATER)
    with as_job(JOB):
        assert Destroyed.objects.count() == 24
        assert Entry.objects.filter(act="retention.destroy").count() == 24
    assert sum(one.get(("case", "R01"), 0) for one in gone) == 8


@pytest.mark.parametrize("kind", ["case", "signal", "person"])
def test_a_request_that_is_just_coming_in_holds_what_was_about_to_go(own_database: Database, kind: str) -> None:
    country = made_up_country()
    person_id = person_of(country.case(at=AT))
    if kind == "person":
        with acting(country.director):
            bare = NewPerson(surname="Bedacht", municipality="GM0193")
            person_id = people.register(actor=country.director, person=bare, at=AT).id
    with as_job(JOB):
        [term] = [
            one for one in retention.terms(at=LATER) if one.kind == kind and (kind != "person" or one.id == person_id)
        ]
    gone: list[bool] = []

    def destroys() -> None:
        try:
            gone.append(destruction.destroy(actor=system_actor(reason="retention"), term=term, at=LATER))
        finally:
            connections.close_all()

    with acting(country.director):
        insight.register_insight(
            actor=country.director, person_id=person_id, received_on=TODAY, identified_how="pas", at=AT
        )
        other = threading.Thread(target=destroys)
        other.start()
        other.join(timeout=20)
    assert gone == [False]
    with as_job(JOB):
        assert Person.objects.filter(id=person_id).exists()
        assert Case.objects.count() == 1
        assert not Destroyed.objects.exists()


# The logs


def test_a_month_of_the_logs_goes_after_five_years_and_the_chain_of_others_holds(own_database: Database) -> None:
    old, month = datetime(2020, 3, 5, 9, tzinfo=UTC), date(2020, 3, 1)
    for at in (old, AT):
        audit.record(actor=JOB, at=at, act="cases.read", subject_id=PERSON)
    with as_job(JOB):
        audit.seal(day=old.date())
        audit.seal(day=TODAY)
    assert destruction.run(at=NIGHT).gone == {("logs", "R17"): 1}
    assert not Entry.objects.filter(day__lt=date(2021, 1, 1)).exists()
    assert Entry.objects.filter(day=TODAY).exists()
    with as_job(JOB):
        assert Destroyed.objects.get().counts == {"audit": 2}
        assert not Seal.objects.filter(day__lt=date(2021, 1, 1)).exists()
        assert audited.verify_chain().holds
    assert retention.log_term(month).until == date(2025, 4, 1)


@pytest.mark.django_db
def test_the_database_itself_keeps_a_younger_month() -> None:
    audit.record(actor=JOB, at=AT, act="cases.read")
    with as_retention(JOB):
        assert audit.drop_month(month=date(2026, 11, 1)) is None
    assert Entry.objects.exists()


def months_of_the_logs() -> set[str]:
    """Return the names of the months of all logs that have a table of their own."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid JOIN pg_class p ON p.oid = i.inhparent "
            "WHERE p.relname LIKE 'audit%' AND p.relkind = 'p'"
        )
        return {name for (name,) in cursor.fetchall()}


def test_the_months_to_come_are_made_each_night_whatever_stands_in_the_rest(own_database: Database) -> None:
    before = months_of_the_logs()
    last = max(name[-6:] for name in before if name[-6:].isdecimal())
    names = {name for name in before if name.endswith(last)}
    assert len(names) == 3
    with owner(own_database) as link:
        for name in names:
            link.execute(f"DROP TABLE {name}")  # type: ignore[call-overload]
    with as_job(JOB):
        assert audit.make_months_ahead() == 25
        assert months_of_the_logs() >= before
    with owner(own_database) as link:
        for name in names:
            link.execute(f"DROP TABLE {name}")  # type: ignore[call-overload]
    at = datetime(int(last[:4]), int(last[4:]), 3, 9, tzinfo=UTC)
    audit.record(actor=JOB, at=at, act="cases.read", subject_id=PERSON)
    with as_job(JOB):
        assert audit.make_months_ahead() == 24
        assert Entry.objects.filter(day=at.date()).exists()
    with pytest.raises(ProgrammingError, match="denied"), connection.cursor() as cursor:
        cursor.execute("SELECT audit_make_months_ahead(24)")
