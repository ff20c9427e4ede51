"""`vangnet law`: look at the norms, check norm files, compare two days."""

from __future__ import annotations

import dataclasses
import json
import sys
from datetime import date
from pathlib import Path
from typing import Any

import click

from vangnet.cli.dutch import Group
from vangnet.core.errors import InvalidInput
from vangnet.law.changes import Change, changes_between
from vangnet.law.loader import check_folders, load_norms, package_folder
from vangnet.law.reference import norms_page
from vangnet.law.types import Norm, NormLoadView

_FOLDERS = click.option(
    "--norms",
    "folders",
    multiple=True,
    envvar="VANGNET_NORMS",
    type=click.Path(path_type=Path),
    help="Extra map met normbestanden.",
)
_JSON = click.option("--json", "as_json", is_flag=True, help="Uitvoer als JSON.")


@click.group(cls=Group)
def law() -> None:
    """De wet als gegevens: normen bekijken, controleren en vergelijken."""


@law.command()
@_FOLDERS
@_JSON
def check(folders: tuple[Path, ...], as_json: bool) -> None:
    """Controleer alle normbestanden en noem alle fouten."""
    norms, statutes, faults = check_folders([package_folder(), *folders])
    if as_json:
        version = "" if faults else load_norms(folders).hash
        report = {
            "norms": len(norms),
            "statutes": len(statutes),
            "hash": version,
            "faults": [dataclasses.asdict(fault) for fault in faults],
        }
        click.echo(json.dumps(report, indent=1))
    else:
        for fault in faults:
            click.echo(str(fault))
        if faults:
            click.echo(f"{len(faults)} fout(en). Deze normen worden niet geladen.", err=True)
        else:
            click.echo(
                f"{len(norms)} normen in {len(statutes)} bestanden, geen fouten. Versie {load_norms(folders).version}."
            )
    if faults:
        sys.exit(1)


@law.command("list")
@click.option("--on", "day", help="Alleen normen die op deze dag gelden (JJJJ-MM-DD).")
@_FOLDERS
@_JSON
def list_norms(day: str | None, folders: tuple[Path, ...], as_json: bool) -> None:
    """Noem alle normen, per wet."""
    norms = load_norms(folders)
    on = _day(day) if day else None
    rows = [norm for norm in norms.norms if on is None or norm.in_force(on)]
    if as_json:
        click.echo(json.dumps([_plain(norm) for norm in rows], indent=1))
        return
    for statute in norms.statutes:
        mine = [norm for norm in rows if norm.statute == statute.key]
        if mine:
            click.echo(f"{statute.name} ({statute.short})" if statute.name != statute.short else statute.name)
        for norm in mine:
            mark = " " if norm.verified else "?"
            click.echo(f"  {mark} {norm.id:<6} {'+'.join(norm.effect):<22} {norm.legal_basis.cite():<40} {norm.title}")
    click.echo(f"{len(rows)} normen. Een ? betekent: de wettekst is nog niet nagelezen.")


@law.command()
@click.argument("key")
@_FOLDERS
@_JSON
def show(key: str, folders: tuple[Path, ...], as_json: bool) -> None:
    """Toon een norm: alle delen van W14, of alleen W14.2."""
    rows = load_norms(folders).find(key)
    if not rows:
        raise InvalidInput(
            "norm-unknown",
            nl=f"Er is geen norm {key[:20]}. Gebruik `vangnet law list` om te zien welke er zijn.",
            en="There is no such norm. Use `vangnet law list` to see which there are.",
            fields={"key": "norm-unknown"},
        )
    if as_json:
        click.echo(json.dumps([_plain(norm) for norm in rows], indent=1))
        return
    for norm in rows:
        click.echo(_shown(norm))


@law.command()
@click.argument("first")
@click.argument("second")
@_FOLDERS
@_JSON
def diff(first: str, second: str, folders: tuple[Path, ...], as_json: bool) -> None:
    """Toon wat er tussen twee dagen in de normen verandert (JJJJ-MM-DD)."""
    changes = changes_between(load_norms(folders), _day(first), _day(second))
    if as_json:
        click.echo(json.dumps([{"kind": one.kind, "id": one.id} for one in changes], indent=1))
        return
    for one in changes:
        click.echo(_change(one))
    click.echo(f"{len(changes)} verschil(len) tussen {first} en {second}.")


