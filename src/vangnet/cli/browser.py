"""Debian's Chromium, driven from here: for pictures in the documentation and for the browser tests."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from vangnet.core.errors import Unavailable

if TYPE_CHECKING:
    from playwright.sync_api import Browser

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")


def find() -> str:
    """Return the path of the browser on this machine.

    Raises:
        Unavailable: there is none; the message says how to install it.
    """
    for name in NAMES:
        path = shutil.which(name)
        if path:
            return path
    raise Unavailable(
        "no-browser",
        nl="Chromium ontbreekt. Op Debian: apt-get install chromium",
        en="Chromium is missing. On Debian: apt-get install chromium",
    )


@contextmanager
def launched() -> Iterator[Browser]:
    """Start a browser without a window, and stop it afterwards.

    Raises:
        Unavailable: the browser or the package that drives it is missing.
    """
    path = find()
    try:
        from playwright.sync_api import sync_playwright
    except ImportError as missing:
        raise Unavailable(
            "no-playwright",
            nl="Het pakket playwright ontbreekt; het hoort bij de ontwikkelomgeving. Doe: make setup",
            en="The package playwright is missing; it comes with the development environment. Run: make setup",
        ) from missing
    # Chromium refuses its own sandbox to the superuser, as in most containers.
    args = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=path, args=args)
        try:
            yield browser
        finally:
            browser.close()
