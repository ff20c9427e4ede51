"""Every list, detail, search, count and call shows a row exactly when the single decision says that it may be seen.

Random grants, ends, beginnings, closings and lockouts, from a seed. The decision is written down here once more, as plainly as
it can be said, over the raw grants; it shares nothing with the selectors, the sums or the walls.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test import RequestFactory
from tests.country import Country, made_up_country
from tests.web.lived import adopted, agreed

from vangnet.access import selectors as access
from vangnet.access.models import Grant, Lockout, Worker
from vangnet.access.services import acting, as_job, close_grants, emergency, open_grant, sum_up_again, system_actor
from vangnet.access.services.closing import close_grants_of
from vangnet.access.types import Actor, Basis
from vangnet.api.authzen.product import seeing
from vangnet.api.authzen.types import Context, Kind, Slice
from vangnet.api.v1 import cases as api_cases
from vangnet.cases import selectors as cases
from vangnet.cases import services as case_services
from vangnet.cases.models import Case, Contact, Entry
from vangnet.core.errors import NotVisible
from vangnet.core.ids import new_id
from vangnet.core.trace_context import begin
from vangnet.people import selectors as people
from vangnet.plans import selectors as plans
from vangnet.plans.models import Agreement, Goal, Passage
from vangnet.plans.types import DOMAIN_CATEGORIES
from vangnet.sharing import selectors as sharing
from vangnet.sharing import services as sharing_services
from vangnet.sharing.models import InformationRequest
from vangnet.sharing.types import Receiver

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
CATEGORIES = ("C06", "C07", "C14", "C18", "C24")
ROUNDS = 12


@dataclass
class World:
    """The cases, who looks, and what lies in each case by category."""

    country: Country
    lookers: list[Actor]
    cases: dict[UUID, str] = field(default_factory=dict)
    numbers: dict[UUID, str] = field(default_factory=dict)
    subjects: dict[UUID, UUID] = field(default_factory=dict)


@pytest.fixture
def world(db: None) -> World:
    country = made_up_country()
    with as_job(system_actor(reason="test")):
        rows = [
            Worker.objects.create(
                agency_id=country.officer.agency_id, region_id="ZVH04", name=f"Kijker {nr}", role="wijkagent"
            )
            for nr in range(4)
        ]
    lookers = [Actor(row.id, row.agency_id, "POL", "ZVH04", "wijkagent") for row in rows]
    world = World(country, lookers)
    for name in ("Zoekmanaar", "Zoekmanbeer", "Zoekmancees"):
        case_id = country.case(at=AT, name=name, key=name)
        adopted(country, case_id, at=AT)
        agreed(country, case_id, "Ga langs", AT.date(), at=AT)
        with acting(country.director):
            for category in CATEGORIES:
                case_services.note(
                    actor=country.director,
                    case_id=case_id,
                    text=f"Woord{category}",
                    key=new_id(),
                    at=AT,
                    category=category,
                )
                sharing_services.request_information(
                    actor=country.director, case_id=case_id, to=Receiver("WCO", "", "Wonen", None), question=f"Vraag {category}?",
                    category=category, purpose="zvh_case", due_on=AT.date(), at=AT,
                )  # fmt: skip
        world.cases[case_id] = name
    with as_job(system_actor(reason="test")):
        Passage.objects.filter(kind="words").update(category="C06")
        Passage.objects.filter(kind="summary").update(category="C14")
        for row in Case.objects.all():
            world.numbers[row.id], world.subjects[row.id] = row.number, row.person_id
    return world


def may_see(actor: Actor, case_id: UUID, category: str | None, at: datetime) -> bool:
    """The single decision: not locked out, and some grant that has begun, has not ended and was not closed covers it."""
    if Lockout.objects.filter(worker_id=actor.worker_id, case_id=case_id, lifted_at=None).exists():
        return False
    for grant in Grant.objects.filter(worker_id=actor.worker_id, case_id=case_id):
        begun = grant.since is None or grant.since <= at
        runs = grant.until is None or at < grant.until
        covers = category is None or bool(grant.categories & (1 << (int(category[1:]) - 1)))
        if begun and runs and covers and grant.closed_at is None:
            return True
    return False


def something(world: World, chance: random.Random, at: datetime) -> None:
    """Let one thing happen to somebody's sight."""
    job, case_id = system_actor(reason="test"), chance.choice(list(world.cases))
    looker = chance.choice(world.lookers)
    act = chance.randrange(10)
    with as_job(job):
        if act < 6:
            wanted = chance.sample(CATEGORIES, chance.randrange(1, 4))
            open_grant(
                actor=job, at=at, worker_id=looker.worker_id, case_id=case_id, subject_id=world.subjects[case_id],
                region="ZVH04", categories=sum(1 << (int(code[1:]) - 1) for code in wanted),
                basis=chance.choice(list(Basis)), basis_id=new_id(),
                since=chance.choice([None, None, at + timedelta(days=chance.randrange(1, 4))]),
                until=chance.choice([None, at + timedelta(days=chance.randrange(1, 5))]),
            )  # fmt: skip
        elif act < 8:
            close_grants(actor=job, at=at, why="test", worker_id=looker.worker_id, case_id=case_id)
    if act == 8:
        with acting(world.country.director):
            locked = emergency.lift_lockout if chance.random() < 0.6 else _bar
            locked(actor=world.country.director, worker_id=looker.worker_id, case_id=case_id, at=at)
    if act == 9:
        with as_job(job):
            ids = list(
                Grant.objects.filter(closed_at=None, worker_id=looker.worker_id).values_list("basis", "basis_id")[:2]
            )
        for basis, basis_id in ids:
            close_grants_of(actor=job, at=at, why="test", basis=Basis(basis), basis_ids=[basis_id])


