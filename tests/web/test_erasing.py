"""The contact point decides on an erasure by screen: what goes is said, and what is decided stands there with its day."""

from __future__ import annotations

from uuid import UUID

import pytest
from tests.country import Country
from tests.web.conftest import SignIn
from tests.web.test_rights import case_id as case_id
from tests.web.test_rights import contact as contact
from tests.web.test_rights import person_id as person_id
from tests.web.test_rights import register, taken

from vangnet.access.services import as_job, system_actor
from vangnet.access.types import Actor
from vangnet.audit.models import Entry
from vangnet.sharing.models import InsightRequest

pytestmark = pytest.mark.django_db
SAID = {"stap": "besluiten", "decision": "partly", "why": "Een deel is niet meer nodig.", "consulted": "ZVH"}


def test_what_goes_is_chosen_and_shown_with_its_day(
    country: Country, contact: Actor, person_id: UUID, sign_in: SignIn
) -> None:
    request_id = taken(contact, register(country, person_id, "erasure", "Wis dit."))
    client, address = sign_in(contact), f"/inzage/{request_id}"
    assert "Bij een deel: wat wordt gewist?" in client.get(address).content.decode()
    refused = client.post(address, SAID)
    assert refused.status_code == 422
    assert "Kies wat er gewist wordt." in refused.content.decode()
    assert client.post(address, SAID | {"part": "everything"}).status_code == 422
    assert client.post(address, SAID | {"part": "cases"}).status_code == 302
    said = client.get(address).content.decode()
    assert "Dit gaat weg op" in said
    assert "Een deel is geweigerd. Daar kan de persoon zes weken iets tegen doen" in said
    with as_job(system_actor(reason="test")):
        row = InsightRequest.objects.get(id=request_id)
    assert (row.erases, row.erase_on is not None) == ("cases", True)
    line = Entry.objects.get(act="rights.decide", object_id=request_id)
    assert line.details == {"decision": "partly", "erases": "cases"}


@pytest.mark.parametrize("kind", ["rectification", "complaint"])
def test_another_decision_erases_nothing(
    country: Country, contact: Actor, person_id: UUID, sign_in: SignIn, kind: str
) -> None:
    request_id = taken(contact, register(country, person_id, kind, "Dit klopt niet."))
    client = sign_in(contact)
    assert "wat wordt gewist?" not in client.get(f"/inzage/{request_id}").content.decode()
    client.post(f"/inzage/{request_id}", SAID | {"part": "cases"})
    with as_job(system_actor(reason="test")):
        row = InsightRequest.objects.get(id=request_id)
    assert (row.decision, row.erases, row.erase_on) == ("partly", "", None)