@law.command()
@_JSON
def load(as_json: bool) -> None:
    """Neem de normbestanden van deze installatie in gebruik, en laat zien wat er eerder is geladen."""
    from vangnet.cli.product import with_product

    last, loads = with_product(_taken)()
    if as_json:
        click.echo(json.dumps([dataclasses.asdict(one) for one in loads], default=str, indent=1))
    else:
        for one in loads:
            result = f"versie {one.hash[:12]}" if one.taken else f"geweigerd, {len(one.faults)} fout(en)"
            click.echo(f"{one.at:%Y-%m-%d %H:%M:%S} UTC  {result}  {', '.join(one.folders)}".rstrip())
        for fault in last.faults:
            click.echo(fault, err=True)
    if not last.taken:
        sys.exit(1)


@law.command()
@click.option("--to", "path", type=click.Path(path_type=Path, dir_okay=False), help="Schrijf naar dit bestand.")
def reference(path: Path | None) -> None:
    """Schrijf de pagina met alle normen (docs/reference/norms.md)."""
    page = norms_page(load_norms())
    if path is None:
        click.echo(page)
    else:
        path.write_text(page, encoding="utf-8")
        click.echo(f"Geschreven: {path}")


def _taken() -> tuple[NormLoadView, list[NormLoadView]]:
    """Take the norm files into use; the last load, and the loads before it."""
    from django.conf import settings

    from vangnet.access.services import as_job, system_actor
    from vangnet.core.clock import now
    from vangnet.sharing import selectors, services

    actor = system_actor(reason="norms")
    with as_job(actor):
        last = services.take_norms(actor=actor, folders=settings.NORM_FOLDERS, at=now())
        return last, selectors.norm_loads()


def _day(text: str) -> date:
    try:
        if len(text) != 10:
            raise ValueError
        return date.fromisoformat(text)
    except ValueError:
        raise InvalidInput(
            "day-invalid",
            nl="Geef een bestaande dag in de vorm JJJJ-MM-DD.",
            en="Give an existing day as YYYY-MM-DD.",
            fields={"day": "JJJJ-MM-DD"},
        ) from None


def _plain(norm: Norm) -> dict[str, Any]:
    return {"id": norm.id, **json.loads(json.dumps(dataclasses.asdict(norm), default=date.isoformat))}


def _change(one: Change) -> str:
    words = {"begins": "gaat gelden", "ends": "vervalt", "changes": "verandert"}
    norm = one.after or one.before
    assert norm is not None
    return f"{one.id:<6} {words[one.kind]:<12} {norm.legal_basis.cite()}: {norm.title}"


def _shown(norm: Norm) -> str:
    lines = [
        f"{norm.id}  {norm.legal_basis.cite()}",
        f"  {norm.title}",
        f"  {norm.explanation_nl}",
        f"  Bron: {norm.legal_basis.url}",
        f"  Lezing: {norm.legal_basis.explanation}",
        f"  Nagelezen: {'ja' if norm.verified else 'nee'} ({', '.join(norm.confidence)})",
    ]
    for label, codes in (
        ("Effect", norm.effect),
        ("Gever", norm.givers),
        ("Ontvanger", norm.receivers),
        ("Gegevens", norm.categories),
        ("Doel", norm.purposes),
        ("Fase", norm.phases),
        ("Nodig", norm.facts_required),
        ("Mens legt vast", norm.human_facts),
        ("Niet als", norm.excluded_by),
        ("Plichten", norm.duties),
        ("Reist mee", norm.sticky_conditions),
        ("Hoogste vorm", (norm.highest_output_form,) if norm.highest_output_form else ()),
        ("Termijn", (norm.term,) if norm.term else ()),
    ):
        if codes:
            lines.append(f"  {label}: {' '.join(codes)}")
    start = norm.valid_from.isoformat() if norm.valid_from else "onbekend"
    lines.append(f"  Geldig: {start} tot {norm.valid_until.isoformat() if norm.valid_until else 'open'}")
    return "\n".join(lines) + "\n"
