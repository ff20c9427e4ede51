"""The forms for what is kept in a case: consent, corrections, telling the person, requests to partners."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext, gettext_lazy

from vangnet.law.loader import standard_norms
from vangnet.sharing.types import BARRIERS, FactView, Item, NewConsent, Receiver
from vangnet.web.shared import example_days, fields
from vangnet.web.shared.typed import LongText, PlainText
from vangnet.web.sharing import words
from vangnet.web.sharing.forms import NAME, Grouped, purposes, short

TEXT = 10_000
_YES_NO = [("yes", gettext_lazy("Ja")), ("no", gettext_lazy("Nee"))]


@dataclass(frozen=True, slots=True)
class Scope:
    """What a consent is asked for, as it stands in the address; empty lists leave the choice open."""

    receivers: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    purposes: tuple[str, ...] = ()

    @classmethod
    def of(cls, query: QueryDict) -> Scope:
        """Read an address; codes the law does not know ask for nothing."""
        known = standard_norms().vocabulary
        return cls(
            tuple(code for code in query.getlist("aan") if code in known.org_types),
            tuple(code for code in query.getlist("over") if code in consentable()),
            tuple(code for code in query.getlist("waarvoor") if code in known.purposes and code != "other"),
        )

    @property
    def narrow(self) -> bool:
        """Return whether everything was named already, so that no long lists are needed."""
        return bool(self.receivers and self.categories and self.purposes)


def consentable() -> list[str]:
    """Return the categories somebody can consent about, in the order of the law's list."""
    sets = standard_norms().vocabulary.sets["categories"]
    wanted = {*sets["shareable_by_consent"], *sets["wgs_listed"]} - {"C09", "C10", "C28"}
    return sorted(wanted)


