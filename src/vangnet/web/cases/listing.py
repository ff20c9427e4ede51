"""Casussen: the list. Filters are links, the place in the list stands in the link, and rows are written by hand.

A row is formatted once and not by the template language: fifty rows of a template cost ten times as much.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from html import escape
from typing import Self
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_safe

from vangnet.access import selectors as access
from vangnet.access.types import Relation
from vangnet.audit import services as audit
from vangnet.cases import selectors as cases
from vangnet.cases.types import CaseKind, CaseRow
from vangnet.core.clock import local_day
from vangnet.people.types import PartialDate
from vangnet.plans import selectors as plans
from vangnet.web.cases.page import born
from vangnet.web.cases.words import KINDS, RELATIONS
from vangnet.web.shared import icons, screen, words
from vangnet.web.shared.addresses import to
from vangnet.web.shared.parts import Link, Page
from vangnet.web.shared.shell import address
from vangnet.web.shared.visit import Visit, visited

PAGE = 50
_RELATIONS = {"mijn": Relation.OWN, "vervang": Relation.DEPUTY, "team": Relation.TEAM, "gedeeld": Relation.OTHER}
_KINDS = {"levensloop": CaseKind.LEVENSLOOP, "zvh": CaseKind.ZVH}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody asks of the list, as it stands in the address.

    Args:
        whose: key of `_RELATIONS`, or nothing for every case in sight.
        kind: key of `_KINDS`, or nothing for both.
        late: only cases whose plan is past its date.
        after: the last row of the page before.
    """

    whose: str = ""
    kind: str = ""
    late: bool = False
    after: tuple[date, UUID] | None = None

    @classmethod
    def of(cls, query: QueryDict) -> Self:
        """Read an address; what cannot be read asks nothing."""
        whose, kind = query.get("wie", ""), query.get("soort", "")
        return cls(
            whose=whose if whose in _RELATIONS else "",
            kind=kind if kind in _KINDS else "",
            late=query.get("plan") == "over",
            after=_key(query.get("na", "")),
        )

    def url(self) -> str:
        """Return the address that asks this."""
        asked = {"wie": self.whose, "soort": self.kind, "plan": "over" if self.late else ""}
        if self.after is not None:
            asked["na"] = f"{self.after[0].isoformat()}_{self.after[1]}"
        told = {name: value for name, value in asked.items() if value}
        query = urlencode(told) if told else ""
        return address("web:cases") + (f"?{query}" if query else "")


def _key(text: str) -> tuple[date, UUID] | None:
    day, _, case_id = text.partition("_")
    try:
        return date.fromisoformat(day), UUID(case_id)
    except ValueError:
        return None


