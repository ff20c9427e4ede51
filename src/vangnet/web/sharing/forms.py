"""The forms of sharing. The rules of the stage judge; a form only reads what was typed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext, gettext_lazy

from vangnet.sharing.types import About, AdviceFinding, Item, ItemKind, Receiver, Whom
from vangnet.web.shared import fields, screen
from vangnet.web.shared.typed import LongText, PlainText
from vangnet.web.shared.words import day_words
from vangnet.web.sharing import words

TITLE = 110
NAME = 120
KINDS = {
    ItemKind.AGREEMENT: gettext_lazy("Afspraken"),
    ItemKind.GOAL: gettext_lazy("Doelen"),
    ItemKind.PASSAGE: gettext_lazy("In eigen woorden, en het plan in het kort"),
    ItemKind.STEP: gettext_lazy("Als het misgaat"),
    ItemKind.DOCUMENT: gettext_lazy("Documenten"),
    ItemKind.ENTRY: gettext_lazy("Uit de tijdlijn"),
}
Grouped = list[tuple[str, str] | tuple[str, list[tuple[str, str]]]]


def short(text: str) -> str:
    """Return the start of a text, so that a list stays a list."""
    line = " ".join(text.split())
    return line if len(line) <= TITLE else f"{line[: TITLE - 1].rstrip()}…"


def purposes(org_type: str) -> Grouped:
    """Return what can be shared for: what is usual with this organisation first, then every other purpose."""
    usual, others = words.purpose_codes(org_type)
    return [
        ("", gettext("Kies waarvoor")),
        (gettext("Vaak bij deze ontvanger"), words.choices("purposes", usual)),
        (gettext("Andere doelen"), words.choices("purposes", others)),
    ]


class AskForm(fields.Form):
    """What is shared with whom, and what for."""

    role = forms.ChoiceField(label=gettext_lazy("Wie daar?"), required=False)
    name = PlainText(
        label=gettext_lazy("Naam van de organisatie of persoon"),
        help_text=gettext_lazy("Bijvoorbeeld: Woonstede, mevrouw Lam"),
        max_length=NAME,
        required=False,
    )
    items = forms.MultipleChoiceField(
        label=gettext_lazy("Wat wil je delen?"),
        help_text=gettext_lazy("Kies alleen wat de ontvanger nodig heeft."),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": gettext_lazy("Kies ten minste één onderdeel."),
            "invalid_choice": gettext_lazy("Een van de onderdelen is er niet meer. Kies opnieuw."),
        },
    )
    about = forms.ChoiceField(
        label=gettext_lazy("Over wie gaat dit?"),
        help_text=gettext_lazy("Over anderen mag alleen als zij bij de directe kring horen."),
        required=False,
    )
    purpose = forms.ChoiceField(
        label=gettext_lazy("Waarvoor heeft de ontvanger het nodig?"),
        error_messages={"required": gettext_lazy("Kies waarvoor het nodig is.")},
    )

    def __init__(
        self,
        *args: Any,
        to: Receiver,
        items: Sequence[Item],
        known: bool,
        circle: Sequence[tuple[str, str]],
        unsaid: Collection[str],
        today: date,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.to, self.known, self.unsaid = to, known, set(unsaid)
        self.fields["about"].sometimes = True  # type: ignore[attr-defined]
        _choices(self, "items", _items(items, today))
        _choices(self, "purpose", purposes(to.org_type))
        _choices(self, "about", circle)
        if known:
            del self.fields["role"], self.fields["name"]
        else:
            _choices(self, "role", words.choices("roles", words.usual_roles(to.org_type)))
            self.fields["role"].required = self.fields["name"].required = True
            self.fields["name"].error_messages["required"] = gettext("Schrijf op wie het krijgt.")

    def receiver(self) -> Receiver:
        """Return to whom it would go."""
        if self.known:
            return self.to
        return Receiver(self.to.org_type, self.cleaned_data["role"], self.cleaned_data["name"])

    def clean(self) -> dict[str, Any]:
        """Ask about whom it is, where an item is about others by what it holds and nobody said about whom."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        if not said.get("about") and self.unsaid & set(said.get("items", ())):
            self.add_error("about", gettext("Een onderdeel gaat over familie of kennissen. Kies over wie."))
        return said

    def about_whom(self) -> About | None:
        """Return about whom the items are; None when it stays as it was said before."""
        said = self.cleaned_data["about"]
        if not said:
            return None
        if said in {Whom.PERSON.value, Whom.OTHER.value}:
            return About(Whom(said))
        return About(Whom.RELATION, UUID(said))

    def item_ids(self) -> list[UUID]:
        """Return what was chosen."""
        return [UUID(item) for item in self.cleaned_data["items"]]


