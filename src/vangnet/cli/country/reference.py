"""The regions and municipalities of the country, from the reference files of the `access` stage."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

SHOWCASE_REGION = "ZVH04"
"""The region in which the people of the demo work."""


@dataclass(frozen=True, slots=True)
class Town:
    """A municipality; `size` is a rough class, only used to spread people."""

    code: str
    name: str
    size: int


@dataclass(frozen=True, slots=True)
class Area:
    """The region of one Zorg- en Veiligheidshuis with its municipalities."""

    code: str
    name: str
    towns: tuple[Town, ...]

    @property
    def size(self) -> int:
        """Return the sum of the sizes of its municipalities."""
        return sum(town.size for town in self.towns)


@lru_cache(maxsize=1)
def areas() -> tuple[Area, ...]:
    """Return the 31 regions, in the order of their codes."""
    towns: dict[str, list[Town]] = {}
    for row in _rows("municipalities.csv"):
        towns.setdefault(row["region"], []).append(Town(row["code"], row["name"], int(row["size"])))
    return tuple(Area(row["code"], row["name"], tuple(towns[row["code"]])) for row in _rows("regions.csv"))


def _rows(name: str) -> Iterator[dict[str, str]]:
    text = files("vangnet.access").joinpath(name).read_text(encoding="utf-8")
    return csv.DictReader(line for line in text.splitlines() if not line.startswith("#"))