def _bar(*, actor: Actor, worker_id: UUID, case_id: UUID, at: datetime) -> None:
    emergency.lock_out(actor=actor, worker_id=worker_id, case_id=case_id, reason="x", at=at)


def decided(world: World, actor: Actor, at: datetime) -> tuple[set[UUID], dict[UUID, set[str]]]:
    """Return the cases somebody may see, and of each the categories, by the single decision."""
    with as_job(system_actor(reason="test")):
        seen = {case_id for case_id in world.cases if may_see(actor, case_id, None, at)}
        every = {
            case_id: {f"C{n:02d}" for n in range(1, 35) if may_see(actor, case_id, f"C{n:02d}", at)} for case_id in seen
        }
    return seen, every


def check_hidden(actor: Actor, case_id: UUID, at: datetime) -> None:
    """A case out of sight does not exist, whatever is asked of it."""
    for ask in (cases.case, cases.timeline, plans.current, plans.agreements, sharing.requests):
        with pytest.raises(NotVisible):
            ask(actor=actor, case_id=case_id, at=at)


def check_case(actor: Actor, case_id: UUID, categories: set[str], *, rows: dict[str, set[UUID]], at: datetime) -> None:
    """A case in sight shows its rows of the categories in sight, and says which life domains it leaves out."""
    assert cases.case(actor=actor, case_id=case_id, at=at).id == case_id
    assert {one.id for one in cases.timeline(actor=actor, case_id=case_id, at=at, limit=100)} == rows["entry"]
    plan = plans.current(actor=actor, case_id=case_id, at=at)
    assert plan is not None
    shown = {domain for domain, category in DOMAIN_CATEGORIES.items() if category in categories}
    assert {goal.domain for goal in plan.goals} == shown
    assert set(plan.hidden) == set(DOMAIN_CATEGORIES) - shown
    assert bool(plan.own_words) == ("C06" in categories)
    assert bool(plan.summary) == ("C14" in categories)
    assert bool(plan.crisis_steps) == ("C23" in categories)
    assert {one.id for one in plans.agreements(actor=actor, case_id=case_id, at=at)} == rows["agreement"]
    assert {one.id for one in sharing.requests(actor=actor, case_id=case_id, at=at)} == rows["request"]
    items = {item.id for item in sharing.shareable(actor=actor, case_id=case_id, at=at) if item.kind == "entry"}
    assert items <= rows["entry"]


def called(
    monkeypatch: pytest.MonkeyPatch, operation: Callable[..., Any], actor: Actor, at: datetime, **given: Any
) -> Any:
    """Return what an operation of the API answers to a connected system that stands for somebody, or None when nothing."""
    request = RequestFactory().get("/")
    request.auth = actor  # type: ignore[attr-defined]
    monkeypatch.setattr("vangnet.api.v1.caller.now", lambda: at)
    try:
        return operation(request, **given)
    except NotVisible:
        return None


def check_api(monkeypatch: pytest.MonkeyPatch, world: World, actor: Actor, at: datetime) -> None:
    """The API lists, opens and tells of plans what the single decision says, and nothing else."""
    seen, categories = decided(world, actor, at)
    found, cursor = [], None
    monkeypatch.setattr(api_cases, "PAGE", 2)
    while True:
        page = called(monkeypatch, api_cases.page, actor, at, cursor=cursor)
        found += [row.id for row in page.results]
        cursor = page.next
        if cursor is None:
            break
    assert (set(found), len(found)) == (seen, len(seen))
    for case_id in world.cases:
        case = called(monkeypatch, api_cases.read, actor, at, case_id=case_id)
        plan = called(monkeypatch, api_cases.plan, actor, at, case_id=case_id)
        assert (case is not None, plan is not None) == (case_id in seen, case_id in seen)
        if plan is not None:
            shown = {domain for domain, category in DOMAIN_CATEGORIES.items() if category in categories[case_id]}
            assert {goal.domain for goal in plan.goals} == shown
            assert bool(plan.own_words) == ("C06" in categories[case_id])
            assert bool(plan.agreements) == ("C24" in categories[case_id])


