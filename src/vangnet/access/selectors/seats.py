"""Who is behind a login."""

from __future__ import annotations

from uuid import UUID

from django.db import connection

from vangnet.access.models import Account, Agency, Worker
from vangnet.core.statements import Fixed

_ACCOUNT_FIELDS = [field.attname for field in Account._meta.concrete_fields]
_WORKER_FIELDS = [field.attname for field in Worker._meta.concrete_fields]
_AGENCY_FIELDS = [field.attname for field in Agency._meta.concrete_fields]
_ACCOUNT = Fixed(
    "SELECT "  # noqa: S608 - names of columns, from the models
    + ", ".join(
        f"{table}.{column}"
        for table, columns in (("a", _ACCOUNT_FIELDS), ("w", _WORKER_FIELDS), ("g", _AGENCY_FIELDS))
        for column in columns
    )
    + " FROM access_account a JOIN access_worker w ON w.id = a.worker_id JOIN access_agency g ON g.id = w.agency_id"
    " WHERE a.id = %s"
)


def account(*, account_id: UUID) -> Account | None:
    """Return a login together with its worker and organisation, as every page wants them; None when there is none."""
    with connection.cursor() as cursor:
        cursor.execute(_ACCOUNT, [account_id])
        row = cursor.fetchone()
    if row is None:
        return None
    first, second = len(_ACCOUNT_FIELDS), len(_ACCOUNT_FIELDS) + len(_WORKER_FIELDS)
    found = Account.from_db("default", _ACCOUNT_FIELDS, row[:first])
    found.worker = Worker.from_db("default", _WORKER_FIELDS, row[first:second])
    found.worker.agency = Agency.from_db("default", _AGENCY_FIELDS, row[second:])
    return found
