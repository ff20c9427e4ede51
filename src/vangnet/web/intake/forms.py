"""Forms for signals: what is reported, who it is about, and what the table decides."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext, gettext_lazy

from vangnet.access import selectors as access
from vangnet.access.types import WorkerView
from vangnet.core.clock import AMSTERDAM, Instant
from vangnet.intake.types import (
    TEXT_LIMIT,
    Channel,
    CriterionFinding,
    Finding,
    NewSignal,
    PersonHint,
    TriageStep,
    WeighingDecision,
)
from vangnet.intake.types.tables import FollowUp
from vangnet.people.types import NewPerson
from vangnet.web.intake import labels
from vangnet.web.shared.fields import DayField, Form, VersionedForm, too_long
from vangnet.web.shared.typed import LongText, PartialDateField, PlainText

Choices = list[tuple[str, Any]]
NAME_LIMIT = 200


def municipality_choices(*, first_region: str = "") -> list[tuple[str, Any]]:
    """Return the municipalities to choose from; those of the own region first."""
    every = access.municipalities()
    own = [(m.code, m.name) for m in every if m.region == first_region]
    others = [(m.code, m.name) for m in every if m.region != first_region]
    start: Choices = [("", gettext("Kies een gemeente"))]
    if not own:
        return start + others
    return [*start, (gettext("Jouw regio"), own), (gettext("Andere gemeenten"), others)]


def words(texts: Iterable[tuple[Any, Any]]) -> Choices:
    """Return codes and their words as choices."""
    return [(str(code), text) for code, text in texts]


class TextOfSignal(Form):
    """What every report asks, whoever makes it."""

    text = LongText(
        label=gettext_lazy("Wat heb je gezien of gehoord?"),
        help_text=gettext_lazy("Schrijf feiten op: wat, waar, wanneer. Geen oordeel over de persoon."),
        rows=6,
        error_messages={"required": gettext_lazy("Schrijf op wat er is gezien of gehoord.")},
    )
    municipality = forms.ChoiceField(
        label=gettext_lazy("In welke gemeente?"), error_messages={"required": gettext_lazy("Kies de gemeente.")}
    )
    place = PlainText(
        label=gettext_lazy("Waar precies?"),
        help_text=gettext_lazy("Een straat, een plein, een gebouw"),
        max_length=200,
        required=False,
    )
    given_names = PlainText(label=gettext_lazy("Voornaam"), max_length=NAME_LIMIT, required=False)
    surname = PlainText(label=gettext_lazy("Achternaam"), max_length=NAME_LIMIT, required=False)

    def __init__(self, *args: Any, region: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["municipality"].choices = municipality_choices(first_region=region)  # type: ignore[attr-defined]

    def clean_text(self) -> str:
        """Refuse a text that does not fit, in words."""
        text = str(self.cleaned_data["text"])
        if len(text) > TEXT_LIMIT:
            raise forms.ValidationError(too_long(TEXT_LIMIT))
        return text


class SignalForm(TextOfSignal):
    """A signal as a professional reports it."""

    kind = forms.ChoiceField(label=gettext_lazy("Waar gaat het over?"), choices=words(labels.KINDS.items()))
    label = forms.ChoiceField(label=gettext_lazy("Wat past er het best bij?"), required=False)
    origin = forms.ChoiceField(
        label=gettext_lazy("Van wie komt dit?"),
        help_text=gettext_lazy(
            "Zag je het zelf, kies dan je eigen soort organisatie. Is het niet bekend, dan telt een E33 of E14 als gegeven van de politie."
        ),
        choices=[("", gettext_lazy("Dat is niet bekend")), *words(labels.REPORTERS.items())],
        required=False,
    )
    postcode = PlainText(label=gettext_lazy("Postcode, als je die weet"), max_length=7, required=False)
    day = DayField(label=gettext_lazy("Op welke dag?"), required=False)
    hour = forms.TimeField(
        label=gettext_lazy("Hoe laat ongeveer?"),
        widget=forms.TextInput(attrs={"size": "6", "inputmode": "numeric", "autocomplete": "off"}),
        input_formats=["%H:%M", "%H.%M"],
        required=False,
        error_messages={"invalid": gettext_lazy("Schrijf de tijd als 14:30")},
    )
    name_prefix = PlainText(label=gettext_lazy("Tussenvoegsel"), max_length=20, required=False)
    birth = PartialDateField(
        label=gettext_lazy("Geboortedatum"), help_text=gettext_lazy("Of alleen het jaar"), required=False
    )
    phone = PlainText(label=gettext_lazy("Telefoonnummer van de persoon"), max_length=20, required=False)

    field_order = [
        "kind", "text", "label", "origin", "municipality", "postcode", "place", "day", "hour", "given_names", "name_prefix",
        "surname", "birth", "phone",
    ]  # fmt: skip

    def __init__(self, *args: Any, day: date, channel: Channel, region: str = "", **kwargs: Any) -> None:
        super().__init__(*args, region=region, **kwargs)
        self.fields["label"].choices = labels.label_choices(region=region or "NL", day=day)  # type: ignore[attr-defined]
        if channel is Channel.POLICE:
            del self.fields["origin"]

    def clean_postcode(self) -> str:
        """Return the postcode without its space, in capitals."""
        return str(self.cleaned_data["postcode"]).replace(" ", "").upper()

    def signal(self, *, channel: Channel, triage: TriageStep | None, reporter: str, contact: str) -> NewSignal:
        """Return what was typed as a signal.

        Args:
            channel: a colleague's form, or a hand-over by the police.
            triage: the questions that came before.
            reporter: name of the colleague who reports, with `contact` the number to call.
        """
        data = self.cleaned_data
        return NewSignal(
            channel=channel, kind=data["kind"], label=data["label"], text=data["text"], reporter_kind=data.get("origin", ""),
            municipality=data["municipality"], postcode=data["postcode"], place=data["place"], occurred_at=self._moment(),
            idempotency_key=str(data["key"]), reporter_name=reporter, reporter_contact=contact, hint=self._hint(), triage=triage,
        )  # fmt: skip

    def _hint(self) -> PersonHint:
        data = self.cleaned_data
        return PersonHint(
            given_names=data["given_names"], prefix=data["name_prefix"], surname=data["surname"],
            birth_date=data["birth"].iso(), phone=data["phone"],
        )  # fmt: skip

    def _moment(self) -> Instant | None:
        day, hour = self.cleaned_data["day"], self.cleaned_data["hour"]
        return datetime.combine(day, hour or time(), AMSTERDAM) if day else None


class PublicForm(TextOfSignal):
    """A signal as somebody without an account reports it; who reports may stay unknown."""

    postcode = PlainText(label=gettext_lazy("Postcode van die plek, als je die weet"), max_length=7, required=False)
    reporter_kind = forms.ChoiceField(
        label=gettext_lazy("Wie ben jij?"),
        choices=[
            ("", gettext_lazy("Dat zeg ik liever niet")),
            *words((code, labels.REPORTERS[code]) for code in ("inhabitant", "relative", "self", "other")),
        ],
        required=False,
    )

    reporter_name = PlainText(label=gettext_lazy("Jouw naam"), max_length=NAME_LIMIT, required=False)
    reporter_contact = PlainText(
        label=gettext_lazy("Telefoonnummer of e-mailadres"),
        help_text=gettext_lazy("Alleen als je wilt dat iemand je belt of schrijft"),
        max_length=NAME_LIMIT,
        required=False,
    )

    def clean_postcode(self) -> str:
        """Return the postcode without its space, in capitals."""
        return str(self.cleaned_data["postcode"]).replace(" ", "").upper()

    def signal(self, *, triage: TriageStep, kind: str) -> NewSignal:
        """Return what was typed as a signal."""
        data = self.cleaned_data
        return NewSignal(
            channel=Channel.PUBLIC_FORM, kind=kind, text=data["text"], municipality=data["municipality"],
            postcode=data["postcode"], reporter_kind=data["reporter_kind"],
            place=data["place"], idempotency_key=str(data["key"]), reporter_name=data["reporter_name"],
            reporter_contact=data["reporter_contact"], triage=triage,
            hint=PersonHint(given_names=data["given_names"], surname=data["surname"]),
        )  # fmt: skip


class WhoForm(Form):
    """Search for somebody in sight."""

    q = PlainText(label=gettext_lazy("Naam"), max_length=NAME_LIMIT, required=False)
    birth = PartialDateField(
        label=gettext_lazy("Geboortedatum"), help_text=gettext_lazy("Of alleen het jaar"), required=False
    )


class SamePersonForm(Form):
    """Say that it is this person, and how one can tell."""

    person = forms.UUIDField(
        label=gettext_lazy("Wie is het?"),
        error_messages={
            "required": gettext_lazy("Kies een persoon, of maak een nieuwe persoon."),
            "invalid": gettext_lazy("Kies een persoon, of maak een nieuwe persoon."),
        },
    )
    reason = LongText(
        label=gettext_lazy("Waaraan zie je dat dit dezelfde persoon is?"),
        help_text=gettext_lazy("Bijvoorbeeld: zelfde naam en adres, herkend door de wijkagent."),
        rows=2,
        max_length=2_000,
        error_messages={"required": gettext_lazy("Schrijf op waaraan je ziet dat dit dezelfde persoon is.")},
    )


class NotThisPersonForm(Form):
    """Why a signal is about somebody else."""

    reason = LongText(
        label=gettext_lazy("Waaraan zie je dat dit iemand anders is?"),
        rows=3,
        max_length=2_000,
        error_messages={"required": gettext_lazy("Schrijf op waaraan je ziet dat dit iemand anders is.")},
    )


class NewPersonForm(Form):
    """Somebody who is not known yet; almost everything may be empty."""

    given_names = PlainText(label=gettext_lazy("Voornamen"), max_length=NAME_LIMIT, required=False)
    name_prefix = PlainText(
        label=gettext_lazy("Tussenvoegsel"), help_text=gettext_lazy("Zoals: van den"), max_length=20, required=False
    )
    surname = PlainText(
        label=gettext_lazy("Achternaam"),
        help_text=gettext_lazy(
            "Heeft iemand één naam, zet die hier. Geen naam bekend? Schrijf op hoe jullie deze persoon noemen."
        ),
        max_length=NAME_LIMIT,
        required=False,
    )
    birth = PartialDateField(
        label=gettext_lazy("Geboortedatum"),
        help_text=gettext_lazy("Onbekende delen als 00, of alleen het jaar"),
        required=False,
    )
    sex = forms.ChoiceField(label=gettext_lazy("Geslacht"), choices=words(labels.SEXES.items()), required=False)
    municipality = forms.ChoiceField(label=gettext_lazy("Verblijft nu in gemeente"), required=False)
    street = PlainText(label=gettext_lazy("Straat"), max_length=200, required=False)
    house_number = PlainText(label=gettext_lazy("Huisnummer"), max_length=20, required=False)
    postcode = PlainText(label=gettext_lazy("Postcode"), max_length=7, required=False)
    city = PlainText(label=gettext_lazy("Plaats"), max_length=100, required=False)
    phone = PlainText(label=gettext_lazy("Telefoonnummer"), max_length=20, required=False)
    no_fixed_address = forms.BooleanField(label=gettext_lazy("Heeft geen vaste slaapplek"), required=False)
    secret_address = forms.BooleanField(label=gettext_lazy("Adres is geheim: niet doorgeven"), required=False)
    reason = LongText(
        label=gettext_lazy("Waarom is dit iemand die jullie nog niet kennen?"),
        help_text=gettext_lazy("Bijvoorbeeld: gezocht op naam en geboortejaar, niemand gevonden."),
        rows=2,
        max_length=2_000,
        error_messages={"required": gettext_lazy("Schrijf op waarom je een nieuwe persoon maakt.")},
    )

    def __init__(self, *args: Any, region: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["municipality"].choices = municipality_choices(first_region=region)  # type: ignore[attr-defined]

    def clean_postcode(self) -> str:
        """Return the postcode without its space, in capitals."""
        return str(self.cleaned_data["postcode"]).replace(" ", "").upper()

    def person(self) -> NewPerson:
        """Return what was typed as a person."""
        data = self.cleaned_data
        return NewPerson(
            surname=data["surname"], given_names=data["given_names"], prefix=data["name_prefix"], birth=data["birth"],
            sex=data["sex"], municipality=data["municipality"], street=data["street"], house_number=data["house_number"],
            postcode=data["postcode"], city=data["city"], phone=data["phone"], secret_address=data["secret_address"],
            no_fixed_address=data["no_fixed_address"],
        )  # fmt: skip


class ReasonForm(forms.Form):
    """Why a table decided this, and whether the person knows that it was talked about."""

    reason = LongText(
        label=gettext_lazy("Waarom dit besluit?"),
        rows=3,
        max_length=5_000,
        error_messages={"required": gettext_lazy("Schrijf op waarom jullie dit besluiten.")},
    )
    informed = forms.ChoiceField(
        label=gettext_lazy("Weet de persoon dat dit is besproken?"),
        widget=forms.RadioSelect,
        choices=[("yes", gettext_lazy("Ja")), ("no", gettext_lazy("Nee"))],
        error_messages={"required": gettext_lazy("Kies ja of nee.")},
    )
    not_informed_why = LongText(
        label=gettext_lazy("Waarom nog niet?"),
        help_text=gettext_lazy("Alleen als de persoon het nog niet weet."),
        rows=2,
        max_length=2_000,
        sometimes=True,
    )


class WeighingForm(ReasonForm, VersionedForm):
    """What the table found about each criterion, who sat there, and what they decided."""

    participants = LongText(
        label=gettext_lazy("Wie zaten er aan tafel?"),
        help_text=gettext_lazy("Noem de organisaties, en wie er sprak."),
        rows=4,
        max_length=2_000,
        error_messages={"required": gettext_lazy("Schrijf op wie erbij waren.")},
    )
    decision = forms.ChoiceField(
        label=gettext_lazy("Wat besluiten jullie?"),
        widget=forms.RadioSelect,
        choices=words(labels.DECISIONS.items()),
        error_messages={"required": gettext_lazy("Kies een besluit.")},
    )
    carried_by = PlainText(
        label=gettext_lazy("Wie doet dit?"),
        help_text=gettext_lazy("Een team of een naam. Bij 'niet opgepakt' mag het leeg."),
        max_length=200,
        required=False,
    )
    owner = forms.ChoiceField(label=gettext_lazy("Wie van jullie gaat na of het is gedaan?"), required=False)
    due_on = DayField(
        label=gettext_lazy("Voor welke dag?"),
        help_text=gettext_lazy("Leeg: de termijn die bij dit besluit hoort."),
        required=False,
    )

    def __init__(self, *args: Any, colleagues: Sequence[WorkerView], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].choices = [(str(one.id), one.name) for one in colleagues]  # type: ignore[attr-defined]
        for code in labels.CRITERIA:
            said = labels.CRITERIA[code]
            self.fields[code] = forms.ChoiceField(
                label=str(said.title),
                help_text=str(said.explained),
                widget=forms.RadioSelect,
                choices=words(labels.FINDINGS.items()),
                error_messages={"required": gettext("Geef aan of dit criterium geldt.")},
            )
            self.fields[f"{code}_why"] = LongText(
                label=gettext_lazy("Waaraan zie je dat?"), rows=2, max_length=2_000, sometimes=True
            )
            self.fields[f"{code}_facts"] = LongText(
                label=gettext_lazy("Welke feiten? Wat, wanneer, wie zag het?"), rows=2, max_length=2_000, required=False
            )
        order = [name for code in labels.CRITERIA for name in (code, f"{code}_why", f"{code}_facts")]
        self.order_fields(
            [
                *order,
                "participants",
                "decision",
                "reason",
                "carried_by",
                "owner",
                "due_on",
                "informed",
                "not_informed_why",
            ]
        )

    def criteria(self) -> list[tuple[forms.BoundField, forms.BoundField, forms.BoundField]]:
        """Return each criterion with the fields for its reason and its facts, in order."""
        return [(self[code], self[f"{code}_why"], self[f"{code}_facts"]) for code in labels.CRITERIA]

    def follow_up(self) -> FollowUp:
        """Return what comes of the decision."""
        data = self.cleaned_data
        owner = UUID(data["owner"]) if data["owner"] else None
        return FollowUp(data["carried_by"], owner, data["due_on"])

    def findings(self) -> Sequence[CriterionFinding]:
        """Return what was found, one for each criterion."""
        data = self.cleaned_data
        return [
            CriterionFinding(code, Finding(data[code]), data[f"{code}_why"], data[f"{code}_facts"])
            for code in labels.CRITERIA
        ]

    def decided(self) -> WeighingDecision:
        """Return the decision."""
        return WeighingDecision(self.cleaned_data["decision"])


# Fields that the rules of a stage call differently.
PERSON_NAMES = {"prefix": "name_prefix", "birth_date": "birth"}
SIGNAL_NAMES = {**PERSON_NAMES, "occurred_at": "day"}
# The rules name the field of a criterion's reason by the criterion.
WEIGHING_NAMES = {code: f"{code}_why" for code in labels.CRITERIA}
