"""Print a page; the printer hangs on some layouts, so it works in a process that we end when its time is over."""

from __future__ import annotations

import json
import subprocess
import sys

from vangnet.core.errors import Unavailable

TIMEOUT_S = 60.0


def pdf_of(*, html: str, css: str, timeout_s: float = TIMEOUT_S) -> bytes:
    """Return the PDF of a page.

    Args:
        html: the page; it is laid out in blocks and refers to nothing outside.
        css: its style.
        timeout_s: seconds after which the printer is stopped.

    Raises:
        Unavailable: it took too long, or the printer failed; nothing of the page is told.
    """
    try:
        done = subprocess.run(
            [sys.executable, "-m", "vangnet.web.rights.printer"],
            input=json.dumps({"html": html, "css": css}).encode(),
            capture_output=True,
            timeout=timeout_s,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise _failed("duurde te lang", "took too long") from error
    if done.returncode != 0 or not done.stdout.startswith(b"%PDF-"):
        raise _failed("is mislukt", "failed")
    return done.stdout


def _failed(nl: str, en: str) -> Unavailable:
    return Unavailable(
        "printing-failed",
        nl=f"Het maken van de PDF {nl}. Probeer het later opnieuw, of neem het antwoord als JSON.",
        en=f"Making the PDF {en}. Try again later, or take the answer as JSON.",
    )
