"""Make an installation ready for people: its regions, organisations, colleagues and their accounts. Background work only."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from vangnet.access import rules
from vangnet.access.errors import NoMandate
from vangnet.access.models import Account, Agency, Municipality, Region
from vangnet.access.services import add_agency, add_region, add_worker
from vangnet.access.types import Actor
from vangnet.audit import services as audit
from vangnet.core.clock import Instant
from vangnet.core.errors import Conflict, InvalidInput

# Functions of the program itself; no person has them.
_OF_NOBODY: Final = frozenset({"system", "public-desk", "koppeling"})
FUNCTIONS: Final = tuple(sorted(rules.MANDATES.keys() - _OF_NOBODY))


@transaction.atomic
def open_region(*, actor: Actor, code: str, name: str, municipalities: Mapping[str, str], at: Instant) -> bool:
    """Add a region with its municipalities, unless it is there already.

    Args:
        municipalities: code to name.

    Returns:
        Whether it was added.

    Raises:
        NoMandate: not background work.
        Conflict: one of the municipalities belongs to another region.
    """
    _require_system(actor)
    if Region.objects.filter(code=code).exists():
        return False
    if Municipality.objects.filter(code__in=municipalities).exists():
        raise Conflict(
            "municipality-elsewhere",
            nl="Een van deze gemeenten hoort al bij een andere regio. Er is niets toegevoegd.",
            en="One of these municipalities belongs to another region already. Nothing was added.",
        )
    add_region(actor=actor, code=code, name=name, municipalities=municipalities)
    audit.record(
        actor=actor, at=at, act="access.add_region", object_kind="region",
        details={"region": code, "municipalities": len(municipalities)},
    )  # fmt: skip
    return True


@transaction.atomic
def open_agency(*, actor: Actor, name: str, kind: str, region: str, phone: str, at: Instant) -> UUID:
    """Add an organisation to a region.

    Args:
        kind: as the law names kinds of organisation, such as `GGZ`; whoever calls has checked it.

    Raises:
        NoMandate: not background work.
        InvalidInput: no name, or a region that is not there.
        Conflict: the region has an organisation of this name.
    """
    _require_system(actor)
    if not name.strip() or not Region.objects.filter(code=region).exists():
        raise InvalidInput(
            "agency-unclear",
            nl="Een organisatie heeft een naam, en een regio die er is. Kijk met `vangnet staff regions`.",
            en="An organisation has a name, and a region that is there. See `vangnet staff regions`.",
        )
    if Agency.objects.filter(region_id=region, name=name.strip()).exists():
        raise Conflict(
            "agency-known",
            nl="Deze organisatie is er al in deze regio. Kijk met `vangnet staff agencies`.",
            en="This organisation is there already in this region. See `vangnet staff agencies`.",
        )
    agency_id = add_agency(actor=actor, name=name.strip(), kind=kind, region=region, phone=phone)
    audit.record(
        actor=actor, at=at, act="access.add_agency", object_kind="agency", object_id=agency_id,
        details={"region": region, "kind": kind},
    )  # fmt: skip
    return agency_id


@transaction.atomic
def add_account(*, actor: Actor, agency_id: UUID, name: str, role: str, email: str, phone: str, at: Instant) -> UUID:
    """Add a colleague to an organisation with an account that has no password yet.

    The colleague chooses one by mail ("wachtwoord vergeten") or comes in by the organisation's own sign-in.

    Args:
        role: one of `FUNCTIONS`; it decides what the colleague may do, and opens no case.

    Returns:
        The id of the account.

    Raises:
        NoMandate: not background work.
        InvalidInput: an organisation or function that does not exist, no name, or no e-mail address.
        Conflict: somebody has this address.
    """
    _require_system(actor)
    if role not in FUNCTIONS or not name.strip() or not Agency.objects.filter(id=agency_id).exists():
        known = ", ".join(FUNCTIONS)
        raise InvalidInput(
            "colleague-unclear",
            nl=f"Geef een naam, een organisatie die er is (`vangnet staff agencies`) en een functie: {known}.",
            en=f"Give a name, an organisation that is there (`vangnet staff agencies`) and a function: {known}.",
        )
    address = _address(email)
    if Account.objects.filter(email=address).exists():
        raise Conflict(
            "address-taken",
            nl="Er is al een account met dit e-mailadres.",
            en="There is an account with this e-mail address already.",
        )
    worker = add_worker(actor=actor, agency_id=agency_id, name=name.strip(), role=role, phone=phone)
    account = Account.objects.create_user(address, worker_id=worker.worker_id)
    audit.record(
        actor=actor, at=at, act="access.add_account", object_kind="account", object_id=account.id,
        details={"agency": str(agency_id), "role": role},
    )  # fmt: skip
    return account.id


@transaction.atomic
def close_account(*, actor: Actor, email: str, at: Instant) -> None:
    """Close an account: from the next page on nobody comes in with it. What its worker did and holds stays as it is.

    Raises:
        NoMandate: not background work.
        InvalidInput: no open account has this address.
    """
    _require_system(actor)
    account = Account.objects.select_for_update(of=("self",)).filter(email=_address(email), is_active=True).first()
    if account is None:
        raise InvalidInput(
            "account-unknown",
            nl="Er is geen open account met dit e-mailadres.",
            en="There is no open account with this e-mail address.",
        )
    account.is_active = False
    account.save(update_fields=["is_active"])
    audit.record(actor=actor, at=at, act="access.close_account", object_kind="account", object_id=account.id)


def _address(email: str) -> str:
    address = email.strip().lower()
    try:
        validate_email(address)
    except ValidationError as wrong:
        raise InvalidInput(
            "address-wrong", nl="Dit is geen e-mailadres.", en="This is not an e-mail address."
        ) from wrong
    return address


def _require_system(actor: Actor) -> None:
    if not actor.is_system:
        raise NoMandate("access.manage")
