"""Refusals of the stage."""

from __future__ import annotations

from collections.abc import Mapping

from vangnet.core.errors import Conflict, IllegalTransition, InvalidInput, RuleBroken


class SignalUnreadable(InvalidInput):
    """What was reported misses something or has a wrong form; `fields` says where."""

    def __init__(self, fields: Mapping[str, str]) -> None:
        super().__init__(
            "signal-unreadable",
            nl="Er klopt iets niet in het signaal. Kijk bij de velden.",
            en="Something in the signal is not right. See the fields.",
            fields=fields,
        )


class TriageUnreadable(InvalidInput):
    """The answers do not belong to the questions of this channel, or something follows after the end."""

    def __init__(self) -> None:
        super().__init__(
            "triage-unreadable",
            nl="Deze antwoorden passen niet bij de vragen. Begin opnieuw bij de eerste vraag.",
            en="These answers do not fit the questions. Start again at the first question.",
        )


class ConventionUnreadable(InvalidInput):
    """A file of agreements cannot be worked with; the sentence says what is wrong in it."""

    def __init__(self, what: str) -> None:
        super().__init__(
            "convention-unreadable",
            nl=f"Dit bestand met afspraken klopt niet: {what}",
            en=f"This file of agreements is not right: {what}",
        )


class ConventionStands(Conflict):
    """A version of agreements is stored once; it is not changed under the hands of those who work by it."""

    def __init__(self) -> None:
        super().__init__(
            "convention-stands",
            nl="Deze versie is al opgeslagen met een andere inhoud. Geef je bestand een hoger versienummer.",
            en="This version is stored already with other contents. Give your file a higher version.",
        )


class NotForADesk(RuleBroken):
    """The questions ended somewhere else than at a desk, so nothing is taken in."""

    def __init__(self, route: str) -> None:
        nl, en = {
            "emergency": ("Er is direct gevaar: bel 112.", "There is direct danger: call 112."),
            "crisis": ("Dit kan niet wachten: bel vandaag 0800-1205.", "This cannot wait: call 0800-1205 today."),
            "care-coordination": (
                "Dit kan niet wachten: bel de zorgcoördinatie of de crisisdienst.",
                "This cannot wait: call the care coordination or the crisis service.",
            ),
        }.get(route, ("Hier is advies genoeg.", "Advice is enough here."))
        super().__init__("not-for-a-desk", nl=f"{nl} Er is geen signaal gemaakt.", en=f"{en} No signal was made.")


class NoDesk(RuleBroken):
    """No meldpunt or Zorg- en Veiligheidshuis serves this municipality."""

    def __init__(self) -> None:
        super().__init__(
            "no-desk",
            nl="Voor deze gemeente is nog geen meldpunt bekend. Bel 0800-1205.",
            en="No desk is known for this municipality yet. Call 0800-1205.",
        )


class AlreadyAnswered(IllegalTransition):
    """The signal has been weighed and answered."""

    def __init__(self) -> None:
        super().__init__(
            "already-answered",
            nl="Dit signaal is al gewogen. Open het om te zien wat er is besloten.",
            en="This signal has already been weighed. Open it to see the decision.",
        )


class CriterionWithoutReason(InvalidInput):
    """Each criterion needs a finding, and a finding needs a reason."""

    def __init__(self, fields: Mapping[str, str]) -> None:
        super().__init__(
            "criterion-without-reason",
            nl="Geef bij elk criterium aan wat jullie vonden, en waarom.",
            en="For each criterion, say what you found and why.",
            fields=fields,
        )


class CaseNeedsCriteria(RuleBroken):
    """A case at the Zorg- en Veiligheidshuis needs all four criteria met (Bgs 2.20)."""

    def __init__(self) -> None:
        super().__init__(
            "case-needs-criteria",
            nl="Voor een casus moeten alle vier de criteria gelden. Kies een ander vervolg, of vul aan wat ontbreekt.",
            en="A case needs all four criteria. Choose another next step, or add what is missing.",
        )


class DeskUnreadable(InvalidInput):
    """How a desk works misses something; `fields` says where."""

    def __init__(self, fields: Mapping[str, str]) -> None:
        super().__init__(
            "desk-unreadable",
            nl="Er klopt iets niet bij dit meldpunt. Kijk bij de velden.",
            en="Something about this desk is not right. See the fields.",
            fields=fields,
        )


class PersonWordUnreadable(InvalidInput):
    """What the person was told misses something; `fields` says where."""

    def __init__(self, fields: Mapping[str, str]) -> None:
        super().__init__(
            "person-word-unreadable",
            nl="Er klopt iets niet in wat de persoon hoorde. Kijk bij de velden.",
            en="Something in what the person heard is not right. See the fields.",
            fields=fields,
        )


class FeedbackUnreadable(InvalidInput):
    """What the reporter was told misses something; `fields` says where."""

    def __init__(self, fields: Mapping[str, str]) -> None:
        super().__init__(
            "feedback-unreadable",
            nl="Er klopt iets niet in de terugkoppeling. Kijk bij de velden.",
            en="Something in the feedback is not right. See the fields.",
            fields=fields,
        )


class OutreachUnreadable(InvalidInput):
    """Keeping somebody in view misses something; `fields` says where."""

    def __init__(self, fields: Mapping[str, str]) -> None:
        super().__init__(
            "outreach-unreadable",
            nl="Er klopt iets niet bij de bemoeizorg. Kijk bij de velden.",
            en="Something about the outreach care is not right. See the fields.",
            fields=fields,
        )


