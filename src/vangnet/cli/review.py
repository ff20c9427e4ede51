"""`vangnet people review`: how many questions "who is who" wait, and look for new ones among the persons in the database."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict

import click

from vangnet.cli.product import with_product
from vangnet.core.clock import local_day, now
from vangnet.core.errors import InvalidInput

# Counts of a run, in the order and the words in which people read them.
_COUNTS = {
    "records": "personen",
    "proposed": "paren lijken op elkaar",
    "asked": "nieuwe vragen",
    "settled": "al beslist",
    "over_cap": "niet gevraagd, iemand lijkt op te velen",
    "no_ground": "niet gevraagd, van twee organisaties",
    "shared_numbers": "met één nummer en twee personen",
    "hot_keys": "te volle sleutels",
}


@click.command()
@click.option(
    "--find", is_flag=True, help="Zoek eerst, regio voor regio, wie dezelfde persoon kan zijn; voegt nooit iets samen."
)
@click.option("--region", help="Alleen deze regio, met haar code, zoals ZVH04.")
@click.option("--json", "as_json", is_flag=True, help="Antwoord als JSON.")
@with_product
def review(find: bool, region: str | None, as_json: bool) -> None:
    """Tel de vragen 'wie is wie' die op een mens wachten, en zoek zo nodig nieuwe."""
    from vangnet.access import selectors as access
    from vangnet.access.services import as_job, system_actor
    from vangnet.people.selectors import review as selectors
    from vangnet.people.services import searching

    at, done = now(), []
    with as_job(system_actor(reason="review")):
        names = access.regions()
    if region is not None and region not in names:
        raise InvalidInput(
            "region-unknown",
            nl=f"De regio {region} bestaat niet. Gebruik een code als ZVH04.",
            en=f"There is no region {region}. Use a code such as ZVH04.",
        )
    wanted = [region] if region else sorted(names)
    if find:
        with click.progressbar(wanted, label="regio's", file=sys.stderr) as regions:
            for one in regions:
                actor = system_actor(reason="find-pairs", region=one)
                with as_job(actor):
                    found = searching.find_pairs(actor=actor, region=one, at=at)
                if found is not None:
                    done.append(found)
    with as_job(system_actor(reason="review")):
        waiting = selectors.waiting_by_region(region=region, before=None)
        late = selectors.waiting_by_region(region=region, before=local_day(at) - selectors.ANSWER_WITHIN)
    if as_json:
        answer = {"runs": [asdict(one) for one in done], "waiting": waiting, "late": late}
        click.echo(json.dumps(answer, default=str, ensure_ascii=False))
        return
    for run in done:
        click.echo(f"{names[run.region]}: " + ", ".join(f"{run.counts[key]} {words}" for key, words in _COUNTS.items()))
    for code in wanted:
        if waiting.get(code):
            click.echo(
                f"{names[code]}: {waiting[code]} vragen wachten, waarvan {late.get(code, 0)} langer dan een week"
            )
    click.echo(f"{sum(waiting.values())} vragen wachten")
