"""The forms of a case. The rules of the stage judge; a form only reads what was typed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time
from typing import Any

from django import forms
from django.utils.translation import gettext, gettext_lazy

from vangnet.core.clock import AMSTERDAM, Instant, local_day
from vangnet.web.cases.choosing import Choices
from vangnet.web.cases.words import CONTACT_KINDS, DOCUMENTS
from vangnet.web.shared import example_days, fields
from vangnet.web.shared.roles import ROLES, headed
from vangnet.web.shared.typed import PlainText

TEXT = 20_000


def long_text(label: Any, **kwargs: Any) -> forms.CharField:
    """Return a field for running text."""
    kwargs.setdefault("max_length", TEXT)
    rows = kwargs.pop("rows", 5)
    return forms.CharField(label=label, widget=forms.Textarea(attrs={"rows": rows}), **kwargs)


# Functions that hold no role in a case: they oversee, advise or answer.
NO_SLOT = frozenset({"auditor", "coordinerend_fg", "contactpunt", "medewerker"})


class TimeField(forms.TimeField):
    """A time of day typed as 14:30; 14.30 and 1430 are understood too."""

    widget = forms.TextInput
    input_formats = ("%H:%M", "%H.%M", "%H%M", "%H")
    default_error_messages = {"invalid": gettext_lazy("Schrijf de tijd als uren en minuten, zoals 14:30")}

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Give a phone its keys for figures."""
        return {"inputmode": "numeric", "autocomplete": "off", "size": "6"}

    def prepare_value(self, value: Any) -> Any:
        """Show a stored time as people write it."""
        return value.strftime("%H:%M") if isinstance(value, time) else value


