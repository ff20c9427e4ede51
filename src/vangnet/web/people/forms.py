"""The forms about a person. The rules of the stage judge; a form only reads what was typed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext, gettext_lazy

from vangnet.access import selectors as access
from vangnet.people.types import IdentifierKind, NewPerson, PersonView
from vangnet.web.people.words import NAME_KINDS, NAME_USES, RELATIONS, RESEARCHED, SEXES, number_words
from vangnet.web.shared import example_days
from vangnet.web.shared.fields import DayField, Form, VersionedForm
from vangnet.web.shared.typed import LongText, PartialDateField, PlainText

NAME_LIMIT = 200
# Name of a field in the rules to its name in a form, where they differ.
NAMES = {"prefix": "name_prefix", "partner_prefix": "name_prefix_partner", "birth_date": "birth"}


def choices(words: Iterable[tuple[Any, Any]]) -> list[tuple[str, Any]]:
    """Return codes and their words as choices."""
    return [(str(code), text) for code, text in words]


def day(label: Any, **kwargs: Any) -> DayField:
    """Return a field for a day."""
    kwargs.setdefault("help_text", example_days.TODAY)
    return DayField(label=label, **kwargs)


def source(**kwargs: Any) -> PlainText:
    """Return a field for who says so."""
    return PlainText(
        label=gettext_lazy("Van wie weet je dit?"),
        help_text=gettext_lazy("Bijvoorbeeld: de persoon zelf, een identiteitsbewijs, de gemeente."),
        max_length=40,
        **kwargs,
    )


class DescribeForm(VersionedForm):
    """Who somebody is."""

    given_names = PlainText(label=gettext_lazy("Voornamen"), max_length=NAME_LIMIT, required=False)
    name_prefix = PlainText(label=gettext_lazy("Tussenvoegsel"), max_length=20, required=False)
    surname = PlainText(
        label=gettext_lazy("Achternaam"),
        help_text=gettext_lazy("Heeft iemand één naam, zet die hier."),
        max_length=NAME_LIMIT,
        required=False,
    )
    name_prefix_partner = PlainText(label=gettext_lazy("Tussenvoegsel van de partner"), max_length=20, required=False)
    partner_surname = PlainText(label=gettext_lazy("Achternaam van de partner"), max_length=NAME_LIMIT, required=False)
    name_use = forms.ChoiceField(
        label=gettext_lazy("Welke achternaam gebruikt deze persoon?"), choices=choices(NAME_USES.items())
    )
    was_right = forms.BooleanField(
        label=gettext_lazy("De naam die er stond klopte tot vandaag: bewaar die als eerdere naam"), required=False
    )
    birth = PartialDateField(
        label=gettext_lazy("Geboortedatum"),
        help_text=gettext_lazy("Onbekende delen als 00, of alleen het jaar"),
        required=False,
    )
    birth_uncertain = forms.BooleanField(
        label=gettext_lazy("Deze datum is geschat of door niemand nagekeken"), required=False
    )
    sex = forms.ChoiceField(label=gettext_lazy("Geslacht"), choices=choices(SEXES.items()), required=False)
    phone = PlainText(label=gettext_lazy("Telefoonnummer"), max_length=20, required=False)
    no_fixed_address = forms.BooleanField(label=gettext_lazy("Heeft geen vaste slaapplek"), required=False)
    secret_address = forms.BooleanField(label=gettext_lazy("Adres is geheim: niet doorgeven"), required=False)

    def person(self) -> NewPerson:
        """Return what was typed as a person."""
        data = self.cleaned_data
        return NewPerson(
            surname=data["surname"], given_names=data["given_names"], prefix=data["name_prefix"],
            partner_surname=data["partner_surname"], partner_prefix=data["name_prefix_partner"], name_use=data["name_use"],
            birth=data["birth"], birth_uncertain=data["birth_uncertain"], sex=data["sex"], phone=data["phone"],
            no_fixed_address=data["no_fixed_address"], secret_address=data["secret_address"],
        )  # fmt: skip

    @staticmethod
    def at_first(who: PersonView, *, says_secret: bool) -> dict[str, Any]:
        """Return what the form shows when nothing was typed: what is kept now.

        Args:
            says_secret: whether this record itself says that the address is secret, and not only another source.
        """
        return {
            "version": who.version, "given_names": who.given_names, "name_prefix": who.prefix, "surname": who.surname,
            "name_prefix_partner": who.partner_prefix, "partner_surname": who.partner_surname, "name_use": who.name_use,
            "birth": who.birth, "birth_uncertain": who.birth_uncertain, "sex": who.sex, "phone": who.phone,
            "no_fixed_address": who.no_fixed_address, "secret_address": says_secret,
        }  # fmt: skip


class NameForm(VersionedForm):
    """Another name of somebody."""

    kind = forms.ChoiceField(label=gettext_lazy("Wat voor naam is dit?"), choices=choices(NAME_KINDS.items()))
    given_names = PlainText(label=gettext_lazy("Voornamen"), max_length=NAME_LIMIT, required=False)
    name_prefix = PlainText(label=gettext_lazy("Tussenvoegsel"), max_length=20, required=False)
    surname = PlainText(label=gettext_lazy("Achternaam of enige naam"), max_length=NAME_LIMIT, required=False)
    since = day(gettext_lazy("Vanaf welke dag?"), required=False)
    until = day(gettext_lazy("Tot welke dag?"), required=False)
    source = source(required=False)


class RegisteredForm(VersionedForm):
    """Where somebody is registered."""

    municipality = forms.ChoiceField(
        label=gettext_lazy("Ingeschreven in gemeente"), error_messages={"required": gettext_lazy("Kies een gemeente")}
    )
    street = PlainText(label=gettext_lazy("Straat"), max_length=200, required=False)
    house_number = PlainText(label=gettext_lazy("Huisnummer"), max_length=20, required=False)
    postcode = PlainText(label=gettext_lazy("Postcode"), max_length=7, required=False)
    city = PlainText(label=gettext_lazy("Plaats"), max_length=100, required=False)
    since = day(gettext_lazy("Sinds welke dag?"))
    source = source()

    def __init__(self, *args: Any, region: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = self.fields["municipality"]
        assert isinstance(chosen, forms.ChoiceField)
        every = access.municipalities()
        own = [(one.code, one.name) for one in every if one.region == region]
        others = [(one.code, one.name) for one in every if one.region != region]
        chosen.choices = [
            ("", gettext("Kies een gemeente")),
            (gettext("Jouw regio"), own),
            (gettext("Andere gemeenten"), others),
        ]

    def clean_postcode(self) -> str:
        """Return the postcode without its space, in capitals."""
        return str(self.cleaned_data["postcode"]).replace(" ", "").upper()


class NumberForm(VersionedForm):
    """A number that somebody carries."""

    kind = forms.ChoiceField(label=gettext_lazy("Welk nummer is dit?"))
    number = PlainText(
        label=gettext_lazy("Nummer"),
        help_text=gettext_lazy(
            "Klopt een burgerservicenummer niet met de controle, dan bewaren we het met een teken erbij."
        ),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    source = source()

    def __init__(self, *args: Any, police_key: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kept = [kind for kind in IdentifierKind if kind is not IdentifierKind.POLICE or police_key]
        chosen = self.fields["kind"]
        assert isinstance(chosen, forms.ChoiceField)
        chosen.choices = choices((kind, number_words(kind, police_key)) for kind in kept)


class RelationForm(VersionedForm):
    """Somebody of the direct circle."""

    kind = forms.ChoiceField(label=gettext_lazy("Wie is dit voor de persoon?"), choices=choices(RELATIONS.items()))
    name = PlainText(label=gettext_lazy("Hoe heet die?"), max_length=NAME_LIMIT)
    since = day(gettext_lazy("Sinds welke dag?"), required=False)
    until = day(gettext_lazy("Tot welke dag?"), required=False)
    source = source()


class ResearchForm(VersionedForm):
    """The register doubts a group of facts, or no longer does."""

    facts = forms.ChoiceField(label=gettext_lazy("Welke gegevens?"), choices=choices(RESEARCHED.items()))
    doubted = forms.ChoiceField(
        label=gettext_lazy("Hoe staat het?"),
        widget=forms.RadioSelect,
        choices=[("ja", gettext_lazy("In onderzoek")), ("nee", gettext_lazy("Niet meer in onderzoek"))],
        error_messages={"required": gettext_lazy("Kies hoe het staat")},
    )
    since = day(gettext_lazy("Sinds welke dag?"))
    source = source()


class EndForm(VersionedForm):
    """Something that no longer holds: a number, a name, somebody of the circle."""

    what = forms.UUIDField(widget=forms.HiddenInput)


class PartForm(VersionedForm):
    """Which records do not belong with the others, and why."""

    out = forms.MultipleChoiceField(
        label=gettext_lazy("Welke registraties horen hier niet bij?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Kies ten minste één registratie.")},
    )
    reason = LongText(
        label=gettext_lazy("Waaraan zie je dat?"),
        rows=3,
        max_length=2_000,
        error_messages={"required": gettext_lazy("Schrijf op waaraan je het ziet.")},
    )

    def __init__(self, *args: Any, records: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = self.fields["out"]
        assert isinstance(chosen, forms.MultipleChoiceField)
        chosen.choices = records


class TakeBackForm(Form):
    """Why a decision no longer counts."""

    reason = LongText(
        label=gettext_lazy("Waarom geldt dit besluit niet meer?"),
        rows=3,
        max_length=2_000,
        error_messages={"required": gettext_lazy("Schrijf op waarom het niet meer geldt.")},
    )
