"""Forms about the rights of a person."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from vangnet.access.types import RestrictionGround
from vangnet.sharing.types.rights import INSIGHT_GROUNDS, ErasedPart, NewRestriction, RightDecision, RightKind
from vangnet.web.rights.paper import HEADINGS
from vangnet.web.shared import example_days
from vangnet.web.shared.fields import DayField, Form
from vangnet.web.shared.restricted import RESTRICTIONS
from vangnet.web.shared.typed import LongText, PlainText
from vangnet.web.sharing import words

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
    asked = LongText(
        label=gettext_lazy("In eigen woorden"), rows=3, help_text=gettext_lazy("Niet nodig bij inzage"), max_length=2_000,
        required=False,
    )  # fmt: skip
    received_on = DayField(label=gettext_lazy("Ontvangen op"), help_text=example_days.TODAY, error_messages=NEEDED)
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


class MoreTimeForm(Form):
    """Why the answer takes two months more; the person reads it."""

    why = LongText(
        label=gettext_lazy("Waarom is er meer tijd nodig?"), rows=2, max_length=2_000, error_messages=NEEDED,
        help_text=gettext_lazy("Vertel dit ook aan de persoon, binnen de eerste maand (AVG artikel 12 lid 3)."),
    )  # fmt: skip


class AnswerForm(Form):
    """With whom the answer was discussed."""

    consulted = PlainText(
        label=gettext_lazy("Met welke deelnemers heb je overlegd?"), max_length=2_000, error_messages=NEEDED
    )


# What may stay in sight of a restricted case when the contact point finds that the law allows it.
_CONTENT: Final = [f"C{number:02d}" for number in range(4, 27) if number not in {9, 10, 25, 26}]
LOOK_AGAIN: Final = {
    "required": gettext_lazy("Kies een dag waarop iemand opnieuw kijkt, hooguit een half jaar vooruit.")
}


class DecisionForm(Form):
    """What was decided on a request, why, and with whom that was discussed."""

    decision = forms.ChoiceField(
        label=gettext_lazy("Wat is er besloten?"), choices=list(DECISIONS.items()), error_messages=NEEDED
    )
    why = LongText(
        label=gettext_lazy("Waarom?"), help_text=gettext_lazy("De persoon krijgt deze tekst"), max_length=4_000,
        error_messages=NEEDED,
    )  # fmt: skip
    consulted = PlainText(
        label=gettext_lazy("Met welke deelnemers heb je overlegd?"), max_length=2_000, error_messages=NEEDED
    )


class ErasingDecisionForm(DecisionForm):
    """A decision by which data go; what goes, when it is granted partly."""

    part = forms.ChoiceField(
        label=gettext_lazy("Bij een deel: wat wordt gewist?"), required=False,
        choices=[
            ("", gettext_lazy("Kies")), (ErasedPart.CASES.value, gettext_lazy("De casussen, met plan en tijdlijn")),
            (ErasedPart.SIGNALS.value, gettext_lazy("De meldingen waaruit geen casus kwam")),
        ],
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["part"].sometimes = True  # type: ignore[attr-defined]


class RestrictingDecisionForm(DecisionForm):
    """A decision by which data are only stored from now on: on what ground, until when somebody looks again, what stays in sight."""

    ground = forms.ChoiceField(
        label=gettext_lazy("Bij ja: waarom mogen de gegevens nu alleen bewaard worden?"), required=False,
        choices=[
            ("", gettext_lazy("Kies")), *((g, said) for g, said in RESTRICTIONS.items() if g != RestrictionGround.STOPPED)
        ],
    )  # fmt: skip
    review_on = DayField(
        label=gettext_lazy("Bij ja: wanneer kijk je opnieuw?"), help_text=gettext_lazy("Hooguit een half jaar vooruit."),
        required=False,
    )  # fmt: skip
    kept = forms.MultipleChoiceField(
        label=gettext_lazy("Wat moet toch te zien blijven?"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy(
            "Alleen als het nodig is om een ander te beschermen of om een zwaar algemeen belang. Kies niets als dat niet zo is."
        ),
    )  # fmt: skip
    kept_why = LongText(
        label=gettext_lazy("Waarom moet dat?"), help_text=gettext_lazy("AVG artikel 18 lid 2"), max_length=2_000, rows=3,
        sometimes=True,
    )  # fmt: skip

    def __init__(self, *args: Any, objection: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kept"].choices = words.choices("categories", _CONTENT)  # type: ignore[attr-defined]
        for name in ("ground", "review_on"):
            self.fields[name].sometimes = True  # type: ignore[attr-defined]
        if objection:
            del self.fields["ground"]

    def restriction(self) -> NewRestriction | None:
        """Return how data are restricted; None as long as no day is chosen."""
        said = self.cleaned_data
        if said["review_on"] is None:
            return None
        return NewRestriction(said.get("ground", ""), said["review_on"], tuple(said["kept"]), said["kept_why"])


class LookAgainForm(Form):
    """Why a restriction stays, and when somebody looks again."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    why = LongText(
        label=gettext_lazy("Waarom blijft de beperking nodig?"), max_length=2_000, rows=3, error_messages=NEEDED
    )
    review_on = DayField(label=gettext_lazy("Wanneer kijk je opnieuw?"), error_messages=LOOK_AGAIN)


class OpeningForm(Form):
    """Whether a desk may read one signal that is only stored, and why."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    answer = forms.ChoiceField(
        label=gettext_lazy("Mag de meldtafel deze melding lezen?"), widget=forms.RadioSelect, error_messages=NEEDED,
        choices=[("yes", gettext_lazy("Ja, zo lang als gevraagd")), ("no", gettext_lazy("Nee"))],
    )  # fmt: skip
    why = LongText(label=gettext_lazy("Waarom?"), max_length=2_000, rows=2, error_messages=NEEDED)


class LiftForm(Form):
    """Why a restriction can go, and that the person was told before."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    why = LongText(label=gettext_lazy("Waarom kan de beperking eraf?"), max_length=2_000, rows=3, error_messages=NEEDED)
    told_on = DayField(
        label=gettext_lazy("Wanneer heb je het de persoon verteld?"), error_messages=NEEDED,
        help_text=gettext_lazy("Dat moet voordat de beperking eraf gaat (AVG artikel 18 lid 3)."),
    )  # fmt: skip
    told_how = PlainText(
        label=gettext_lazy("Hoe?"), help_text=gettext_lazy("Bijvoorbeeld: brief, of gebeld"), max_length=200,
        error_messages=NEEDED,
    )  # fmt: skip
