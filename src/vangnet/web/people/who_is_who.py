"""Wie is wie: the questions whether two are one person, oldest first; two sides beside each other, and yes, no or later."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from http import HTTPStatus
from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from vangnet.access.services import require
from vangnet.core.errors import Conflict, InvalidInput
from vangnet.intake.types import PersonHint
from vangnet.people.selectors import review
from vangnet.people.selectors.review import (
    ANSWER_WITHIN,
    Agreement,
    CrowdView,
    PairAnswer,
    PairRow,
    PairView,
    Place,
    Side,
)
from vangnet.people.services import review as services
from vangnet.people.types import PersonView
from vangnet.web.people.rows import birth_words
from vangnet.web.people.why import bar_words, finding_words, verdict_words
from vangnet.web.people.words import SEXES
from vangnet.web.shared.fields import Form
from vangnet.web.shared.parts import Page
from vangnet.web.shared.saving import SAVED, attempt, sentence, status_of
from vangnet.web.shared.typed import LongText, read_partial_date
from vangnet.web.shared.visit import Visit, visited
from vangnet.web.shared.words import postcode_words

KEYS_OFF = "keys_off"
SAID = {
    PairAnswer.SAME: gettext_lazy("Opgeslagen. Dit is dezelfde persoon."),
    PairAnswer.DIFFERENT: gettext_lazy("Opgeslagen. Dit zijn twee personen. Vangnet vraagt het niet opnieuw."),
    PairAnswer.LATER: gettext_lazy("Opgeslagen. De vraag komt over een week terug."),
}
FIELDS = {
    "given_names": gettext_lazy("Voornamen"),
    "surname": gettext_lazy("Achternaam"),
    "birth": gettext_lazy("Geboren"),
    "sex": gettext_lazy("Geslacht"),
    "address": gettext_lazy("Adres"),
    "city": gettext_lazy("Plaats"),
    "phone": gettext_lazy("Telefoon"),
    "bsn": gettext_lazy("BSN"),
}
# An address that is not the one of now says so.
PLACES = {
    Place.NOW: "%(address)s",
    Place.EARLIER: gettext_lazy("%(address)s (eerder adres)"),
    Place.REGISTERED: gettext_lazy("%(address)s (ingeschreven)"),
}
# How wide a bar of the waterfall is drawn, in units of its picture, and the weight that fills it.
BAR, FULL = 60.0, 16.0


class AnswerForm(Form):
    """Yes, no or later, and how one can tell."""

    answer = forms.ChoiceField(
        choices=[(one.value, one.value) for one in PairAnswer],
        error_messages={"required": gettext_lazy("Kies ja, nee of later.")},
    )
    reason = LongText(
        label=gettext_lazy("Waaraan zie je dat?"),
        help_text=gettext_lazy("Bij later: wat moet je eerst nog weten?"),
        max_length=2_000,
        rows=3,
        error_messages={"required": gettext_lazy("Schrijf in een zin waaraan je dit ziet.")},
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=16)


@dataclass(frozen=True, slots=True)
class Line:
    """A question in the list."""

    id: UUID
    left: str
    right: str
    born: str
    signal: bool
    due: date


@dataclass(frozen=True, slots=True)
class FieldRow:
    """One field of both sides, and how it compares.

    Args:
        mark: in one or two words; empty when there is nothing to compare.
    """

    label: str
    left: str
    right: str
    mark: str
    tone: str


@dataclass(frozen=True, slots=True)
class BarRow:
    """One step of why the machine asks: a sentence, and a bar to the right (for) or to the left (against)."""

    text: str
    start: float
    width: float
    speaks_for: bool


@require_safe
@visited
def queue(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show what waits at the own desk."""
    require(visit.actor, "people.link")
    found = review.page(actor=visit.actor, at=visit.at, after=_after(request.GET.get("na", "")))
    owed = review.owed(actor=visit.actor, at=visit.at)
    page = Page("")
    if found.after is not None:
        place = urlencode({"na": f"{found.after[0].isoformat()}~{found.after[1]}"})
        page = Page("", next_url=f"{reverse('web:who-is-who')}?{place}")
    crowds = [] if request.GET.get("na") else review.crowds(actor=visit.actor, at=visit.at)
    content = {
        "at": visit.at,
        "lines": [_line(row) for row in found.rows],
        "crowds": [_crowd(one) for one in crowds],
        "waiting": owed[0] if owed else 0,
        "page": page,
    }
    return render(request, "people/who_is_who.html", content)


