"""Every address, opened by those who may: a page that shows facts about somebody leaves a line in the processing log.

The guard that fails is `every_page_with_facts_leaves_a_line` of `conftest.py`. Each address of the router is opened with the ids of a
case in which much has happened, so that a new one is tried by itself.
"""

from __future__ import annotations

import itertools
import re
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.db.models import Model
from django.urls import get_resolver
from tests.case_documents import handed_in
from tests.case_to_share import privacy_adviser
from tests.country import Country
from tests.integration.test_documents import housing as housing
from tests.integration.test_documents import shared
from tests.integration.test_shielding import close, order
from tests.web.conftest import AT, SignIn
from tests.web.lived import lived_in
from tests.web.test_doors import routes
from tests.web.test_person_page import fill
from tests.web.test_rights import contact as contact

from vangnet.access.models import AccessRequest, Emergency
from vangnet.access.services import acting, as_job, system_actor
from vangnet.access.types import Actor
from vangnet.cases.models import Case, Deputy, Document, Reprocessing, RoleSlot
from vangnet.core.clock import local_day
from vangnet.handovers.models import HitAnswer
from vangnet.intake.models import Board, Escalation, Outreach, QuickDecision, Signal
from vangnet.people.models import CandidatePair, LinkDecision, Person, RecordSplit
from vangnet.people.services import searching
from vangnet.plans.models import Agreement, Flag
from vangnet.sharing.models import (
    Advice,
    Consent,
    DisclosedItem,
    Disclosure,
    InformationRequest,
    InformDuty,
    InsightRequest,
    Question,
    Verdict,
)
from vangnet.sharing.services import insight

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("every_page_with_facts_leaves_a_line")]
JOB = system_actor(reason="test")
NAME = "Geheimzinnig"
# The ids that stand in addresses, and of what they are; a name that stands for several things has all of them.
NAMED: dict[str, tuple[type[Model], ...]] = {
    "advice_id": (Advice,),
    "agreement_id": (Agreement,),
    "answer_id": (HitAnswer,),
    "board_id": (Board,),
    "case_id": (Case,),
    "consent_id": (Consent,),
    "decision_id": (LinkDecision,),
    "deputy_id": (Deputy,),
    "disclosed_id": (DisclosedItem,),
    "disclosure_id": (Disclosure,),
    "document_id": (Document,),
    "emergency_id": (Emergency,),
    "escalation_id": (Escalation,),
    "flag_id": (Flag,),
    "inform_id": (InformDuty,),
    "outreach_id": (Outreach,),
    "pair_id": (CandidatePair,),
    "person_id": (Person,),
    "question_id": (Question,),
    "quick_id": (QuickDecision,),
    "reprocessing_id": (Reprocessing,),
    "request_id": (InsightRequest, InformationRequest, AccessRequest),
    "signal_id": (Signal,),
    "slot_id": (RoleSlot,),
    "split_id": (RecordSplit,),
}
MOST = 2
# Addresses of the visitor alone, and those that leave.
ELSEWHERE = frozenset(
    route
    for route in routes(get_resolver())
    if route.startswith(("account/", "uitloggen", "demo", "api/", "access/", ".well", "gereed"))
)
# Addresses about a case, a person or a signal that only take what is sent, or need more than this case has.
NOT_TO_BE_OPENED = frozenset(
    {
        "adviesvragen/<uuid:advice_id>/gelezen",
        "afwezig/<uuid:absence_id>/terug",
        "casussen/<uuid:case_id>/afspraken/<uuid:agreement_id>/gedaan",
        "casussen/<uuid:case_id>/afspraken/<uuid:agreement_id>/weer-open",
        "casussen/<uuid:case_id>/gedeeld/<uuid:disclosure_id>/later",
        "casussen/<uuid:case_id>/gedeeld/<uuid:disclosure_id>/verteld",
        "casussen/<uuid:case_id>/mag-ik-dit-delen/<str:to>",
        "casussen/<uuid:case_id>/plan/gelezen",
        "casussen/<uuid:case_id>/plan/vaststellen",
        "casussen/<uuid:case_id>/uitgesloten/<uuid:worker_id>/toelaten",
        "delen/<uuid:question_id>/adviseur",
        "delen/<uuid:question_id>/antwoord",
        "delen/<uuid:question_id>/delen",
        "delen/<uuid:question_id>/opnieuw",
        "delen/verbeterd/<uuid:disclosed_id>",
        "eenmalig/<uuid:view_id>/intrekken",
        "gedeeld/<uuid:disclosed_id>/eenmalig",
        "inzage/<uuid:request_id>/antwoord",
        "inzage/<uuid:request_id>/behandelen",
        "inzage/<uuid:request_id>/beperking",
        "inzage/<uuid:request_id>/melding/<uuid:opening_id>",
        "navragen/<uuid:query_id>",
        "ontvangen/<uuid:disclosed_id>/verbetering",
        "personen/<uuid:person_id>/besluiten/<uuid:decision_id>/intrekken",
        "personen/<uuid:person_id>/kring/sluiten",
        "personen/<uuid:person_id>/naam/weghalen",
        "personen/<uuid:person_id>/nummer/sluiten",
        "signalen/<uuid:signal_id>/24-uur/<uuid:quick_id>",
        "signalen/<uuid:signal_id>/aangeboden",
        "signalen/<uuid:signal_id>/casus",
        "signalen/alleen-bewaard/<uuid:signal_id>",
        "signalen/<uuid:signal_id>/houden",
        "signalen/<uuid:signal_id>/inclusie",
        "signalen/aan-tafel/<uuid:board_id>",
        "signalen/weegtafel/<uuid:board_id>",
        "signalen/weegtafel/<uuid:board_id>/partners",
        "te-laat/<uuid:escalation_id>",
        "toestemming/<uuid:consent_id>/intrekken",
    }
)


