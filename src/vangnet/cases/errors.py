"""Refusals of the stage."""

from __future__ import annotations

from collections.abc import Mapping

from vangnet.core.errors import IllegalTransition, InvalidInput, RuleBroken


class NotIncluded(RuleBroken):
    """A case of the Levensloopaanpak opens after the inclusion table included."""

    def __init__(self) -> None:
        super().__init__(
            "not-included",
            nl="Laat eerst de inclusietafel besluiten. Daarna opent de casus van de Levensloopaanpak.",
            en="Let the inclusion table decide first. After that the Levensloop case opens.",
        )


class SignalNotAccepted(RuleBroken):
    """A case opens only from a signal that was weighed and accepted as a case."""

    def __init__(self) -> None:
        super().__init__(
            "signal-not-accepted",
            nl="Open een casus vanuit een signaal dat is gewogen met het besluit 'casus'.",
            en="Open a case from a signal that was weighed with the decision 'case'.",
        )


class CaseExists(RuleBroken):
    """The person already has an open case of this kind in the region."""

    def __init__(self) -> None:
        super().__init__(
            "case-exists",
            nl="Voor deze persoon loopt al een casus in deze regio. Leg het signaal daarbij.",
            en="This person already has a running case in this region. Add the signal there.",
        )


class CaseClosed(IllegalTransition):
    """The case is closed."""

    def __init__(self) -> None:
        super().__init__(
            "case-closed",
            nl="Deze casus is afgesloten. Er kan niets meer bij.",
            en="This case is closed. Nothing can be added.",
        )


class EmergencyWaits(RuleBroken):
    """An emergency is looked at before its case closes."""

    def __init__(self) -> None:
        super().__init__(
            "emergency-waits",
            nl="Iemand opende deze casus in een noodgeval en dat is nog niet nagekeken. Doe dat eerst, via Vandaag.",
            en="Somebody opened this case in an emergency and nobody reviewed it yet. Do that first, from Today.",
        )


class SlotTaken(RuleBroken):
    """Somebody already holds this role on these days."""

    def __init__(self) -> None:
        super().__init__(
            "slot-taken",
            nl="Deze rol heeft op die dagen al iemand. Beëindig dat eerst.",
            en="Somebody already holds this role on those days. End that first.",
        )


class DeputyIsHolder(RuleBroken):
    """The deputy must be somebody else than the holder."""

    def __init__(self) -> None:
        super().__init__(
            "deputy-is-holder",
            nl="De vervanger moet iemand anders zijn.",
            en="The deputy must be somebody else.",
        )


class ContactUnreadable(InvalidInput):
    """The contact misses something; `fields` says where."""

    def __init__(self, fields: Mapping[str, str]) -> None:
        super().__init__(
            "contact-unreadable",
            nl="Er klopt iets niet in het contact. Kijk bij de velden.",
            en="Something in the contact is not right. See the fields.",
            fields=fields,
        )


class DecisionUnreadable(InvalidInput):
    """A decision names what, why, who does it and by when; `fields` says what is missing."""

    def __init__(self, fields: Mapping[str, str]) -> None:
        super().__init__(
            "decision-unreadable",
            nl="Bij een besluit horen: wat, waarom, wie het doet en wanneer.",
            en="A decision has: what, why, who does it and by when.",
            fields=fields,
        )


class MeetingUnreadable(InvalidInput):
    """A meeting lies ahead; `fields` says what does not fit."""

    def __init__(self, fields: Mapping[str, str]) -> None:
        super().__init__(
            "meeting-unreadable",
            nl="Een overleg plan je voor later.",
            en="A meeting is planned for later.",
            fields=fields,
        )


class NoteUnreadable(InvalidInput):
    """The note is empty or too long; `fields` says where."""

    def __init__(self, fields: Mapping[str, str]) -> None:
        super().__init__(
            "note-unreadable",
            nl="Er klopt iets niet in de notitie. Kijk bij het veld.",
            en="Something in the note is not right. See the field.",
            fields=fields,
        )


class DocumentUnreadable(InvalidInput):
    """The document cannot be kept like this; `fields` says where."""

    def __init__(self, fields: Mapping[str, str]) -> None:
        super().__init__(
            "document-unreadable",
            nl="Dit document kan zo niet worden bewaard. Kijk bij de velden.",
            en="This document cannot be kept like this. See the fields.",
            fields=fields,
        )


class PictureBroken(RuleBroken):
    """The picture was stored before its metadata were left out, and is built so that they cannot be."""

    def __init__(self) -> None:
        super().__init__(
            "picture-broken",
            nl="Deze foto is eerder bewaard en is zo gemaakt dat niet te zien is wat er verder in staat, zoals waar hij is "
            "genomen. Daarom gaat hij niet weg uit Vangnet. Vraag wie hem toevoegde om hem opnieuw op te slaan en toe te voegen.",
            en="This picture was stored earlier and is made in a way that hides what else it says, such as where it was taken. "
            "That is why it does not leave Vangnet. Ask who added it to save it again and add it again.",
        )


class ReprocessingUnreadable(InvalidInput):
    """A closed case cannot be used again like this; `fields` says where."""

    def __init__(self, fields: Mapping[str, str]) -> None:
        super().__init__(
            "reprocessing-unreadable",
            nl="Zo mag deze casus niet opnieuw worden gebruikt. Kijk bij het veld.",
            en="This case may not be used again like this. See the field.",
            fields=fields,
        )


class ReprocessingRuns(RuleBroken):
    """The case was ordered already, and not everybody has answered."""

    def __init__(self) -> None:
        super().__init__(
            "reprocessing-runs",
            nl="Dit is al gevraagd voor deze casus. Wacht tot iedereen heeft geantwoord.",
            en="This was asked for this case already. Wait until everybody has answered.",
        )


class SupplierAnswered(RuleBroken):
    """The organisation answered before, or another one said no."""

    def __init__(self) -> None:
        super().__init__(
            "supplier-answered",
            nl="Hier is al op geantwoord. Kijk hoe het er nu voor staat.",
            en="This was answered already. Look at how it stands now.",
        )


class TermChanged(RuleBroken):
    """The day on which a case goes changed while somebody decided on it."""

    def __init__(self) -> None:
        super().__init__(
            "term-changed",
            nl="De dag waarop de gegevens weg moeten is intussen veranderd. Kijk opnieuw.",
            en="The day on which the data must go has changed meanwhile. Look again.",
        )