class NotWeighedYet(IllegalTransition):
    """A reporter is told what was decided, so first something must be decided."""

    def __init__(self) -> None:
        super().__init__(
            "not-weighed-yet",
            nl="Weeg dit signaal eerst. Daarna laat je de melder weten wat jullie doen.",
            en="Weigh this signal first. After that you let the reporter know what you do.",
        )


class OutreachNotDecided(RuleBroken):
    """Somebody is kept in view only after the table decided so."""

    def __init__(self) -> None:
        super().__init__(
            "outreach-not-decided",
            nl="Bemoeizorg begint met een weging waarin jullie dat besluiten.",
            en="Outreach care begins with a weighing in which you decide so.",
        )


class OutreachEnded(IllegalTransition):
    """It has ended; nothing can be added."""

    def __init__(self) -> None:
        super().__init__(
            "outreach-ended",
            nl="Deze bemoeizorg is gestopt. Er kan niets meer bij.",
            en="This outreach care has ended. Nothing can be added.",
        )


class OfferedElsewhere(IllegalTransition):
    """While another desk is asked to take a signal, nobody weighs it."""

    def __init__(self) -> None:
        super().__init__(
            "offered-elsewhere",
            nl="Dit signaal is aangeboden aan een ander meldpunt. Wacht op hun antwoord, of trek het aanbod in.",
            en="This signal is offered to another desk. Wait for their answer, or take the offer back.",
        )


class NoOtherDesk(RuleBroken):
    """A signal is offered to a desk, and to another one than where it lies."""

    def __init__(self) -> None:
        super().__init__(
            "no-other-desk",
            nl="Kies een ander meldpunt of Zorg- en Veiligheidshuis.",
            en="Choose another desk or Zorg- en Veiligheidshuis.",
        )


class OnlyZvhDecides(RuleBroken):
    """A case and the inclusion table are for the Zorg- en Veiligheidshuis; another desk offers the signal first."""

    def __init__(self) -> None:
        super().__init__(
            "only-zvh-decides",
            nl="Alleen het Zorg- en Veiligheidshuis opent een casus. Bied dit signaal eerst aan hen aan.",
            en="Only the Zorg- en Veiligheidshuis opens a case. Offer this signal to them first.",
        )


class FollowUpUnreadable(InvalidInput):
    """What comes of a decision misses something; `fields` says where."""

    def __init__(self, fields: Mapping[str, str]) -> None:
        super().__init__(
            "follow-up-unreadable",
            nl="Er klopt iets niet bij wat er nu gebeurt. Kijk bij de velden.",
            en="Something about what happens now is not right. See the fields.",
            fields=fields,
        )


class BoardUnreadable(InvalidInput):
    """A table misses something; `fields` says where."""

    def __init__(self, fields: Mapping[str, str]) -> None:
        super().__init__(
            "board-unreadable",
            nl="Er klopt iets niet bij dit overleg. Kijk bij de velden.",
            en="Something about this meeting is not right. See the fields.",
            fields=fields,
        )


class BoardClosed(IllegalTransition):
    """The sitting is over; its agenda and seats stand."""

    def __init__(self) -> None:
        super().__init__(
            "board-closed",
            nl="Dit overleg is afgesloten. Begin een nieuw overleg.",
            en="This meeting is closed. Start a new one.",
        )


class InclusionUnreadable(InvalidInput):
    """An inclusion misses something or contradicts itself; `fields` says where."""

    def __init__(self, fields: Mapping[str, str]) -> None:
        super().__init__(
            "inclusion-unreadable",
            nl="Er klopt iets niet bij de inclusie. Kijk bij de velden.",
            en="Something about the inclusion is not right. See the fields.",
            fields=fields,
        )


class InclusionNotAsked(RuleBroken):
    """The inclusion table speaks about somebody after the weighing sent them there, and decides once."""

    def __init__(self) -> None:
        super().__init__(
            "inclusion-not-asked",
            nl="De inclusietafel bespreekt alleen wie de weging daarheen stuurt, en besluit één keer.",
            en="The inclusion table speaks only about whom the weighing sent there, and decides once.",
        )


class QuickUnreadable(InvalidInput):
    """A quick decision misses something; `fields` says where."""

    def __init__(self, fields: Mapping[str, str]) -> None:
        super().__init__(
            "quick-unreadable",
            nl="Er klopt iets niet in het snelle besluit. Kijk bij de velden.",
            en="Something in the quick decision is not right. See the fields.",
            fields=fields,
        )


class AlreadyDone(IllegalTransition):
    """It was done and written down already."""

    def __init__(self) -> None:
        super().__init__(
            "already-done",
            nl="Dit is al afgerond. Open de pagina opnieuw om te zien hoe.",
            en="This is done already. Open the page again to see how.",
        )


class TableDecided(IllegalTransition):
    """The table decided before this vote was cast."""

    def __init__(self) -> None:
        super().__init__(
            "table-decided",
            nl="De tafel heeft al besloten. Je stem is niet opgeslagen. Vraag de voorzitter als je stem nog moet meetellen.",
            en="The table decided already. Your vote is not saved. Ask who chairs if it should still count.",
        )


class VotedAlready(IllegalTransition):
    """Somebody else of the same partner voted."""

    def __init__(self) -> None:
        super().__init__(
            "voted-already",
            nl="Iemand anders heeft al voor jullie gestemd. Die stem telt. Vraag de voorzitter als hij anders moet zijn.",
            en="Somebody else voted for you already. That vote counts. Ask who chairs if it should be different.",
        )
