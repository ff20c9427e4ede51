"""Forms about the rights of a person."""

from __future__ import annotations

from typing import Final

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from vangnet.sharing.types.rights import INSIGHT_GROUNDS, RightDecision, RightKind
from vangnet.web.rights.paper import HEADINGS
from vangnet.web.shared.fields import DayField, Form
from vangnet.web.shared.typed import PlainText

NEEDED = {"required": gettext_lazy("Vul dit in.")}
KINDS: Final[dict[str, Promise]] = {
    RightKind.ACCESS: gettext_lazy("Inzage: wat is er over mij vastgelegd, en wie keek?"),
    RightKind.RECTIFICATION: gettext_lazy("Verbetering: er klopt iets niet"),
    RightKind.ERASURE: gettext_lazy("Wissen: dit moet weg"),
    RightKind.RESTRICTION: gettext_lazy("Beperking: gebruik dit voorlopig niet"),
    RightKind.OBJECTION: gettext_lazy("Bezwaar tegen het gebruik van gegevens"),
    RightKind.COMPLAINT: gettext_lazy("Klacht over hoe er met gegevens is omgegaan"),
    RightKind.CLAIM: gettext_lazy("Er loopt een zaak bij de rechter"),
}
DECISIONS: Final[dict[str, Promise]] = {
    RightDecision.GRANTED: gettext_lazy("Ja, toegekend"),
    RightDecision.PARTLY: gettext_lazy("Deels toegekend"),
    RightDecision.REFUSED: gettext_lazy("Nee, afgewezen"),
}


class RequestForm(Form):
    """What the person asks, when it came in, and how was seen whose it is."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Wat vraagt de persoon?"), choices=list(KINDS.items()), error_messages=NEEDED
    )
    asked = PlainText(
        label=gettext_lazy("In eigen woorden"), help_text=gettext_lazy("Niet nodig bij inzage"), max_length=2_000,
        required=False,
    )  # fmt: skip
    received_on = DayField(
        label=gettext_lazy("Ontvangen op"), help_text=gettext_lazy("Bijvoorbeeld 27-11-2026"), error_messages=NEEDED
    )
    identified_how = PlainText(
        label=gettext_lazy("Hoe zag je dat het echt deze persoon is?"), max_length=200, error_messages=NEEDED
    )


class RestrictionForm(Form):
    """A part that a participant keeps back: which, who, on what ground, why, and when somebody looks again."""

    part = forms.ChoiceField(label=gettext_lazy("Welk deel"), choices=list(HEADINGS.items()), error_messages=NEEDED)
    participant = PlainText(label=gettext_lazy("Welke deelnemer vindt dit?"), max_length=120, error_messages=NEEDED)
    ground = forms.ChoiceField(
        label=gettext_lazy("Op welk artikel rust dit?"), choices=list(INSIGHT_GROUNDS.items()), error_messages=NEEDED
    )
    why = PlainText(label=gettext_lazy("Waarom?"), max_length=2_000, error_messages=NEEDED)
    review_on = DayField(label=gettext_lazy("Wanneer kijk je opnieuw?"), error_messages=NEEDED)


class AnswerForm(Form):
    """With whom the answer was discussed."""

    consulted = PlainText(
        label=gettext_lazy("Met welke deelnemers heb je overlegd?"), max_length=2_000, error_messages=NEEDED
    )


class DecisionForm(Form):
    """What was decided on a request, why, and with whom that was discussed."""

    decision = forms.ChoiceField(
        label=gettext_lazy("Wat is er besloten?"), choices=list(DECISIONS.items()), error_messages=NEEDED
    )
    why = PlainText(
        label=gettext_lazy("Waarom?"), help_text=gettext_lazy("De persoon krijgt deze tekst"), max_length=4_000,
        error_messages=NEEDED,
    )  # fmt: skip
    consulted = PlainText(
        label=gettext_lazy("Met welke deelnemers heb je overlegd?"), max_length=2_000, error_messages=NEEDED
    )