class FindingForm(fields.Form):
    """What stands in the way of sharing an item, or that what stood there was found otherwise."""

    what = forms.ChoiceField(
        label=gettext_lazy("Wat heb je vastgesteld?"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Kies wat je hebt vastgesteld.")},
    )
    item = forms.ChoiceField(label=gettext_lazy("Over welk onderdeel?"), required=False)
    why = LongText(
        label=gettext_lazy("Hoe weet je dat?"),
        help_text=gettext_lazy("In je eigen woorden. Bij zwaarwegende redenen: schrijf die hier op."),
        rows=4,
        max_length=5_000,
        error_messages={"required": gettext_lazy("Schrijf op hoe je dat weet.")},
    )

    def __init__(
        self, *args: Any, items: Sequence[Item], standing: Sequence[tuple[Item, FactView]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        stands = {(fact.name, str(item.id)) for item, fact in standing}
        self.single = str(items[0].id) if len(items) == 1 else ""
        changed = [
            (
                f"{fact.name}:{int(not fact.value)}:{item.id}",
                gettext("Dit geldt niet meer: %(what)s") % {"what": words.fact_term(fact.name, value=fact.value)}
                + ("" if self.single else f" ({short(item.title)})"),
            )
            for item, fact in standing
        ]
        fresh = [
            (f"{name}:1:", words.headed(words.fact_term(name)))
            for name in BARRIERS
            if not (self.single and (name, self.single) in stands)
        ]
        what, item = self.fields["what"], self.fields["item"]
        assert isinstance(what, forms.ChoiceField) and isinstance(item, forms.ChoiceField)
        what.choices = [*changed, *fresh]
        item.choices = [(str(one.id), short(one.title)) for one in items]
        if self.single:
            del self.fields["item"]

    def found(self) -> tuple[str, bool, UUID]:
        """Return what was found: fact, value, and about which item."""
        name, value, item_id = self.cleaned_data["what"].split(":")
        return name, value == "1", UUID(item_id or self.single or self.cleaned_data["item"])


class ConsentForm(fields.Form):
    """Consent as the person gave it: for whom, about what, for what, what was told, and until when."""

    receivers = forms.MultipleChoiceField(
        label=gettext_lazy("Wie mag het weten?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Kies voor wie de toestemming geldt.")},
    )
    categories = forms.MultipleChoiceField(
        label=gettext_lazy("Waarover gaat het?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Kies waarover de toestemming gaat.")},
    )
    purposes = forms.MultipleChoiceField(
        label=gettext_lazy("Waarvoor mag het worden gebruikt?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Kies waarvoor de toestemming is.")},
    )
    text_shown = LongText(
        label=gettext_lazy("Wat heb je verteld of laten lezen?"),
        help_text=gettext_lazy("Zo letterlijk als je kunt. Ook dat de persoon altijd mag stoppen."),
        rows=5,
        max_length=TEXT,
        error_messages={"required": gettext_lazy("Schrijf op wat je hebt verteld.")},
    )
    form = forms.ChoiceField(
        label=gettext_lazy("Hoe gaf de persoon toestemming?"),
        choices=[("spoken", gettext_lazy("Mondeling")), ("written", gettext_lazy("Schriftelijk"))],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Kies mondeling of schriftelijk.")},
    )
    explicit = forms.ChoiceField(
        label=gettext_lazy("Zei of tekende de persoon uitdrukkelijk ja?"),
        help_text=gettext_lazy("Knikken of niets zeggen is geen uitdrukkelijke toestemming."),
        choices=_YES_NO,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Kies ja of nee.")},
    )
    competent = forms.ChoiceField(
        label=gettext_lazy("Kan de persoon dit nu zelf beslissen, en was het vrij?"),
        help_text=gettext_lazy("Zonder dwang, en wetend waarvoor. Anders beslist de vertegenwoordiger."),
        choices=_YES_NO,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Kies ja of nee.")},
    )
    until = fields.DayField(
        label=gettext_lazy("Tot en met welke dag?"),
        help_text=example_days.CONSENT_END,
        required=False,
    )

    def __init__(self, *args: Any, scope: Scope, around: Collection[str] = (), **kwargs: Any) -> None:
        """Offer what fits.

        Args:
            around: organisation types that work in the case; they stand first, since most consent is for them.
        """
        super().__init__(*args, **kwargs)
        narrow = scope.narrow
        every = _grouped_receivers(around)
        all_purposes = [code for code in words.content()["purposes"] if code not in {"other", "oversight"}]
        self._offer("receivers", words.choices("receivers", list(scope.receivers)) if narrow else every)
        self._offer("categories", words.choices("categories", list(scope.categories) if narrow else consentable()))
        self._offer("purposes", words.choices("purposes", list(scope.purposes) if narrow else all_purposes))
        self.initial["receivers"] = list(scope.receivers)
        self.initial["categories"] = list(scope.categories)
        self.initial["purposes"] = list(scope.purposes)

    def _offer(self, name: str, found: Sequence[tuple[str, Any]]) -> None:
        chosen = self.fields[name]
        assert isinstance(chosen, forms.MultipleChoiceField)
        chosen.choices = list(found)

    def consent(self) -> NewConsent:
        """Return the consent as the stage keeps it."""
        data = self.cleaned_data
        return NewConsent(
            receivers=frozenset(data["receivers"]),
            categories=frozenset(data["categories"]),
            purposes=frozenset(data["purposes"]),
            explicit=data["explicit"] == "yes",
            text_shown=data["text_shown"],
            form=data["form"],
            competent=data["competent"] == "yes",
            until=data["until"],
        )


