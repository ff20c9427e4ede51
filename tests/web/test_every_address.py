"""Every address, walked with the ids of a real case by those who have no part in it: nothing leaks, also from a new address.

Absent and forbidden look alike: each address is asked for twice, with the ids of the case and with ids of nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.http import HttpResponse
from django.urls import get_resolver
from tests.country import Country
from tests.web.conftest import AT, SignIn
from tests.web.lived import agreed, lived_in
from tests.web.test_doors import routes

from vangnet.access.models import AccessRequest, Worker
from vangnet.access.rules import mask
from vangnet.access.services import acting, as_job, open_grant, system_actor
from vangnet.access.types import Actor, Basis
from vangnet.cases import services as cases
from vangnet.cases.models import Case, Deputy, Document, Reprocessing, RoleSlot
from vangnet.core.clock import local_day
from vangnet.core.periods import Period
from vangnet.intake.models import Signal
from vangnet.people.models import RecordSplit, SourceRecord
from vangnet.plans.models import Agreement

pytestmark = pytest.mark.django_db
TODAY = local_day(AT)
NAME = "Geheimzinnig"
# What the case of `lived_in` says, and what nobody without a part in it may read anywhere.
SECRETS = (NAME, "Laat mij met rust", "rust in huis", "medicatie", "Slaapt slecht", "Made-up signal", "keukentafel")
# Enough for every form to come as far as asking who one is.
TYPED = {"version": "1", "back_on": "24-11-2026", "how": "x", "text": "x", "stap": "kies"}
WITH_ID = sorted(route for route in routes(get_resolver()) if "<uuid:" in route)
WITHOUT_ID = sorted(route for route in routes(get_resolver()) if "<" not in route and not route.startswith("account/"))


def no_part(country: Country, case_id: UUID) -> Actor:
    return country.clinician


def another_region(country: Country, case_id: UUID) -> Actor:
    return country.stranger


def former(country: Country, case_id: UUID) -> Actor:
    """Return somebody who held a role in the case until yesterday."""
    director, officer, before = country.director, country.officer, AT - timedelta(days=9)
    with acting(director):
        slot_id = cases.add_slot(actor=director, case_id=case_id, role="wijkagent", at=before)
        give = {"case_id": case_id, "slot_id": slot_id}
        cases.hold_slot(actor=director, worker_id=officer.worker_id, days=Period(local_day(before)), at=before, **give)
        agreed(country, case_id, "Bel over de medicatie", TODAY, at=before, owner=officer.worker_id)
        cases.end_holding(actor=director, at=AT - timedelta(days=1), **give)
    return officer


def auditor(country: Country, case_id: UUID) -> Actor:
    """Return an auditor, who reads logs and no content."""
    with as_job(system_actor(reason="test")):
        worker = Worker.objects.create(
            agency_id=country.stranger.agency_id, region_id=country.stranger.region, name="Controleur", role="auditor"
        )
    return Actor(worker.id, country.stranger.agency_id, "ZVH", country.stranger.region, "auditor")


def ids_of(case_id: UUID) -> dict[str, UUID]:
    """Return a real id for each name that stands in an address; a name that is new must be added here."""
    with as_job(system_actor(reason="test")):
        case = Case.objects.get(id=case_id)
        kept = SourceRecord.objects.get(id=case.person_id)
        split = RecordSplit.objects.create(
            region=case.region,
            taken=[uuid4()],
            kept=[kept.id],
            together_since=AT,
            split_at=AT,
            split_by=uuid4(),
            reason="x",
        )
        asked = AccessRequest.objects.create(
            worker_id=uuid4(), region=case.region, number=case.number, case_id=case_id, subject_id=case.person_id,
            reason=SECRETS[1], purpose="treat", asked_at=AT, lapses_at=AT + timedelta(days=14),
        )  # fmt: skip
        order = Reprocessing.objects.create(
            region=case.region, case=case, agency_id=uuid4(), ground="again", ordered_for="x", why=SECRETS[1],
            until=TODAY, keeps=False, ordered_by=uuid4(), ordered_at=AT,
        )  # fmt: skip
        return {
            "request_id": asked.id,
            "reprocessing_id": order.id,
            "person_id": case.person_id,
            "split_id": split.id,
            "case_id": case_id,
            "signal_id": Signal.objects.values_list("id", flat=True).get(id=case.opened_from),
            "slot_id": RoleSlot.objects.filter(case=case).values_list("id", flat=True)[0],
            "deputy_id": Deputy.objects.filter(case=case).values_list("id", flat=True)[0],
            "document_id": Document.objects.values_list("id", flat=True).get(case=case),
            "agreement_id": Agreement.objects.filter(case=case).values_list("id", flat=True)[0],
        }


def filled(route: str, ids: dict[str, UUID]) -> str:
    return "/" + re.sub(r"<uuid:(\w+)>", lambda found: str(ids.get(found[1], case_like(found[1]))), route)


def case_like(name: str) -> UUID:
    """Return an id of nothing, the same each time, for names without one in the case."""
    return UUID(int=sum(name.encode()))


def plain(answer: HttpResponse, ids: dict[str, UUID]) -> str:
    """Return a page without what differs each time, and without the ids that were asked for."""
    page = re.sub(r'(csrfmiddlewaretoken" value=")[^"]*|(name="key" value=")[^"]*', r"\1\2", answer.content.decode())
    for one in ids.values():
        page = page.replace(str(one), "x")
    return page


@pytest.mark.parametrize("who", [no_part, another_region, former, auditor])
def test_no_address_tells_anything(country: Country, sign_in: SignIn, who: Callable[[Country, UUID], Actor]):
    case_id = lived_in(country, at=AT, name=NAME)
    client = sign_in(who(country, case_id))
    real = ids_of(case_id)
    absent = {name: uuid4() for name in real}
    for route in WITH_ID:
        for ask in (client.get, client.post):
            data = TYPED if ask == client.post else {}
            there, nothing = ask(filled(route, real), data), ask(filled(route, absent), data)
            where = f"{ask.__name__} {route}"
            assert there.status_code == nothing.status_code, where
            assert there.status_code in (401, 403, 404, 405), where
            assert plain(there, real) == plain(nothing, absent), where
            assert not [secret for secret in SECRETS if secret in there.content.decode()], where
    for route in WITHOUT_ID:
        shown = client.get(f"/{route}")
        assert shown.status_code != 500, route
        assert not [secret for secret in SECRETS if secret in shown.content.decode()], route
    found = client.post("/zoeken", {"q": NAME}).content.decode()
    assert "/casussen/" not in found.partition("<main")[2]


# Names of fields that search, filter or point at something, in every form and every list of ours.
ASKED = ("q", "text", "zoek", "naam", "name", "number", "nummer", "case", "case_id", "casus", "person_id", "signal_id")


@pytest.mark.parametrize("who", [no_part, another_region, former, auditor])
def test_whatever_is_asked_of_an_address_without_an_id_tells_nothing(
    country: Country, sign_in: SignIn, who: Callable[[Country, UUID], Actor]
):
    case_id = lived_in(country, at=AT, name=NAME)
    client = sign_in(who(country, case_id))
    real = ids_of(case_id)
    ids = {name: str(real.get(name, case_id)) for name in ASKED if name.endswith("_id")}
    words = dict.fromkeys((name for name in ASKED if name not in ids), "Geheim")
    for route in WITHOUT_ID:
        if route == "uitloggen":
            continue
        for ask in (client.get, client.post):
            answer = ask(f"/{route}", {**words, **ids, "alles": "1", "toon": "alles", "open": "1"})
            assert answer.status_code != 500, f"{ask.__name__} {route}"
            said = answer.content.decode()
            assert not [secret for secret in SECRETS if secret in said], f"{ask.__name__} {route}"


ONE = "C26"


def one_category(country: Country, case_id: UUID) -> Actor:
    """Return somebody of the GGZ who was granted one category of the case: whom to call. Who it is about goes with it."""
    actor = country.clinician
    with as_job(system_actor(reason="test")):
        person = Case.objects.values_list("person_id", flat=True).get(id=case_id)
        open_grant(
            actor=country.director, at=AT, worker_id=actor.worker_id, case_id=case_id, subject_id=person, region="ZVH04",
            categories=mask((ONE,)), basis=Basis.INVITED, basis_id=uuid4(),
        )  # fmt: skip
    return actor


def test_one_category_opens_no_other(country: Country, sign_in: SignIn):
    case_id = lived_in(country, at=AT, name=NAME)
    client = sign_in(one_category(country, case_id))
    real = ids_of(case_id)
    opened = set()
    for route in (*WITH_ID, *WITHOUT_ID):
        for ask in (client.get, client.post):
            answer = ask(filled(route, real), TYPED if ask == client.post else {})
            assert answer.status_code != 500, f"{ask.__name__} {route}"
            told = [secret for secret in SECRETS if secret != NAME and secret in answer.content.decode()]
            assert not told, f"{ask.__name__} {route}: {told}"
            opened |= {route} if answer.status_code == 200 and route in WITH_ID else set()
    assert "casussen/<uuid:case_id>" in opened


def test_the_walk_knows_the_ids_of_the_addresses(country: Country):
    known = set(ids_of(lived_in(country, at=AT)))
    named = {name for route in WITH_ID for name in re.findall(r"<uuid:(\w+)>", route)}
    assert known <= named


def test_an_id_of_another_case_opens_nothing(country: Country, sign_in: SignIn):
    mine, other = lived_in(country, at=AT), lived_in(country, at=AT, name="Tweede")
    client, tampered = sign_in(country.director), {**ids_of(other), "case_id": mine}
    checked = [route for route in WITH_ID if "<uuid:case_id>" in route and route.count("<uuid:") > 1]
    assert len(checked) >= 6
    for route in checked:
        said = client.post(filled(route, tampered), {"version": "1", "how": "x"}).status_code
        # What can only be read is asked for by reading.
        assert (client.get(filled(route, tampered)).status_code if said == 405 else said) == 404, route
    with as_job(system_actor(reason="test")):
        assert not Agreement.objects.filter(case_id=other, version__gt=1).exists()


ODD = [
    "/casussen/{case_id}/tijdlijn?voor=0001-01-01T00:00:00%2B23:59_{case_id}",
    "/casussen/{case_id}/tijdlijn?voor=9999-12-31T23:59:59-23:59_{case_id}",
    "/casussen/{case_id}/wie-keek-hier?voor=2026-01-01T00:00:00%2B00:00_" + "9" * 40,
    "/signalen?na=0001-01-01T00:00:00%2B23:59~{case_id}",
    "/signalen?na=9999-12-31T23:59:59-23:59~{case_id}",
    "/casussen?na=9999-12-31_{case_id}",
    "/casussen?na=%00",
    "/vandaag?gedaan=%00",
    "/afwezig?first=01-01-9999&last=31-12-9999",
    "/afwezig?first=00-00-2026&last=1",
]


@pytest.mark.parametrize("address", ODD)
def test_an_odd_address_is_answered_calmly(country: Country, sign_in: SignIn, address: str):
    case_id = country.case(at=AT)
    assert sign_in(country.director).get(address.format(case_id=case_id)).status_code in (200, 400, 422)


@pytest.mark.parametrize("since", ["24-11-2026", "31-12-9999", "01-01-2016", "00-00-2026"])
def test_a_move_on_an_odd_day_wipes_out_no_earlier_stay(country: Country, sign_in: SignIn, since: str):
    case_id, client = country.case(at=AT), sign_in(country.director)
    typed = {"municipality": "Enschede", "since": since, "version": "1"}
    assert client.post(f"/casussen/{case_id}/verhuisd", typed).status_code == 422