@require_safe
@visited
def help_page(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show how to answer well."""
    return render(request, "people/who_is_who_help.html", {"at": visit.at})


@require_http_methods(["GET", "HEAD", "POST"])
@visited
def one(request: HttpRequest, visit: Visit, pair_id: UUID) -> HttpResponse:
    """Show two sides beside each other, and keep what the reviewer says."""
    require(visit.actor, "people.link")
    _choose_keys(request)
    before, behind = review.neighbours(actor=visit.actor, pair_id=pair_id, at=visit.at)
    form = AnswerForm(request.POST or None)
    status = status_of(form)
    if form.is_bound and status is HTTPStatus.OK:
        try:
            status = attempt(form, lambda: _keep(visit, pair_id, form))
        except Conflict as error:
            form.add_error(None, sentence(error))
            status = HTTPStatus.CONFLICT
        if status is SAVED:
            messages.success(request, str(SAID[PairAnswer(form.cleaned_data["answer"])]))
            return redirect("web:who-is-who-pair", behind) if behind else redirect("web:who-is-who")
    found = review.pair(actor=visit.actor, pair_id=pair_id, at=visit.at)
    content = {
        "at": visit.at,
        "pair": found,
        "form": form,
        "rows": _rows(found),
        "bars": _bars(found),
        "verdict": verdict_words(found.explanation),
        "finding": finding_words(found.explanation),
        "due": found.ask_on + ANSWER_WITHIN,
        "before": before,
        "behind": behind,
        "keys": not request.session.get(KEYS_OFF, False),
        "choices": _choices(),
        "left_title": gettext("In het signaal") if found.signal_id else gettext("Persoon A"),
        "right_title": gettext("Bekende persoon") if found.signal_id else gettext("Persoon B"),
    }
    return render(request, "people/who_is_who_pair.html", content, status=status)


def _keep(visit: Visit, pair_id: UUID, form: AnswerForm) -> None:
    data = form.cleaned_data
    services.answer(
        actor=visit.actor, pair_id=pair_id, answer=PairAnswer(data["answer"]), reason=data["reason"],
        fingerprint=data["seen"], at=visit.at,
    )  # fmt: skip


def _choose_keys(request: HttpRequest) -> None:
    """Let somebody switch the single keys off, for this session: they get in the way of some who speak to their screen."""
    chosen = request.GET.get("toetsen", "")
    if chosen in ("aan", "uit"):
        request.session[KEYS_OFF] = chosen == "uit"


def _choices() -> list[tuple[str, str, str, str]]:
    """Return each answer with its key, its words and what follows."""
    return [
        (
            PairAnswer.SAME.value,
            "j",
            gettext("Ja, dezelfde persoon"),
            gettext("Je kunt het later weer uit elkaar halen."),
        ),
        (PairAnswer.DIFFERENT.value, "n", gettext("Nee, twee personen"), gettext("Vangnet vraagt dit niet opnieuw.")),
        (PairAnswer.LATER.value, "l", gettext("Later"), gettext("De vraag komt over een week terug.")),
    ]


def _line(row: PairRow) -> Line:
    sides = (row.left, row.right)
    born = [_birth(side) for side in sides]
    return Line(
        id=row.id,
        left=_name(row.left),
        right=_name(row.right),
        born=" / ".join(dict.fromkeys(one for one in born if one)),
        signal=row.left.person is None,
        due=row.ask_on + ANSWER_WITHIN,
    )


def _crowd(found: CrowdView) -> tuple[str, str, int]:
    """Return a crowd in words: the name that they share, with the birth date of one, and how many they are."""
    return found.example.name or gettext("Zonder naam"), birth_words(found.example.birth), found.persons


def _name(side: Side) -> str:
    if side.person is not None:
        return side.person.name or gettext("Zonder naam")
    hint = side.hint or PersonHint()
    return " ".join(part for part in (hint.given_names, hint.prefix, hint.surname) if part) or gettext("Zonder naam")


def _birth(side: Side) -> str:
    if side.person is not None:
        return birth_words(side.person.birth)
    known = read_partial_date(side.hint.birth_date) if side.hint and side.hint.birth_date else None
    return birth_words(known) if known else ""


def _rows(found: PairView) -> list[FieldRow]:
    left, right = _values(found.left), _values(found.right)
    rows = []
    for field, agreement in found.agreements.items():
        if agreement is Agreement.NEITHER:
            continue
        mark, tone = _mark(agreement)
        if field == "bsn":
            shown = ("", "")
        else:
            shown = (left.get(field, ""), right.get(field, ""))
        rows.append(FieldRow(str(FIELDS[field]), *shown, mark, tone))
    return rows


def _mark(agreement: Agreement) -> tuple[str, str]:
    return {
        Agreement.SAME: (gettext("zelfde"), "good"),
        Agreement.DIFFERENT: (gettext("anders"), "now"),
        Agreement.ONE_SIDE: (gettext("bij één bekend"), "rest"),
        Agreement.NEITHER: ("", "rest"),
    }[agreement]


def _values(side: Side) -> dict[str, str]:
    """Return what identifies one side, in words; an address that is secret is not there."""
    one: PersonView | PersonHint = side.person or side.hint or PersonHint()
    surname = f"{one.prefix} {one.surname}".strip()
    if isinstance(one, PersonView) and one.partner_surname:
        partner = f"{one.partner_prefix} {one.partner_surname}".strip()
        surname = gettext("%(own)s, partner %(partner)s") % {"own": surname, "partner": partner}
    address = ", ".join(
        part for part in (f"{one.street} {one.house_number}".strip(), postcode_words(one.postcode)) if part
    )
    return {
        "given_names": one.given_names,
        "surname": surname,
        "birth": _birth(side),
        "sex": str(SEXES[one.sex]) if one.sex in SEXES and one.sex else "",
        "address": gettext("adres is geheim") if side.secret else str(PLACES[side.place]) % {"address": address},
        "city": "" if side.secret else one.city,
        "phone": one.phone,
    }


def _bars(found: PairView) -> list[BarRow]:
    """Return the steps that said something, with their bars; the first and last sentence stand apart on the page."""
    bars = [bar for bar in found.explanation.bars if bar.code not in ("start", "total") and bar.bits]
    rows = []
    for bar in bars:
        width = round(min(abs(bar.bits), FULL) / FULL * BAR, 1)
        rows.append(BarRow(bar_words(bar), BAR if bar.bits > 0 else BAR - width, width, bar.bits > 0))
    return rows


def _after(text: str) -> tuple[date, UUID] | None:
    """Return the place in the list that a link names.

    Raises:
        InvalidInput: the link is broken.
    """
    if not text:
        return None
    day, _, pair_id = text.partition("~")
    try:
        return date.fromisoformat(day), UUID(pair_id)
    except ValueError as error:
        raise InvalidInput(
            "link-broken",
            nl="Deze link klopt niet. Begin opnieuw bovenaan de lijst.",
            en="This link is not right. Start again at the top of the list.",
        ) from error
