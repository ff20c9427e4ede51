"""Every pair of colours that the design names can be read: text at 4.5 to 1, edges of controls and the focus ring at 3 to 1."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

STYLE = Path(__file__).resolve().parents[2] / "src/vangnet/web/shared/static/vangnet/vangnet.css"
TOKENS = dict(re.findall(r"--vn-([a-z0-9-]+): (#[0-9a-f]{6});", STYLE.read_text(encoding="utf-8")))

TONES = ("late", "now", "good", "wait", "share", "rest")
TEXT = [
    *((ink, ground) for ink in ("ink", "ink-soft") for ground in ("surface", "paper", "sunken")),
    *((tone, f"{tone}-tint") for tone in TONES),
    *(("ink", f"{tone}-tint") for tone in TONES),
    *(("ink", f"data-{step}") for step in (0, 1, 2)),
    *(("surface", f"data-{step}") for step in (3, 4)),
    ("accent", "surface"), ("accent", "paper"), ("accent-hover", "accent-tint"), ("on-accent", "accent"),
    ("on-accent", "accent-hover"), ("late", "surface"), ("ink", "accent-tint"), ("surface", "late"),
]  # fmt: skip
EDGES = [
    ("line-strong", "surface"),
    ("line-strong", "paper"),
    ("focus", "surface"),
    ("focus", "paper"),
    ("data-second", "surface"),
]


def light(colour: str) -> float:
    """Return the relative luminance of a colour (WCAG 2.2)."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours.

    >>> round(contrast("#000000", "#ffffff"))
    21
    """
    bright, dark = sorted((light(one), light(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


@pytest.mark.parametrize(("ink", "ground"), TEXT)
def test_text_can_be_read(ink, ground):
    assert contrast(TOKENS[ink], TOKENS[ground]) >= 4.5


@pytest.mark.parametrize(("edge", "ground"), EDGES)
def test_edges_can_be_seen(edge, ground):
    assert contrast(TOKENS[edge], TOKENS[ground]) >= 3


def test_the_measure_can_fail():
    assert contrast(TOKENS["line"], TOKENS["surface"]) < 3
