"""I am away: from when, until when, and who stands in for each role. Nobody is left without a contact."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from vangnet.access import selectors as access
from vangnet.access.types import AbsenceView
from vangnet.cases import selectors as cases
from vangnet.cases import services as case_services
from vangnet.cases.types import StandInView
from vangnet.core.clock import local_day
from vangnet.core.errors import InvalidInput
from vangnet.core.periods import Period
from vangnet.web.shared import example_days
from vangnet.web.shared.fields import DayField, Form
from vangnet.web.shared.roles import headed, role_words
from vangnet.web.shared.saving import SAVED, attempt, status_of
from vangnet.web.shared.screen import shielded
from vangnet.web.shared.visit import Visit, visited

LONGEST = timedelta(days=366)


class PeriodForm(Form):
    """First and last day away."""

    first = DayField(
        label=gettext_lazy("Eerste dag weg"),
        help_text=example_days.SOON,
        error_messages={"required": gettext_lazy("Vul de eerste dag in.")},
    )
    last = DayField(
        label=gettext_lazy("Laatste dag weg"),
        help_text=gettext_lazy("De dag daarna ben je er weer"),
        error_messages={"required": gettext_lazy("Vul de laatste dag in.")},
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        self._today = today
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        """Refuse days that cannot be."""
        data = super().clean() or {}
        first, last = data.get("first"), data.get("last")
        if first and first < self._today:
            self.add_error("first", gettext("Deze dag is al voorbij."))
        if first and last and last < first:
            self.add_error("last", gettext("De laatste dag ligt voor de eerste."))
        elif first and last and last - first > LONGEST:
            self.add_error(
                "last", gettext("Langer dan een jaar kan hier niet. Vraag je leidinggevende om een opvolger.")
            )
        return data

    def days(self) -> Period:
        """Return the days away, half-open."""
        return Period(self.cleaned_data["first"], self.cleaned_data["last"] + timedelta(days=1))


NOBODY = gettext_lazy("Kies een vervanger. Niemand blijft zonder aanspreekpunt.")


@dataclass(frozen=True, slots=True)
class Held:
    """A role that somebody holds in the period, in words."""

    slot_id: UUID
    role: str
    name: str


class DeputiesForm(Form):
    """Who stands in for each role: one colleague for all, and another where that fits better."""

    def __init__(self, *args: Any, held: list[tuple[Held, list[tuple[str, str]]]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._held = held
        common = [choice for choice in held[0][1] if all(choice in choices for _, choices in held)] if held else []
        self.shares_one = len(held) > 1 and bool(common)
        if self.shares_one:
            self.fields["everywhere"] = forms.ChoiceField(
                label=gettext("Eén vervanger voor alles"),
                help_text=gettext("Kies hieronder alleen nog iemand waar een ander beter past."),
                choices=[("", gettext("Niet één, ik kies per casus")), *common],
                required=False,
            )
        for slot, choices in held:
            self.fields[f"slot_{slot.slot_id}"] = forms.ChoiceField(
                label=gettext("Vervanger voor %(name)s") % {"name": shielded(slot.name)},
                choices=[("", gettext("Kies een vervanger")), *choices],
                required=not self.shares_one,
                error_messages={"required": NOBODY},
            )
            self.fields[f"slot_{slot.slot_id}"].sometimes = True  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Give every role without a choice of its own the colleague for all; without one it is a fault."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        missing: list[str] = []
        for slot, _ in self._held:
            name = f"slot_{slot.slot_id}"
            if name in self.errors:
                continue
            data[name] = data.get(name) or data.get("everywhere", "")
            if not data[name]:
                missing.append(name)
        if len(missing) > 1:
            said = gettext(
                "Bij %(n)s rollen staat nog niemand. Kies één vervanger voor alles, of hieronder per casus. "
                "Niemand blijft zonder aanspreekpunt."
            )
            self.add_error("everywhere", said % {"n": len(missing)})
        for name in missing if len(missing) == 1 else ():
            self.add_error(name, NOBODY)
        return data

    def rows(self) -> list[tuple[Held, forms.BoundField]]:
        """Return each role with its field."""
        return [(slot, self[f"slot_{slot.slot_id}"]) for slot, _ in self._held]

    def deputies(self) -> dict[UUID, UUID]:
        """Return the worker chosen for each role."""
        return {slot.slot_id: UUID(self.cleaned_data[f"slot_{slot.slot_id}"]) for slot, _ in self._held}


@dataclass(frozen=True, slots=True)
class Away:
    """One absence with those who stand in: the name, whether they said yes, and for how many roles."""

    absence: AbsenceView
    last: date
    begun: bool
    deputies: list[tuple[str, bool, int]]


@require_http_methods(["GET", "HEAD", "POST"])
@visited
def absence(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Choose days, then a deputy for each role held in them, and keep both."""
    today = local_day(visit.at)
    period = PeriodForm(_typed(request), today=today)
    if not period.is_bound or not period.is_valid():
        content = {"period": period, "mine": _mine(visit, today), "at": visit.at}
        return render(request, "access/absence.html", content, status=status_of(period))
    days = period.days()
    form = DeputiesForm(request.POST if request.POST.get("stap") == "vervangers" else None, held=_held(visit, days))
    status = status_of(form)
    if request.POST.get("stap") == "vervangers" and status is HTTPStatus.OK:
        status = attempt(
            form,
            lambda: case_services.report_absence(actor=visit.actor, days=days, deputies=form.deputies(), at=visit.at),
        )
        if status is SAVED:
            messages.success(request, gettext("Opgeslagen. Je vervangers zien op Vandaag dat jij ze vraagt."))
            return redirect("web:absence")
    content = {"period": period, "form": form, "days": days, "last": period.cleaned_data["last"], "at": visit.at}
    return render(request, "access/absence_deputies.html", content, status=status)


