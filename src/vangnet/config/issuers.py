"""The organisations that sign in their own people: a TOML file with one table for each OpenID Connect issuer.

    [[issuer]]
    id = "voorbeeldstad"
    name = "Gemeente Voorbeeldstad"
    server = "https://inloggen.voorbeeldstad.example"
    client = "vangnet"
    secret_variable = "VANGNET_ISSUER_VOORBEELDSTAD"
    agency = "019a9c3e-0000-7000-8000-000000000001"

The secret itself stands in the environment, under the name that `secret_variable` gives.
"""

from __future__ import annotations

import os
import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from vangnet.core.errors import InvalidInput

KEYS = ("id", "name", "server", "client", "secret_variable", "agency")


@dataclass(frozen=True, slots=True)
class Issuer:
    """One issuer and the organisation it speaks for."""

    id: str
    name: str
    server: str
    client: str
    secret: str
    agency: UUID

    @property
    def origin(self) -> str:
        """Scheme and host, for the content security policy."""
        parts = urlsplit(self.server)
        return f"{parts.scheme}://{parts.netloc}"

    def as_app(self) -> dict[str, Any]:
        """Return the issuer in the form that django-allauth reads."""
        return {
            "provider_id": self.id,
            "name": self.name,
            "client_id": self.client,
            "secret": self.secret,
            "settings": {"server_url": self.server, "agency": str(self.agency), "oauth_pkce_enabled": True},
        }


def read(file: Path | None) -> tuple[Issuer, ...]:
    """Return the issuers in `file`, none when there is no file.

    Raises:
        InvalidInput: the file cannot be read or an issuer is not right; `fields` names every fault.
    """
    if file is None:
        return ()
    try:
        rows = tomllib.loads(file.read_text(encoding="utf-8")).get("issuer", [])
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise _refusal({str(file): "dit bestand is geen leesbare TOML"}) from error
    faults: dict[str, str] = {}
    found: list[Issuer] = []
    for place, row in enumerate(rows, start=1):
        wrong = _faults(row)
        if wrong:
            faults[f"issuer {place}"] = "; ".join(wrong)
        else:
            secret = os.environ[row["secret_variable"]]
            found.append(
                Issuer(row["id"], row["name"], row["server"].rstrip("/"), row["client"], secret, UUID(row["agency"]))
            )
    if len({issuer.id for issuer in found}) < len(found):
        faults["issuer"] = "elke id mag maar een keer voorkomen"
    if faults:
        raise _refusal(faults)
    return tuple(found)


def _faults(row: dict[str, Any]) -> list[str]:
    missing = [key for key in KEYS if not isinstance(row.get(key), str) or not row[key]]
    if missing:
        return [f"mist {', '.join(missing)}"]
    wrong = []
    if not re.fullmatch(r"[a-z0-9-]{1,40}", row["id"]):
        wrong.append("id mag kleine letters, cijfers en streepjes hebben")
    if urlsplit(row["server"]).scheme != "https" or not urlsplit(row["server"]).hostname:
        wrong.append("server moet met https:// beginnen")
    if not os.environ.get(row["secret_variable"]):
        wrong.append(f"de variabele {row['secret_variable']} is leeg")
    try:
        UUID(row["agency"])
    except ValueError:
        wrong.append("agency is geen id van een organisatie")
    return wrong


def _refusal(faults: dict[str, str]) -> InvalidInput:
    return InvalidInput(
        "issuers-invalid",
        nl="Het bestand met uitgevers (VANGNET_ISSUERS) klopt niet. Herstel alles hieronder.",
        en="The file with issuers (VANGNET_ISSUERS) is not right. Mend everything below.",
        fields=faults,
    )
