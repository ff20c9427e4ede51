"""The privacy officer's overview: counts of the region, what is late, and which norms nobody read. No case, no person."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy, ngettext
from django.views.decorators.http import require_safe

from vangnet.access import selectors as access
from vangnet.access.types import PURPOSES, Basis
from vangnet.core.clock import local_day
from vangnet.flow import oversight as flow
from vangnet.flow.keeping import NORMS, Way
from vangnet.flow.oversight import Overview
from vangnet.sharing.types import Answer, InformKind
from vangnet.web.shared import example_days
from vangnet.web.shared.acts import act_words, ground_words
from vangnet.web.shared.fields import DayField, Form
from vangnet.web.shared.norms import ground_cites
from vangnet.web.shared.reasons import mark, reason_words
from vangnet.web.shared.visit import Visit, visited
from vangnet.web.sharing import words as sharing_words
from vangnet.web.sharing.page import ANSWERS

BASES: dict[Basis, Promise] = {
    Basis.SLOT: gettext_lazy("een rol in de casus"),
    Basis.DEPUTY: gettext_lazy("vervanging van een collega"),
    Basis.TEAM: gettext_lazy("het team dat de casus opende"),
    Basis.VERDICT: gettext_lazy("een antwoord op 'mag ik dit delen?'"),
    Basis.BREAK_GLASS: gettext_lazy("noodtoegang"),
    Basis.INVITED: gettext_lazy("een uitnodiging voor één keer"),
    Basis.REPROCESSING: gettext_lazy("herverwerking van een gesloten casus"),
    Basis.REQUEST: gettext_lazy("een vraag om toegang"),
}


INFORMS: dict[InformKind, Promise] = {
    InformKind.SUBJECT: gettext_lazy("de persoon, over wat er gedeeld is"),
    InformKind.VT: gettext_lazy("de persoon, door Veilig Thuis"),
    InformKind.CARE: gettext_lazy("de zorgverantwoordelijke"),
    InformKind.START: gettext_lazy("de persoon, dat er een casus is"),
    InformKind.EMERGENCY: gettext_lazy("de persoon, over noodtoegang"),
}
KINDS: dict[str, Promise] = {
    "case": gettext_lazy("casus"),
    "signal": gettext_lazy("signaal"),
    "person": gettext_lazy("persoon"),
    "logs": gettext_lazy("maand van de logboeken"),
}
WAYS: dict[Way, Promise] = {
    Way.COMPUTED: gettext_lazy("Vangnet doet dit"),
    Way.SOONER: gettext_lazy("hier eerder weg"),
    Way.ABSENT: gettext_lazy("niet in Vangnet"),
}


@dataclass(frozen=True, slots=True)
class OwedRow:
    """One kind of thing that asks attention.

    Args:
        late: whether it should have been done by now.
        under: what says more, line by line.
    """

    number: int
    text: str
    late: bool = False
    url: str = ""
    under: tuple[str, ...] = ()


@require_safe
@visited
def keeping(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show what must go in the region and when, what went, and how each retention norm is kept to."""
    found = flow.keeping(actor=visit.actor, at=visit.at)
    content = {
        "at": visit.at,
        "region": access.region_name(code=visit.actor.region),
        "counts": found.counts,
        "terms": [
            (KINDS[term.kind], term.number or mark(term.id), term, reason_words(term.why), reason_words(term.held))
            for term in found.terms[: flow.MOST]
        ],
        "more": max(len(found.terms) - flow.MOST, 0),
        "gone": [(KINDS[one.kind], mark(one.object_id), one, sum(one.counts.values())) for one in found.gone],
        "norms": [(key, WAYS[kept.way], reason_words(kept.nl)) for key, kept in NORMS.items()],
    }
    return render(request, "audit/keeping.html", content)


class DayForm(Form):
    """Which day of the record."""

    dag = DayField(label=gettext_lazy("Dag"), help_text=example_days.TODAY)


def _ground(ground: str) -> str:
    return sharing_words.say("purposes", ground) if ground in PURPOSES else ground_cites(ground_words(ground))


