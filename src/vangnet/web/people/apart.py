"""Take records apart, think again, and see what was learned meanwhile."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from http import HTTPStatus
from itertools import groupby
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from vangnet.access import selectors as access
from vangnet.access.services import require
from vangnet.core.clock import local_day
from vangnet.core.errors import NotVisible, StaleVersion
from vangnet.people import services
from vangnet.people.selectors import clusters
from vangnet.people.selectors.in_full import in_full
from vangnet.people.selectors.learned import learned as read_learned
from vangnet.people.types import ClusterView, LinkVerdict
from vangnet.people.types.learning import Learned, LearnedKind
from vangnet.web.people import forms
from vangnet.web.people.lines import Record, decision_lines, record_lines
from vangnet.web.people.page import frame, trail
from vangnet.web.people.words import LEARNED, Words
from vangnet.web.shared import screen
from vangnet.web.shared.acts import act_words
from vangnet.web.shared.roles import role_words
from vangnet.web.shared.saving import SAVED, attempt
from vangnet.web.shared.visit import Visit, visited


@require_http_methods(["GET", "HEAD", "POST"])
@visited
def part(request: HttpRequest, visit: Visit, person_id: UUID) -> HttpResponse:
    """Choose which records do not belong, say why, and see what was learned."""
    found, cluster = in_full(actor=visit.actor, person_id=person_id, at=visit.at)
    require(visit.actor, "people.link")
    records = record_lines(cluster)
    form = forms.PartForm(
        request.POST or None,
        initial={"version": cluster.version},
        records=_choices(records),
    )
    status = HTTPStatus.OK
    if request.method == "POST":
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        if form.is_valid():
            made: list[UUID] = []
            try:
                status = attempt(form, lambda: made.append(_split(visit, form, cluster)))
            except StaleVersion:
                typed = request.POST.copy()
                typed["version"] = str(cluster.version)
                form = forms.PartForm(typed, records=_choices(records))
                form.add_error(
                    None, gettext("Iemand anders besloot intussen iets over deze registraties. Kijk opnieuw en kies.")
                )
                status = HTTPStatus.CONFLICT
            if status is SAVED:
                messages.success(request, gettext("Opgeslagen. De registraties staan weer apart."))
                return redirect("web:person-learned", made[0])
    content = frame(found, visit) | {"form": form, "records": records, "trail": trail(found)}
    return render(request, "people/part.html", content, status=status)


def _split(visit: Visit, form: forms.PartForm, cluster: ClusterView) -> UUID:
    """Take apart what was chosen; what was delivered or reported for somebody who goes, goes along."""
    data = form.cleaned_data
    out = {UUID(one) for one in data["out"]}
    out |= {record.id for record in cluster.records if record.home in out}
    return services.split(actor=visit.actor, out=out, reason=data["reason"], version=data["version"], at=visit.at).id


def hidden(record: Record) -> tuple[str, str]:
    """Return name and birth of a record, hidden while others look along."""
    return str(screen.shielded(record.name, "name")), str(screen.shielded(record.born, "fact")) if record.born else ""


def _came_on(one: Record) -> str:
    """Return the day on which a record came in: without it two of one kind read alike."""
    return f"{local_day(one.view.delivered_at):%d-%m-%Y}"


def _choices(records: Iterable[Record]) -> list[tuple[str, str]]:
    """Return records as lines to choose from."""
    return [
        (str(one.view.id), ", ".join(part for part in (*hidden(one), str(one.kind), one.agency, _came_on(one)) if part))
        for one in records
    ]


@require_http_methods(["GET", "HEAD", "POST"])
@visited
def take_back(request: HttpRequest, visit: Visit, person_id: UUID, decision_id: UUID) -> HttpResponse:
    """Take back that two records are not the same person."""
    found, cluster = in_full(actor=visit.actor, person_id=person_id, at=visit.at)
    require(visit.actor, "people.link")
    decision = next((one for one in cluster.decisions if one.id == decision_id), None)
    if decision is None or decision.verdict is not LinkVerdict.DIFFERENT:
        raise NotVisible
    form = forms.TakeBackForm(request.POST or None)
    status = HTTPStatus.OK
    if request.method == "POST":
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        if form.is_valid():
            reason = form.cleaned_data["reason"]
            status = attempt(
                form,
                lambda: services.take_back(actor=visit.actor, decision_id=decision_id, reason=reason, at=visit.at),
            )
            if status is SAVED:
                messages.success(request, gettext("Opgeslagen. Het besluit geldt niet meer."))
                return redirect("web:person", person_id)
    (line,) = [one for one in decision_lines(cluster, record_lines(cluster)) if one.view.id == decision_id]
    content = {
        "form": form, "title": gettext("Besluit intrekken"), "back": reverse("web:person", args=[person_id]),
        "trail": trail(found), "lead": gettext("%(by)s besloot dat dit twee mensen zijn: %(why)s")
        % {"by": line.by, "why": decision.reason},
    }  # fmt: skip
    return render(request, "people/form.html", content, status=status)


@dataclass(frozen=True, slots=True)
class LearnedRow:
    """What one worker did on one day."""

    day: date
    who: str
    agency: str
    did: str
    times: int
    both: bool
    url: str


@dataclass(frozen=True, slots=True)
class LearnedGroup:
    """One kind of what was learned."""

    title: Words
    rows: tuple[LearnedRow, ...]


@require_safe
@visited
def learned(request: HttpRequest, visit: Visit, split_id: UUID) -> HttpResponse:
    """Show what was done while records of two people lay together."""
    view = read_learned(actor=visit.actor, split_id=split_id, at=visit.at)
    content = {
        "at": visit.at, "view": view, "groups": list(_groups(view.rows)),
        "shared": any(row.kind is LearnedKind.SHARED for row in view.rows),
        "back": next(
            (reverse("web:person", args=[one]) for one in (*view.split.kept, *view.split.taken) if _seen(one)), ""
        ),
    }  # fmt: skip
    return render(request, "people/learned.html", content)


def _seen(record_id: UUID) -> bool:
    return clusters.begins_person_in_sight(record_id=record_id)


def _groups(rows: Iterable[Learned]) -> Iterable[LearnedGroup]:
    rows = list(rows)
    workers = access.workers(worker_ids=[row.worker_id for row in rows])
    agencies = access.agency_names(agency_ids=[row.agency_id for row in rows])
    for kind, part in groupby(rows, key=lambda row: row.kind):
        lines = []
        for row in part:
            worker = workers.get(row.worker_id)
            who = f"{worker.name}, {role_words(worker.role)}" if worker else gettext("Vangnet")
            url = reverse("web:case", args=[row.case_id]) if row.case_id else ""
            lines.append(
                LearnedRow(
                    row.day, who, agencies.get(row.agency_id, ""), str(act_words(row.act)), row.times, row.both, url
                )
            )
        yield LearnedGroup(LEARNED[kind], tuple(lines))
