"""Read a person as BRP Personen Bevragen delivers them. Pure; what is not asked or not delivered is simply empty.

Source: RvIG, BRP Personen Bevragen 2.7.0: polymorphic dates, `inOnderzoek` beside each group, `geheimhoudingPersoonsgegevens`
that is delivered also when nobody asked, `aanduidingNaamgebruik` E, P, V and N.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from vangnet.people.errors import PersonUnreadable
from vangnet.people.types import NameKind, NewPerson, PartialDate, ResearchedFacts
from vangnet.people.types.registers import DeliveredAddress, DeliveredName, DeliveredPartner, Delivery

_NAME_USES: Final = {"E": "own", "P": "partner", "V": "partner-own", "N": "own-partner"}
_SEXES: Final = {"V": "f", "M": "m", "O": "x"}
_NAME_KINDS: Final = {"eerder": NameKind.EARLIER, "alias": NameKind.ALIAS}
_UNKNOWN_NAME: Final = "."
_MUNICIPALITY: Final = re.compile(r"[0-9]{4}")
_MANY: Final = 200
# Group of the delivery -> group of facts that is doubted when the group carries `inOnderzoek`.
_GROUPS: Final = {
    "naam": ResearchedFacts.NAME,
    "geboorte": ResearchedFacts.BIRTH,
    "verblijfplaats": ResearchedFacts.ADDRESS,
    "partners": ResearchedFacts.RELATIONS,
}


def read_brp(data: Mapping[str, Any]) -> NewPerson:
    """Return the person of one delivery.

    A register that says nothing about secrecy does not say that there is none; but when it says so it counts.

    Raises:
        PersonUnreadable: a part has another shape than the register describes; `fields` names it.

    >>> read_brp({"naam": {"voornamen": "Wouter", "voorvoegsel": "van", "geslachtsnaam": "Verzonnen"},
    ...     "geboorte": {"datum": {"type": "JaarMaandDatum", "jaar": 1987, "maand": 3}}}).birth
    PartialDate(year=1987, month=3, day=0)
    """
    name, birth, stay = _group(data, "naam"), _group(data, "geboorte"), _group(data, "verblijfplaats")
    partner = _group(_newest(data, "partners"), "naam")
    address = _group(stay, "verblijfadres")
    number = [_text(address, part) for part in ("huisnummer", "huisletter", "huisnummertoevoeging")]
    surname = _text(name, "geslachtsnaam")
    return NewPerson(
        surname="" if surname == _UNKNOWN_NAME else surname,
        given_names=_text(name, "voornamen"),
        prefix=_text(name, "voorvoegsel"),
        partner_surname=_text(partner, "geslachtsnaam"),
        partner_prefix=_text(partner, "voorvoegsel"),
        name_use=_NAME_USES.get(_text(_group(name, "aanduidingNaamgebruik"), "code"), "own"),
        birth=read_date(_group(birth, "datum")),
        sex=_SEXES.get(_text(_group(data, "geslacht"), "code"), ""),
        municipality=_municipality(data),
        street=_text(address, "korteStraatnaam") or _text(address, "officieleStraatnaam"),
        house_number=" ".join(part for part in number if part),
        postcode=_text(address, "postcode").replace(" ", "").upper(),
        city=_text(address, "woonplaats"),
        bsn=_text(data, "burgerservicenummer"),
        secret_address=data.get("geheimhoudingPersoonsgegevens") not in (None, False),
        research=tuple(facts.value for group, facts in _GROUPS.items() if _doubted(data, group)),
    )


def read_delivery(data: Mapping[str, Any]) -> Delivery:
    """Return all that one delivery says: who it is, earlier names and aliases, and registered addresses with their days.

    The register delivers the address of now in `verblijfplaats` and, when its history was asked, earlier ones in
    `verblijfplaatsen`; earlier names and aliases stand in `overigeNamen`, with `soort` eerder or alias; partners in `partners`, the
    one of now first, one that is over with `ontbindingHuwelijkPartnerschap`. An address of which the
    first day is not known is in what was said, and in no history: a day is never made up.

    Raises:
        PersonUnreadable: a part has another shape than the register describes; `fields` names it.

    >>> read_delivery({"overigeNamen": [{"soort": "alias", "geslachtsnaam": "De Lange"}]}).names[0].surname
    'De Lange'
    """
    said = read_brp(data)
    found = [_address(data, _group(data, "verblijfplaats"))]
    found += [_address(data, stay) for stay in _groups(data, "verblijfplaatsen")]
    known = {address.since: address for address in reversed(found) if address is not None}
    return Delivery(
        said=said,
        names=tuple(_other_name(one) for one in _groups(data, "overigeNamen")),
        addresses=tuple(known[since] for since in sorted(known)),
        partners=tuple(one for one in map(_partner, _groups(data, "partners")) if one.name),
    )


def _partner(data: Mapping[str, Any]) -> DeliveredPartner:
    """Return a partner with the days of the marriage or registered partnership; one without a name has an empty one."""
    name, over = _group(data, "naam"), _group(data, "ontbindingHuwelijkPartnerschap")
    parts = [_text(name, part) for part in ("voornamen", "voorvoegsel", "geslachtsnaam")]
    return DeliveredPartner(
        name=" ".join(part for part in parts if part and part != _UNKNOWN_NAME),
        since=_day(_group(_group(data, "aangaanHuwelijkPartnerschap"), "datum")),
        until=_day(_group(over, "datum")),
        ended=bool(over),
        bsn=_text(data, "burgerservicenummer"),
    )


def _day(data: Mapping[str, Any]) -> date | None:
    """Return a whole date; None when a part of it is unknown: a day is never made up."""
    said = read_date(data)
    return date(said.year, said.month, said.day) if said.is_known else None


def _address(data: Mapping[str, Any], stay: Mapping[str, Any]) -> DeliveredAddress | None:
    since, until = read_date(_group(stay, "datumVan")), read_date(_group(stay, "datumTot"))
    address = _group(stay, "verblijfadres")
    if not since.is_known or not address or (_group(stay, "datumTot") and not until.is_known):
        return None
    number = [_text(address, part) for part in ("huisnummer", "huisletter", "huisnummertoevoeging")]
    return DeliveredAddress(
        municipality=_municipality(stay) or _municipality(data),
        street=_text(address, "korteStraatnaam") or _text(address, "officieleStraatnaam"),
        house_number=" ".join(part for part in number if part),
        postcode=_text(address, "postcode").replace(" ", "").upper(),
        city=_text(address, "woonplaats"),
        since=date(since.year, since.month, since.day),
        until=date(until.year, until.month, until.day) if until.is_known else None,
    )


def _municipality(data: Mapping[str, Any]) -> str:
    code = _text(_group(data, "gemeenteVanInschrijving"), "code")
    if code and not _MUNICIPALITY.fullmatch(code):
        raise PersonUnreadable({"gemeenteVanInschrijving": "De code van een gemeente heeft vier cijfers."})
    return f"GM{code}" if code else ""


def _other_name(data: Mapping[str, Any]) -> DeliveredName:
    kind = _NAME_KINDS.get(_text(data, "soort") or "eerder")
    if kind is None:
        raise PersonUnreadable({"overigeNamen": "De soort van een naam is eerder of alias."})
    until = read_date(_group(data, "datumTot"))
    return DeliveredName(
        kind=kind,
        surname=_text(data, "geslachtsnaam"),
        given_names=_text(data, "voornamen"),
        prefix=_text(data, "voorvoegsel"),
        until=date(until.year, until.month, until.day) if until.is_known else None,
    )


def read_date(data: Mapping[str, Any]) -> PartialDate:
    """Return a date in one of the four shapes of the register; unknown parts are 0.

    Raises:
        PersonUnreadable: another shape, or no date of the calendar.

    >>> read_date({"type": "Datum", "datum": "1987-03-14"}), read_date({"type": "DatumOnbekend", "onbekend": True}).iso()
    (PartialDate(year=1987, month=3, day=14), '')
    """
    try:
        match data.get("type"):
            case None | "DatumOnbekend":
                return PartialDate()
            case "Datum":
                day = date.fromisoformat(str(data["datum"]))
                return PartialDate(day.year, day.month, day.day)
            case "JaarMaandDatum":
                first = date(int(data["jaar"]), int(data["maand"]), 1)
                return PartialDate(first.year, first.month)
            case "JaarDatum":
                return PartialDate(date(int(data["jaar"]), 1, 1).year)
    except (KeyError, OverflowError, TypeError, ValueError) as error:
        raise PersonUnreadable({"geboorte.datum": "Dit is geen datum zoals de BRP die levert."}) from error
    raise PersonUnreadable({"geboorte.datum": "Dit soort datum kent Vangnet niet."})


def _group(data: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    value = data.get(name)
    if value is None:
        return {}
    if not isinstance(value, Mapping):
        raise PersonUnreadable({name: "Dit deel heeft een andere vorm dan de BRP beschrijft."})
    return value


def _newest(data: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """Return the first of a list of groups: the register delivers the current partner first."""
    return next(iter(_groups(data, name)), {})


def _groups(data: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    value = data.get(name) or []
    if not isinstance(value, list) or not all(isinstance(one, Mapping) for one in value):
        raise PersonUnreadable({name: "Dit deel heeft een andere vorm dan de BRP beschrijft."})
    if len(value) > _MANY:
        raise PersonUnreadable({name: f"Dit zijn er te veel: hoogstens {_MANY}."})
    return value


def _text(data: Mapping[str, Any], name: str) -> str:
    value = data.get(name)
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise PersonUnreadable({name: "Dit deel heeft een andere vorm dan de BRP beschrijft."})
    text = str(value).strip()
    if "\x00" in text or any("\ud800" <= sign <= "\udfff" for sign in text):
        raise PersonUnreadable({name: "Hier staat een teken dat niet bewaard kan worden."})
    return text


def _doubted(data: Mapping[str, Any], name: str) -> bool:
    group = _newest(data, name) if name == "partners" else _group(data, name)
    return bool(group.get("inOnderzoek"))
