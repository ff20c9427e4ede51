"""The frame of a page, rendered once for all pages that show the same frame.

The frame costs more than the rows of an ordinary list, and it hardly ever changes: it differs by who is signed in, where in
the menu we are, and the language. Only the token against forgery and the address of the page differ each time; they are
put in afterwards, in the place of marks that nobody outside this process can know.
"""

from __future__ import annotations

import secrets
from dataclasses import replace
from functools import lru_cache

from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.safestring import SafeString

from vangnet.web.shared import screen
from vangnet.web.shared.shell import Shell
from vangnet.web.shared.words import Language

_TOKEN_MARK = f"token-{secrets.token_hex(16)}"
_HERE_MARK = f"here-{secrets.token_hex(16)}"

# Each holds some 10 kB; a server process seldom meets more combinations of worker and menu at one time.
KEPT = 1024


def rendered(template: str, shell: Shell, token: str) -> SafeString:
    """Return one part of the frame for this request.

    Args:
        template: of the part; may use nothing but `shell` and `csrf_token`.
        shell: the frame of this request.
        token: the token against forgery of this request; empty when there is none.
    """
    text = _kept(template, screen.language(), replace(shell, here=_HERE_MARK), bool(token))
    return SafeString(text.replace(_TOKEN_MARK, escape(token)).replace(_HERE_MARK, escape(shell.here)))


@lru_cache(maxsize=KEPT)
def _kept(template: str, language: Language, shell: Shell, has_token: bool) -> str:
    return render_to_string(
        template, {"shell": shell, "csrf_token": _TOKEN_MARK if has_token else "", "LANGUAGE_CODE": language}
    )
