"""Refusals of the stage."""

from __future__ import annotations

from collections.abc import Mapping

from vangnet.core.errors import IllegalTransition, InvalidInput, NotLawful, Refused, RuleBroken


class QuestionUnreadable(InvalidInput):
    """The question names something the law's vocabulary does not have; `fields` says what."""

    def __init__(self, fields: Mapping[str, str]) -> None:
        super().__init__(
            "question-unreadable",
            nl="Er klopt iets niet in de vraag. Kijk bij de velden.",
            en="Something in the question is not right. See the fields.",
            fields=fields,
        )


class NotPermitted(NotLawful):
    """Sharing an item against its verdict."""

    def __init__(self, verdict_id: str) -> None:
        super().__init__(
            "not-permitted",
            nl="Dit mag je nu niet delen. Kijk bij het onderdeel wat er ontbreekt, of vraag de privacy-adviseur.",
            en="You may not share this now. See what is missing, or ask the privacy adviser.",
            verdict_id=verdict_id,
        )


class VerdictOutdated(RuleBroken):
    """The facts, the consent or the law changed since the question was asked."""

    def __init__(self) -> None:
        super().__init__(
            "verdict-outdated",
            nl="Er is iets veranderd sinds je dit vroeg. Bekijk het nieuwe antwoord.",
            en="Something changed since you asked this. Look at the new answer.",
        )


class FactForHuman(RuleBroken):
    """Only a named human may record this fact, with a reason."""

    def __init__(self, name: str) -> None:
        super().__init__(
            "fact-for-human",
            nl="Dit kan alleen een mens vastleggen, met een reden in eigen woorden.",
            en="Only a human can record this, with a reason in their own words.",
        )
        self.name = name


class FindingDropped(RuleBroken):
    """An adverse finding can be replaced by a new finding with a reason, never silently dropped."""

    def __init__(self) -> None:
        super().__init__(
            "finding-dropped",
            nl="Deze bevinding blijft staan tot iemand een nieuwe vastlegt, met een reden.",
            en="This finding stays until somebody records a new one, with a reason.",
        )


class FindingOfGiver(RuleBroken):
    """Weighty reasons of another organisation; only that organisation comes back on them."""

    def __init__(self) -> None:
        super().__init__(
            "finding-of-giver",
            nl="Deze zwaarwegende redenen zijn van een andere organisatie. Alleen zij kan daarop terugkomen.",
            en="These weighty reasons are another organisation's. Only that organisation can come back on them.",
        )


class ConsentUnreadable(InvalidInput):
    """A consent names receivers, subjects and purposes, and what the person was told; `fields` says what is missing."""

    def __init__(self, fields: Mapping[str, str]) -> None:
        super().__init__(
            "consent-unreadable",
            nl="Bij toestemming horen: voor wie, waarover, waarvoor, en wat er is verteld.",
            en="Consent has: for whom, about what, for what, and what was told.",
            fields=fields,
        )


class RequestUnreadable(InvalidInput):
    """A request has a question and a day; a refusal its reasons."""

    def __init__(self, fields: Mapping[str, str]) -> None:
        super().__init__(
            "request-unreadable",
            nl="Er klopt iets niet in het verzoek. Kijk bij de velden.",
            en="Something in the request is not right. See the fields.",
            fields=fields,
        )


class AddressSecret(Refused):
    """A source says that the address of this person is secret: it is not passed on, whatever the law would allow."""

    def __init__(self) -> None:
        super().__init__(
            "address-secret",
            nl="Het adres van deze persoon is geheim. Contact- en adresgegevens gaan niet verder. Laat de ander jou bellen.",
            en="The address of this person is secret. Contact and address data go no further. Let the other one call you.",
        )


class RequestDone(IllegalTransition):
    """The request was answered, refused or withdrawn before."""

    def __init__(self) -> None:
        super().__init__(
            "request-done",
            nl="Dit verzoek is al afgehandeld.",
            en="This request has already been dealt with.",
        )


class AdviceUnreadable(InvalidInput):
    """A question to the privacy adviser, and the answer, are written out."""

    def __init__(self, fields: Mapping[str, str]) -> None:
        super().__init__(
            "advice-unreadable",
            nl="Er klopt iets niet in de vraag of het advies. Kijk bij de velden.",
            en="Something in the question or the advice is not right. See the fields.",
            fields=fields,
        )


