"""The pools of sentences and words, read once from the files beside this module."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from typing import Any


@lru_cache(maxsize=16)
def pool(name: str) -> Mapping[str, Any]:
    """Return a file of texts by its name without ending."""
    text = files("vangnet.cli.country").joinpath("texts", f"{name}.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def fill(text: str, words: Mapping[str, str]) -> str:
    """Return a text with its words filled in.

    >>> fill("{voornaam} belde.", {"voornaam": "Bo"})
    'Bo belde.'
    """
    return text.format_map(words) if "{" in text else text