class ChoosingForm(fields.Form):
    """A form in which somebody is chosen."""

    worker = forms.ChoiceField(
        label=gettext_lazy("Wie?"),
        error_messages={
            "required": gettext_lazy("Kies iemand"),
            "invalid_choice": gettext_lazy("Kies iemand uit de lijst"),
        },
    )

    def __init__(self, *args: Any, choices: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = self.fields["worker"]
        assert isinstance(chosen, forms.ChoiceField)
        chosen.choices = [("", gettext_lazy("Kies iemand")), *choices]


class NoteForm(fields.Form):
    """A note on the timeline."""

    text = long_text(
        gettext_lazy("Notitie"),
        help_text=gettext_lazy("Schrijf wat je zag of hoorde, zoals de persoon het zelf zou mogen lezen."),
        error_messages={"required": gettext_lazy("Schrijf op wat anderen moeten weten.")},
    )


class DocumentForm(fields.Form):
    """A document to keep in the case."""

    title = forms.CharField(
        label=gettext_lazy("Hoe heet het?"),
        help_text=gettext_lazy("Zoals een collega het zou zoeken, bijvoorbeeld: brief van de verhuurder, 12 november"),
        max_length=120,
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Wat is het?"),
        choices=list(DOCUMENTS.items()),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Kies wat voor document het is.")},
    )
    category = forms.ChoiceField(
        label=gettext_lazy("Waar gaat het over?"),
        help_text=gettext_lazy("Dit bepaalt wie het mag zien. Staat er iets over een behandeling in? Kies dan dat."),
        error_messages={
            "required": gettext_lazy("Kies waarover het gaat."),
            "invalid_choice": gettext_lazy("Kies waarover het gaat."),
        },
    )
    content = forms.FileField(
        label=gettext_lazy("Het bestand"),
        help_text=gettext_lazy("Een pdf, een foto (jpg of png) of gewone tekst, hoogstens 5 MB."),
        error_messages={
            "required": gettext_lazy("Kies een bestand."),
            "missing": gettext_lazy("Kies een bestand."),
            "empty": gettext_lazy("Dit bestand is leeg."),
        },
        max_length=None,
    )

    def __init__(self, *args: Any, categories: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = self.fields["category"]
        assert isinstance(chosen, forms.ChoiceField)
        chosen.choices = [("", gettext_lazy("Kies een onderwerp")), *categories]


class ContactForm(fields.Form):
    """Somebody was, or should have been, in touch with the person."""

    day = fields.DayField(label=gettext_lazy("Op welke dag?"), help_text=example_days.TODAY)
    clock = TimeField(label=gettext_lazy("Hoe laat?"), help_text=gettext_lazy("Bijvoorbeeld 14:30"))
    kind = forms.ChoiceField(
        label=gettext_lazy("Hoe was het contact?"),
        choices=list(CONTACT_KINDS.items()),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Kies hoe het contact was.")},
    )
    missed = forms.BooleanField(label=gettext_lazy("Het was afgesproken, maar ging niet door"), required=False)
    text = long_text(
        gettext_lazy("Hoe ging het, of waarom lukte het niet?"),
        error_messages={"required": gettext_lazy("Schrijf op hoe het ging, of waarom het niet lukte.")},
    )

    def moment(self) -> Instant:
        """Return when the contact was."""
        return datetime.combine(self.cleaned_data["day"], self.cleaned_data["clock"], AMSTERDAM)

    @staticmethod
    def at_first(at: Instant) -> dict[str, Any]:
        """Return what the form shows when nothing was typed: this moment."""
        return {"day": local_day(at), "clock": at.astimezone(AMSTERDAM).time(), "kind": "visit"}


class MeetingForm(fields.Form):
    """When and where the people around a case meet next."""

    day = fields.DayField(label=gettext_lazy("Op welke dag?"), help_text=example_days.SOON)
    clock = TimeField(label=gettext_lazy("Hoe laat?"), help_text=gettext_lazy("Bijvoorbeeld 14:30"))
    place = PlainText(
        label=gettext_lazy("Waar?"), help_text=gettext_lazy("Een zaal, of online."), max_length=120, required=False
    )

    def moment(self) -> Instant:
        """Return when the meeting begins."""
        return datetime.combine(self.cleaned_data["day"], self.cleaned_data["clock"], AMSTERDAM)


class DecisionForm(ChoosingForm):
    """A decision: what, why, who does it, by when."""

    field_order = ("what", "why", "worker", "due_on")

    what = long_text(gettext_lazy("Wat is besloten?"), rows=3)
    why = long_text(gettext_lazy("Waarom?"), rows=3)
    due_on = fields.DayField(label=gettext_lazy("Wanneer is het klaar?"), help_text=example_days.SOON)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["worker"].label = gettext_lazy("Wie doet dit?")


class HoldForm(ChoosingForm):
    """Somebody takes a role."""

    since = fields.DayField(label=gettext_lazy("Vanaf welke dag?"))


class DeputyForm(ChoosingForm):
    """Somebody is asked to stand in."""

    since = fields.DayField(label=gettext_lazy("Vanaf welke dag?"))
    until = fields.DayField(
        label=gettext_lazy("Tot welke dag?"),
        required=False,
        help_text=gettext_lazy(
            "De eerste dag waarop de vervanger niet meer nodig is. Leeg is: tot iemand dit verandert."
        ),
    )


class RoleForm(fields.Form):
    """A role beyond those that every case has."""

    role = forms.ChoiceField(
        label=gettext_lazy("Welke rol?"),
        choices=[(code, headed(str(words))) for code, words in ROLES.items() if code not in NO_SLOT],
        error_messages={"invalid_choice": gettext_lazy("Kies een rol uit de lijst")},
    )


class SureForm(fields.Form):
    """A step that asks for nothing but a yes."""


class CloseForm(fields.VersionedForm):
    """The case ends."""

    why = long_text(
        gettext_lazy("Waarom kan deze casus dicht?"),
        help_text=gettext_lazy("Wat is er bereikt, en wie blijft er nu in beeld?"),
        error_messages={"required": gettext_lazy("Schrijf op waarom.")},
    )


class MoveForm(fields.VersionedForm):
    """The person now stays somewhere else."""

    municipality = forms.CharField(
        label=gettext_lazy("Gemeente waar de persoon nu verblijft"),
        max_length=80,
        widget=forms.TextInput(attrs={"list": "gemeenten", "autocomplete": "off"}),
    )
    since = fields.DayField(label=gettext_lazy("Sinds welke dag?"), help_text=example_days.TODAY)
    street = forms.CharField(label=gettext_lazy("Straat"), max_length=200, required=False)
    house_number = forms.CharField(label=gettext_lazy("Huisnummer"), max_length=20, required=False)
    postcode = forms.RegexField(
        r"^\s*[1-9][0-9]{3}\s?[A-Za-z]{2}\s*$",
        label=gettext_lazy("Postcode"),
        required=False,
        error_messages={"invalid": gettext_lazy("Schrijf de postcode als 1234 AB")},
    )
    city = forms.CharField(label=gettext_lazy("Plaats"), max_length=100, required=False)

    def __init__(self, *args: Any, places: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.places = places

    def clean_municipality(self) -> str:
        """Return the code of the municipality whose name was typed."""
        typed = str(self.cleaned_data["municipality"]).strip().casefold()
        code = next((code for code, name in self.places.items() if name.casefold() == typed), None)
        if code is None:
            raise forms.ValidationError(gettext("Kies een gemeente uit de lijst"))
        return code

    def clean_postcode(self) -> str:
        """Return the postcode as it is stored: `1234AB`."""
        return str(self.cleaned_data["postcode"]).replace(" ", "").upper()
