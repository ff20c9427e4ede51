"""Store an agreement of the field: a new version beside the old ones, never in place of one."""

from __future__ import annotations

from uuid import UUID

from django.db import IntegrityError, transaction

from vangnet.access import selectors as access
from vangnet.access.services import require
from vangnet.access.types import Actor
from vangnet.audit import services as audit
from vangnet.core.clock import Instant
from vangnet.core.ids import new_id
from vangnet.intake import rules
from vangnet.intake.engine import conventions
from vangnet.intake.engine.conventions import Sheet
from vangnet.intake.errors import ConventionStands, ConventionUnreadable
from vangnet.intake.models import Convention
from vangnet.intake.services.routing import set_desk
from vangnet.intake.types.conventions import CodeMap, ConventionKind


def store_convention(*, actor: Actor, text: str, at: Instant) -> Sheet:
    """Store a file of agreements, from its own first day on; the same file twice is stored once. Set-up only.

    Args:
        text: YAML, see `docs/how-to/agree-on-intake.md`.

    Raises:
        ConventionUnreadable: it cannot be worked with.
        ConventionStands: this version is there already with other contents.
        DeskUnreadable: it is about a desk, and something of the desk is missing.
    """
    require(actor, "intake.configure")
    sheet = conventions.parse(text)
    if sheet.what is ConventionKind.DESK:
        set_desk(actor=actor, desk=conventions.desk_in(sheet, agency_id=_agency(sheet.scope)), at=at)
        return sheet
    if isinstance(sheet.value, CodeMap):
        _check_codes(sheet.value)
    same = Convention.objects.filter(what=sheet.what.value, scope=sheet.scope, version=sheet.version).first()
    if same is not None:
        if same.text != text:
            raise ConventionStands
        return sheet
    row = Convention(
        id=new_id(), what=sheet.what.value, scope=sheet.scope, version=sheet.version, valid_from=sheet.valid_from,
        valid_until=sheet.valid_until, text=text, stored_at=at,
    )  # fmt: skip
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        raise ConventionStands from error
    audit.record(
        actor=actor, at=at, act="intake.store_convention", object_kind="convention", object_id=row.id,
        details={"what": sheet.what.value, "scope": sheet.scope, "version": sheet.version},
    )  # fmt: skip
    return sheet


def _check_codes(codes: CodeMap) -> None:
    """Refuse a translation to something that is not in the common data set."""
    strange = {own.kind for own in codes.kinds.values()} - set(rules.KINDS)
    strange |= set(codes.reporters.values()) - set(rules.REPORTERS)
    if strange:
        raise ConventionUnreadable("not in the common data set: " + ", ".join(sorted(strange)))


def _agency(scope: str) -> UUID:
    """Return the desk that a scope names, by its id or by its whole name.

    Raises:
        ConventionUnreadable: there is none.
    """
    found = [one.id for one in access.desks() if scope in (str(one.id), one.name)]
    if len(found) != 1:
        raise ConventionUnreadable(f"{scope}: give the id or the whole name of one desk")
    return found[0]
