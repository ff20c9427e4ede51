"""Values that leave the stage."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from vangnet.core.clock import Instant


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date as the register delivers it: year, month or day may be unknown (0).

    Source: BRP Personen Bevragen (Datum, JaarMaandDatum, JaarDatum, DatumOnbekend).
    """

    year: int = 0
    month: int = 0
    day: int = 0

    @property
    def is_known(self) -> bool:
        """Return whether year, month and day are all known."""
        return bool(self.year and self.month and self.day)

    def age_on(self, day: date) -> int | None:
        """Return the age in whole years, or None when the year is unknown; unknown parts count as the first.

        >>> PartialDate(1980, 11, 23).age_on(date(2026, 11, 22)), PartialDate(1980).age_on(date(2026, 11, 22))
        (45, 46)
        """
        if not self.year:
            return None
        had_birthday = (day.month, day.day) >= (self.month or 1, self.day or 1)
        return day.year - self.year - (0 if had_birthday else 1)

    def iso(self) -> str:
        """Return `YYYY-MM-DD` with zeros for what is unknown; empty when all is unknown."""
        return f"{self.year:04d}-{self.month:02d}-{self.day:02d}" if self.year or self.month or self.day else ""


@dataclass(frozen=True, slots=True)
class NewPerson:
    """A person to register.

    Args:
        surname: without prefix; a person with one name has only this.
        birth_uncertain: whether the date is a guess, or a claim that nobody could check.
        municipality: of actual stay; of registration in what the BRP delivers.
        secret_address: true blocks passing the address on.
        no_fixed_address: sleeps in several places.
        research: groups of facts that the register doubts, of `ResearchedFacts`.
    """

    surname: str
    given_names: str = ""
    prefix: str = ""
    partner_surname: str = ""
    partner_prefix: str = ""
    name_use: str = "own"
    birth: PartialDate = PartialDate()
    sex: str = ""
    municipality: str = ""
    street: str = ""
    house_number: str = ""
    postcode: str = ""
    city: str = ""
    phone: str = ""
    bsn: str = ""
    secret_address: bool = False
    no_fixed_address: bool = False
    birth_uncertain: bool = False
    research: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PersonView:
    """A person as somebody in sight sees them; the address is empty when it is secret or not in sight."""

    id: UUID
    region: str
    given_names: str
    prefix: str
    surname: str
    partner_prefix: str
    partner_surname: str
    name_use: str
    birth: PartialDate
    sex: str
    municipality: str
    street: str
    house_number: str
    postcode: str
    city: str
    phone: str
    secret_address: bool
    no_fixed_address: bool
    in_research: bool
    version: int
    birth_uncertain: bool = False

    @property
    def name(self) -> str:
        """Return the name as people say it, following the name use."""
        return called(
            self.given_names, self.prefix, self.surname, self.partner_prefix, self.partner_surname, self.name_use
        )


def called(
    given_names: str, prefix: str, surname: str, partner_prefix: str, partner_surname: str, name_use: str
) -> str:
    """Return a name as people say it, following the name use.

    >>> called("Testje", "van den", "Verzonnen", "", "Voorbeeld", "partner-own")
    'Testje Voorbeeld-van den Verzonnen'
    """
    own = f"{prefix} {surname}".strip()
    partner = f"{partner_prefix} {partner_surname}".strip()
    last = {"partner": partner, "partner-own": f"{partner}-{own}", "own-partner": f"{own}-{partner}"}.get(name_use, own)
    return f"{given_names} {last if partner else own}".strip()


@dataclass(frozen=True, slots=True)
class SignalLinkView:
    """A signal laid beside a person, and who said so."""

    signal_id: UUID
    person_id: UUID
    confirmed_by: UUID
    confirmed_at: Instant
    reason: str


class Likeness(StrEnum):
    """How sure the engine is; a human decides all the same."""

    FIRST = "first"
    MAYBE = "maybe"


