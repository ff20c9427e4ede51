"""Nothing in the repository points at a real person, at one machine, or at the shelf a package came from."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from tests.architecture.tree import relative, texts

from vangnet.core import bsn

# Nine digits on their own, plain or written with dots, spaces or underscores as people do.
_NINE = re.compile(r"(?<![\w.])(?:\d{9}|\d{3}[ ._]\d{3}[ ._]\d{3}|\d{4}[ .]\d{2}[ .]\d{3})(?!\w|[.,]\d)")
# Spelled in parts, so that this file does not trip over itself.
_MACHINE = re.compile(
    "|".join(
        ("/ho" + r"me/\w", "/Use" + r"rs/\w", r"(?<![\w.])/ro" + "ot/", r"(?<![\w.])/wo" + "rk/", r"[A-Z]:\\Use" + "rs")
    )
)
_REGISTRY = re.compile(
    "|".join(
        (
            "py" + r"pi\.org",
            "files.python" + r"hosted\.org",
            "registry.np" + r"mjs",
            r"deb\.deb" + "ian",
            "--extra-in" + "dex",
        )
    )
)


def citizen_numbers(text: str) -> Iterator[str]:
    """Return what in the text could be somebody's real number: it passes the test and is not a made-up one."""
    for match in _NINE.finditer(text):
        digits = re.sub(r"\D", "", match[0])
        if bsn.passes(digits) and not digits.startswith("9999"):
            yield match[0]


def test_no_number_could_be_a_real_citizens():
    found = {relative(path): sorted(set(citizen_numbers(text))) for path, text in texts()}
    assert {path: numbers for path, numbers in found.items() if numbers} == {}


@pytest.mark.parametrize("written", ["{}", "{0[0]}{0[1]}{0[2]} {0[3]}{0[4]}{0[5]} {0[6]}{0[7]}{0[8]}", "BSN:{}."])
def test_a_real_looking_number_is_seen(written: str):
    digits = "11122" + "2333"
    assert list(citizen_numbers(written.format(digits)))


def test_other_numbers_are_left_alone():
    assert list(citizen_numbers("0.111222333 111222334 sha256:a111222333 999990019 1112223330")) == []


def test_no_path_of_one_machine():
    assert {relative(path): _MACHINE.findall(text) for path, text in texts() if _MACHINE.search(text)} == {}


def test_no_address_of_a_registry():
    assert {relative(path): _REGISTRY.findall(text) for path, text in texts() if _REGISTRY.search(text)} == {}
