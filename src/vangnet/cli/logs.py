"""`vangnet logs`: export the three logs, and write the register of processing activities."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import click

from vangnet.cli.dutch import Day, Group
from vangnet.cli.product import with_product
from vangnet.core.clock import AMSTERDAM, Instant
from vangnet.core.errors import InvalidInput

_FORMS = {
    "processing": ("otlp", "json"),
    "decisions": ("otlp", "json"),
    "audit": ("nen7513", "json"),
}
_DAY = Day()


@click.group(cls=Group)
def logs() -> None:
    """De drie logboeken: besluiten, verwerkingen en inzage."""


@logs.command()
@click.option("--kind", type=click.Choice(sorted(_FORMS)), required=True, help="Welk logboek.")
@click.option("--format", "form", type=click.Choice(["otlp", "nen7513", "json"]), default="json", help="In welke vorm.")
@click.option("--from", "first", type=_DAY, required=True, help="Eerste dag, zoals 2026-11-01.")
@click.option("--until", "last", type=_DAY, required=True, help="Laatste dag; die telt mee.")
@click.option(
    "--out", type=click.Path(path_type=Path, dir_okay=False), help="Bestand; anders komt alles op het scherm."
)
@with_product
def export(kind: str, form: str, first: datetime, last: datetime, out: Path | None) -> None:
    """Geef een logboek over een aantal dagen, regel voor regel. De uitvoer zelf staat daarna ook in het logboek."""
    if form not in _FORMS[kind]:
        raise InvalidInput(
            "export-form",
            nl=f"Het logboek '{kind}' kan niet als {form}. Kies {' of '.join(_FORMS[kind])}.",
            en=f"The log '{kind}' cannot be written as {form}. Choose {' or '.join(_FORMS[kind])}.",
            fields={"format": form},
        )
    since, until = _midnight(first.date()), _midnight(last.date() + timedelta(days=1))
    if since >= until:
        raise InvalidInput(
            "export-days",
            nl="De laatste dag ligt voor de eerste. Draai ze om.",
            en="The last day is before the first. Swap them.",
            fields={"until": last.date().isoformat()},
        )
    written = 0
    with click.open_file(str(out) if out else "-", "w", encoding="utf-8") as target:
        for line in exported(kind=kind, form=form, since=since, until=until):
            target.write(line + "\n")
            written += 1
    click.echo(f"{written} regels", err=True)


def exported(*, kind: str, form: str, since: Instant, until: Instant) -> Iterator[str]:
    """Yield the lines of an export, and leave a line in the record that it was made.

    Args:
        kind: one of the three logs.
        form: a form that this log has.
        since: first moment; `until` is the first moment after it.
    """
    from vangnet.access import selectors as access
    from vangnet.access.services import as_job, system_actor
    from vangnet.audit import selectors, services
    from vangnet.audit.types import ProcessingFilter
    from vangnet.cli import log_formats
    from vangnet.core.clock import now

    job = system_actor(reason="log-export")
    with as_job(job):
        details = {"kind": kind, "format": form, "since": since.isoformat(), "until": until.isoformat()}
        services.record(actor=job, at=now(), act="audit.export", object_kind="log", details=dict(details))
        if kind == "processing":
            lines = selectors.processing(wanted=ProcessingFilter(since=since, until=until))
            if form == "otlp":
                yield from log_formats.otlp_spans(lines)
            else:
                yield from log_formats.plain(log_formats.processing_row(line) for line in lines)
        elif kind == "decisions":
            records = selectors.decisions_between(since=since, until=until)
            yield from (log_formats.otlp_decisions(records) if form == "otlp" else log_formats.plain(records))
        else:
            entries = selectors.entries_between(since=since, until=until)
            if form == "nen7513":
                yield from log_formats.nen7513(entries, lambda ids: access.workers(worker_ids=list(ids)))
            else:
                yield from log_formats.plain(log_formats.entry_row(entry) for entry in entries)


@logs.command()
@click.option("--json", "as_json", is_flag=True, help="Als JSON, voor een register elders.")
def register(as_json: bool) -> None:
    """Schrijf het register van verwerkingen, gemaakt uit de handelingen van Vangnet en de normen."""
    from vangnet.cli.processing_register import markdown, rows
    from vangnet.law.loader import standard_norms

    found = rows(standard_norms())
    click.echo(json.dumps(found, ensure_ascii=False, indent=1) if as_json else markdown(found), nl=as_json)


def _midnight(day: date) -> Instant:
    return datetime.combine(day, time(), AMSTERDAM).astimezone(UTC)
