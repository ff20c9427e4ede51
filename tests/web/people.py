"""Made-up people with a login, for the tests of the door."""

from __future__ import annotations

from vangnet.access.models import Account, Agency, Region, Worker

PASSWORD = "een-lang-verzonnen-wachtwoord"


def account(email: str = "testje@verzonnen.example", *, agency: Agency | None = None, demo: bool = False) -> Account:
    """Make a worker with a login and a password."""
    region, _ = Region.objects.get_or_create(code="ZVH04", defaults={"name": "IJsselland"})
    at = agency or organisation("ZVH Verzonnen")
    worker = Worker.objects.create(agency=at, region=region, name="Testje Verzonnen", role="procesregisseur")
    return Account.objects.create_user(email, PASSWORD, worker=worker, is_demo=demo)


def organisation(name: str) -> Agency:
    """Make an organisation."""
    region, _ = Region.objects.get_or_create(code="ZVH04", defaults={"name": "IJsselland"})
    return Agency.objects.create(name=name, kind="ZVH", region=region)