@dataclass(frozen=True, slots=True)
class CandidateView:
    """Somebody a record may be about.

    Args:
        person: who it is; always somebody in sight.
        region: code of the region that knows them.
        likeness: certain enough to propose first, or to be confirmed.
        weight: what speaks for one person, in bits; for the record, never shown as a figure.
        same: fields that agree; `different` those that do not.
    """

    person: PersonView
    region: str
    likeness: Likeness
    weight: float
    same: tuple[str, ...]
    different: tuple[str, ...]


class IdentifierKind(StrEnum):
    """Numbers that somebody carries; which of them an installation keeps is its own choice."""

    BSN = "bsn"
    POLICE = "police"


class NameKind(StrEnum):
    """How somebody came by another name."""

    ALIAS = "alias"
    EARLIER = "earlier"
    CALLED = "called"


class ResidenceKind(StrEnum):
    """What an address is of somebody."""

    STAY = "stay"
    REGISTERED = "registered"


class ResearchedFacts(StrEnum):
    """Groups of facts that a register can doubt together.

    Source: BRP Personen Bevragen, `inOnderzoek` beside each group of values.
    """

    NAME = "name"
    BIRTH = "birth"
    ADDRESS = "address"
    NUMBER = "number"
    RELATIONS = "relations"


class RelationKind(StrEnum):
    """How somebody of the direct circle stands to a person.

    Law: Bgs article 2.19: family members and other direct social contacts of the notified person, and nobody else.
    """

    PARTNER = "partner"
    PARENT = "parent"
    CHILD = "child"
    SIBLING = "sibling"
    GUARDIAN = "guardian"
    HOUSEMATE = "housemate"
    CLOSE = "close"


@dataclass(frozen=True, slots=True)
class IdentifierView:
    """A number as the screen shows it: never whole.

    Args:
        masked: the last three signs, the rest as dots.
        passes_test: whether a BSN passes the eleven-test; a number that does not is kept as it was claimed.
        shared_with: others who carry the same number, as far as that is in sight; a finding, never a reason to merge.
    """

    id: UUID
    kind: IdentifierKind
    masked: str
    passes_test: bool
    source: str
    since: date
    until: date | None
    shared_with: tuple[UUID, ...] = ()


@dataclass(frozen=True, slots=True)
class OtherNameView:
    """Another name of somebody, with its period as far as known."""

    id: UUID
    kind: NameKind
    given_names: str
    prefix: str
    surname: str
    since: date | None
    until: date | None
    source: str

    @property
    def name(self) -> str:
        """Return the name as people say it."""
        return " ".join(part for part in (self.given_names, self.prefix, self.surname) if part)


@dataclass(frozen=True, slots=True)
class ResidenceView:
    """An address with its period; empty but for the municipality when it is secret.

    Args:
        wrong: whether it turned out never to have been so.
    """

    id: UUID
    kind: ResidenceKind
    municipality: str
    street: str
    house_number: str
    postcode: str
    city: str
    since: date
    until: date | None
    source: str
    wrong: bool


@dataclass(frozen=True, slots=True)
class RelationView:
    """Somebody of the direct circle.

    Args:
        other: who that is, when they are known and in sight.
    """

    id: UUID
    kind: RelationKind
    name: str
    other: UUID | None
    since: date | None
    until: date | None
    source: str

    def runs_on(self, day: date) -> bool:
        """Return whether the relation was there on a day; an unknown beginning counts as long ago."""
        return (self.since is None or self.since <= day) and (self.until is None or day < self.until)


@dataclass(frozen=True, slots=True)
class Described:
    """A person in full, as the desk that keeps them sees it.

    Args:
        relations: None when the circle is not in sight; numbers likewise.
        restricted: whether data about the person are only stored for now, save what that leaves open.
    """

    person: PersonView
    names: tuple[OtherNameView, ...]
    residences: tuple[ResidenceView, ...]
    research: tuple[tuple[ResearchedFacts, date], ...]
    numbers: tuple[IdentifierView, ...] | None
    relations: tuple[RelationView, ...] | None
    restricted: bool = False