def ids() -> dict[str, list[UUID]]:
    """Return ids of the made-up country for each name in an address: the first and the last few of each kind."""
    with as_job(JOB):
        found = {}
        for name, models in NAMED.items():
            kinds = [list(model.objects.order_by("pk").values_list("pk", flat=True)) for model in models]  # type: ignore[attr-defined]
            found[name] = [one for kind in kinds for one in dict.fromkeys((*kind[: MOST // 2], *kind[-MOST // 2 :]))]
        found["item_id"] = list(Verdict.objects.values_list("item_id", flat=True)[:MOST])
        return found


def addresses(route: str, known: dict[str, list[UUID]]) -> list[str]:
    names = re.findall(r"<uuid:(\w+)>", route)
    each = itertools.product(*(known.get(name) or [uuid4()] for name in names))
    filled = []
    for values in itertools.islice(each, 6):
        path = route
        for name, value in zip(names, values, strict=True):
            path = path.replace(f"<uuid:{name}>", str(value), 1)
        filled.append("/" + path)
    return [path for path in filled if "<" not in path]


def lived(country: Country, contact: Actor, housing: Actor) -> list[Actor]:
    """Let much happen around one person; returns those who then see something of it."""
    director = country.director
    closed = country.case(at=AT - timedelta(days=200), name="Gesloten", key="closed")
    case_id = lived_in(country, at=AT, name=NAME)
    with as_job(JOB):
        case = Case.objects.get(id=case_id)
    fill(country, case.person_id)
    handed_in(director, case_id, at=AT)
    shared(country, case_id, housing)
    with acting(director):
        for kind in ("access", "restriction"):
            insight.register_insight(
                actor=director, person_id=case.person_id, received_on=AT.date(), identified_how="pas", at=AT, kind=kind,
                asked="Wat weten jullie?",
            )  # fmt: skip
    with as_job(JOB):
        disclosure = Disclosure.objects.get()
        InformDuty.objects.create(
            region=case.region, case=case, kind="subject", disclosure=disclosure, cause_id=uuid4(), due_on=local_day(AT),
            next_on=local_day(AT), owner_id=director.worker_id,
        )  # fmt: skip
        asked = {
            "region": case.region,
            "reason": "x",
            "purpose": "treat",
            "asked_at": AT,
            "lapses_at": AT + timedelta(days=9),
        }
        AccessRequest.objects.create(
            worker_id=country.clinician.worker_id, case_id=case_id, subject_id=case.person_id, **asked
        )
        AccessRequest.objects.create(worker_id=director.worker_id, person_id=case.person_id, **asked)
        Emergency.objects.create(
            worker_id=country.clinician.worker_id, case_id=case_id, subject_id=case.person_id, region=case.region, reason="x",
            opened_at=AT - timedelta(hours=9), until=AT - timedelta(hours=8), review_due=AT,
        )  # fmt: skip
        asking = {"region": case.region, "purpose": "zvh_case", "asked_at": AT}
        HitAnswer.objects.create(
            case_id=case_id, person_id=case.person_id, asked_by=country.stranger.worker_id,
            asked_agency=country.stranger.agency_id, told=True, **asking,
        )  # fmt: skip
        InformationRequest.objects.create(
            region=case.region, case=case, to_name="Jo", to_org="GGZ", to_worker=country.clinician.worker_id, question="x",
            category="C24", purpose="zvh_case", asked_by=director.worker_id, asked_at=AT, due_on=local_day(AT), state="asked",
        )  # fmt: skip
        Outreach.objects.create(
            region=case.region, desk_id=director.agency_id, signal_id=case.opened_from, ground="x",
            owner_id=director.worker_id, opened_at=AT, review_on=local_day(AT),
        )  # fmt: skip
        found = list(InsightRequest.objects.values_list("id", flat=True))
        searching.find_pairs(actor=JOB, region=director.region, at=AT)
    with acting(contact):
        for request_id in found:
            insight.take_up(actor=contact, request_id=request_id, at=AT)
    order(director, close(country, closed))
    return [director, country.case_director, country.officer, country.clinician, contact, housing, privacy_adviser()]


def test_every_page_that_shows_facts_leaves_a_line(
    country: Country, contact: Actor, housing: Actor, sign_in: SignIn
) -> None:
    actors = lived(country, contact, housing)
    known = ids()
    opened: set[str] = set()
    for actor in actors:
        client = sign_in(actor)
        assert client.get("/afwezig?first=24-11-2026&last=27-11-2026").status_code == 200
        for route in sorted(set(routes(get_resolver())) - ELSEWHERE):
            opened |= {route for path in addresses(route, known) if client.get(path).status_code == 200}
    unopened = {route for route in routes(get_resolver()) if "<uuid:" in route} - opened
    assert unopened <= NOT_TO_BE_OPENED
