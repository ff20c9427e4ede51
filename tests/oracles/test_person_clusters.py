"""Any sequence of confirming, denying, taking apart and thinking again, beside a slow and obviously right oracle."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import UUID

import networkx as nx
import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.country import Country, made_up_country

from vangnet.access.services import acting, as_job, system_actor
from vangnet.people import services
from vangnet.people.errors import NothingToSplit, SameRecord, StandsInTheWay
from vangnet.people.models import LinkDecision, Person, SourceRecord
from vangnet.people.selectors import clusters
from vangnet.people.types import NewPerson

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
COUNT = 6
Record = int
Step = tuple[str, tuple[Record, ...]]

RECORDS = st.integers(0, COUNT - 1)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.sampled_from(["confirm", "confirm", "deny", "take_back"]), st.tuples(RECORDS, RECORDS)),
        st.tuples(st.just("split"), st.sets(RECORDS, min_size=1, max_size=3).map(lambda s: tuple(sorted(s)))),
    ),
    max_size=14,
)


class Oracle:
    """Keeps two plain lists of pairs and works everything out again each time."""

    def __init__(self) -> None:
        self.same: list[set[Record]] = []
        self.different: list[set[Record]] = []

    def graph(self) -> nx.Graph:
        graph = nx.Graph()
        graph.add_nodes_from(range(COUNT))
        graph.add_edges_from(tuple(pair) for pair in self.same)
        return graph

    def persons(self) -> set[frozenset[Record]]:
        return {frozenset(group) for group in nx.connected_components(self.graph())}

    def confirm(self, one: Record, two: Record) -> type[Exception] | None:
        if one == two:
            return SameRecord
        if {one, two} in self.same:
            return None
        joined = self.graph()
        joined.add_edge(one, two)
        person = nx.node_connected_component(joined, one)
        if any(pair <= person for pair in self.different):
            return StandsInTheWay
        self.same.append({one, two})
        return None

    def deny(self, one: Record, two: Record) -> type[Exception] | None:
        if one == two:
            return SameRecord
        if {one, two} in self.different:
            return None
        if nx.has_path(self.graph(), one, two):
            return StandsInTheWay
        self.different.append({one, two})
        return None

    def split(self, *out: Record) -> type[Exception] | None:
        person = nx.node_connected_component(self.graph(), out[0])
        if not set(out) < person:
            return NothingToSplit
        ties = [pair for pair in self.same if len(pair & set(out)) == 1]
        self.same = [pair for pair in self.same if pair not in ties]
        self.different += ties
        return None

    def take_back(self, one: Record, two: Record) -> type[Exception] | None:
        if {one, two} in self.different:
            self.different.remove({one, two})
        return None


@pytest.fixture
def country(db: None) -> Country:
    return made_up_country()


@pytest.fixture
def records(country: Country) -> list[UUID]:
    actor = country.director
    with acting(actor):
        return [
            services.register(actor=actor, person=NewPerson(surname=f"Verzonnen{nr}", municipality="GM0193"), at=AT).id
            for nr in range(COUNT)
        ]


def everything() -> list[list[dict[str, object]]]:
    with as_job(system_actor(reason="test")):
        return [list(model.objects.order_by("id").values()) for model in (Person, SourceRecord)]


def refused(act: Callable[[], object]) -> type[Exception] | None:
    try:
        with transaction.atomic():
            act()
    except (StandsInTheWay, NothingToSplit, SameRecord) as refusal:
        return type(refusal)
    return None


class Product:
    """Does the same by the services."""

    def __init__(self, country: Country, records: list[UUID]) -> None:
        self.actor = country.director
        self.records = records
        self.moments = (AT + timedelta(minutes=nr) for nr in range(1_000_000))

    def run(self, verb: str, args: tuple[Record, ...]) -> type[Exception] | None:
        with acting(self.actor):
            return refused(lambda: getattr(self, verb)(*(self.records[nr] for nr in args)))

    def confirm(self, one: UUID, two: UUID) -> None:
        services.confirm_same(actor=self.actor, left=one, right=two, reason="x", at=next(self.moments))

    def deny(self, one: UUID, two: UUID) -> None:
        services.deny_same(actor=self.actor, left=one, right=two, reason="x", at=next(self.moments))

    def split(self, *out: UUID) -> None:
        services.split(actor=self.actor, out=out, reason="x", at=next(self.moments))

    def take_back(self, one: UUID, two: UUID) -> None:
        pair = {"left": min(one, two), "right": max(one, two)}
        row = LinkDecision.objects.filter(**pair, verdict="different", ended_at=None).first()
        if row is not None:
            services.take_back(actor=self.actor, decision_id=row.id, reason="x", at=next(self.moments))

    def persons(self) -> set[frozenset[Record]]:
        number = {record: nr for nr, record in enumerate(self.records)}
        return {frozenset(number[one] for one in clusters.whole(record)) for record in self.records}


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_every_sequence_gives_what_the_oracle_gives(country: Country, records: list[UUID], steps: list[Step]) -> None:
    before = everything()
    point = transaction.savepoint()
    try:
        oracle, product = Oracle(), Product(country, records)
        for verb, args in steps:
            assert product.run(verb, args) == getattr(oracle, verb)(*args), (verb, args)
            assert product.persons() == oracle.persons()
        for nr in range(COUNT):
            product.run("split", (nr,))
        assert product.persons() == {frozenset({nr}) for nr in range(COUNT)}
        assert everything() == before
    finally:
        transaction.savepoint_rollback(point)
