"""What must be in order before this installation can serve people. `/gereed` and `vangnet check` ask the same."""

from __future__ import annotations

import shutil

from django.conf import settings
from django.core.checks import WARNING, run_checks
from django.db import DatabaseError, connection

from vangnet.access import services as access
from vangnet.api.health.types import Check, Finding
from vangnet.audit import selectors as audit_selectors
from vangnet.audit.selectors import verify_chain
from vangnet.config import database, queue
from vangnet.config.env import PRODUCTION, Environment


def disk(environment: Environment) -> Finding:
    """Is there room to write?"""
    folder = environment.data.resolve()
    while not folder.exists():
        folder = folder.parent
    free = shutil.disk_usage(folder).free // 2**20
    return Finding("schijf", free >= environment.disk_minimum_mb, f"{free} MB vrij")


def answers() -> Finding:
    """Does the database answer, as the role without privileges?"""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_user, current_setting('is_superuser')")
            role, superuser = cursor.fetchone()
    except DatabaseError:
        return Finding("database", False, "antwoordt niet")
    if role != database.APP_ROLE or superuser != "off":
        return Finding("database", False, "de toepassing heeft te veel rechten")
    return Finding("database", True, "antwoordt")


def migrated() -> Finding:
    """Does the database have every table this version knows?"""
    try:
        pending = len(database.pending_migrations())
    except DatabaseError:
        return Finding("migraties", False, "niet na te gaan")
    return Finding("migraties", pending == 0, f"{pending} te gaan" if pending else "bij")


def worker() -> Finding:
    """Has a background worker given a sign of life lately?"""
    try:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM procrastinate_workers WHERE last_heartbeat > now() - make_interval(secs => %s)",
                [queue.STALLED_SECONDS],
            )
            alive = cursor.fetchone()[0]
    except DatabaseError:
        return Finding("achtergrondwerk", False, "niet na te gaan")
    return Finding("achtergrondwerk", alive > 0, f"{alive} aan het werk" if alive else "niemand aan het werk")


def followed_up(*, strict: bool) -> Finding:
    """Is there anything whose follow-up failed too often? `vangnet events` names it.

    Args:
        strict: whether that is a fault. For `/gereed` it is a remark: a server that serves people must not be taken away for it.
    """
    try:
        with access.as_job(access.system_actor(reason="check")):
            parked = audit_selectors.parked_events()
    except DatabaseError:
        return Finding("gevolgen", False, "niet na te gaan")
    remark = f"{len(parked)} gebeurtenissen staan geparkeerd" if parked else "bij"
    return Finding("gevolgen", not (parked and strict), remark)


def chained() -> Finding:
    """Does every line of the audit record still stand as it was written? Reads the whole record: not for `/gereed`."""
    try:
        report = verify_chain()
    except DatabaseError:
        return Finding("auditspoor", False, "niet na te gaan")
    if report.broken:
        days = ", ".join(day.isoformat() for day in report.broken[:5])
        return Finding("auditspoor", False, f"klopt niet op {days}")
    return Finding("auditspoor", True, f"{report.sealed} regels kloppen, {report.unsealed} nog niet verzegeld")


def configured() -> Finding:
    """Do Django's own checks find anything wrong with this installation?"""
    messages = run_checks(include_deployment_checks=settings.ENVIRONMENT.mode == PRODUCTION)
    grave = [
        message.id or "zonder nummer" for message in messages if message.level >= WARNING and not message.is_silenced()
    ]
    return Finding("instellingen", not grave, ", ".join(grave) if grave else "kloppen")


def checks() -> list[Check]:
    """Return the checks of this installation, the cheapest first."""
    environment: Environment = settings.ENVIRONMENT
    return [lambda: disk(environment), answers, migrated, worker, lambda: followed_up(strict=False)]


def checks_at_rest() -> list[Check]:
    """Return the checks that need no running Vangnet, the slow ones included."""
    environment: Environment = settings.ENVIRONMENT
    return [configured, lambda: disk(environment), answers, migrated, lambda: followed_up(strict=True), chained]
