"""Forms: fields with label, hint and fault; what was typed is never lost; a double submit makes one record."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from django import forms
from django.forms import BaseForm, BoundField
from django.utils.safestring import SafeString
from django.utils.translation import gettext, gettext_lazy, ngettext

from vangnet.core.clock import YEARS
from vangnet.core.ids import new_id
from vangnet.web.shared import example_days

REQUIRED: Final = gettext_lazy("Vul dit in")


@dataclass(frozen=True, slots=True)
class FieldView:
    """One field as a template shows it."""

    name: str
    label: str
    hint: str
    faults: tuple[str, ...]
    control: SafeString
    control_id: str
    hint_id: str
    fault_id: str
    grouped: bool
    ticked: bool
    optional: bool


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that does not fit, and the id of the field it is about; empty for the form as a whole."""

    text: str
    control_id: str


@dataclass(frozen=True, slots=True)
class Faults:
    """What does not fit in a form, with the sentence above the list."""

    sentence: str
    items: tuple[Fault, ...]


def view(bound: BoundField) -> FieldView:
    """Return a field with its control, tied to its hint and fault for those who hear the page."""
    own_id = bound.auto_id or bound.html_name
    hint = str(bound.help_text)
    found = tuple(str(fault) for fault in bound.errors)
    described = [f"{own_id}-hint"] * bool(hint) + [f"{own_id}-fault"] * bool(found)
    attrs: dict[str, Any] = {"aria-describedby": " ".join(described)} if described else {}
    if found:
        attrs["aria-invalid"] = "true"
    if bound.name == next((name for name in bound.form.fields if name in bound.form.errors), None):
        # The reader starts where the first thing does not fit, also without JavaScript.
        attrs["autofocus"] = True
    widget = bound.field.widget
    return FieldView(
        name=bound.name,
        label=str(bound.label),
        hint=hint,
        faults=found,
        control=bound.as_widget(attrs=attrs),
        control_id=bound.id_for_label or own_id,
        hint_id=f"{own_id}-hint",
        fault_id=f"{own_id}-fault",
        grouped=widget.use_fieldset,
        ticked=isinstance(widget, forms.CheckboxInput),
        optional=not bound.field.required and not getattr(bound.field, "sometimes", False),
    )


def faults(form: BaseForm) -> Faults | None:
    """Return everything that does not fit, in the order of the fields; None when all fits."""
    if not form.is_bound or form.is_valid():
        return None
    items = [Fault(str(text), "") for text in form.non_field_errors()]
    found = [(bound, str(text)) for bound in form.visible_fields() for text in bound.errors]
    said = Counter(text for _, text in found)
    for bound, text in found:
        # A group of choices has no field of its own to go to; its first choice is the place.
        target = bound.id_for_label or f"{bound.auto_id}_0"
        # Away from its field "Vul dit in", or the same sentence four times, says nothing without the question.
        alone = said[text] == 1 and text not in _vague()
        items.append(Fault(text if alone else _about(str(bound.label), text), target))
    items += [Fault(str(text), "") for bound in form.hidden_fields() for text in bound.errors]
    count = len(items)
    sentence = ngettext("Er klopt %(count)s ding niet", "Er kloppen %(count)s dingen niet", count) % {"count": count}
    return Faults(sentence, tuple(items))


def _vague() -> set[str]:
    """Return what says nothing without its question."""
    days = DayField.default_error_messages
    return {
        str(REQUIRED),
        str(days["required"]),
        str(days["invalid"]),
        gettext("Vul dit in."),
        gettext("Kies ja of nee."),
    }


def _about(label: str, text: str) -> str:
    return f"{label} {text}" if label.endswith("?") else f"{label}: {text[:1].lower()}{text[1:]}"


class DayField(forms.DateField):
    """A day typed as dd-mm-jjjj; a date picker follows the browser's language, and not the page's."""

    widget = forms.TextInput
    input_formats = ("%d-%m-%Y", "%d/%m/%Y", "%d.%m.%Y", "%Y-%m-%d")
    default_error_messages = {
        "required": example_days.REQUIRED,
        "invalid": example_days.INVALID,
    }

    def to_python(self, value: Any) -> date | None:
        """Return the day.

        Raises:
            ValidationError: it is no day, or none that anybody plans with.
        """
        day = super().to_python(value)
        if day is not None and day.year not in YEARS:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return day

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Give a phone its keys for figures, and switch off the browser's memory for days."""
        return {"inputmode": "numeric", "autocomplete": "off", "size": "12"}

    def prepare_value(self, value: Any) -> Any:
        """Show a stored day as people write it; leave what was typed as it was typed."""
        return value.strftime("%d-%m-%Y") if isinstance(value, date) else value


class Form(forms.Form):
    """The form all screens build on.

    The server judges, in our own words, so the browser's balloons are off. `key` makes a double submit one record.
    """

    use_required_attribute = False

    key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        self.fields["key"].initial = new_id
        for field in self.fields.values():
            if field.error_messages.get("required") == forms.Field.default_error_messages["required"]:
                field.error_messages["required"] = str(REQUIRED)

    def clean_key(self) -> UUID:
        """Return the key of this submit; a form that lost it gets a new one and is simply not protected."""
        key = self.cleaned_data.get("key")
        return key if isinstance(key, UUID) else new_id()


class VersionedForm(Form):
    """A form about a record that others change too: it says which version was on the screen."""

    version = forms.IntegerField(
        widget=forms.HiddenInput,
        min_value=0,
        error_messages={
            "required": gettext_lazy("Deze pagina is te oud. Open haar opnieuw."),
            "invalid": gettext_lazy("Deze pagina is te oud. Open haar opnieuw."),
        },
    )


def too_long(limit: int) -> str:
    """Return the fault for a text that does not fit.

    Args:
        limit: how many characters fit.
    """
    return gettext("Houd het korter dan %(limit)s tekens") % {"limit": limit}
