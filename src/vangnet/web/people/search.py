"""Search: persons, cases and organisations. By POST, so that no name ever stands in an address or a log."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from vangnet.access import selectors as access
from vangnet.access.types import AgencyView
from vangnet.cases import selectors as cases
from vangnet.cases.types import CaseRow
from vangnet.intake import selectors as intake
from vangnet.people import selectors as people
from vangnet.people.types import PartialDate, PersonView
from vangnet.web.people.rows import PersonRow, person_rows
from vangnet.web.shared.fields import Form
from vangnet.web.shared.parts import Link
from vangnet.web.shared.saving import status_of
from vangnet.web.shared.typed import PlainText, read_partial_date
from vangnet.web.shared.visit import Visit, visited

MOST = 20
_NUMBER = re.compile(r"\d{4}-\d{1,6}")


class SearchForm(Form):
    """One field that takes a name, a date of birth, a case number, words from a text, or the name of an organisation."""

    q = PlainText(
        label=gettext_lazy("Naam, geboortedatum, casusnummer, organisatie of woorden uit een tekst"),
        max_length=200,
        error_messages={"required": gettext_lazy("Schrijf op wie of wat je zoekt.")},
    )


@dataclass(frozen=True, slots=True)
class FoundPerson:
    """A person, with the ways to what the seeker may open."""

    row: PersonRow
    ways: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class FoundText:
    """A case in whose texts the words stand, where, and the way to it."""

    row: CaseRow
    where: str
    url: str


@dataclass(frozen=True, slots=True)
class Found:
    """Everything found; empty lists read the same whether there is nothing or nothing may be seen."""

    persons: tuple[FoundPerson, ...]
    cases: tuple[tuple[CaseRow, str], ...]
    texts: tuple[FoundText, ...]
    agencies: tuple[AgencyView, ...]

    def __bool__(self) -> bool:
        return bool(self.persons or self.cases or self.texts or self.agencies)


@require_http_methods(["GET", "HEAD", "POST"])
@visited
def search(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show the search page, with what was found after a POST; nothing found and not allowed read the same."""
    form = SearchForm(request.POST or None)
    status = status_of(form)
    found = _search(visit, form.cleaned_data["q"]) if form.is_bound and form.is_valid() else None
    content = {"form": form, "found": found, "searched": found is not None, "at": visit.at}
    return render(request, "people/search.html", content, status=status)


def _search(visit: Visit, text: str) -> Found:
    words = text.split()
    numbers = [word for word in words if _NUMBER.fullmatch(word)]
    births = [birth for word in words if (birth := read_partial_date(word)) is not None and word not in numbers]
    names = [word for word in words if word not in numbers and read_partial_date(word) is None]
    by_number = cases.find(actor=visit.actor, number=numbers[0], at=visit.at, limit=MOST) if numbers else []
    persons = _persons(visit, " ".join(names), births)
    return Found(
        persons=_with_ways(visit, persons),
        cases=tuple((row, case_url(row)) for row in by_number),
        texts=_texts(visit, " ".join(names)),
        agencies=tuple(access.find_agencies(text=" ".join(names), limit=MOST)) if names else (),
    )


_WHERE = {
    "name": gettext_lazy("in de naam"),
    "entry": gettext_lazy("op de tijdlijn"),
    "plan": gettext_lazy("in het plan"),
}


def _texts(visit: Visit, words: str) -> tuple[FoundText, ...]:
    """Return the cases in whose timeline or plan the words stand; found by name alone, a person is shown as such."""
    found = cases.search(actor=visit.actor, text=words, at=visit.at, limit=MOST) if words else []
    return tuple(
        FoundText(one.row, ", ".join(str(_WHERE[source]) for source in one.sources), case_url(one.row))
        for one in found
        if one.sources != ("name",)
    )


def _persons(visit: Visit, names: str, births: list[PartialDate]) -> list[PersonView]:
    if not names and not births:
        return []
    birth = births[0] if births else PartialDate()
    return people.find(actor=visit.actor, text=names, birth=birth, at=visit.at, limit=MOST)


def _with_ways(visit: Visit, persons: list[PersonView]) -> tuple[FoundPerson, ...]:
    """Return persons with a way to their open case, or else to the signal that was laid beside them last."""
    ids = [person.id for person in persons]
    open_cases = cases.cases_of_persons(person_ids=ids)
    last = people.last_signals(person_ids=[person_id for person_id in ids if person_id not in open_cases])
    mine = intake.at_own_desk(actor=visit.actor, signal_ids=list(last.values()))
    found = []
    for row in person_rows(persons):
        ways = [Link(number, url) for case_id, number in open_cases.get(row.id, []) if (url := _case_way(case_id))]
        signal_id = last.get(row.id)
        if signal_id in mine:
            ways.append(Link("", reverse("web:signal", args=[signal_id])))
        found.append(FoundPerson(row, tuple(ways)))
    return tuple(found)


def case_url(row: CaseRow) -> str:
    """Return where a case is read; nothing when that page is not built."""
    return _case_way(row.id)


def _case_way(case_id: object) -> str:
    try:
        return reverse("web:case", args=[case_id])
    except NoReverseMatch:
        return ""
