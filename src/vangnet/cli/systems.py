"""`vangnet systems`: which machines may call the API."""

from __future__ import annotations

import secrets
from uuid import UUID

import click

from vangnet.cli.dutch import Group
from vangnet.cli.product import with_product


@click.group(cls=Group)
def systems() -> None:
    """Koppelingen: machines die de API aanroepen met een eigen token."""


@systems.command()
@click.option("--name", required=True, help="Naam van de koppeling, zoals 'Politie meldingen'.")
@click.option("--agency", required=True, type=click.UUID, help="Organisatie waarvoor de koppeling spreekt.")
@with_product
def add(name: str, agency: UUID) -> None:
    """Maak een koppeling. Het geheim staat één keer op het scherm en nergens anders."""
    from django.db import transaction

    from vangnet.access import services
    from vangnet.api.oauth import register_client
    from vangnet.core.clock import now

    client_id, secret = secrets.token_urlsafe(16), secrets.token_urlsafe(32)
    job = services.system_actor(reason="systems")
    with transaction.atomic(), services.as_job(job):
        services.connect_system(actor=job, client_id=client_id, name=name, agency_id=agency, at=now())
        register_client(client_id=client_id, secret=secret, name=name)
    click.echo(f"client_id:     {client_id}\nclient_secret: {secret}")
