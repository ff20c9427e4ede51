"""The values of the law stage: what is asked, what is answered, what a norm says. All frozen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, NamedTuple, TypeAlias

from vangnet.core.clock import Instant

Outcome: TypeAlias = Literal["ALLOW", "ALLOW_DUTY", "CONDITIONAL", "HUMAN", "DENY"]

PERMITS: frozenset[str] = frozenset({"ALLOW", "ALLOW_DUTY"})


class Party(NamedTuple):
    """Who gives or receives: an organisation type and the role of the person in it."""

    org_type: str
    role: str


@dataclass(frozen=True, slots=True)
class Consent:
    """Consent of the person, read literally: no receiver, category or purpose is inferred.

    Args:
        valid_until: last day on which it holds; None is open.
    """

    receivers: frozenset[str]
    categories: frozenset[str]
    purposes: frozenset[str]
    explicit: bool
    withdrawn: bool = False
    valid_until: date | None = None

    def covers(self, receiver: str, category: str, purpose: str, on: date) -> bool:
        """Return whether this consent names receiver, category and purpose and holds on the day.

        >>> consent = Consent(frozenset({"ZVH"}), frozenset({"C15"}), frozenset({"zvh_case"}), explicit=True)
        >>> consent.covers("ZVH", "C15", "zvh_case", date(2026, 11, 2))
        True
        >>> consent.covers("POL", "C15", "zvh_case", date(2026, 11, 2))
        False
        """
        return (
            not self.withdrawn
            and receiver in self.receivers
            and category in self.categories
            and purpose in self.purposes
            and (self.valid_until is None or on <= self.valid_until)
        )


@dataclass(frozen=True, slots=True)
class Question:
    """May this giver share one item of this category about this person with this receiver, on this day?

    Args:
        giver_bound: the giver is a hulpverlener, or works under one (BW 7:457, Wet BIG 88, Jeugdwet 7.3.11).
        circle: position of the person the item is about.
        on: the day for which the answer holds.
        facts: fact name to what is recorded; a name that is absent is unknown.
        invoked_ground: the norm the asker names; it never helps.
        requested_form: O1 to O5; only lowers the output.
        assume_verified: treat every norm as verified. For acceptance only, never in daily use.
    """

    giver: Party
    giver_bound: bool
    receiver: Party
    circle: str
    category: str
    purpose: str
    phase: str
    on: date
    facts: Mapping[str, bool] = field(default_factory=dict)
    consent: Consent | None = None
    invoked_ground: str | None = None
    requested_form: str | None = None
    assume_verified: bool = False


class Verdict(NamedTuple):
    """The answer. A "no" is a value too.

    Args:
        grounds: norm ids that carry (permit) or would carry (CONDITIONAL, HUMAN); sorted.
        prohibitions: norm ids that apply; empty unless DENY.
        missing: fact names, sorted; the smallest set that would lead to a permit.
        duties: what follows from the norms above; sorted.
        output_form: the lowest form that is enough; O0 unless a permit.
        rows: ids, with their part, of the rows behind grounds or prohibitions.
        norm_set: hash of the norm set that was used.
    """

    outcome: Outcome
    grounds: tuple[str, ...]
    prohibitions: tuple[str, ...]
    missing: tuple[str, ...]
    duties: tuple[str, ...]
    output_form: str
    rows: tuple[str, ...]
    norm_set: str

    @property
    def permitted(self) -> bool:
        """Return whether the giver may give."""
        return self.outcome in PERMITS


@dataclass(frozen=True, slots=True)
class LegalBasis:
    """Where a norm stands, in the field names of the Dutch `legal_basis` format.

    Args:
        url: official link, dated where the version read is known.
        juriconnect: reference in the Juriconnect BWB 1.3 form, where it can be derived.
        version_read: day of the consolidated text that was read; None when no text was read.
        explanation: Dutch, how the norm follows from the text.
    """

    law: str
    url: str
    explanation: str
    bwb_id: str = ""
    article: str = ""
    paragraph: str = ""
    sentence: str = ""
    juriconnect: str = ""
    version_read: date | None = None

    def cite(self) -> str:
        """Return the citation as people write it.

        >>> LegalBasis("Wpg", "https://wetten.overheid.nl/", "", article="16", paragraph="1, onder b").cite()
        'Wpg artikel 16 lid 1, onder b'
        """
        article = (
            "" if not self.article else f" artikel {self.article}" if self.article[0].isdigit() else f", {self.article}"
        )
        return f"{self.law}{article}{f' lid {self.paragraph}' if self.paragraph else ''}"


@dataclass(frozen=True, slots=True)
class Reference:
    """A second place on which a norm rests."""

    law: str
    bwb_id: str = ""
    article: str = ""
    paragraph: str = ""


@dataclass(frozen=True, slots=True)
class Statute:
    """The head of a norm file."""

    key: str
    short: str
    name: str
    url: str
    frame: str
    file: str
    bwb_id: str = ""
    version_read: date | None = None


@dataclass(frozen=True, slots=True)
class Norm:
    """One row of law. Parties are `ORG`, `ORG:role`, `ANY` or `ANY:role`; other lists hold codes or `ANY`.

    Args:
        key: id of the norm; `part` tells rows of one norm apart.
        facts_required: tokens `fact`, `a|b` (either), and in prohibitions `!fact` (recorded false).
        excluded_by: the row does not count when one of these is true; in a prohibition these are the exceptions.
        sticky_conditions: duties that travel with the item.
        term: for retention rows, the term in words.
        valid_from: first day, None when unknown; `valid_until`: last day, None when open.
        replaces: ids of rows that ended when this one began.
    """

    key: str
    part: str
    statute: str
    frame: str
    gate: tuple[str, ...]
    effect: tuple[str, ...]
    title: str
    givers: tuple[str, ...]
    receivers: tuple[str, ...]
    circle: tuple[str, ...]
    categories: tuple[str, ...]
    purposes: tuple[str, ...]
    phases: tuple[str, ...]
    facts_required: tuple[str, ...]
    human_facts: tuple[str, ...]
    excluded_by: tuple[str, ...]
    duties: tuple[str, ...]
    sticky_conditions: tuple[str, ...]
    highest_output_form: str
    term: str
    valid_from: date | None
    valid_until: date | None
    verified: bool
    confidence: tuple[str, ...]
    legal_basis: LegalBasis
    see_also: tuple[Reference, ...]
    text_read_at: str
    replaces: tuple[str, ...]
    explanation_nl: str

    @property
    def id(self) -> str:
        """Return key and part, as in `W14.2`."""
        return f"{self.key}.{self.part}" if self.part else self.key

    @property
    def is_power(self) -> bool:
        """Return whether this norm gives a power or a duty to give."""
        return "permit" in self.effect or "oblige" in self.effect

    @property
    def is_key(self) -> bool:
        """Return whether this norm opens closed information."""
        return "lift_secrecy" in self.effect

    @property
    def is_prohibition(self) -> bool:
        """Return whether this norm forbids."""
        return "prohibit" in self.effect

    def in_force(self, on: date) -> bool:
        """Return whether the norm holds on the day; both ends are inclusive."""
        return (self.valid_from is None or self.valid_from <= on) and (
            self.valid_until is None or on <= self.valid_until
        )


@dataclass(frozen=True, slots=True)
class NormLoadView:
    """One time that the norm files were read.

    Args:
        folders: the extra folders, beside the files of the program.
        hash: of the norm set that came into use; empty when it was refused.
        faults: why it was refused.
    """

    at: Instant
    folders: tuple[str, ...]
    hash: str
    faults: tuple[str, ...]

    @property
    def taken(self) -> bool:
        """Return whether these norms came into use."""
        return bool(self.hash)
