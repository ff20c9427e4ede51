"""Refusals of the stage."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from vangnet.core.errors import Conflict, InvalidInput, RuleBroken


class PersonUnreadable(InvalidInput):
    """What was written about a person misses something or has a wrong form; `fields` says where."""

    def __init__(self, fields: Mapping[str, str]) -> None:
        super().__init__(
            "person-unreadable",
            nl="Er klopt iets niet bij de gegevens van deze persoon. Kijk bij de velden.",
            en="Something about this person is not right. See the fields.",
            fields=fields,
        )


class LinkNeedsReason(RuleBroken):
    """Laying a signal beside a person needs a reason in words."""

    def __init__(self) -> None:
        super().__init__(
            "link-needs-reason",
            nl="Schrijf op waaraan je ziet dat dit dezelfde persoon is.",
            en="Write down how you can tell that this is the same person.",
        )


class LinkedToSomebodyElse(Conflict):
    """A signal lies beside one person at a time."""

    def __init__(self) -> None:
        super().__init__(
            "linked-to-somebody-else",
            nl="Een collega legde dit signaal al bij iemand anders. Overleg wie van jullie gelijk heeft.",
            en="A colleague laid this signal beside somebody else already. Talk about who is right.",
        )


class DecisionNeedsReason(RuleBroken):
    """A decision about two records needs a reason in words."""

    def __init__(self) -> None:
        super().__init__(
            "decision-needs-reason",
            nl="Schrijf op waarom je dit vindt. Wie later kijkt, moet het kunnen volgen.",
            en="Write down why you think so. Whoever looks later must be able to follow it.",
        )


class SameRecord(InvalidInput):
    """A record cannot be compared with itself."""

    def __init__(self) -> None:
        super().__init__(
            "same-record",
            nl="Dit is twee keer dezelfde registratie. Kies twee verschillende.",
            en="This is the same record twice. Choose two different ones.",
        )


class StandsInTheWay(Conflict):
    """An earlier decision of a human says the opposite; it must be ended first.

    Args:
        verdict: what that decision says, `same` or `different`.
        role: function of who took it.
        on: day it was taken, `YYYY-MM-DD`.
        decision_id: which one, when the actor may see it; None otherwise.
    """

    def __init__(self, *, verdict: str, role: str, on: str, decision_id: UUID | None) -> None:
        said_nl = "niet dezelfde persoon zijn" if verdict == "different" else "dezelfde persoon zijn"
        said_en = "are not the same person" if verdict == "different" else "are the same person"
        mend_nl = "Overleg eerst, en trek dat besluit in." if verdict == "different" else "Haal ze eerst uit elkaar."
        mend_en = "Talk first, and end that decision." if verdict == "different" else "Take them apart first."
        super().__init__(
            "decision-stands-in-the-way",
            nl=f"Op {on} besloot iemand (functie: {role}) dat twee van deze registraties {said_nl}. {mend_nl}",
            en=f"On {on} somebody (function: {role}) decided that two of these records {said_en}. {mend_en}",
        )
        self.verdict = verdict
        self.role = role
        self.on = on
        self.decision_id = decision_id


class PartOutOfSight(Conflict):
    """Records hang together by a decision that the actor may not see, so they cannot be taken apart by the actor."""

    def __init__(self) -> None:
        super().__init__(
            "part-out-of-sight",
            nl="Aan deze registraties hangt een koppeling die je niet mag zien. Vraag de procesregisseur van de andere regio.",
            en="A link that you may not see hangs on these records. Ask the process director of the other region.",
        )


class NothingToSplit(RuleBroken):
    """What should come apart does not hang together, or would leave nothing behind."""

    def __init__(self) -> None:
        super().__init__(
            "nothing-to-split",
            nl="Er is niets om uit elkaar te halen. Kies een deel van de registraties, niet alle.",
            en="There is nothing to take apart. Choose some of the records, not all.",
        )


class WordsOfSignal(RuleBroken):
    """What a reporter said belongs to a person by its signal only."""

    def __init__(self) -> None:
        super().__init__(
            "words-of-signal",
            nl="Dit hoort bij een signaal. Leg dat signaal bij de persoon, of haal het daar weg.",
            en="This belongs to a signal. Lay that signal beside the person, or take it away there.",
        )


class DeliveredForSomebodyElse(Conflict):
    """The same delivery of a source cannot be about two persons."""

    def __init__(self) -> None:
        super().__init__(
            "delivered-for-somebody-else",
            nl="Deze levering is al bij iemand anders opgenomen. Kijk na om wie het gaat.",
            en="This delivery was taken in for somebody else already. Check who it is about.",
        )


class DeliveredOtherwise(Conflict):
    """A delivery with this number was taken in before, and said something else."""

    def __init__(self) -> None:
        super().__init__(
            "delivered-otherwise",
            nl="Een levering met dit nummer is er al, en daar stond iets anders in. Geef een nieuwe levering een eigen nummer.",
            en="A delivery with this number is here already, and said something else. Give a new delivery a number of its own.",
        )


class CarriesAnotherNumber(Conflict):
    """The person carries another BSN than a delivery says: a finding, since nobody has two."""

    def __init__(self) -> None:
        super().__init__(
            "carries-another-number",
            nl="Bij deze persoon staat een ander BSN. Kijk na om wie het gaat, of beëindig eerst het nummer dat niet klopt.",
            en="This person is kept with another BSN. Check who it is about, or end the number that is wrong first.",
        )


class SeveralCarryIt(Conflict):
    """Two people of the own desk carry the number of a delivery: a finding, and never a reason to choose one."""

    def __init__(self) -> None:
        super().__init__(
            "several-carry-it",
            nl="Twee mensen bij jullie hebben dit burgerservicenummer. Kijk eerst na van wie het is.",
            en="Two people at your desk carry this number. First find out whose it is.",
        )


class PairAnswered(Conflict):
    """Somebody answered this question already; the first answer stands."""

    def __init__(self) -> None:
        super().__init__(
            "pair-answered",
            nl="Een collega heeft deze vraag al beantwoord. Ga door met de volgende.",
            en="A colleague has answered this question already. Go on with the next one.",
        )


class PairChanged(Conflict):
    """What is recorded about one of the two changed since the reviewer looked."""

    def __init__(self) -> None:
        super().__init__(
            "pair-changed",
            nl="De gegevens zijn net gewijzigd. Kijk nog een keer en kies dan opnieuw.",
            en="The details have just changed. Look once more, then choose again.",
        )


class OpeningUnreadable(InvalidInput):
    """What was asked about a signal that is only stored misses something; `fields` says where."""

    def __init__(self, fields: Mapping[str, str]) -> None:
        super().__init__(
            "opening-unreadable",
            nl="Er ontbreekt iets. Kijk bij het veld.",
            en="Something is missing. See the field.",
            fields=fields,
        )


class OpeningBySecondPerson(RuleBroken):
    """Who asks to read a signal that is only stored does not decide on it."""

    def __init__(self) -> None:
        super().__init__(
            "opening-by-second-person",
            nl="Je vroeg dit zelf. Een ander van het contactpunt beslist.",
            en="You asked for this yourself. Somebody else of the contact point decides.",
        )


class OpeningDecided(Conflict):
    """It was decided before, or is over."""

    def __init__(self) -> None:
        super().__init__(
            "opening-decided",
            nl="Hierover is al beslist. Kijk hoe het er nu voor staat.",
            en="This was decided before. See how it stands now.",
        )