def _grouped_receivers(around: Collection[str]) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return who can receive in groups, those who work in the case first and nowhere else."""
    near = [code for _, codes in words.receiver_codes(without={"VEND"}) for code in codes if code in around]
    groups = [(gettext("In deze casus"), words.choices("receivers", near))] if near else []
    return groups + [
        (words.say("groups", group), words.choices("receivers", codes))
        for group, codes in words.receiver_codes(without={"VEND", *around})
        if codes
    ]


class CorrectForm(fields.Form):
    """What was wrong, and what is right."""

    correction = LongText(
        label=gettext_lazy("Wat klopte er niet, en wat is het wel?"),
        help_text=gettext_lazy("Iedereen die dit kreeg, leest dit en bevestigt het."),
        rows=4,
        max_length=TEXT,
        error_messages={"required": gettext_lazy("Schrijf op wat er niet klopte, en wat het wel is.")},
    )


class SeenForm(fields.Form):
    """Who at the receiver said that they know of the correction."""

    seen_from = PlainText(
        label=gettext_lazy("Wie bevestigde dit?"),
        help_text=gettext_lazy("Naam en organisatie"),
        max_length=NAME,
        error_messages={"required": gettext_lazy("Schrijf op wie dit bevestigde.")},
    )


class ToldForm(fields.VersionedForm):
    """On which day the person was told."""

    told_on = fields.DayField(label=gettext_lazy("Op welke dag is het verteld?"), help_text=example_days.TODAY)


class PostponeForm(fields.VersionedForm):
    """Why the person is told later: who wants that, why, and when it is looked at again."""

    postponed_by = PlainText(label=gettext_lazy("Welke deelnemer wil dat dit wacht?"), max_length=NAME)
    ground = LongText(
        label=gettext_lazy("Waarom moet het wachten?"),
        help_text=gettext_lazy("Bijvoorbeeld: het brengt iemand in gevaar, of een onderzoek loopt schade op."),
        rows=3,
        max_length=TEXT,
    )
    review_on = fields.DayField(label=gettext_lazy("Wanneer kijk je hier opnieuw naar?"), help_text=example_days.SOON)


class RequestForm(fields.Form):
    """A question to a partner, with the day by which they answer."""

    to = forms.ChoiceField(
        label=gettext_lazy("Aan wie vraag je het?"),
        error_messages={"required": gettext_lazy("Kies aan wie je het vraagt.")},
    )
    name = PlainText(
        label=gettext_lazy("Naam, als je een andere organisatie koos"),
        help_text=gettext_lazy("Bijvoorbeeld: Woonstede, mevrouw Lam"),
        max_length=NAME,
        required=False,
    )
    question = LongText(
        label=gettext_lazy("Wat wil je weten?"),
        help_text=gettext_lazy("Vraag niet meer dan je nodig hebt."),
        rows=4,
        max_length=TEXT,
        error_messages={"required": gettext_lazy("Schrijf op wat je wilt weten.")},
    )
    category = forms.ChoiceField(
        label=gettext_lazy("Waarover gaat het?"),
        help_text=gettext_lazy("Alleen wie dit soort gegevens mag zien, leest de vraag en het antwoord."),
        error_messages={"required": gettext_lazy("Kies waarover het gaat.")},
    )
    purpose = forms.ChoiceField(
        label=gettext_lazy("Waarvoor heb je het nodig?"),
        error_messages={"required": gettext_lazy("Kies waarvoor je het nodig hebt.")},
    )
    due_on = fields.DayField(label=gettext_lazy("Wanneer wil je antwoord?"), help_text=example_days.SOON)

    def __init__(self, *args: Any, people: Sequence[Receiver], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(one.worker_id): one for one in people}
        inside = [(key, f"{one.name}, {words.say('receivers', one.org_type)}") for key, one in self.people.items()]
        outside: Grouped = [
            (words.say("groups", group), words.choices("receivers", codes))
            for group, codes in words.receiver_codes()
            if group not in {"oversight", "other"}
        ]
        start: Grouped = [("", gettext("Kies iemand"))]
        self._offer("to", [*start, *([(gettext("In deze casus"), inside)] if inside else []), *outside])
        codes = [code for code in consentable() if code not in {"C02", "C26"}]
        self._offer("category", [("", gettext("Kies waarover")), *words.choices("categories", codes)])
        self._offer("purpose", purposes("GGZ"))

    def _offer(self, name: str, found: Grouped) -> None:
        chosen = self.fields[name]
        assert isinstance(chosen, forms.ChoiceField)
        chosen.choices = found

    def clean(self) -> dict[str, Any]:
        """Ask for a name when it goes to an organisation outside the case."""
        data = super().clean() or {}
        if data.get("to") and data["to"] not in self.people and not data.get("name"):
            self.add_error("name", gettext("Schrijf op aan wie je het vraagt."))
        return data

    def receiver(self) -> Receiver:
        """Return who is asked."""
        to = self.cleaned_data["to"]
        return self.people.get(to) or Receiver(to, "medewerker", self.cleaned_data["name"], None)


class ReplyForm(fields.VersionedForm):
    """A partner's answer, or the weighty reasons against it."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Wat is het antwoord?"),
        choices=[
            ("answer", gettext_lazy("De partner geeft antwoord")),
            ("refuse", gettext_lazy("De partner geeft het niet, om zwaarwegende redenen")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Kies of er antwoord is.")},
    )
    answer = LongText(
        label=gettext_lazy("Het antwoord, of de redenen"),
        rows=5,
        max_length=TEXT,
        error_messages={"required": gettext_lazy("Schrijf het antwoord op, of waarom de partner niet antwoordt.")},
    )


def chosen_id(text: str) -> UUID | None:
    """Return an id from an address; None when it is none."""
    try:
        return UUID(text)
    except ValueError:
        return None
