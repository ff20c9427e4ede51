"""`vangnet authzen`: a decision point of its own for partners and conformance suites."""

from __future__ import annotations

import json
import secrets
import urllib.parse
from pathlib import Path

import click

from vangnet.api.authzen.attribute_rules.loading import load
from vangnet.api.authzen.attribute_rules.rules import RuleBook
from vangnet.api.authzen.standalone import Options, decision_point
from vangnet.cli.authzen_server import Address, claim, serve_until_stopped
from vangnet.cli.dutch import Group
from vangnet.core.errors import InvalidInput

_FILE = click.Path(dir_okay=False, path_type=Path)


@click.group(cls=Group)
def authzen() -> None:
    """Beslispunt volgens AuthZEN 1.0: mag deze persoon of dit systeem dit?"""


@authzen.command()
@click.option("--rules", required=True, type=_FILE, help="Regelbestand (YAML) met entities, actions en rules.")
@click.option("--json", "as_json", is_flag=True, help="Schrijf de uitkomst als JSON.")
def check(rules: Path, as_json: bool) -> None:
    """Controleer een regelbestand en noem alle fouten."""
    book = load(rules)
    if as_json:
        click.echo(json.dumps({"rules": str(rules), "version": book.version, **_counts(book)}))
    else:
        click.echo(f"In orde: {_summary(book)}.")


@authzen.command()
@click.option("--rules", required=True, type=_FILE, help="Regelbestand (YAML) met entities, actions en rules.")
@click.option("--port", type=click.IntRange(0, 65535), default=8181, show_default=True, help="0: kies een vrije poort.")
@click.option("--host", default="127.0.0.1", show_default=True, help="Adres om op te luisteren.")
@click.option("--log", type=_FILE, help="Leg elk besluit vast in dit bestand (JSON, een regel per aanroep).")
@click.option("--tokens", type=_FILE, help="Laat alleen bellers toe uit dit bestand met regels NAAM TOKEN.")
@click.option("--base-url", default="", help="Adres dat bellers gebruiken, als dat een ander is (achter een proxy).")
@click.option("--reasons-in-batches", is_flag=True, help="Geef ook per vraag in een reeks de reden.")
@click.option("--json", "as_json", is_flag=True, help="Schrijf het adres als JSON.")
def serve(
    rules: Path,
    port: int,
    host: str,
    log: Path | None,
    tokens: Path | None,
    base_url: str,
    reasons_in_batches: bool,
    as_json: bool,
) -> None:
    """Beantwoord vragen uit een regelbestand, zonder database, tot Ctrl-C."""
    options = Options(
        rules=rules,
        page_key=secrets.token_bytes(32),
        log=log,
        tokens=tokens,
        base_url=_checked(base_url),
        reasons_in_batches=reasons_in_batches,
    )
    decision_point(options)
    book = load(rules)
    address = claim(host, port)
    text = f"AuthZEN-beslispunt ({_summary(book)}) luistert op {address.url}"
    serve_until_stopped(options, address, json.dumps(_announced(address, book)) if as_json else text)


def _announced(address: Address, book: RuleBook) -> dict[str, object]:
    return {"address": address.url, **_counts(book)}


def _counts(book: RuleBook) -> dict[str, int]:
    return {"entities": len(book.entities), "actions": len(book.actions), "rules": len(book.rules)}


def _summary(book: RuleBook) -> str:
    return f"{len(book.entities)} entiteiten, {len(book.actions)} acties, {len(book.rules)} regels"


def _checked(base_url: str) -> str:
    """Return the base URL without a trailing slash; it is the identity of the decision point, so it has to be exact."""
    parts = urllib.parse.urlsplit(base_url)
    if base_url and (parts.scheme not in {"http", "https"} or not parts.netloc or parts.query or parts.fragment):
        raise InvalidInput(
            "base-url",
            nl="--base-url is een adres als https://pdp.voorbeeld.nl, zonder vraagteken of hekje.",
            en="--base-url is an address such as https://pdp.example.org, without a query or a fragment.",
        )
    return base_url.rstrip("/")