@require_safe
@visited
def case_list(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show the cases in sight, those first in which something is owed first."""
    wanted, today, language = Wanted.of(request.GET), local_day(visit.at), screen.language()
    with audit.together():
        page = cases.page(
            actor=visit.actor,
            at=visit.at,
            relation=_RELATIONS.get(wanted.whose),
            kind=_KINDS.get(wanted.kind),
            within=plans.past_review(day=today) if wanted.late else None,
            after=wanted.after,
            limit=PAGE,
            with_counts=True,
        )
        counts = page.counts or access.count_by_relation(actor=visit.actor)
    context = {
        "at": visit.at,
        "rows": SafeString("".join([_row(row, today, language) for row in page.rows])),
        "lead": _lead(wanted, counts),
        "whose": _whose(wanted, counts),
        "kinds": _kinds(wanted),
        "late": Link(
            gettext("Plan over de datum"), replace(wanted, late=not wanted.late, after=None).url(), current=wanted.late
        ),
        "page": _page(wanted, len(page.rows), page.after),
        "again": any(access.may(actor=visit.actor, act=act) for act in ("cases.reprocess", "cases.supply")),
        "first_url": replace(wanted, after=None).url() if wanted.after else "",
    }
    return render(request, "cases/list.html", context)


def _row(row: CaseRow, today: date, language: words.Language) -> str:
    """Return one row of the list. Every value of a case passes `escape`; the cells of days hold words of ours alone."""
    contact = _contact(row.last_contact_on, row.contact_due_on, today, language)
    return (
        f'<li>{_when(row.owed_on, today, language)}<div><h3><a href="{to("web:case", row.id)}">'
        f'{escape(str(screen.shielded(row.name)))}</a></h3><p class="whom dot-list">'
        f"{_age(row.birth, today, language)}{_place(row.place)}"
        f'{_approach(row.kind, language)} {escape(row.number)}</span></p><p class="why dot-list">'
        f"<span>{_plan(row.review_on, today, language)}</span><span>{contact}</span>{_else(row, today, language)}</p>"
        f"</div>{_director(row.director, language)}</li>"
    )


@lru_cache(maxsize=4_096)
def _age(birth: PartialDate, today: date, language: words.Language) -> SafeString:
    return format_html("<span>{}</span>", words.age_words(born(birth), today, language))


@lru_cache(maxsize=2_048)
def _place(name: str) -> SafeString:
    return format_html("<span>{}</span>", name)


@lru_cache(maxsize=2_048)
def _director(name: str, language: words.Language) -> SafeString:
    """Return the last cell: who directs, or that nobody does."""
    if name:
        return format_html('<p class="director small">{}</p>', name)
    return format_html('<p class="director small late-word">{}</p>', gettext("niemand heeft de regie"))


@lru_cache(maxsize=2_048)
def _when(owed_on: date | None, today: date, language: words.Language) -> SafeString:
    """Return the first cell: the words of a page hold the same few days many times."""
    owed = words.day_due_words(owed_on, today, language)
    return format_html(
        '<div class="when"><span class="due is-{}">{} {}</span><span class="xs soft">{}</span></div>',
        owed.tone,
        _icon(owed.tone),
        owed.words,
        owed.detail,
    )


@lru_cache(maxsize=2_048)
def _plan(review: date | None, today: date, language: words.Language) -> SafeString:
    if review is None:
        return format_html('<span class="late-word">{}</span>', gettext("geen plan"))
    if review < today:
        near = words.near_words(review, today, language)
        return format_html('<span class="late-word">{} {}</span>', gettext("plan nakijken was"), near)
    return format_html("{} {}", gettext("plan nakijken"), words.day_words(review, today, language))


@lru_cache(maxsize=2_048)
def _contact(last: date | None, due: date | None, today: date, language: words.Language) -> SafeString:
    said = (
        gettext("nog geen contact")
        if last is None
        else f"{gettext('contact')} {words.near_words(last, today, language)}"
    )
    if due is None or due >= today:
        return format_html("{}", said)
    return format_html('<span class="late-word">{}, {}</span>', said, gettext("dat is te lang"))


def _else(row: CaseRow, today: date, language: words.Language) -> SafeString:
    """Return since when something else is late, so that a red day never stands without its reason."""
    days = (row.review_on, row.contact_due_on)
    if row.owed_on is None or row.owed_on > today or any(day is not None and day <= row.owed_on for day in days):
        return SafeString("")
    if row.owed_on == today:
        return SafeString("" if row.review_on is None else _today(language))
    return _late(row.owed_on, today, language)


@lru_cache(maxsize=16)
def _today(language: words.Language) -> SafeString:
    return format_html("<span>{}</span>", gettext("er staat een taak of een rol open"))


@lru_cache(maxsize=2_048)
def _late(since: date, today: date, language: words.Language) -> SafeString:
    return format_html(
        '<span class="late-word">{} {}</span>',
        gettext("een taak had klaar moeten zijn op"),
        words.day_words(since, today, language),
    )


@lru_cache(maxsize=16)
def _approach(kind: CaseKind, language: words.Language) -> SafeString:
    """Return the approach and the word before the number, up to where the number stands."""
    return format_html('<span>{}</span><span class="soft">{}', str(KINDS[kind]), gettext("casus"))


def _icon(tone: words.Tone) -> SafeString:
    return icons.drawing({"late": "late", "now": "clock"}.get(tone, "date"))


def _lead(wanted: Wanted, counts: Mapping[Relation, int]) -> str:
    total = sum(counts.values())
    if not total:
        return ""
    number = words.bounded(total, access.COUNT_LIMIT, screen.language())
    return ngettext(
        "Je kunt %(number)s casus openen. Wat het eerst moet, staat bovenaan.",
        "Je kunt %(number)s casussen openen. Wat het eerst moet, staat bovenaan.",
        total,
    ) % {"number": number}


def _whose(wanted: Wanted, counts: Mapping[Relation, int]) -> list[Link]:
    every = replace(wanted, after=None)
    links = [Link(gettext("Alle"), replace(every, whose="").url(), current=not wanted.whose)]
    for key, relation in _RELATIONS.items():
        if relation is not Relation.OTHER or counts[relation]:
            url = replace(every, whose=key).url()
            links.append(Link(str(RELATIONS[relation]), url, current=wanted.whose == key, count=counts[relation]))
    return links


def _kinds(wanted: Wanted) -> list[Link]:
    every = replace(wanted, after=None)
    links = [Link(gettext("Alle aanpakken"), replace(every, kind="").url(), current=not wanted.kind)]
    for key, kind in _KINDS.items():
        links.append(Link(str(KINDS[kind]), replace(every, kind=key).url(), current=wanted.kind == key))
    return links


def _page(wanted: Wanted, shown: int, after: tuple[date, UUID] | None) -> Page:
    sentence = ngettext("%(n)s casus op deze pagina", "%(n)s casussen op deze pagina", shown) % {"n": shown}
    return Page(sentence, next_url=replace(wanted, after=after).url() if after else "")
