"""What the sheet with parts shows. All persons and organisations on it are made up."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from django import forms
from django.utils.translation import gettext, gettext_lazy

from vangnet.core.clock import AMSTERDAM, Instant, local_day
from vangnet.web.shared import example_days, fields, icons
from vangnet.web.shared.parts import Link, Page
from vangnet.web.shared.shell import Me

ME = Me("Samira Haddou", "Casusregisseur, IJsselland", frozenset({"cases.read", "intake.read", "intake.register"}))


class ExampleForm(fields.Form):
    """A form with each kind of field."""

    who = forms.CharField(
        label=gettext_lazy("Wie doet dit?"),
        help_text=gettext_lazy("Kies iemand die bij deze casus hoort"),
        error_messages={"required": gettext_lazy("Vul in wie dit doet")},
    )
    ready = fields.DayField(label=gettext_lazy("Wanneer is het klaar?"), help_text=example_days.SOON)
    domain = forms.ChoiceField(
        label=gettext_lazy("Leefgebied"),
        choices=[("home", gettext_lazy("Wonen")), ("money", gettext_lazy("Geld"))],
        required=False,
    )
    how = forms.ChoiceField(
        label=gettext_lazy("Hoe vaak?"),
        widget=forms.RadioSelect,
        choices=[("once", gettext_lazy("Eén keer")), ("weekly", gettext_lazy("Elke week"))],
        error_messages={"required": gettext_lazy("Kies hoe vaak")},
    )
    why = forms.CharField(label=gettext_lazy("Waarom?"), widget=forms.Textarea(attrs={"rows": 3}), required=False)
    told = forms.BooleanField(label=gettext_lazy("Besproken met de persoon zelf"), required=False)


def content(at: Instant) -> dict[str, object]:
    """Return everything on the sheet.

    Args:
        at: the moment all deadlines on the sheet are counted from.
    """
    today = local_day(at)
    afternoon = datetime.combine(today, time(16, 0), AMSTERDAM)
    example = Link(gettext("Vergelijk"), "#o2")
    return {
        "at": at,
        "deadlines": (
            today - timedelta(days=2),
            max(afternoon, at + timedelta(minutes=1)),
            today + timedelta(days=4),
            None,
        ),
        "form": ExampleForm({"a-ready": "31-02-2026"}, prefix="a"),
        "clean_form": ExampleForm(prefix="b"),
        "tab_links": (
            Link(gettext("Plan"), "#o7", current=True),
            Link(gettext("Tijdlijn"), "#o7", count=12),
            Link(gettext("Betrokkenen"), "#o7", count=7),
        ),
        "choice_links": (
            Link(gettext("Mijn casussen"), "#o7", current=True, count=29),
            Link(gettext("Ik vervang"), "#o7", count=4),
            Link(gettext("Team"), "#o7", count=1286),
        ),
        "trail": (Link(gettext("Casussen"), "#o7"),),
        "page": Page(gettext("50 casussen, er zijn er meer dan 1.000"), "#o7", "#o7"),
        "compare_link": example,
        "undo_link": Link(gettext("Ongedaan maken"), "#o2"),
        "ask_links": (Link(gettext("Vraag toegang"), "#o9"), Link(gettext("Noodtoegang"), "#o9")),
        "stop_link": Link(gettext("Stop"), "#o6"),
        "icon_names": tuple(icons.ICONS),
    }