def _items(items: Iterable[Item], today: date) -> Grouped:
    by_kind: dict[ItemKind, list[tuple[str, str]]] = {}
    for item in items:
        if item.category:
            day = f", {day_words(item.day, today, screen.language())}" if item.day else ""
            said = f"{short(item.title)} ({words.say('categories', item.category)}{day})"
            by_kind.setdefault(item.kind, []).append((str(item.id), said))
    return [(str(name), by_kind[kind]) for kind, name in KINDS.items() if kind in by_kind]


def _choices(form: fields.Form, name: str, found: Iterable[Any]) -> None:
    chosen = form.fields[name]
    assert isinstance(chosen, forms.ChoiceField)
    chosen.choices = list(found)


class AnswerForm(fields.Form):
    """What the law still wants to know, as short questions: each with a choice and room for words, or words alone."""

    def __init__(self, *args: Any, names: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, auto_id="antwoord_%s", **kwargs)
        self.questions = [words.fact_question(name) for name in names]
        for asked in self.questions:
            hint = gettext("Wie weet dit: %(who)s.") % {"who": asked.who} if asked.who else ""
            if asked.yes_no:
                self.fields[asked.name] = forms.ChoiceField(
                    label=asked.text,
                    help_text=hint,
                    choices=[("yes", gettext("Ja")), ("no", gettext("Nee"))],
                    widget=forms.RadioSelect,
                    required=False,
                )
                self.fields[f"{asked.name}_why"] = LongText(
                    label=gettext("Hoe weet je dat?"), rows=2, max_length=2_000, required=False
                )
            else:
                self.fields[asked.name] = LongText(label=asked.text, help_text=hint, max_length=5_000, required=False)

    def clean(self) -> dict[str, Any]:
        """See to it that a choice says how one knows: what is recorded can be asked about years later."""
        data = super().clean() or {}
        for asked in self.questions:
            if asked.yes_no and data.get(asked.name) and not data.get(f"{asked.name}_why", "").strip():
                self.add_error(f"{asked.name}_why", gettext("Schrijf op hoe je dat weet."))
        if not self.answers():
            self.add_error(None, gettext("Beantwoord ten minste één vraag."))
        return data

    def answers(self) -> dict[str, tuple[bool, str]]:
        """Return what was answered: fact to (value, in own words)."""
        data, found = self.cleaned_data, {}
        for asked in self.questions:
            said = str(data.get(asked.name) or "").strip()
            if said and asked.yes_no:
                found[asked.name] = (said == "yes", str(data.get(f"{asked.name}_why") or ""))
            elif said:
                found[asked.name] = (True, said)
        return found


class ShareForm(fields.Form):
    """Why it is necessary, in own words."""

    motive = LongText(
        label=gettext_lazy("Waarom deel je dit?"),
        help_text=gettext_lazy("In je eigen woorden. De persoon kan dit lezen."),
        rows=3,
        max_length=5_000,
        error_messages={"required": gettext_lazy("Schrijf op waarom je dit deelt.")},
    )

    conditions = LongText(
        label=gettext_lazy("Wat vraag je van de ontvanger?"),
        help_text=gettext_lazy(
            "Bijvoorbeeld: alleen voor het bezoek van donderdag. Het reist mee; wat onder een "
            "voorwaarde is gegeven, kan de ontvanger niet via Vangnet doorgeven."
        ),
        rows=2,
        max_length=2_000,
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, auto_id="delen_%s", **kwargs)


class AdviserForm(fields.Form):
    """A question to the privacy adviser."""

    text = LongText(
        label=gettext_lazy("Wat wil je weten?"),
        help_text=gettext_lazy(
            "Noem geen naam. De adviseur ziet welke soort gegevens je met wie wilt delen, niet om wie het gaat."
        ),
        rows=3,
        max_length=5_000,
        error_messages={"required": gettext_lazy("Schrijf op wat je wilt weten.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, auto_id="adviseur_%s", **kwargs)


class AdviceForm(fields.VersionedForm):
    """The adviser's answer."""

    finding = forms.ChoiceField(
        label=gettext_lazy("Wat is je advies?"),
        choices=[
            (AdviceFinding.MAY.value, gettext_lazy("Ja, dit mag. Ik heb de wettekst erbij gelezen.")),
            (AdviceFinding.MAY_NOT.value, gettext_lazy("Nee, dit mag niet.")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Kies ja of nee.")},
    )
    answer = LongText(
        label=gettext_lazy("Waarom?"),
        help_text=gettext_lazy("Noem het artikel en wat je hebt gelezen. Dit blijft bij de vraag bewaard."),
        rows=6,
        max_length=10_000,
        error_messages={"required": gettext_lazy("Schrijf op wat je adviseert, en waarom.")},
    )
