"""Templates hold no script, no style and no way round escaping: the content security policy needs no exception."""

from __future__ import annotations

import re

import pytest
from tests.architecture.tree import _text, relative, templates

FORBIDDEN = {
    "inline script": re.compile(r"<script(?![^>]*\bsrc=)[^>]*>", re.I),
    "inline style sheet": re.compile(r"<style\b", re.I),
    "inline style": re.compile(r"<[^>]*\sstyle\s*=", re.I),
    "inline handler": re.compile(r"<[a-z][^>]*\s(?:on[a-z]+|hx-on[:a-z-]*)\s*=", re.I),
    "script in an address": re.compile(r"javascript:", re.I),
    "escaping switched off": re.compile(r"\|\s*safe\b|\{%\s*autoescape\s+off"),
    "somebody else's server": re.compile(r"(?:src|href|action)\s*=\s*[\"']?(?:https?:)?//", re.I),
}

# The page on paper is laid out by its own print program, which reads its style from the page.
EXCEPTIONS: dict[str, str] = {}


def faults(text: str) -> list[str]:
    """Return which rules a template breaks."""
    return [name for name, pattern in FORBIDDEN.items() if pattern.search(text)]


def test_templates_are_plain():
    found = {relative(path): faults(_text(path)) for path in templates() if relative(path) not in EXCEPTIONS}
    assert {path: broken for path, broken in found.items() if broken} == {}


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        '<p class="a" style="color:red">',
        '<a onclick="go()">',
        '<a hx-on:click="go()">',
        "{{ name|safe }}",
        '<link href="//elsewhere.example/a.css">',
        "<style>p{}</style>",
        '<a href="javascript:go()">',
    ],
)
def test_each_fault_is_seen(text: str):
    assert faults(text)


def test_an_ordinary_template_passes():
    assert faults('<script src="{% static "a.js" %}" defer></script><p class="on style">{{ name }}</p>') == []


_TITLE = re.compile(r"\{%\s*block (?:title|head_title)\s*%\}(.*?)\{%\s*endblock", re.S)
_SHOWN = re.compile(r"\{\{\s*([\w.]+)")
# What a title may show beside fixed words: the title of a fault, a fixed heading, the number of a case. Never a name.
IN_TITLES = {"fault.title", "title", "case.number", "signal.number"}


def shown_in_title(text: str) -> set[str]:
    """Return which values a template puts in the title of the tab, where everybody who walks past can read them."""
    return {name for title in _TITLE.findall(text) for name in _SHOWN.findall(title)}


def test_no_title_shows_a_name():
    found = {relative(path): shown_in_title(_text(path)) - IN_TITLES for path in templates()}
    assert {path: names for path, names in found.items() if names} == {}


def test_a_name_in_a_title_is_seen():
    assert shown_in_title("{% block title %}{{ person.name }}, plan{% endblock %}") == {"person.name"}
