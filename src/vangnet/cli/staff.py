"""`vangnet staff`: the regions, organisations and accounts of an installation that people really work with."""

from __future__ import annotations

import json
from uuid import UUID

import click

from vangnet.cli.dutch import Group
from vangnet.cli.product import with_product
from vangnet.core.clock import now
from vangnet.core.errors import InvalidInput


@click.group(cls=Group)
def staff() -> None:
    """Regio's, organisaties en accounts van wie met Vangnet werkt."""


@staff.command()
@with_product
def regions() -> None:
    """Voeg de regio's en gemeenten toe die er nog niet zijn, en laat zien welke er zijn."""
    from vangnet.access import selectors
    from vangnet.access.services import as_job, staffing, system_actor
    from vangnet.cli.country.reference import areas

    job = system_actor(reason="staff")
    with as_job(job):
        added = sum(
            staffing.open_region(
                actor=job, code=area.code, name=area.name, at=now(),
                municipalities={town.code: town.name for town in area.towns},
            )
            for area in areas()
        )  # fmt: skip
        names = selectors.regions()
    click.echo(f"{added} regio's toegevoegd.")
    for code, name in names.items():
        click.echo(f"  {code}  {name}")


@staff.command()
@click.argument("name")
@click.option("--kind", required=True, help="Soort, zoals ZVH, GGZ, POL of COL.")
@click.option("--region", required=True, help="Code van de regio, zoals ZVH04.")
@click.option("--phone", default="", help="Telefoonnummer.")
@with_product
def agency(name: str, kind: str, region: str, phone: str) -> None:
    """Voeg de organisatie NAME toe; antwoordt met haar id."""
    from vangnet.access.services import as_job, staffing, system_actor
    from vangnet.law.vocabulary import standard_vocabulary

    kinds = standard_vocabulary().org_types
    if kind not in kinds:
        raise InvalidInput(
            "kind-unknown",
            nl=f"Deze soort kent Vangnet niet. Kies uit: {', '.join(sorted(kinds))}.",
            en=f"Vangnet does not know this kind. Choose from: {', '.join(sorted(kinds))}.",
        )
    job = system_actor(reason="staff", region=region)
    with as_job(job):
        click.echo(staffing.open_agency(actor=job, name=name, kind=kind, region=region, phone=phone, at=now()))


@staff.command()
@click.option("--region", required=True, help="Code van de regio, zoals ZVH04.")
@click.option("--json", "as_json", is_flag=True, help="Antwoord als JSON.")
@with_product
def agencies(region: str, as_json: bool) -> None:
    """Laat de organisaties van een regio zien, met hun id."""
    from vangnet.access import selectors
    from vangnet.access.services import as_job, system_actor

    with as_job(system_actor(reason="staff", region=region)):
        found = selectors.agencies(region=region, limit=10_000)
    if as_json:
        click.echo(json.dumps([{"id": str(one.id), "kind": one.kind, "name": one.name} for one in found]))
        return
    for one in found:
        click.echo(f"{one.id}  {one.kind:<6} {one.name}")


@staff.command()
@click.option("--agency", required=True, type=click.UUID, help="Organisatie, met haar id.")
@click.option("--name", required=True, help="Voor- en achternaam.")
@click.option("--role", required=True, help="Functie, zoals casusregisseur.")
@click.option("--email", required=True, help="E-mailadres waarmee deze collega inlogt.")
@click.option("--phone", default="", help="Telefoonnummer dat collega's bellen.")
@with_product
def add(agency: UUID, name: str, role: str, email: str, phone: str) -> None:
    """Maak een account voor een collega, nog zonder wachtwoord."""
    from vangnet.access.services import as_job, staffing, system_actor

    job = system_actor(reason="staff")
    with as_job(job):
        staffing.add_account(actor=job, agency_id=agency, name=name, role=role, email=email, phone=phone, at=now())
    click.echo("Het account is er. De collega kiest zelf een wachtwoord met 'Wachtwoord vergeten' op de inlogpagina.")


@staff.command()
@click.argument("email")
@with_product
def close(email: str) -> None:
    """Sluit het account met het adres EMAIL; wie binnen is, gaat bij de volgende pagina naar buiten."""
    from vangnet.access.services import as_job, staffing, system_actor

    job = system_actor(reason="staff")
    with as_job(job):
        staffing.close_account(actor=job, email=email, at=now())
    click.echo("Het account is gesloten. Rollen in casussen blijven staan: geef die eerst aan een ander.")
