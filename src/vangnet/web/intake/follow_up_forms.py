"""Forms for what follows a signal: passing it on, telling the reporter, keeping somebody in view."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext, gettext_lazy

from vangnet.access.types import AgencyView, WorkerView
from vangnet.web.intake import labels
from vangnet.web.intake.forms import words
from vangnet.web.shared.fields import DayField, Form, VersionedForm
from vangnet.web.shared.typed import LongText


class OfferForm(VersionedForm):
    """Ask another desk to take a signal."""

    desk = forms.ChoiceField(
        label=gettext_lazy("Aan wie?"), error_messages={"required": gettext_lazy("Kies een meldpunt.")}
    )
    reason = LongText(
        label=gettext_lazy("Waarom hoort het daar?"),
        rows=2,
        max_length=2_000,
        error_messages={"required": gettext_lazy("Schrijf op waarom het daar hoort.")},
    )

    def __init__(self, *args: Any, desks: Sequence[AgencyView], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["desk"].choices = [("", gettext("Kies een meldpunt")), *((str(one.id), one.name) for one in desks)]  # type: ignore[attr-defined]


class AnswerOfferForm(VersionedForm):
    """Say yes or no to a signal that another desk offers."""

    answer = forms.ChoiceField(
        label=gettext_lazy("Nemen jullie het over?"),
        widget=forms.RadioSelect,
        choices=[("yes", gettext_lazy("Ja, wij nemen het over")), ("no", gettext_lazy("Nee, dit hoort niet bij ons"))],
        error_messages={"required": gettext_lazy("Kies ja of nee.")},
    )
    reason = LongText(label=gettext_lazy("Waarom niet?"), rows=2, max_length=2_000, sometimes=True)

    def clean(self) -> dict[str, Any]:
        """Ask for a reason with a no."""
        data = super().clean() or {}
        if data.get("answer") == "no" and not str(data.get("reason", "")).strip():
            self.add_error("reason", gettext("Schrijf op waarom het niet bij jullie hoort."))
        return data


class FeedbackForm(Form):
    """What the reporter was told."""

    way = forms.ChoiceField(
        label=gettext_lazy("Hoe vertel je het?"), widget=forms.RadioSelect, choices=words(labels.TOLD_BY.items())
    )
    text = LongText(
        label=gettext_lazy("Wat vertel je?"),
        help_text=gettext_lazy("Niet meer dan de melder mag weten: niets over zorg, politie of wie erbij zijn."),
        rows=4,
        max_length=5_000,
        error_messages={"required": gettext_lazy("Schrijf op wat je hebt verteld.")},
    )


class PersonWordForm(Form):
    """Whether the person whom a signal is about was told, and what."""

    outcome = forms.ChoiceField(
        label=gettext_lazy("Weet de persoon het nu?"),
        widget=forms.RadioSelect,
        choices=words(labels.PERSON_TOLD.items()),
        error_messages={"required": gettext_lazy("Kies of de persoon het nu weet.")},
    )
    text = LongText(
        label=gettext_lazy("Wat heb je verteld, of waarom niet?"),
        help_text=gettext_lazy(
            "Vertel dat er een signaal is, wat jullie ermee doen, en waar iemand terecht kan met vragen. Niet wie het meldde."
        ),
        rows=4,
        max_length=5_000,
        error_messages={"required": gettext_lazy("Schrijf op wat je hebt verteld, of waarom niet.")},
    )
    again_on = DayField(
        label=gettext_lazy("Op welke dag kijken jullie opnieuw?"),
        help_text=gettext_lazy("Alleen als het later kan. Hoogstens drie maanden vooruit."),
        required=False,
    )


class OutreachForm(Form):
    """Keep somebody in view who asks for nothing."""

    ground = LongText(
        label=gettext_lazy("Waarom houden jullie deze persoon in beeld?"),
        rows=3,
        max_length=5_000,
        error_messages={"required": gettext_lazy("Schrijf op waarom jullie deze persoon in beeld houden.")},
    )
    owner = forms.ChoiceField(label=gettext_lazy("Wie probeert contact te krijgen?"))
    review_on = DayField(
        label=gettext_lazy("Wanneer kijken jullie opnieuw?"), help_text=gettext_lazy("Binnen drie maanden")
    )

    def __init__(self, *args: Any, colleagues: Sequence[WorkerView], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].choices = [(str(one.id), one.name) for one in colleagues]  # type: ignore[attr-defined]


class AttemptForm(Form):
    """One try to reach somebody."""

    way = forms.ChoiceField(
        label=gettext_lazy("Hoe probeerde je het?"),
        widget=forms.RadioSelect,
        choices=words(labels.ATTEMPT_WAYS.items()),
    )
    reached = forms.ChoiceField(
        label=gettext_lazy("Heb je de persoon gesproken?"),
        widget=forms.RadioSelect,
        choices=[("yes", gettext_lazy("Ja")), ("no", gettext_lazy("Nee"))],
    )
    text = LongText(
        label=gettext_lazy("Hoe ging het?"),
        rows=3,
        max_length=5_000,
        error_messages={"required": gettext_lazy("Schrijf op hoe het ging.")},
    )


class ReviewForm(VersionedForm):
    """Go on until a next day."""

    review_on = DayField(
        label=gettext_lazy("Wanneer kijken jullie opnieuw?"), help_text=gettext_lazy("Binnen drie maanden")
    )


class EndForm(VersionedForm):
    """Stop keeping somebody in view."""

    why = LongText(
        label=gettext_lazy("Waarom stopt het?"),
        rows=2,
        max_length=2_000,
        error_messages={"required": gettext_lazy("Schrijf op waarom het stopt.")},
    )