class AdviceGiven(IllegalTransition):
    """The adviser answered before; another question can be asked."""

    def __init__(self) -> None:
        super().__init__(
            "advice-given",
            nl="Op deze vraag is al geantwoord. Is er iets veranderd, dan kan de vraag opnieuw worden gesteld.",
            en="This question has been answered. If something changed, it can be asked again.",
        )


class AdviceBySecondPerson(RuleBroken):
    """Nobody advises themselves."""

    def __init__(self) -> None:
        super().__init__(
            "advice-by-second-person",
            nl="Jij stelde deze vraag zelf. Iemand anders geeft het advies.",
            en="You asked this yourself. Somebody else gives the advice.",
        )


class StepUnreadable(InvalidInput):
    """A step of the plan for secrecy wants its motives, each apart; `fields` says which is missing."""

    def __init__(self, fields: Mapping[str, str]) -> None:
        super().__init__(
            "step-unreadable",
            nl="Er ontbreekt nog iets in deze stap. Kijk bij de velden.",
            en="Something is missing in this step. See the fields.",
            fields=fields,
        )


class NotSecret(RuleBroken):
    """The step plan is for what professional secrecy closes."""

    def __init__(self) -> None:
        super().__init__(
            "not-secret",
            nl="Dit onderdeel valt voor jou niet onder het beroepsgeheim. Het stappenplan is hier niet nodig.",
            en="This item is not under your professional secrecy. The step plan is not needed here.",
        )


class InformUnreadable(InvalidInput):
    """Telling the person later has a participant, a ground and a day to look again; `fields` says what is missing."""

    def __init__(self, fields: Mapping[str, str]) -> None:
        super().__init__(
            "inform-unreadable",
            nl="Uitstellen kan alleen met een deelnemer, een reden en een dag om opnieuw te kijken.",
            en="Waiting needs a participant, a reason and a day to look again.",
            fields=fields,
        )


class PersonTold(IllegalTransition):
    """The person has been told."""

    def __init__(self) -> None:
        super().__init__("person-told", nl="Dit is al verteld.", en="This has been told already.")


class InsightUnreadable(InvalidInput):
    """A request of the person, or a part kept back from it, is not whole; `fields` says what is missing."""

    def __init__(self, fields: Mapping[str, str]) -> None:
        super().__init__(
            "insight-unreadable",
            nl="Dit verzoek is nog niet compleet. Vul aan wat hieronder staat.",
            en="This request is not whole yet. Fill in what stands below.",
            fields=fields,
        )


class InsightDone(IllegalTransition):
    """The request was answered."""

    def __init__(self) -> None:
        super().__init__(
            "insight-done",
            nl="Dit verzoek is al beantwoord. Een nieuwe vraag is een nieuw verzoek.",
            en="This request was answered. A new question is a new request.",
        )


class NotInHand(RuleBroken):
    """Whoever answers must have taken the request in hand first."""

    def __init__(self) -> None:
        super().__init__(
            "insight-not-in-hand",
            nl="Neem dit verzoek eerst in behandeling.",
            en="Take this request in hand first.",
        )


class SamePerson(RuleBroken):
    """Who registered a request does not handle it."""

    def __init__(self) -> None:
        super().__init__(
            "insight-same-person",
            nl="Jij hebt dit verzoek vastgelegd. Laat een collega van het contactpunt het behandelen.",
            en="You registered this request. Let a colleague of the contact point handle it.",
        )


class OneTimeUnreadable(InvalidInput):
    """A one-time view is not whole; `fields` says what is missing."""

    def __init__(self, fields: Mapping[str, str]) -> None:
        super().__init__(
            "one-time-unreadable",
            nl="Er ontbreekt nog iets voor deze eenmalige inzage.",
            en="Something is missing for this one-time view.",
            fields=fields,
        )


class NoDocumentOnce(RuleBroken):
    """A one-time view hands over one text; a file would stay with somebody without an account."""

    def __init__(self) -> None:
        super().__init__(
            "no-document-once",
            nl="Een document kan niet mee met een eenmalige link. Schrijf op wat de ander moet weten, en deel dat.",
            en="A document cannot go along with a one-time link. Write down what the other needs to know, and share that.",
        )


class HasAccount(RuleBroken):
    """Who works with Vangnet receives an item by name, not by a link."""

    def __init__(self) -> None:
        super().__init__(
            "has-account",
            nl="Deze ontvanger werkt met Vangnet en ziet het onderdeel daar. Een link is niet nodig.",
            en="This receiver works with Vangnet and sees the item there. No link is needed.",
        )
