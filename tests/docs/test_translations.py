"""English is a whole second language: every text of the screens has its English, and the compiled form is of today.

When this fails: `make messages`, fill in the English in the catalogue it names, and run it again.
"""

from __future__ import annotations

import re

import pytest

from vangnet.cli import messages

_PLACE = re.compile(r"%\((\w+)\)s")


@pytest.mark.parametrize("folder", messages.folders(), ids=lambda folder: folder.name)
def test_every_text_has_its_english(folder):
    stored = messages.read(folder)
    assert [text for text, _ in messages.texts(folder) if stored.get(text) is None] == []
    assert messages.missing(stored) == []


@pytest.mark.parametrize("folder", messages.folders(), ids=lambda folder: folder.name)
def test_the_catalogue_holds_nothing_that_is_gone(folder):
    wanted = {messages.first(text) for text, _ in messages.texts(folder)}
    assert sorted({messages.first(m.id) for m in messages.read(folder) if m.id} - wanted) == []


@pytest.mark.parametrize("folder", messages.folders(), ids=lambda folder: folder.name)
def test_the_english_fills_in_the_same_things(folder):
    different = []
    for message in messages.read(folder):
        english = message.string if isinstance(message.string, tuple) else (message.string,)
        wanted = set(_PLACE.findall(messages.first(message.id))) if message.id else set()
        different += [text for text in english if message.id and set(_PLACE.findall(text or "")) != wanted]
    assert different == []


@pytest.mark.parametrize("folder", messages.folders(), ids=lambda folder: folder.name)
def test_the_compiled_form_is_of_today(folder):
    target = messages.catalogue(folder).with_suffix(".mo")
    assert target.read_bytes() == messages.compiled(messages.read(folder))


def test_the_words_of_packages_are_compiled_as_they_stand():
    """Sign-in pages come from a package; our Dutch of them is whole, and speaks with "je"."""
    words = messages.package_words()
    assert messages.PACKAGE_WORDS.with_suffix(".mo").read_bytes() == messages.compiled(words)
    assert messages.missing(words) == []
    said = [
        one
        for message in words
        if message.id
        for one in (message.string if isinstance(message.string, tuple) else (message.string,))
    ]
    assert [one for one in said if re.search(r"\b(u|uw)\b|succes|authenticat", one, re.IGNORECASE)] == []


def test_a_folder_without_screens_is_not_asked_for(tmp_path):
    assert list(messages.texts(tmp_path)) == []
