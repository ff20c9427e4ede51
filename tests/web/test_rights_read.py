"""Who opens the request of a person stands in the record of that person."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from tests.country import Country
from tests.web.conftest import AT, SignIn
from tests.web.test_rights import case_id as case_id
from tests.web.test_rights import contact as contact
from tests.web.test_rights import person_id as person_id
from tests.web.test_rights import register, taken

from vangnet.access.services import acting
from vangnet.access.types import Actor
from vangnet.audit.models import Entry
from vangnet.sharing.services.insight import decide_right
from vangnet.sharing.types.rights import NewRestriction

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


def test_who_handles_a_request_reads_it_once_a_page_and_each_line_says_what_else_was_shown(
    country: Country, contact: Actor, person_id: UUID, sign_in: SignIn
) -> None:
    request_id = taken(contact, register(country, person_id, "restriction", "Gebruik dit niet."))
    client = sign_in(contact)
    assert client.get(f"/inzage/{request_id}").status_code == 200

    def lines() -> dict[str, list[str]]:
        rows = Entry.objects.filter(worker_id=contact.worker_id, object_id=request_id, act__contains="rights.")
        shown = [(row.act, sorted(row.fields)) for row in rows if row.fields]
        assert len(shown) == len(dict(shown)), shown
        return dict(shown)

    read = ["decision", "question", "why"]
    assert lines() == {"rights.read": read, "rights.scope": ["counts", "name"]}
    with acting(contact):
        decide_right(
            actor=contact, request_id=request_id, decision="granted", why="Eerst uitzoeken.", consulted="ZVH", at=AT,
            restriction=NewRestriction(ground="avg-18-1-a", review_on=AT.date() + timedelta(days=60)),
        )  # fmt: skip
    before = Entry.objects.filter(object_id=request_id, act="rights.read").count()
    assert client.get(f"/inzage/{request_id}").status_code == 200
    assert Entry.objects.filter(object_id=request_id, act="rights.read").count() == before + 1
    [line] = Entry.objects.filter(object_id=request_id, act="rights.read_restriction")
    assert sorted(line.fields) == ["ground", "review_on"]
