"""Refusals of the stage."""

from __future__ import annotations

from collections.abc import Mapping

from vangnet.core.errors import IllegalTransition, InvalidInput, NotMandated, Refused, RuleBroken, Unavailable


class NoMandate(NotMandated):
    """This function may not do this act."""

    def __init__(self, act: str) -> None:
        super().__init__(
            "no-mandate",
            nl="Dit hoort niet bij jouw functie. Heb je het nodig? Vraag de regisseur, of de beheerder van je organisatie.",
            en="This is not part of your function. Do you need it? Ask the director, or the administrator of your organisation.",
        )
        self.act = act


class NoContentFunction(RuleBroken):
    """This function, or this kind of organisation, never sees a case, such as a supplier, an auditor or a manager."""

    def __init__(self) -> None:
        super().__init__(
            "no-content-function",
            nl="Deze functie ziet geen casussen, zoals een leverancier, beheerder, auditor of manager. Kies iemand anders.",
            en="This function sees no cases, such as a supplier, administrator, auditor or manager. Choose somebody else.",
        )


class MayorIsNotCollege(RuleBroken):
    """Mayor and college are different actors: what one may see, the other may not see in their place."""

    def __init__(self) -> None:
        super().__init__(
            "mayor-is-not-college",
            nl="Burgemeester en college vervangen elkaar niet. Kies iemand van dezelfde kant.",
            en="Mayor and college do not stand in for each other. Choose somebody of the same side.",
        )


class AbsenceWithoutDeputy(RuleBroken):
    """Somebody cannot be away while a role has no deputy who confirmed the briefing."""

    def __init__(self) -> None:
        super().__init__(
            "absence-without-deputy",
            nl="Kies eerst voor elke casus een vervanger. Niemand blijft zonder aanspreekpunt.",
            en="First choose a deputy for each case. Nobody is left without a contact.",
        )


class AbsenceOverlaps(RuleBroken):
    """The worker is already away in a part of this period."""

    def __init__(self) -> None:
        super().__init__(
            "absence-overlaps",
            nl="Je bent in een deel van deze periode al als afwezig gemeld.",
            en="You are already marked as absent in part of this period.",
        )


class NotEarlier(RuleBroken):
    """Somebody can only come back earlier than was planned."""

    def __init__(self) -> None:
        super().__init__(
            "not-earlier",
            nl="Kies een dag die eerder is dan gepland. Ben je later terug? Meld dan een nieuwe afwezigheid.",
            en="Choose a day that is earlier than planned. Back later? Then report a new absence.",
        )


class EmergencyUnreadable(InvalidInput):
    """An emergency needs a reason and a length; `fields` says what is missing."""

    def __init__(self, fields: Mapping[str, str]) -> None:
        super().__init__(
            "emergency-unreadable",
            nl="Bij noodtoegang horen een reden in eigen woorden en hoeveel uur je nodig hebt.",
            en="Emergency access needs a reason in your own words and how many hours you need.",
            fields=fields,
        )


class RequestUnreadable(InvalidInput):
    """A request for access, or its answer, lacks something; `fields` says what."""

    def __init__(self, fields: Mapping[str, str]) -> None:
        super().__init__(
            "request-unreadable",
            nl="Er ontbreekt iets. Kijk bij de velden.",
            en="Something is missing. Look at the fields.",
            fields=fields,
        )


class TooManyRequests(RuleBroken):
    """Somebody asked for access too often on one day."""

    def __init__(self) -> None:
        super().__init__(
            "too-many-requests",
            nl="Je vroeg vandaag al vaak om toegang. Bel het Zorg- en Veiligheidshuis, of vraag het morgen.",
            en="You asked for access often today. Call the Zorg- en Veiligheidshuis, or ask tomorrow.",
        )


class RequestOver(IllegalTransition):
    """This request for access was answered, or lapsed."""

    def __init__(self) -> None:
        super().__init__(
            "request-over",
            nl="Deze vraag is al beantwoord of vervallen.",
            en="This request was already answered, or has lapsed.",
        )


class ReviewBySecondPerson(RuleBroken):
    """Who opened a case in an emergency cannot be the one who looks at it afterwards."""

    def __init__(self) -> None:
        super().__init__(
            "review-by-second-person",
            nl="Iemand anders kijkt dit na.",
            en="Somebody else reviews this.",
        )


class AlreadyReviewed(IllegalTransition):
    """Somebody looked at this emergency before."""

    def __init__(self) -> None:
        super().__init__(
            "already-reviewed",
            nl="Dit is al nagekeken.",
            en="This has already been reviewed.",
        )


class ForeignDeny(NotMandated):
    """The decision point of somebody else, which must also permit, says no."""

    def __init__(self) -> None:
        super().__init__(
            "foreign-deny",
            nl="Het beslispunt van je organisatie staat dit niet toe. Vraag de beheerder van je organisatie.",
            en="Your organisation's decision point does not permit this. Ask your organisation's administrator.",
        )


class DecisionPointAway(Unavailable):
    """The decision point that must also permit does not answer in time, or not clearly; that counts as no."""

    def __init__(self) -> None:
        super().__init__(
            "decision-point-away",
            nl="Het beslispunt van je organisatie antwoordt niet. Zolang dat zo is, gaat hier niets open. Probeer het zo weer.",
            en="Your organisation's decision point does not answer. Nothing opens until it does. Try again in a moment.",
        )


class RestrictionUnreadable(InvalidInput):
    """A restriction misses something; `fields` says where."""

    def __init__(self, fields: Mapping[str, str]) -> None:
        super().__init__(
            "restriction-unreadable",
            nl="Er ontbreekt iets. Kijk bij het veld.",
            en="Something is missing. See the field.",
            fields=fields,
        )


class ProcessingRestricted(Refused):
    """Data about the person are only stored for now."""

    def __init__(self) -> None:
        super().__init__(
            "processing-restricted",
            nl="De gegevens over deze persoon zijn beperkt: ze worden nu alleen bewaard. Delen mag niet. Het contactpunt beslist erover.",
            en="These data are restricted: they are only stored for now. Sharing is not allowed. The contact point decides on it.",
        )
