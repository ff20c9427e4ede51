"""Persons as clusters of records: join the surest links first, keep apart what a human kept apart. Pure."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from typing import TypeVar

Id = TypeVar("Id", bound=Hashable)


def cluster(
    links: Iterable[tuple[Id, Id, float]],
    *,
    together: Iterable[tuple[Id, Id]] = (),
    apart: Iterable[tuple[Id, Id]] = (),
    cohesion: float = 0.0,
) -> list[frozenset[Id]]:
    """Return the clusters of two and more records, each record in one cluster at most.

    A human's "together" goes before everything, a human's "apart" before every link of the machine: a link that would
    bring two such records into one cluster, directly or through others, is passed over.

    Args:
        links: record, record, weight in bits; only those that should count.
        together: pairs that a human confirmed.
        apart: pairs that a human rejected.
        cohesion: two clusters are joined only when at least this part (0 to 1) of the pairs between them is linked; 0 follows
            every link. In a large file one wrong link would otherwise chain whole families and their namesakes together.

    Returns:
        Clusters in order of their first appearance. The same links in another order give the same clusters, unless two
        links of equal weight compete.

    >>> [sorted(c) for c in cluster([(1, 2, 9.0), (2, 3, 5.0), (4, 5, 7.0)], apart=[(1, 3)])]
    [[1, 2], [4, 5]]
    """
    links = sorted(links, key=lambda link: -link[2])
    parent: dict[Id, Id] = {}
    sizes: dict[Id, int] = {}
    between: dict[Id, dict[Id, int]] = {}  # cluster to cluster: number of links, kept only when cohesion asks for it
    enemies: dict[Id, set[Id]] = {}

    def find(record: Id) -> Id:
        root = record
        while (above := parent.setdefault(root, root)) != root:
            root = above
        while parent[record] != root:
            parent[record], record = root, parent[record]
        return root

    def join(one: Id, two: Id) -> None:
        a, b = find(one), find(two)
        if a == b or b in enemies.get(a, ()):
            return
        parent[b] = a
        sizes[a] = sizes.get(a, 1) + sizes.pop(b, 1)
        for other, count in between.pop(b, {}).items():
            between[other].pop(b)
            if other != a:
                between.setdefault(a, {})[other] = between.get(a, {}).get(other, 0) + count
                between[other][a] = between[a][other]
        for enemy in enemies.pop(b, set()):
            enemies[enemy].discard(b)
            enemies[enemy].add(a)
            enemies.setdefault(a, set()).add(enemy)

    def hold_together(one: Id, two: Id) -> bool:
        a, b = find(one), find(two)
        return a == b or between.get(a, {}).get(b, 0) >= cohesion * sizes.get(a, 1) * sizes.get(b, 1)

    if cohesion > 0:
        for one, two, _ in links:
            for a, b in ((one, two), (two, one)):
                between.setdefault(a, {})[b] = between.get(a, {}).get(b, 0) + 1
    for one, two in together:
        join(one, two)
    for one, two in apart:
        a, b = find(one), find(two)
        if a != b:
            enemies.setdefault(a, set()).add(b)
            enemies.setdefault(b, set()).add(a)
    for one, two, _ in links:
        if cohesion == 0 or hold_together(one, two):
            join(one, two)
    members: dict[Id, set[Id]] = {}
    for record in list(parent):
        members.setdefault(find(record), set()).add(record)
    return [frozenset(group) for group in members.values() if len(group) > 1]
