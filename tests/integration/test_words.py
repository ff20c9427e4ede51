"""Search in names and texts: every word, in a category in sight, of a case in sight, at this moment; nothing else is told."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.db import DatabaseError, connection
from tests.country import Country, made_up_country
from tests.web.lived import adopted

from vangnet.access.models import Sight
from vangnet.access.rules import mask
from vangnet.access.services import acting, as_job, close_grants, emergency, open_grant, system_actor
from vangnet.access.types import Actor, Basis
from vangnet.cases import selectors, services
from vangnet.cases.models import Case, Entry, Words
from vangnet.core.ids import new_id
from vangnet.people.models import Person

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
MEDICAL = "Slikt sinds vrijdag lorazepam, zegt Thérèse d'Ancona-Meijer."


@pytest.fixture
def country(db: None) -> Country:
    return made_up_country()


@pytest.fixture
def case_id(country: Country) -> UUID:
    case_id = country.case(at=AT, name="Zoekman-Verzonnen")
    with acting(country.director):
        services.note(actor=country.director, case_id=case_id, text=MEDICAL, key=uuid4(), at=AT, category="C14")
    adopted(country, case_id, at=AT)
    return case_id


def found(actor: Actor, text: str, at: datetime = AT) -> list[tuple[str, ...]]:
    with acting(actor, at=at):
        return [one.sources for one in selectors.search(actor=actor, text=text, at=at)]


def see(country: Country, case_id: UUID, actor: Actor, *categories: str) -> None:
    with as_job(system_actor(reason="test")):
        person = Case.objects.values_list("person_id", flat=True).get(id=case_id)
        open_grant(
            actor=country.director, at=AT, worker_id=actor.worker_id, case_id=case_id, subject_id=person, region="ZVH04",
            categories=mask(categories), basis=Basis.INVITED, basis_id=new_id(),
        )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "sources"),
    [
        ("lorazepam", ("entry",)),
        ("LORAZEPAM vrijdag", ("entry",)),
        ("loraz", ("entry",)),
        ("therese", ("entry",)),
        ("Thérèse Meijer", ("entry",)),
        ("verzonnen", ("name", "plan")),
        ("zoekman lorazepam", ("entry", "name")),
        ("keukentafel", None),
        ("azepam", None),
        ("lorazepam keukentafel", None),
        ("de", None),
        ("", None),
        ("' | ! & :* lorazepam", ("entry",)),
        ("lorazepam<->vrijdag", ("entry",)),
        ("%", None),
    ],
)  # fmt: skip
def test_words_are_found_wherever_they_stand(
    country: Country, case_id: UUID, text: str, sources: tuple[str, ...] | None
) -> None:
    assert found(country.director, text) == ([sources] if sources else [])


def test_a_word_of_another_category_is_not_found(country: Country, case_id: UUID) -> None:
    see(country, case_id, country.stranger, "C01", "C18")
    assert found(country.stranger, "lorazepam") == []
    assert found(country.stranger, "zoekman") == [("name",)]
    assert found(country.stranger, "zoekman lorazepam") == []
    assert found(country.stranger, "huur") == [("plan",)]
    see(country, case_id, country.stranger, "C14")
    assert found(country.stranger, "zoekman lorazepam") == [("entry", "name")]


def test_without_sight_nothing_is_found(country: Country, case_id: UUID) -> None:
    assert found(country.stranger, "lorazepam") == []
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM cases_search(ARRAY['lorazepam:*']::tsquery[], 10)")
        assert cursor.fetchone() == (0,)


def test_sight_that_ended_was_taken_back_or_is_barred_finds_nothing(country: Country, case_id: UUID) -> None:
    director, ends = country.director, AT + timedelta(hours=1)
    with as_job(system_actor(reason="test")):
        Sight.objects.filter(worker_id=director.worker_id).update(until=ends)
    assert found(director, "lorazepam", ends - timedelta(seconds=1)) == [("entry",)]
    assert found(director, "lorazepam", ends) == []
    see(country, case_id, country.stranger, "C14")
    assert found(country.stranger, "lorazepam") == [("entry",)]
    with acting(director):
        emergency.lock_out(actor=director, worker_id=country.stranger.worker_id, case_id=case_id, reason="x", at=AT)
    assert found(country.stranger, "lorazepam") == []
    with as_job(system_actor(reason="test")):
        close_grants(actor=director, at=AT, why="test", case_id=case_id)
    assert found(director, "lorazepam") == []


def test_words_go_with_what_they_stand_in(country: Country, case_id: UUID) -> None:
    director = country.director
    with as_job(system_actor(reason="test")):
        Entry.objects.filter(category="C14").update(text="Is overgestapt op water.")
        Person.objects.update(surname="Anders")
    assert found(director, "lorazepam") == found(director, "zoekman") == []
    assert found(director, "water") == [("entry",)]
    assert found(director, "anders") == [("name",)]
    with as_job(system_actor(reason="test")):
        Entry.objects.filter(category="C14").delete()
        assert not Words.objects.filter(category="C14", source="entry").exists()
    assert found(director, "water") == []


def test_only_the_current_plan_is_searched(country: Country, case_id: UUID) -> None:
    assert found(country.director, "huis") == [("plan",)]
    adopted(country, case_id, at=AT, own_words="Ik wil naar zee.")
    assert found(country.director, "zee") == [("plan",)]


@pytest.mark.parametrize(
    "statement",
    ["INSERT INTO cases_words SELECT * FROM cases_words", "UPDATE cases_words SET bit = -1", "DELETE FROM cases_words"],
)
def test_nobody_reads_or_writes_the_words_themselves(country: Country, case_id: UUID, statement: str) -> None:
    with acting(country.director):
        assert not Words.objects.exists()
    with (
        pytest.raises(DatabaseError, match="permission denied"),
        acting(country.director),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