@require_POST
@visited
def back(request: HttpRequest, visit: Visit, absence_id: UUID) -> HttpResponse:
    """Say that I am back earlier, from the day that is typed."""
    field = DayField(label=gettext("Eerste dag terug"))
    try:
        back_on = field.clean(request.POST.get("back_on", ""))
    except forms.ValidationError as error:
        day = example_days.typed(local_day(visit.at))
        raise InvalidInput(
            "back-on-unreadable",
            nl=f"Schrijf de dag als dag-maand-jaar, zoals {day}.",
            en=f"Write the day as day-month-year, such as {day}.",
        ) from error
    case_services.end_absence(
        actor=visit.actor, absence_id=absence_id, back_on=max(back_on, local_day(visit.at)), at=visit.at
    )
    messages.success(request, gettext("Opgeslagen. Vanaf die dag sta jij er weer."))
    return redirect("web:absence")


def _typed(request: HttpRequest) -> QueryDict | None:
    """Return the days, which are typed in a form that is sent by GET or travel along with the deputies."""
    source = request.POST if request.method == "POST" else request.GET
    return source if "first" in source or "last" in source else None


def _held(visit: Visit, days: Period) -> list[tuple[Held, list[tuple[str, str]]]]:
    """Return the roles held in these days, each with who could stand in."""
    end = days.end or days.start
    held = cases.held_slots(actor=visit.actor, days_from=days.start, days_until=end)
    about = cases.named(actor=visit.actor, case_ids=[case_id for case_id, _, _ in held], at=visit.at)
    choices = {
        role: [
            (str(one.id), f"{one.name}, {role_words(one.role)}, {one.agency_name}")
            for one in access.stand_ins(actor=visit.actor, role=role, start=days.start, end=end)
        ]
        for role in {role for _, _, role in held}
    }
    return [
        (Held(slot_id, headed(role_words(role)), about.get(case_id, "")), choices[role])
        for case_id, slot_id, role in held
    ]


def _told(named: Iterable[StandInView]) -> list[tuple[str, bool, int]]:
    """Return each deputy once for the roles they said yes to, and once for those they did not yet."""
    counted = Counter((one.deputy_name, one.briefed_at is not None) for one in named)
    return [(name, briefed, number) for (name, briefed), number in sorted(counted.items())]


def _mine(visit: Visit, today: date) -> list[Away]:
    found = access.absences_ahead(worker_id=visit.actor.worker_id, day=today)
    if not found:
        return []
    named = cases.stand_ins_for(actor=visit.actor, start=found[0].start, end=found[-1].end)
    return [
        Away(
            absence=one,
            last=one.end - timedelta(days=1),
            begun=one.start <= today,
            deputies=_told(d for d in named if d.start < one.end and (d.end is None or d.end > one.start)),
        )
        for one in found
    ]
