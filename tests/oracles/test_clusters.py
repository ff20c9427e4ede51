"""Clusters against networkx, and what a human said above what the machine weighs."""

import random

import networkx
from hypothesis import given
from hypothesis import strategies as st

from vangnet.people.engine.clusters import cluster

PAIRS = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)).filter(lambda pair: pair[0] != pair[1]), max_size=60)


@given(PAIRS)
def test_without_a_human_clusters_are_connected_components(pairs):
    graph = networkx.Graph(pairs)
    expected = {frozenset(part) for part in networkx.connected_components(graph)}
    assert set(cluster([(one, two, 1.0) for one, two in pairs])) == expected


@given(PAIRS, PAIRS, st.randoms(use_true_random=False))
def test_what_a_human_kept_apart_is_never_brought_together(pairs, apart, chance):
    links = [(one, two, chance.random()) for one, two in pairs]
    for group in cluster(links, apart=apart):
        assert not any(one in group and two in group for one, two in apart)


@given(PAIRS, PAIRS)
def test_what_a_human_put_together_stays_together(pairs, together):
    groups = cluster([(one, two, 1.0) for one, two in pairs], together=together)
    for one, two in together:
        assert any(one in group and two in group for group in groups)


def test_the_order_of_the_links_does_not_matter():
    chance = random.Random(5)
    links = [(chance.randrange(200), chance.randrange(200), number / 7) for number in range(300)]
    links = [link for link in links if link[0] != link[1]]
    apart = [(chance.randrange(200), chance.randrange(200, 205)) for _ in range(20)]
    first = set(cluster(links, apart=apart))
    chance.shuffle(links)
    assert set(cluster(links, apart=apart)) == first


def test_the_surest_link_wins_where_two_compete():
    assert cluster([("a", "b", 9.0), ("b", "c", 5.0)], apart=[("a", "c")]) == [frozenset("ab")]
    assert cluster([("a", "b", 5.0), ("b", "c", 9.0)], apart=[("a", "c")]) == [frozenset("bc")]


@given(PAIRS)
def test_a_cluster_that_must_hold_together_lies_within_a_component(pairs):
    loose = cluster([(one, two, 1.0) for one, two in pairs])
    for group in cluster([(one, two, 1.0) for one, two in set(pairs)], cohesion=0.5):
        assert any(group <= whole for whole in loose)


def test_one_wrong_link_does_not_chain_two_people():
    def full(names):
        return [(one, two, 9.0) for place, one in enumerate(names) for two in names[:place]]

    links = [*full("abc"), *full("xyz"), ("a", "x", 3.0)]
    assert len(cluster(links)) == 1
    assert set(cluster(links, cohesion=0.5)) == {frozenset("abc"), frozenset("xyz")}
    # A record that few links reach still joins: half of the pairs is enough.
    assert cluster([*full("ab"), ("b", "c", 3.0)], cohesion=0.5) == [frozenset("abc")]
