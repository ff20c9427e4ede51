"""Every address of the API, walked by connected systems that have no part in a case: nothing leaks, also from a new address."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.urls import get_resolver

from tests.country import Country, made_up_country
from tests.web.lived import lived_in
from tests.web.test_doors import routes
from tests.web.test_every_address import AT, NAME, SECRETS, ids_of
from vangnet.access import services as access
from vangnet.access.rules import mask
from vangnet.access.services import as_job, system_actor
from vangnet.access.types import Actor, Basis
from vangnet.api.oauth import register_client
from vangnet.cases.models import Case

pytestmark = pytest.mark.django_db
JOB = system_actor(reason="test")
ROUTES = sorted(route for route in routes(get_resolver()) if re.match("api/v1/(?!openapi).", route))
FORM = {"grant_type": "client_credentials", "client_id": "koppeling", "client_secret": "geheim-van-de-test"}


def connected(agency_id: UUID) -> tuple[Client, Actor]:
    """Connect a system of this organisation; returns it with its token, and who it stands for."""
    with as_job(JOB):
        actor = access.connect_system(actor=JOB, client_id="koppeling", name="Koppeling", agency_id=agency_id, at=AT)
        register_client(client_id="koppeling", secret=FORM["client_secret"], name="Koppeling")
    token = Client().post("/api/oauth/token", FORM).json()["access_token"]
    return Client(headers={"Authorization": f"Bearer {token}", "Idempotency-Key": "sleutel-van-de-test"}), actor


def granted(country: Country, case_id: UUID, actor: Actor, *categories: str) -> UUID:
    with as_job(JOB):
        person = Case.objects.values_list("person_id", flat=True).get(id=case_id)
    basis = uuid4()
    access.open_grant(
        actor=JOB, at=AT, worker_id=actor.worker_id, case_id=case_id, subject_id=person, region="ZVH04",
        categories=mask(categories), basis=Basis.VERDICT, basis_id=basis,
    )  # fmt: skip
    return basis


def no_part(country: Country, case_id: UUID) -> Client:
    return connected(country.clinician.agency_id)[0]


def another_region(country: Country, case_id: UUID) -> Client:
    return connected(country.stranger.agency_id)[0]


def former(country: Country, case_id: UUID) -> Client:
    client, actor = connected(country.clinician.agency_id)
    basis = granted(country, case_id, actor, "C01", "C24", "C26")
    assert client.get(f"/api/v1/casussen/{case_id}").status_code == 200
    with as_job(JOB):
        access.close_grants(actor=JOB, at=AT + timedelta(seconds=1), basis_id=basis, why="test")
    return client


def addresses(route: str, ids: dict[str, UUID]) -> str:
    return "/" + re.sub(r"<(?:\w+:)?(\w+)>", lambda found: str(ids.get(found[1], uuid4())), route)


def told(content: str) -> list[str]:
    return [secret for secret in SECRETS if secret in content]


@pytest.mark.parametrize("who", [no_part, another_region, former])
def test_no_address_tells_anything(db: None, who: Callable[[Country, UUID], Client]) -> None:
    country = made_up_country()
    case_id = lived_in(country, at=AT, name=NAME)
    real = ids_of(case_id)
    client, absent = who(country, case_id), {name: uuid4() for name in real}
    body = json.dumps({"zoek": "Geheim", "casusId": str(case_id), "persoonId": str(real["person_id"])})
    asked = {
        "zoek": "Geheim",
        "q": "Geheim",
        "toon": "answered",
        "expand": "rollen,plan,persoon",
        "fields": "naam",
        "alles": "1",
    }
    assert len(ROUTES) >= 6
    for route in ROUTES:
        there, nothing = (client.get(addresses(route, ids), asked) for ids in (real, absent))
        assert (there.status_code, told(there.content.decode())) == (nothing.status_code, []), route
        assert there.content == nothing.content, route
        assert "<" not in route or there.status_code in (404, 405), route
        for ids in (real, absent):
            sent = client.post(addresses(route, ids), body, content_type="application/json")
            assert sent.status_code in (400, 403, 404, 405, 409, 422), f"{route}: {sent.status_code}"
            assert not told(sent.content.decode()), route


def test_one_category_opens_no_other(db: None) -> None:
    country = made_up_country()
    case_id = lived_in(country, at=AT, name=NAME)
    client, actor = connected(country.clinician.agency_id)
    granted(country, case_id, actor, "C26")
    real, opened = ids_of(case_id), set()
    for route in ROUTES:
        answer = client.get(addresses(route, real), {"expand": "rollen,plan,persoon"})
        assert not told(answer.content.decode()), route
        opened |= {route} if answer.status_code == 200 else set()
    assert any("case_id" in route for route in opened)
