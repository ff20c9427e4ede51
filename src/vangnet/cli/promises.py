"""`vangnet promises`: how many open violations each promise has, and the query that finds them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from vangnet.cli.product import with_product
from vangnet.core.clock import now
from vangnet.core.errors import InvalidInput

if TYPE_CHECKING:
    from vangnet.flow.promises import PromiseCount


@click.command()
@click.option("--region", help="Alleen deze regio, met haar code, zoals ZVH04.")
@click.option("--json", "as_json", is_flag=True, help="Antwoord als JSON, met de aantallen per regio.")
@with_product
def promises(region: str | None, as_json: bool) -> None:
    """Tel waar de zes beloften nu niet worden gehouden."""
    from vangnet.access import selectors as access
    from vangnet.access.services import as_job, system_actor
    from vangnet.flow import promises as flow

    at = now()
    with as_job(system_actor(reason="promises", region=region or "NL")):
        names = access.regions()
        if region is not None and region not in names:
            raise InvalidInput(
                "region-unknown",
                nl=f"De regio {region} bestaat niet. Gebruik een code als ZVH04.",
                en=f"There is no region {region}. Use a code such as ZVH04.",
            )
        found = flow.count(region=region, at=at)
    if as_json:
        answer = {"at": at.isoformat(), "region": region, "promises": [_row(promise) for promise in found]}
        click.echo(json.dumps(answer, ensure_ascii=False))
        return
    click.echo(f"Open schendingen, {names[region] if region else 'heel Nederland'}:")
    for promise in found:
        number = "nog niet" if promise.violations is None else str(promise.violations)
        click.echo(f"  {promise.code}  {number:>8}  {promise.title}: {promise.what}")
        click.echo(f"                {promise.query or 'deze stap is nog niet gebouwd'}")


def _row(promise: PromiseCount) -> dict[str, object]:
    return {
        "code": promise.code, "title": promise.title, "what": promise.what, "violations": promise.violations,
        "byRegion": promise.by_region, "query": promise.query,
    }  # fmt: skip
