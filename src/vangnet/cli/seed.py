"""`vangnet seed`: fill an empty database with a country of people who do not exist."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

import click
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from vangnet.cli.dutch import Day
from vangnet.cli.product import open_product
from vangnet.config import env
from vangnet.core.clock import local_day, now
from vangnet.core.errors import Conflict, Refused

if TYPE_CHECKING:
    from vangnet.cli.country.world import Wish


@dataclass(frozen=True, slots=True)
class Seeded:
    """What was loaded: rows by table, lines of the record that were sealed, seconds it took."""

    rows: dict[str, int]
    sealed: int
    seconds: float


@click.command()
@click.option("--scale", default=0.02, show_default=True, type=click.FloatRange(0.001, 20), help="1 is heel Nederland.")
@click.option("--seed", "number", default=1, show_default=True, help="Hetzelfde getal geeft hetzelfde land.")
@click.option("--day", type=Day(), help="De dag waarop het verhaal ophoudt; standaard vandaag.")
@click.option("--reset", is_flag=True, help="Gooi eerst weg wat er staat; alleen in de demo.")
@click.option("--json", "as_json", is_flag=True, help="Antwoord als JSON.")
def seed(scale: float, number: int, day: datetime | None, reset: bool, as_json: bool) -> None:
    """Laad een verzonnen land in een lege database."""
    with open_product() as product:
        if product.environment.mode == env.PRODUCTION:
            raise Refused(
                "seed-in-production",
                nl="Verzonnen mensen horen niet in een echte omgeving. Zet VANGNET_MODE=demo voor een demo.",
                en="Made-up people do not belong in production. Set VANGNET_MODE=demo for a demo.",
            )
        from vangnet.cli.country.loading import analyze
        from vangnet.cli.country.world import Wish
        from vangnet.config import database

        owner_url = product.environment.owner_url
        if reset:
            empty(owner_url, demo=product.environment.mode == env.DEMO)
        refuse_full()
        wish = Wish(scale, number, day.date() if day else local_day(now()))
        with _progress(silent=as_json) as progress:
            bar = progress.add_task("Het land wordt geladen", total=None)
            done = load(
                wish, on_region=lambda total, name: progress.update(bar, total=total, advance=1, description=name)
            )
            publish_figures(day=wish.day)
            ask_who_is_who(day=wish.day)
        with database.as_owner(owner_url):
            analyze()
        _say(wish, done, as_json=as_json)


def load(wish: Wish, *, on_region: Callable[[int, str], None] = lambda total, name: None) -> Seeded:
    """Write a country into the database, all of it or nothing, and seal its record."""
    from vangnet.access.services import as_job, system_actor
    from vangnet.cli.country.loading import Loader
    from vangnet.cli.country.world import plan, region

    started = time.monotonic()
    loader = Loader()
    parts = plan(wish)
    with as_job(system_actor(reason="seed")):
        for part in parts:
            for rows in region(wish, part):
                loader.add(rows)
            on_region(len(parts), part.area.name)
        loader.flush()
    return Seeded(loader.counts, _seal(), round(time.monotonic() - started, 1))


def _seal() -> int:
    from vangnet.access.services import as_job, system_actor
    from vangnet.audit import selectors as audit_selectors
    from vangnet.audit import services as audit

    with as_job(system_actor(reason="seed")):
        return sum(audit.seal(day=day) for day in audit_selectors.days_to_seal())


def publish_figures(*, day: date) -> None:
    """Publish, as each night, the figures of the quarters of the country that are over."""
    from vangnet.access.services import as_job, system_actor
    from vangnet.cli.country.chance import start_of
    from vangnet.intake import services as intake

    actor = system_actor(reason="publish-figures")
    with as_job(actor):
        intake.publish_figures(actor=actor, at=start_of(day) - timedelta(minutes=1))
    _seal()


def ask_who_is_who(*, day: date) -> None:
    """Look, as each night, who may be one person in the region of the demo, and whom its waiting signals may be about."""
    from vangnet.access.services import as_job, system_actor
    from vangnet.cli.country.chance import start_of
    from vangnet.cli.country.reference import SHOWCASE_REGION
    from vangnet.intake.selectors.keeping import waiting_signals
    from vangnet.people.services import matching, searching

    actor, at = system_actor(reason="find-pairs", region=SHOWCASE_REGION), start_of(day) - timedelta(minutes=1)
    with as_job(actor):
        searching.find_pairs(actor=actor, region=SHOWCASE_REGION, at=at)
        for signal_id in waiting_signals(region=SHOWCASE_REGION):
            matching.match_signal(actor=actor, signal_id=signal_id, at=at)
    _seal()


def refuse_full() -> None:
    """Refuse a database that holds anybody.

    Raises:
        Conflict: there are regions or people in it.
    """
    from vangnet.access.models import Region, Worker

    if Region.objects.exists() or Worker.objects.exists():
        raise Conflict(
            "not-empty",
            nl="De database is niet leeg. Gebruik --reset om in de demo opnieuw te beginnen.",
            en="The database is not empty. Use --reset to start over in the demo.",
        )


def empty(owner_url: str, *, demo: bool) -> None:
    """Throw all rows away, the record included; only where everybody is made up.

    Raises:
        Refused: this is not the demo.
    """
    if not demo:
        raise Refused(
            "reset-outside-demo",
            nl="Weggooien kan alleen in de demo (VANGNET_MODE=demo).",
            en="Throwing data away is possible only in the demo (VANGNET_MODE=demo).",
        )
    from vangnet.cli.country.loading import empty_tables
    from vangnet.config import database

    with database.as_owner(owner_url):
        empty_tables()


def _progress(*, silent: bool) -> Progress:
    console = Console(stderr=True, quiet=silent or bool(os.environ.get("VANGNET_QUIET")))
    columns = (TextColumn("{task.description:<24}"), BarColumn(), TextColumn("{task.completed}/{task.total}"))
    return Progress(*columns, TimeElapsedColumn(), console=console, transient=False)


def _say(wish: Wish, done: Seeded, *, as_json: bool) -> None:
    answer = {"scale": wish.scale, "seed": wish.seed, "day": wish.day.isoformat(), "seconds": done.seconds}
    if as_json:
        click.echo(json.dumps(answer | {"rows": done.rows, "sealed": done.sealed}))
        return
    cases, signals = done.rows.get("cases_case", 0), done.rows.get("intake_signal", 0)
    click.echo(f"Geladen in {done.seconds} s: {cases} casussen, {signals} signalen, {sum(done.rows.values())} regels.")
