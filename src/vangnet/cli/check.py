"""`vangnet check`: is this installation in order? Configuration, database, migrations, disk and the audit chain."""

from __future__ import annotations

import json

import click

from vangnet.cli.product import open_product
from vangnet.core.errors import BrokenInvariant


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Antwoord als JSON.")
def check(as_json: bool) -> None:
    """Controleer of deze installatie in orde is; eindigt met een fout als er iets niet klopt."""
    with open_product(behind=True) as product:
        from vangnet.config import readiness

        findings = [each() for each in readiness.checks_at_rest()]
        mode = product.environment.mode
    fine = all(finding.ok for finding in findings)
    if as_json:
        parts = {f.name: {"goed": f.ok, "opmerking": f.remark} for f in findings}
        click.echo(json.dumps({"omgeving": mode, "goed": fine, "onderdelen": parts}, ensure_ascii=False))
    else:
        for finding in findings:
            click.echo(f"{'goed ' if finding.ok else 'FOUT '} {finding.name:<16} {finding.remark}")
    if not fine:
        wrong = ", ".join(finding.name for finding in findings if not finding.ok)
        raise BrokenInvariant("check-failed", nl=f"Niet in orde: {wrong}.", en=f"Not in order: {wrong}.")


def say_chain() -> bool:
    """Print what the audit chain looks like and return whether it adds up."""
    from vangnet.config import readiness

    finding = readiness.chained()
    click.echo(f"Auditspoor: {finding.remark}.")
    return finding.ok
