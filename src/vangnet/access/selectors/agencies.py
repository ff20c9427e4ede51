"""Organisations by their ids."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from vangnet.access.models import Agency


def agency_names(*, agency_ids: Iterable[UUID]) -> dict[UUID, str]:
    """Return the names of organisations, in one query; those that are not there are left out."""
    return dict(Agency.objects.filter(id__in=set(agency_ids)).values_list("id", "name"))