@require_safe
@visited
def log(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show the record of the region on one day: who did what, on what ground; never what it said."""
    form = DayForm({"dag": request.GET["dag"]} if "dag" in request.GET else None, initial={"dag": local_day(visit.at)})
    day = form.cleaned_data["dag"] if form.is_bound and form.is_valid() else local_day(visit.at)
    before = request.GET.get("voor", "")
    lines = flow.log_of(
        actor=visit.actor, day=day, before=int(before) if before.isdecimal() and len(before) < 19 else None, at=visit.at
    )
    content = {
        "at": visit.at, "day": day, "form": form, "region": access.region_name(code=visit.actor.region),
        "lines": [(line, act_words(line.entry.act), _ground(line.entry.ground)) for line in lines],
        "older": lines[-1].entry.position if len(lines) == flow.LINES else None,
    }  # fmt: skip
    return render(request, "audit/log.html", content)


@require_safe
@visited
def oversight(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show the counts of the region of whoever oversees."""
    found = flow.overview(actor=visit.actor, at=visit.at)
    adviser = access.may(actor=visit.actor, act="sharing.advise")
    owed = _owed(found, adviser=adviser)
    answers = [(ANSWERS[answer][0], found.answers[answer]) for answer in Answer]
    content = {
        "at": visit.at,
        "region": access.region_name(code=visit.actor.region),
        "found": found,
        "late": found.late_informs + found.emergencies.overdue + found.rights.late + found.keeping.late,
        "owed": [row for row in owed if row.number],
        "fine": [row.text for row in owed if not row.number],
        "days": flow.WINDOW.days,
        "grants": [(BASES[basis], number) for basis, number in found.grants.items() if number],
        "no_grants": [BASES[basis] for basis, number in found.grants.items() if not number],
        "answers": answers if found.refusals or any(number for _, number in answers) else [],
    }
    return render(request, "audit/oversight.html", content)


def _owed(found: Overview, *, adviser: bool) -> list[OwedRow]:
    """Return what may ask attention in a region, what is late first."""
    rights, emergencies = found.rights, found.emergencies
    told = tuple(f"{number}: {INFORMS[kind]}" for kind, number in found.informs.items() if number)
    return [
        OwedRow(
            found.late_informs, gettext("keer is nog niet verteld wat al verteld moest zijn"), late=True, under=told
        ),
        OwedRow(
            rights.late,
            ngettext(
                "verzoek van een persoon had al beantwoord moeten zijn",
                "verzoeken van personen hadden al beantwoord moeten zijn",
                rights.late,
            ),
            late=True,
        ),
        OwedRow(
            found.keeping.late,
            ngettext(
                "ding had al vernietigd moeten zijn", "dingen hadden al vernietigd moeten zijn", found.keeping.late
            ),
            late=True,
            url=reverse("web:keeping"),
        ),
        OwedRow(
            emergencies.overdue,
            gettext("keer keek nog niemand een noodtoegang na, terwijl dat al moest"),
            late=True,
        ),
        OwedRow(
            rights.unhandled,
            ngettext(
                "verzoek van een persoon ligt nog bij niemand",
                "verzoeken van personen liggen nog bij niemand",
                rights.unhandled,
            ),
        ),
        OwedRow(
            rights.unmended,
            ngettext(
                "toegekende verbetering is nog niet gemaakt",
                "toegekende verbeteringen zijn nog niet gemaakt",
                rights.unmended,
            ),
        ),
        OwedRow(
            rights.review,
            ngettext(
                "achtergehouden deel van een antwoord moet opnieuw bekeken",
                "achtergehouden delen van een antwoord moeten opnieuw bekeken",
                rights.review,
            ),
        ),
        *_now_open(found, adviser=adviser),
    ]


def _now_open(found: Overview, *, adviser: bool) -> tuple[OwedRow, ...]:
    """Return what is open without being late: emergencies, questions to the adviser, norms nobody read."""
    advice, unread = found.waiting_advice, found.unread_norms
    return (
        OwedRow(found.emergencies.waiting, gettext("keer wacht een noodtoegang op een tweede persoon")),
        OwedRow(found.emergencies.running, gettext("keer staat een casus nu open door noodtoegang")),
        OwedRow(
            advice,
            ngettext("vraag wacht op de privacy-adviseur", "vragen wachten op de privacy-adviseur", advice),
            url=reverse("web:advices") if adviser else "",
        ),
        OwedRow(
            unread,
            ngettext(
                "van de %(n)s regels die gelden, is nog niet nagelezen in de wettekst",
                "van de %(n)s regels die gelden, zijn nog niet nagelezen in de wettekst",
                unread,
            )
            % {"n": found.norms},
            url=f"{reverse('web:law')}?toon=niet-nagelezen",
        ),
    )
