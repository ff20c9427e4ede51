"""What a receiver sees: one item in Vangnet, or one item once."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from vangnet.core.clock import Instant
from vangnet.sharing.types import ItemKind


@dataclass(frozen=True, slots=True)
class OneTimeInvite:
    """What somebody gives to an invited third: the link and, told apart, the code. Both are shown once and kept by nobody.

    Args:
        link: secret part of the address.
        code: six digits.
    """

    id: UUID
    link: str
    code: str
    until: Instant


@dataclass(frozen=True, slots=True)
class OpenInvite:
    """An invitation to look once that still works.

    Args:
        disclosed_id: the item as it was disclosed.
        for_name: who was invited.
    """

    id: UUID
    disclosed_id: UUID
    for_name: str
    opened_at: Instant
    until: Instant


@dataclass(frozen=True, slots=True)
class ReceivedCorrection:
    """What was wrong in something one received, and what is right, until one says that one knows.

    Args:
        id: of the disclosed item.
        by: who shared it, and their organisation.
        at: when it was shared.
    """

    id: UUID
    category: str
    correction: str
    by: str
    at: Instant


@dataclass(frozen=True, slots=True)
class OneTimeContent:
    """What an invited third sees, once."""

    category: str
    purpose: str
    text: str
    by: str
    duties: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReceivedItem:
    """One item as its receiver sees it.

    Args:
        id: of the disclosed item.
        text: what it says, or the name of a document; empty when the output form is less than that.
        by: who shared it, and their organisation.
        until: moment until which it may be looked up.
        duties: conditions that travel with it.
        correction: what is right instead; empty when nothing was wrong.
    """

    id: UUID
    kind: ItemKind
    category: str
    purpose: str
    output_form: str
    text: str
    by: str
    at: Instant
    until: Instant
    grounds: tuple[str, ...]
    duties: tuple[str, ...]
    correction: str
