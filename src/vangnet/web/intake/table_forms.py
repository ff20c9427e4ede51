"""Forms of the table: who sits there, what is done after a decision, inclusion with its votes, a 24-hour agreement."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext, gettext_lazy

from vangnet.access.types import WorkerView
from vangnet.core.clock import AMSTERDAM, Instant
from vangnet.intake.types import CriterionFinding, Finding
from vangnet.intake.types.conventions import InclusionCriterion, InclusionRules
from vangnet.intake.types.tables import (
    BoardKind,
    InclusionResult,
    LegalTitle,
    NewInclusion,
    NewQuickDecision,
    Seat,
    Vote,
    VoteCast,
)
from vangnet.web.intake import labels
from vangnet.web.intake.forms import ReasonForm, words
from vangnet.web.shared.fields import DayField, Form, VersionedForm
from vangnet.web.shared.screen import language
from vangnet.web.shared.typed import LongText, PlainText

SEATS_HINT = gettext_lazy("Op elke regel een organisatie, en als je wilt de naam erachter: Politie: Jan Verzonnen")


def seats_of(text: str) -> tuple[Seat, ...]:
    """Return who sits at a table, as typed: one line each, organisation and name.

    >>> seats_of("Politie: Jan Verzonnen\\n\\nGGZ\\n")
    (Seat(organisation='Politie', name='Jan Verzonnen'), Seat(organisation='GGZ', name=''))
    """
    pairs = (line.partition(":") for line in text.splitlines() if line.strip(" :"))
    return tuple(Seat(organisation.strip(), name.strip()) for organisation, _, name in pairs)


def seats_text(seats: Iterable[Seat]) -> str:
    """Return seats as they are typed."""
    return "\n".join(f"{seat.organisation}: {seat.name}" if seat.name else seat.organisation for seat in seats)


class SeatsForm(VersionedForm):
    """Who sits at the table now."""

    seats = LongText(
        label=gettext_lazy("Wie zitten er aan tafel?"),
        help_text=SEATS_HINT,
        rows=6,
        max_length=6_000,
        error_messages={"required": gettext_lazy("Schrijf op wie erbij zijn.")},
    )


class BoardForm(Form):
    """Begin a sitting."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Welk overleg?"),
        widget=forms.RadioSelect,
        choices=words(labels.BOARDS.items()),
        initial=BoardKind.WEEKLY.value,
    )
    seats = LongText(
        label=gettext_lazy("Wie zitten er aan tafel?"),
        help_text=SEATS_HINT,
        rows=6,
        max_length=6_000,
        error_messages={"required": gettext_lazy("Schrijf op wie erbij zijn.")},
    )

    day = DayField(label=gettext_lazy("Op welke dag?"), required=False)
    hour = forms.TimeField(
        label=gettext_lazy("Hoe laat?"),
        widget=forms.TextInput(attrs={"size": "6", "inputmode": "numeric", "autocomplete": "off"}),
        input_formats=["%H:%M", "%H.%M"],
        required=False,
        error_messages={"invalid": gettext_lazy("Schrijf de tijd als 14:30")},
    )

    def clean(self) -> dict[str, Any]:
        """Return what was typed; who plans says when."""
        data = super().clean() or self.cleaned_data
        if "plan" in self.data:
            for name, fault in (("day", gettext("Kies een dag.")), ("hour", gettext("Schrijf de tijd als 14:30"))):
                if name not in self.errors and data.get(name) is None:
                    self.add_error(name, fault)
        return data

    def moment(self) -> Instant:
        """Return for when the sitting is planned."""
        return datetime.combine(self.cleaned_data["day"], self.cleaned_data["hour"], AMSTERDAM)

    def __init__(self, *args: Any, may_include: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("day", "hour"):
            self.fields[name].sometimes = True  # type: ignore[attr-defined]
        if not may_include:
            self.fields["kind"].choices = words([(BoardKind.WEEKLY, labels.BOARDS[BoardKind.WEEKLY])])  # type: ignore[attr-defined]


class DoneForm(Form):
    """How something that was decided ended."""

    text = LongText(
        label=gettext_lazy("Hoe is het afgelopen?"),
        rows=3,
        max_length=5_000,
        error_messages={"required": gettext_lazy("Schrijf op hoe het is afgelopen.")},
    )


class TakenForm(Form):
    """What somebody to whom a late answer climbed agreed with the desk."""

    text = LongText(
        label=gettext_lazy("Wat heb je afgesproken, en met wie?"),
        help_text=gettext_lazy("Bijvoorbeeld: gebeld met het meldpunt, zij antwoorden morgen voor 12 uur."),
        rows=3,
        max_length=5_000,
        error_messages={"required": gettext_lazy("Schrijf op wat je met het meldpunt hebt afgesproken.")},
    )


class QuickForm(Form):
    """What a 24-hour triage agreed."""

    participants = LongText(
        label=gettext_lazy("Wie beslissen er mee?"),
        help_text=gettext_lazy("GGZ, politie, gemeente, woningcorporatie: noem wie je spreekt."),
        rows=2,
        max_length=2_000,
        error_messages={"required": gettext_lazy("Schrijf op wie erbij waren.")},
    )
    agreed = LongText(
        label=gettext_lazy("Wat spreken jullie af?"),
        rows=3,
        max_length=5_000,
        error_messages={"required": gettext_lazy("Schrijf op wat jullie afspreken.")},
    )
    carried_by = PlainText(
        label=gettext_lazy("Wie doet dit?"),
        max_length=200,
        error_messages={"required": gettext_lazy("Schrijf op wie dit doet.")},
    )
    owner = forms.ChoiceField(label=gettext_lazy("Wie van jullie gaat na of het is gedaan?"))
    hours = forms.ChoiceField(
        label=gettext_lazy("Voor wanneer?"),
        widget=forms.RadioSelect,
        choices=[
            ("2", gettext_lazy("Binnen 2 uur")),
            ("8", gettext_lazy("Binnen 8 uur")),
            ("24", gettext_lazy("Binnen 24 uur")),
        ],
        initial="8",
    )

    def __init__(self, *args: Any, colleagues: Sequence[WorkerView], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].choices = [(str(one.id), one.name) for one in colleagues]  # type: ignore[attr-defined]

    def quick(self, *, at: Instant) -> NewQuickDecision:
        """Return what was typed as an agreement."""
        data = self.cleaned_data
        return NewQuickDecision(
            participants=data["participants"], agreed=data["agreed"], carried_by=data["carried_by"],
            owner_id=forms.UUIDField().clean(data["owner"]), due_at=at + timedelta(hours=int(data["hours"])),
            idempotency_key=str(data["key"]),
        )  # fmt: skip


class InclusionForm(ReasonForm, Form):
    """What the inclusion table found, how its partners voted, what it decided. Fields follow the rules of the region."""

    participants = LongText(
        label=gettext_lazy("Wie zitten er aan tafel?"),
        help_text=SEATS_HINT,
        rows=3,
        max_length=6_000,
        error_messages={"required": gettext_lazy("Schrijf op wie erbij zijn.")},
    )
    title_now = forms.ChoiceField(
        label=gettext_lazy("Is er nu een titel vanwege dit gedrag?"), widget=forms.RadioSelect,
        help_text=gettext_lazy("Een zorgmachtiging of een strafrechtelijke titel."),
        choices=words(labels.TITLE.items()),
    )  # fmt: skip
    title_ever = forms.ChoiceField(
        label=gettext_lazy("Is die er ooit geweest?"), widget=forms.RadioSelect, choices=words(labels.TITLE.items())
    )
    title_text = PlainText(label=gettext_lazy("Welke titel, van wanneer tot wanneer?"), max_length=300, required=False)
    result = forms.ChoiceField(
        label=gettext_lazy("Wat besluiten jullie?"),
        widget=forms.RadioSelect,
        choices=words(labels.RESULTS.items()),
        error_messages={"required": gettext_lazy("Kies een besluit.")},
    )
    again_on = DayField(
        label=gettext_lazy("Wanneer bespreken jullie het opnieuw?"),
        help_text=gettext_lazy("Alleen bij wachten of uitstellen, binnen drie maanden."),
        required=False,
    )

    def __init__(
        self, *args: Any, rules: InclusionRules, own: Mapping[str, VoteCast] | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._rules = rules
        for criterion in rules.criteria:
            self.fields[criterion.code] = forms.ChoiceField(
                label=criterion_words(criterion),
                help_text=gettext("Van deze regio.") if criterion.regional else "",
                widget=forms.RadioSelect,
                choices=words(labels.FINDINGS.items()),
                error_messages={"required": gettext("Geef aan of dit criterium geldt.")},
            )
            self.fields[f"{criterion.code}_why"] = LongText(
                label=gettext_lazy("Waaraan zie je dat?"), rows=2, max_length=2_000, sometimes=True
            )
        own = own or {}
        for nr, partner in enumerate(rules.partners):
            self.fields[f"vote_{nr}"] = forms.ChoiceField(
                label=partner, widget=forms.RadioSelect, choices=words(labels.VOTES.items()),
                error_messages={"required": gettext("Kies de stem van deze partner.")},
            )  # fmt: skip
            self.fields[f"vote_{nr}_why"] = PlainText(
                label=gettext("Waarom, als %(partner)s tegen is?") % {"partner": partner},
                max_length=2_000,
                required=False,
            )
            if (cast := own.get(partner)) is not None:  # who voted themself is not voted for
                for name, value in ((f"vote_{nr}", cast.vote.value), (f"vote_{nr}_why", cast.reason)):
                    self.fields[name].disabled, self.fields[name].initial = True, value
                self.fields[f"vote_{nr}"].help_text = gettext("Zelf gestemd.")
        first = ("title_now", "title_ever", "title_text")
        last = ("participants", "result", "again_on", "reason", "informed", "not_informed_why")
        # In the order of the page, so that the list of what does not fit leads down it.
        self.order_fields([*first, *(name for name in self.fields if name not in {*first, *last}), *last])

    def criteria(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """Return each criterion with the field for its reason, in order."""
        return [(self[one.code], self[f"{one.code}_why"]) for one in self._rules.criteria]

    def votes(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """Return the vote of each partner with the field for its reason; none where nobody votes."""
        return [(self[f"vote_{nr}"], self[f"vote_{nr}_why"]) for nr in range(len(self._rules.partners))]

    def places(self) -> dict[str, str]:
        """Return which field of the form a fault of the service is about, where the names differ."""
        found = {one.code: f"{one.code}_why" for one in self._rules.criteria}
        return found | {f"vote:{name}": f"vote_{nr}_why" for nr, name in enumerate(self._rules.partners)}

    def inclusion(self) -> NewInclusion:
        """Return what was typed as a decision of the table."""
        data = self.cleaned_data
        return NewInclusion(
            participants=data["participants"],
            title=LegalTitle(Finding(data["title_now"]), Finding(data["title_ever"]), data["title_text"]),
            findings=tuple(
                CriterionFinding(one.code, Finding(data[one.code]), data[f"{one.code}_why"])
                for one in self._rules.criteria
            ),
            votes=tuple(
                VoteCast(partner, Vote(data[f"vote_{nr}"]), data[f"vote_{nr}_why"])
                for nr, partner in enumerate(self._rules.partners)
            ),
            result=InclusionResult(data["result"]),
            again_on=data["again_on"],
            reason=data["reason"],
            person_informed=data["informed"] == "yes",
            not_informed_why=data["not_informed_why"],
            idempotency_key=str(data["key"]),
        )


def criterion_words(criterion: InclusionCriterion) -> str:
    """Return a criterion in the language of the page."""
    return criterion.en if language() == "en" else criterion.nl
