"""What the field agreed, as data with days: labels, levels of escalation, inclusion criteria, terms, codes of a meldpunt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from vangnet.intake.types import WeighingDecision


class ConventionKind(StrEnum):
    """What a file of agreements is about; `DESK` goes to tables of its own, since a signal is routed by them."""

    QUESTIONS = "questions"
    LABELS = "labels"
    ESCALATION = "escalation"
    INCLUSION = "inclusion"
    TERMS = "terms"
    CODES = "codes"
    DESK = "desk"


class Climb(StrEnum):
    """At whose organisation a level of escalation lands: the desk itself, or the Zorg- en Veiligheidshuis of its region."""

    DESK = "desk"
    ZVH = "zvh"


class Voting(StrEnum):
    """How an inclusion table decides: by talking, by most votes, or only when nobody is against."""

    NONE = "none"
    MAJORITY = "majority"
    UNANIMOUS = "unanimous"


@dataclass(frozen=True, slots=True)
class LabelCode:
    """One label of a signal, in both languages of the screens; days half-open `[since, until)`."""

    code: str
    nl: str
    en: str
    since: date = date.min
    until: date | None = None

    def covers(self, day: date) -> bool:
        """Return whether the label can be given on a day."""
        return self.since <= day and (self.until is None or day < self.until)


@dataclass(frozen=True, slots=True)
class LabelList:
    """All labels there ever were, in the order in which they are shown."""

    labels: tuple[LabelCode, ...]

    def on(self, day: date) -> tuple[LabelCode, ...]:
        """Return the labels that can be given on a day."""
        return tuple(label for label in self.labels if label.covers(day))

    def words(self, code: str, *, english: bool = False) -> str:
        """Return a label in words, also one that has ended; a code without words as it is."""
        found = next((label for label in self.labels if label.code == code), None)
        return code if found is None else found.en if english else found.nl


@dataclass(frozen=True, slots=True)
class EscalationLevel:
    """One step that a late answer climbs by itself.

    Args:
        after_workdays: working days after the moment of the answer; 0 at once.
        to: whose organisation, with `role` the function there.
    """

    level: int
    after_workdays: int
    to: Climb
    role: str


@dataclass(frozen=True, slots=True)
class InclusionCriterion:
    """One criterion of the inclusion table.

    Args:
        regional: made by the region, beside the national ones.
        instead_of: code of a national criterion for which this one counts too; empty when it stands by itself.
        title: whether it asks for a legal title; then what was said of the title, now or ever, must agree.
    """

    code: str
    nl: str
    en: str
    regional: bool = False
    instead_of: str = ""
    title: bool = False


@dataclass(frozen=True, slots=True)
class InclusionRules:
    """How a region includes: on which criteria, and whether partners vote.

    Args:
        partners: who votes; empty when nobody does.
        speakers: partner to who speaks for it: kinds of organisation, or whole names.
    """

    version: int
    criteria: tuple[InclusionCriterion, ...]
    voting: Voting
    partners: tuple[str, ...]
    speakers: Mapping[str, frozenset[str]] = field(default_factory=dict, hash=False)

    def speaks(self, partner: str, *, agency_kind: str, agency_name: str) -> bool:
        """Return whether an organisation speaks for a partner; when nobody said who does, only one of the same name."""
        return bool({agency_kind, agency_name.casefold()} & self.speakers.get(partner, frozenset({partner.casefold()})))


@dataclass(frozen=True, slots=True)
class Terms:
    """Within how many working days what was decided is done; a decision without a row has no follow-up.

    Args:
        tell_reporter: working days after the answer within which the reporter hears of it.
    """

    follow_up: Mapping[WeighingDecision, int]
    tell_reporter: int = 2


@dataclass(frozen=True, slots=True)
class OwnCode:
    """What one code of a desk's own list means in the common data set."""

    kind: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class CodeMap:
    """The own codes of a desk, translated to the common data set; keys without case."""

    kinds: Mapping[str, OwnCode]
    reporters: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ConventionView:
    """One stored version of an agreement."""

    what: ConventionKind
    scope: str
    version: int
    valid_from: date
    valid_until: date | None
    shipped: bool
