"""The law's circle is decided per item: about the person, somebody of the direct circle, or somebody else; unknown opens nothing."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

import pytest
from django.db import DatabaseError, connection, transaction
from tests.case_to_share import AT, TABLE, ask, case_to_share, item_of
from tests.country import Country, made_up_country

from vangnet.access.services import acting, as_job, system_actor
from vangnet.cases import services as case_services
from vangnet.cases.models import Case
from vangnet.core.errors import NotVisible
from vangnet.core.ids import new_id
from vangnet.people.models import Relation
from vangnet.people.types import RelationKind
from vangnet.sharing import services
from vangnet.sharing.errors import QuestionUnreadable
from vangnet.sharing.models import ItemAbout, Verdict
from vangnet.sharing.types import About, QuestionView, Whom

pytestmark = pytest.mark.django_db


@pytest.fixture
def country(db: None) -> Country:
    return made_up_country()


@pytest.fixture
def case_id(country: Country) -> UUID:
    case_id = case_to_share(country)
    with acting(country.director, at=AT):
        for category, text in (("C21", "Zus Noor drinkt."), ("C06", "De buurman riep.")):
            case_services.note(
                actor=country.director, case_id=case_id, text=text, key=new_id(), at=AT, category=category
            )
    return case_id


def relation(country: Country, case_id: UUID, kind: RelationKind, *, until: date | None = None) -> UUID:
    """Put somebody in the direct circle; returns the line."""
    with as_job(system_actor(reason="test")):
        person_id = Case.objects.values_list("person_id", flat=True).get(id=case_id)
        row = Relation.objects.create(
            region="ZVH04", person_id=person_id, kind=kind.value, name="Noor Verzonnen", source="zelf", noted_at=AT,
            noted_by=country.director.worker_id, until=until,
        )  # fmt: skip
    return row.id


def asked(country: Country, case_id: UUID, category: str, about: About | None) -> QuestionView:
    director = country.director
    with acting(director, at=AT):
        return services.ask(
            actor=director, case_id=case_id, receiver=TABLE, purpose="zvh_case", at=AT, about=about,
            item_ids=[item_of(director, case_id, category)],
        )  # fmt: skip


def circle_of(question: QuestionView) -> str:
    with as_job(system_actor(reason="test")):
        record = Verdict.objects.get(question_id=question.id).record
    return str(record["question"]["subject_circle"])


def test_what_is_about_others_by_its_category_goes_nowhere_until_somebody_says_about_whom(
    country: Country, case_id: UUID
) -> None:
    question = asked(country, case_id, "C21", None)
    assert circle_of(question) == "other"
    assert (question.verdicts[0].outcome, question.verdicts[0].prohibitions) == ("DENY", ("H07",))
    assert circle_of(asked(country, case_id, "C06", None)) == "notified_person"


@pytest.mark.parametrize(
    ("kind", "found"),
    [
        (RelationKind.SIBLING, "family"),
        (RelationKind.CHILD, "family"),
        (RelationKind.HOUSEMATE, "direct_contact"),
        (RelationKind.CLOSE, "direct_contact"),
    ],
)
def test_somebody_of_the_circle_stands_there_as_the_law_names_it(
    country: Country, case_id: UUID, kind: RelationKind, found: str
) -> None:
    line = relation(country, case_id, kind)
    question = asked(country, case_id, "C21", About(Whom.RELATION, line))
    assert circle_of(question) == found
    assert question.verdicts[0].prohibitions == ()
    # It was said of the item, so who asks next need not say it again.
    assert circle_of(asked(country, case_id, "C21", None)) == found


def test_who_left_the_circle_is_nobody_whom_the_law_lets_in(country: Country, case_id: UUID) -> None:
    line = relation(country, case_id, RelationKind.PARTNER, until=AT.date() - timedelta(days=1))
    assert circle_of(asked(country, case_id, "C21", About(Whom.RELATION, line))) == "other"
    with as_job(system_actor(reason="test")):
        Relation.objects.all().delete()
    assert circle_of(asked(country, case_id, "C21", None)) == "other"


def test_an_item_about_somebody_else_is_denied_whatever_its_category(country: Country, case_id: UUID) -> None:
    before = asked(country, case_id, "C06", None)
    assert before.verdicts[0].prohibitions == ()
    after = asked(country, case_id, "C06", About(Whom.OTHER))
    assert (after.verdicts[0].outcome, after.verdicts[0].prohibitions) == ("DENY", ("H07",))
    assert circle_of(asked(country, case_id, "C06", About(Whom.PERSON))) == "notified_person"


def test_what_is_said_is_kept_with_who_said_it_and_never_removed(country: Country, case_id: UUID) -> None:
    for about in (About(Whom.OTHER), About(Whom.OTHER), About(Whom.PERSON)):
        asked(country, case_id, "C06", about)
    with as_job(system_actor(reason="test")):
        kept = list(ItemAbout.objects.order_by("said_at", "id").values_list("whom", "said_by"))
    assert kept == [("other", country.director.worker_id), ("person", country.director.worker_id)]
    for act in ("UPDATE sharing_itemabout SET whom = 'person'", "DELETE FROM sharing_itemabout"):
        with (
            acting(country.director, at=AT),
            pytest.raises(DatabaseError, match="permission denied"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(act)


def test_a_line_of_somebody_elses_circle_is_refused(country: Country, case_id: UUID) -> None:
    other = case_to_share(country, key="other")
    line = relation(country, other, RelationKind.SIBLING)
    with pytest.raises(QuestionUnreadable):
        asked(country, case_id, "C21", About(Whom.RELATION, line))
    with acting(country.stranger, at=AT), pytest.raises(NotVisible):
        ask(country.stranger, case_id, TABLE, "zvh_case", "C21")
