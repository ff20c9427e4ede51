"""Pages of a search. The token is opaque, and good only for the same question by the same caller.

A page after the first must be asked with everything unchanged. The trace of a call is left out of that: the Dutch
profile has every call carry its own in `context.traceparent`.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass

from vangnet.api.authzen import reading
from vangnet.api.authzen.types import Found, Slice
from vangnet.core.errors import InvalidInput
from vangnet.core.strict_json import JsonObject, JsonValue, canonical, loads

MAX_LIMIT = 1000
_MAC_SIZE = 16
_PER_CALL = frozenset({"traceparent", "tracestate"})


@dataclass(frozen=True, slots=True)
class Pager:
    """Makes and checks tokens for one search.

    Args:
        key: secret, the same on every server that may get the next page.
        search: which of the searches.
        caller: who asks.
        question: the parts of the request that the search rests on.
        page: the `page` of the request; None when there was none.
    """

    key: bytes
    search: str
    caller: str
    question: Mapping[str, JsonValue]
    page: JsonObject | None

    def part(self) -> Slice:
        """Return which part of the results is wanted.

        Raises:
            InvalidInput: the token is not ours, or belongs to another question; or the limit is no number.
        """
        page = self.page or {}
        limit = _limit(page)
        token = page.get("token", "")
        if not isinstance(token, str):
            raise reading.invalid("page.token", "must be a string", "moet tekst zijn")
        if not token:
            return Slice("", MAX_LIMIT if limit is None else limit)
        cursor, first_limit = self._open(token)
        if limit is not None and limit != first_limit:
            raise _foreign_token()
        return Slice(cursor, first_limit)

    def page_of(self, found: Found[object], part: Slice) -> JsonObject | None:
        """Return the `page` of the response; None when nobody asked for pages and this was all."""
        if self.page is None and not found.next_cursor:
            return None
        token = self._seal(found.next_cursor, part.limit) if found.next_cursor else ""
        page: JsonObject = {"next_token": token, "count": len(found.items)}
        if found.total is not None:
            page["total"] = found.total
        return page

    def _seal(self, cursor: str, limit: int) -> str:
        payload = canonical([cursor, limit])
        return base64.urlsafe_b64encode(self._mac(payload) + payload).rstrip(b"=").decode("ascii")

    def _open(self, token: str) -> tuple[str, int]:
        try:
            sealed = base64.b64decode(token + "=" * (-len(token) % 4), altchars=b"-_", validate=True)
        except (binascii.Error, ValueError):
            raise _foreign_token() from None
        mac, payload = sealed[:_MAC_SIZE], sealed[_MAC_SIZE:]
        if not hmac.compare_digest(mac, self._mac(payload)):
            raise _foreign_token()
        value = loads(payload)
        assert isinstance(value, list)
        cursor, limit = value
        assert isinstance(cursor, str)
        assert isinstance(limit, int)
        return cursor, limit

    def _mac(self, payload: bytes) -> bytes:
        asked = {name: _without_trace(value) if name == "context" else value for name, value in self.question.items()}
        page = {name: value for name, value in (self.page or {}).items() if name == "properties"}
        bound = canonical([self.search, self.caller, asked, page])
        return hmac.digest(self.key, hashlib.sha256(bound).digest() + payload, "sha256")[:_MAC_SIZE]


def page_in(body: JsonObject) -> JsonObject | None:
    """Return the `page` of a request, if it has one.

    Raises:
        InvalidInput: it is not an object, or its `properties` are not.
    """
    if "page" not in body:
        return None
    page = reading.as_object(body["page"], "page")
    if "properties" in page:
        reading.as_object(page["properties"], "page.properties")
    return page


def _limit(page: JsonObject) -> int | None:
    """Return how many results are wanted; never more than we give in one page."""
    if "limit" not in page:
        return None
    limit = page["limit"]
    whole = isinstance(limit, int | float) and not isinstance(limit, bool) and limit == int(limit) and limit >= 0
    if not whole:
        raise reading.invalid("page.limit", "must be a whole number, 0 or more", "moet een heel getal zijn, 0 of meer")
    assert isinstance(limit, int | float)
    return min(int(limit), MAX_LIMIT)


def _without_trace(context: JsonValue) -> JsonValue:
    if not isinstance(context, dict):
        return context
    return {name: value for name, value in context.items() if name not in _PER_CALL}


def _foreign_token() -> InvalidInput:
    return reading.invalid(
        "page.token",
        "does not belong to this request; repeat the request unchanged, or start without a token",
        "hoort niet bij deze vraag; herhaal de vraag ongewijzigd, of begin zonder token",
    )
