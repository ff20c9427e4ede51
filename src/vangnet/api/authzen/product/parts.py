"""Who may ask Vangnet's own decision point, and where its records go."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db import DatabaseError

from vangnet.access import selectors as access
from vangnet.api.tokens import CHALLENGE, bearer_token, system_of
from vangnet.audit import services as audit
from vangnet.core.errors import NotVisible, Unavailable
from vangnet.core.strict_json import JsonObject


@dataclass(frozen=True, slots=True)
class ConnectedSystems:
    """A `Doorkeeper` that knows connected systems by a token that still holds."""

    challenge: str = CHALLENGE

    def caller(self, headers: Mapping[str, str]) -> str | None:
        """Return the client id of the connected system, or None."""
        client_id = system_of(bearer_token(headers))
        try:
            return client_id if client_id and access.actor_of_system(client_id=client_id) else None
        except NotVisible:
            return None


@dataclass(frozen=True, slots=True)
class AuditLog:
    """A `DecisionLog` in the append-only table of the stage `audit`."""

    def write(self, record: JsonObject) -> None:
        """Keep one record; the same trace and span a second time changes nothing.

        Raises:
            Unavailable: it was not kept, so the answer may not leave.
        """
        timestamp = record["timestamp"]
        assert isinstance(timestamp, int)
        try:
            audit.record_decision(record=record, at=datetime.fromtimestamp(timestamp / 1000, UTC))
        except DatabaseError as error:
            raise Unavailable(
                "decision-not-kept",
                nl="Het besluit kon niet worden vastgelegd en geldt daarom niet. Probeer het later opnieuw.",
                en="The decision could not be recorded and therefore does not hold. Try again later.",
            ) from error
