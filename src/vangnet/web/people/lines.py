"""What each source said about a person, and who decided about it, as lines."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext

from vangnet.access import selectors as access
from vangnet.people.types import ClusterView, LinkDecisionView, LinkVerdict, SourceRecordView
from vangnet.web.people.rows import birth_words
from vangnet.web.people.words import REPORTED, SOURCES, Words
from vangnet.web.shared.roles import role_words
from vangnet.web.shared.words import postcode_words


@dataclass(frozen=True, slots=True)
class Record:
    """What one source said, as a line; `own` is the record this page is about."""

    view: SourceRecordView
    kind: Words
    name: str
    born: str
    address: str
    agency: str
    own: bool


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision about two records, as a line."""

    view: LinkDecisionView
    same: bool
    names: tuple[str, str]
    by: str


def record_lines(cluster: ClusterView) -> list[Record]:
    """Return what each source said, oldest first."""
    names = access.agency_names(agency_ids=[record.desk_id for record in cluster.records])
    return [
        Record(
            view=record,
            kind=SOURCES[record.kind] if record.signal_id is None else REPORTED,
            name=_said_name(record),
            born=birth_words(record.said.birth),
            address=address_line(record.said.street, record.said.house_number, record.said.postcode, record.said.city),
            agency=names.get(record.desk_id, ""),
            own=record.id == cluster.person_id,
        )
        for record in cluster.records
    ]


def decision_lines(cluster: ClusterView, records: list[Record]) -> list[Decision]:
    """Return the decisions about records, newest first."""
    # Both ends of a decision are in sight, also of somebody who turned out to be somebody else.
    names = {record.view.id: record.name for record in records} | {one.id: _said_name(one) for one in cluster.apart}
    workers = access.workers(worker_ids=[one.decided_by for one in cluster.decisions])
    return [
        Decision(
            view=one,
            same=one.verdict is LinkVerdict.SAME,
            names=(_named(names, one.left), _named(names, one.right)),
            by=", ".join(
                part
                for part in (
                    workers[one.decided_by].name if one.decided_by in workers else "",
                    role_words(one.role),
                    workers[one.decided_by].agency_name if one.decided_by in workers else "",
                )
                if part
            ),
        )
        for one in cluster.decisions
    ]


def _named(names: Mapping[UUID, str], record: UUID) -> str:
    return names.get(record) or gettext("een levering zonder naam")


def _said_name(record: SourceRecordView) -> str:
    said = record.said
    return " ".join(part for part in (said.given_names, said.prefix, said.surname) if part) or gettext("Zonder naam")


def address_line(street: str, house_number: str, postcode: str, city: str) -> str:
    """Return an address in one line, as far as it is known."""
    parts = (f"{street} {house_number}".strip(), f"{postcode_words(postcode)} {city}".strip())
    return ", ".join(part for part in parts if part)