class SourceKind(StrEnum):
    """How what was said about somebody came in."""

    PROFESSIONAL = "professional"
    SIGNAL = "signal"
    BRP = "brp"
    IMPORT = "import"


class LinkVerdict(StrEnum):
    """What a human decided about two records."""

    SAME = "same"
    DIFFERENT = "different"


@dataclass(frozen=True, slots=True)
class LinkDecisionView:
    """A decision about two records, by whom and why.

    Args:
        left: the record with the lower id; `right` the other.
        weight: what the engine made of the pair, in bits, when it was decided; None when it was not asked.
        model: version of the linkage model that gave the weight.
        role: function of who decided, as it was then.
        ended_at: since when it does not count any more.
    """

    id: UUID
    left: UUID
    right: UUID
    verdict: LinkVerdict
    weight: float | None
    model: str
    decided_by: UUID
    role: str
    agency_id: UUID
    decided_at: Instant
    reason: str
    ended_at: Instant | None
    ended_by: UUID | None
    ended_why: str

    @property
    def stands(self) -> bool:
        """Return whether it counts."""
        return self.ended_at is None


@dataclass(frozen=True, slots=True)
class SourceRecordView:
    """What one source once said about somebody.

    Args:
        home: the person it was delivered for; the same id for the record with which a person began.
        desk_id: organisation that owns it; this never changes.
        said: what was said, as it came in; the address is empty when anything in the cluster says it is secret.
        reference: number of the delivery at its source, if it has one.
        signal_id: the signal in which a reporter said it; None for what came otherwise.
    """

    id: UUID
    home: UUID
    region: str
    desk_id: UUID
    kind: SourceKind
    source: str
    reference: str
    said: NewPerson
    delivered_by: UUID
    delivered_at: Instant
    signal_id: UUID | None = None

    @property
    def begins_person(self) -> bool:
        """Return whether a person began with this record, so that cases and signals may point to it."""
        return self.id == self.home


@dataclass(frozen=True, slots=True)
class ClusterView:
    """A person as links make it, as far as the actor may see.

    Args:
        records: those in sight, oldest first.
        decisions: those of which both records are in sight, ended ones too, newest first.
        apart: records in sight that a decision names and that are somebody else.
        elsewhere: how many records are not in sight; only told to who may lay records together, and of a secret address 0. What
            reporters said at another desk is not counted.
        version: grows with each decision about one of the records, seen or not.
    """

    person_id: UUID
    records: tuple[SourceRecordView, ...]
    decisions: tuple[LinkDecisionView, ...]
    elsewhere: int
    version: int
    apart: tuple[SourceRecordView, ...] = ()

    @property
    def person_ids(self) -> tuple[UUID, ...]:
        """Return the persons in sight that are the same human being; cases and signals point to these."""
        return tuple(record.id for record in self.records if record.begins_person)


@dataclass(frozen=True, slots=True)
class SplitView:
    """Records that were taken apart.

    Args:
        taken: the records that were taken out; `kept` those that stayed.
        together_since: when the first decision was taken that tied the two sides together.
    """

    id: UUID
    taken: tuple[UUID, ...]
    kept: tuple[UUID, ...]
    together_since: Instant
    split_at: Instant
    split_by: UUID
    reason: str


@dataclass(frozen=True, slots=True)
class UnlinkedPerson:
    """Somebody beside whose own record no signal lies any more, as far as their keeping goes.

    Args:
        whole: all records that are the same person, the own one too.
        parted_at: when a signal or another record was last taken away from this person; None when none ever was.
    """

    id: UUID
    region: str
    registered_at: Instant
    whole: frozenset[UUID]
    parted_at: Instant | None = None
