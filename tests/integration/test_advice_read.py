"""Who asked the privacy adviser finds on Vandaag that there is an answer, until they say that they read it."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from tests.case_to_share import AT, case_to_share, privacy_adviser
from tests.country import Country, made_up_country
from tests.integration.test_sharing_by_humans import home_question

from vangnet.access.services import acting
from vangnet.access.types import Actor
from vangnet.core.clock import local_day
from vangnet.core.errors import NotVisible
from vangnet.flow.today import Owed, OwedKind, today
from vangnet.sharing import services
from vangnet.sharing.types import AdviceFinding

pytestmark = pytest.mark.django_db


@pytest.fixture
def country() -> Country:
    return made_up_country()


def owed(actor: Actor) -> list[Owed]:
    with acting(actor, at=AT):
        work = today(actor=actor, at=AT)
    return [row for row in (*work.late, *work.today, *work.week) if row.kind is OwedKind.ADVISED]


def asked(country: Country) -> tuple[UUID, UUID, UUID]:
    case_id = case_to_share(country)
    with acting(country.director):
        question = home_question(country, case_id)
        advice_id = services.ask_adviser(actor=country.director, question_id=question.id, text="Mag dit?", at=AT)
    return case_id, question.id, advice_id


def test_the_answer_waits_for_who_asked_and_for_nobody_else(country: Country) -> None:
    adviser, director = privacy_adviser(), country.director
    case_id, question_id, advice_id = asked(country)
    assert owed(director) == []
    with acting(director), pytest.raises(NotVisible):
        services.read_advice(actor=director, advice_id=advice_id, at=AT)
    with acting(adviser):
        services.answer_adviser(
            actor=adviser, advice_id=advice_id, version=1, finding=AdviceFinding.MAY, answer="Geheim antwoord.", at=AT
        )
    [row] = owed(director)
    assert (row.case_id, row.object_id, row.due_on) == (case_id, question_id, local_day(AT) + timedelta(days=1))
    assert "Geheim" not in str(row)
    assert owed(country.case_director) == owed(country.officer) == owed(adviser) == []
    for other in (country.officer, adviser, country.stranger):
        with acting(other), pytest.raises(NotVisible):
            services.read_advice(actor=other, advice_id=advice_id, at=AT)
    for _ in range(2):
        with acting(director):
            assert services.read_advice(actor=director, advice_id=advice_id, at=AT).read_at == AT
    assert owed(director) == []
