"""Who opens the request of a person stands in the record of that person."""

from __future__ import annotations

from uuid import UUID

import pytest
from tests.country import Country
from tests.web.conftest import SignIn
from tests.web.test_rights import case_id as case_id
from tests.web.test_rights import contact as contact
from tests.web.test_rights import person_id as person_id
from tests.web.test_rights import register

from vangnet.access.types import Actor
from vangnet.audit.models import Entry

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("kind", ["access", "erasure"])
def test_who_opens_a_request_stands_in_the_record_of_the_person(
    country: Country, contact: Actor, person_id: UUID, sign_in: SignIn, kind: str
) -> None:
    request_id = register(country, person_id, kind, "Wis dit." if kind == "erasure" else "")

    def reads(actor: Actor) -> int:
        rows = Entry.objects.filter(
            act="rights.read", worker_id=actor.worker_id, subject_id=person_id, object_id=request_id
        )
        return rows.filter(fields__contains=["question"]).count()

    for actor in (country.director, contact):
        before = reads(actor)
        assert sign_in(actor).get(f"/inzage/{request_id}").status_code == 200
        assert reads(actor) == before + 1
    sign_in(country.stranger).get(f"/inzage/{request_id}")
    assert reads(country.stranger) == 0