def check_decision_point(world: World, at: datetime) -> None:
    """The searches of AuthZEN find what the single decision says: cases of a colleague, and colleagues of a case."""
    context = Context({}, at, at, "systeem", begin())
    every = {looker.worker_id: decided(world, looker, at) for looker in world.lookers}
    for category in (None, *CATEGORIES, "C14 of meer"):
        properties = {} if category is None else {"category": category}
        for looker in world.lookers:
            seen, categories = every[looker.worker_id]
            may = {one for one in seen if category is None or category in categories[one]}
            kind = Kind(seeing.CASE, properties)
            listed = seeing.cases(world.country.officer, str(looker.worker_id), kind, context, Slice("", 50))
            assert {UUID(one.id) for one in listed.items} == may
            assert {
                case_id
                for case_id in world.cases
                if seeing.sight(world.country.officer, str(looker.worker_id), str(case_id), category, at)
            } == may
            # A caller of another organisation learns nothing about somebody of this one.
            assert not seeing.cases(world.country.clinician, str(looker.worker_id), kind, context, Slice("", 50)).items
        for case_id in world.cases:
            among = seeing.professionals(world.country.officer, str(case_id), category, context, Slice("", 50))
            assert {UUID(one.id) for one in among.items} == {
                looker.worker_id
                for looker in world.lookers
                if case_id in every[looker.worker_id][0]
                and (category is None or category in every[looker.worker_id][1][case_id])
            }


def check(world: World, actor: Actor, at: datetime) -> int:
    """Compare everything that shows something with the single decision; return how many rows were compared."""
    seen, categories = decided(world, actor, at)
    with as_job(system_actor(reason="test")):
        entries = list(Entry.objects.values_list("id", "case_id", "category"))
        agreements = list(Agreement.objects.values_list("id", "case_id", "category"))
        requests = list(InformationRequest.objects.values_list("id", "case_id", "category"))
        goals = [(row.id, row.case_id, DOMAIN_CATEGORIES[row.domain]) for row in Goal.objects.all()]

    def visible(rows: list[tuple[UUID, UUID, str]], case_id: UUID | None = None) -> set[UUID]:
        return {
            row_id
            for row_id, of_case, category in rows
            if of_case in seen and category in categories[of_case] and case_id in {None, of_case}
        }

    with acting(actor, at=at):
        # Lists, counts and both searches.
        assert {row.id for row in cases.page(actor=actor, at=at).rows} == seen
        assert access.count_sights(actor=actor) == sum(access.count_by_relation(actor=actor).values()) == len(seen)
        assert {sight.case_id for sight in access.sights_of(actor=actor, case_ids=list(world.cases), at=at)} == seen
        assert {row.id for row in cases.find(actor=actor, number="2026-0", at=at)} == seen
        assert {one.id for one in people.find(actor=actor, text="zoekman", at=at)} == {
            world.subjects[one] for one in seen
        }
        for category in CATEGORIES:
            found = {one.row.id for one in cases.search(actor=actor, text=f"woord{category}", at=at)}
            assert found == {case_id for case_id in seen if category in categories[case_id]}
        # The bare tables, behind the wall.
        assert set(Case.objects.values_list("id", flat=True)) == seen
        assert set(Entry.objects.values_list("id", flat=True)) == visible(entries)
        assert set(Agreement.objects.values_list("id", flat=True)) == visible(agreements)
        assert set(InformationRequest.objects.values_list("id", flat=True)) == visible(requests)
        assert set(Goal.objects.values_list("id", flat=True)) == visible(goals)
        assert not Contact.objects.exists()
        for case_id in world.cases:
            if case_id in seen:
                check_case(
                    actor,
                    case_id,
                    categories[case_id],
                    rows={
                        kind: visible(list_, case_id)
                        for kind, list_ in (("entry", entries), ("agreement", agreements), ("request", requests))
                    },
                    at=at,
                )
            else:
                check_hidden(actor, case_id, at)
        for request_id, _, _ in requests:
            if request_id in visible(requests):
                assert sharing.request(actor=actor, request_id=request_id, at=at).id == request_id
            else:
                with pytest.raises(NotVisible):
                    sharing.request(actor=actor, request_id=request_id, at=at)
    return len(entries) + len(agreements) + len(requests) + len(goals)


@pytest.mark.parametrize("seed", [1, 2])
def test_a_row_is_visible_exactly_when_it_may_be(world: World, seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    chance, at, compared, ever = random.Random(seed), AT, 0, 0
    for _ in range(ROUNDS):
        for _ in range(chance.randrange(1, 5)):
            something(world, chance, at)
        at += timedelta(hours=chance.randrange(1, 40))
        with as_job(system_actor(reason="test")):
            sum_up_again(at=at)
        looker = chance.choice(world.lookers)
        compared += check(world, looker, at)
        check_api(monkeypatch, world, looker, at)
        check_decision_point(world, at)
        ever += len(decided(world, looker, at)[0])
    assert compared > 500
    assert ever >= 3, "nobody saw anything: the test would compare nothing with nothing"
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        assert cursor.fetchone() == ("vangnet_app",)
