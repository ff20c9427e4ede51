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
) -> list[frozenset[Id]]:
    """Return the clusters of two and more records, each record in one cluster at most.

    A human's "together" goes before everything, a human's "apart" before every link of the machine: a link that would
    bring two such records into one cluster, directly or through others, is passed over.

    Args:
        links: record, record, weight in bits; only those that should count.
        together: pairs that a human confirmed.
        apart: pairs that a human rejected.

    Returns:
        Clusters in order of their first appearance. The same links in another order give the same clusters, unless two
        links of equal weight compete.

    >>> [sorted(c) for c in cluster([(1, 2, 9.0), (2, 3, 5.0), (4, 5, 7.0)], apart=[(1, 3)])]
    [[1, 2], [4, 5]]
    """
    parent: dict[Id, Id] = {}
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
        for enemy in enemies.pop(b, set()):
            enemies[enemy].discard(b)
            enemies[enemy].add(a)
            enemies.setdefault(a, set()).add(enemy)

    for one, two in together:
        join(one, two)
    for one, two in apart:
        a, b = find(one), find(two)
        if a != b:
            enemies.setdefault(a, set()).add(b)
            enemies.setdefault(b, set()).add(a)
    for one, two, _ in sorted(links, key=lambda link: -link[2]):
        join(one, two)
    members: dict[Id, set[Id]] = {}
    for record in list(parent):
        members.setdefault(find(record), set()).add(record)
    return [frozenset(group) for group in members.values() if len(group) > 1]
