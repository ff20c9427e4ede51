"""Values of what a register delivers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from vangnet.people.types import NameKind, NewPerson


@dataclass(frozen=True, slots=True)
class DeliveredName:
    """Another name as a register delivers it, with its end as far as known."""

    kind: NameKind
    surname: str
    given_names: str = ""
    prefix: str = ""
    until: date | None = None


@dataclass(frozen=True, slots=True)
class DeliveredAddress:
    """A registered address as a register delivers it; the one of now has no end."""

    municipality: str
    street: str
    house_number: str
    postcode: str
    city: str
    since: date
    until: date | None = None


@dataclass(frozen=True, slots=True)
class DeliveredPartner:
    """A husband, wife or registered partner as a register delivers them; days as far as known.

    Args:
        bsn: to see whether the own desk keeps them too; never stored with the relation.
        ended: whether the register says that it is over, with `until` the day when that is known.
    """

    name: str
    since: date | None = None
    until: date | None = None
    ended: bool = False
    bsn: str = ""


@dataclass(frozen=True, slots=True)
class Delivery:
    """What a register delivers about somebody at one moment.

    Args:
        said: who it is and where registered now, with the doubts of the register and whether the address is secret.
        names: earlier names and aliases.
        addresses: registered addresses of which the first day is known, oldest first.
        partners: who is or was the partner, those with a name.
    """

    said: NewPerson
    names: tuple[DeliveredName, ...] = ()
    addresses: tuple[DeliveredAddress, ...] = ()
    partners: tuple[DeliveredPartner, ...] = ()


@dataclass(frozen=True, slots=True)
class TakenIn:
    """What came of a delivery.

    Args:
        new: whether this delivery was taken in now; False when it was here already.
        registered: whether a person was registered for it.
    """

    record_id: UUID
    person_id: UUID
    new: bool
    registered: bool = False
