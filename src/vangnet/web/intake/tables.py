"""The table: what waits, a sitting with its agenda, who sits there, and the walk from signal to signal."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_http_methods

from vangnet.access import selectors as access
from vangnet.access.services import require
from vangnet.access.types import WorkerView
from vangnet.core.clock import Instant
from vangnet.core.errors import StaleVersion
from vangnet.intake import selectors as intake
from vangnet.intake import services as intake_services
from vangnet.intake.types.tables import BoardKind, BoardView
from vangnet.web.intake import labels
from vangnet.web.intake.guests import GuestForm
from vangnet.web.intake.rows import SignalRow, rows_of
from vangnet.web.intake.table_forms import BoardForm, SeatsForm, seats_of, seats_text
from vangnet.web.shared.saving import SAVED, attempt, status_of
from vangnet.web.shared.visit import Visit, visited

SITTING = "tafel"


@dataclass(frozen=True, slots=True)
class AgendaRow:
    """One signal on an agenda, and where it is talked about."""

    row: SignalRow
    decided: bool
    due: Instant | date
    url: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a sitting a signal stands."""

    nr: int
    of: int


@require_http_methods(["GET", "HEAD", "POST"])
@visited
def boards(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show the sittings of this desk, and begin one with everything that waits on its agenda."""
    require(visit.actor, "intake.weigh")
    found = intake.boards(actor=visit.actor)
    start = {"seats": seats_text(found[0].seats)} if found else {}
    may_include = access.may(actor=visit.actor, act="intake.include") and visit.actor.agency_kind == "ZVH"
    form = BoardForm(request.POST or None, may_include=may_include, initial=start)
    status = status_of(form)
    if form.is_bound and status is HTTPStatus.OK:
        begun: list[UUID] = []
        status = attempt(form, lambda: begun.append(_begin(visit, form, planned="plan" in request.POST)))
        if status is SAVED:
            return redirect("web:board", begun[0])
    rows = [(view, str(labels.BOARD_NAMES[view.kind])) for view in found]
    waiting = intake.count_open(actor=visit.actor)
    content = {"at": visit.at, "rows": rows, "form": form, "waiting": waiting}
    return render(request, "intake/boards.html", content, status=status)


def _begin(visit: Visit, form: BoardForm, *, planned: bool) -> UUID:
    """Begin a sitting now, or plan it for the moment that was typed."""
    data = form.cleaned_data
    kind, seats, key = BoardKind(data["kind"]), seats_of(data["seats"]), str(data["key"])
    if not planned:
        return intake_services.open_board(actor=visit.actor, kind=kind, seats=seats, idempotency_key=key, at=visit.at)
    return intake_services.plan_board(
        actor=visit.actor, kind=kind, starts_at=form.moment(), seats=seats, idempotency_key=key, at=visit.at
    )


@require_http_methods(["GET", "HEAD", "POST"])
@visited
def board(request: HttpRequest, visit: Visit, board_id: UUID) -> HttpResponse:
    """Show a sitting; change who sits there, add what came in, or end it."""
    require(visit.actor, "intake.weigh")
    found = intake.board(actor=visit.actor, board_id=board_id, at=visit.at)
    step = request.POST.get("stap", "")
    seats = SeatsForm(
        request.POST if step == "wie" else None, initial={"version": found.version, "seats": seats_text(found.seats)}
    )
    status, changed = status_of(seats), False
    if request.method == "POST" and step != "wie":
        _go_on(request, visit, found, step)
        return redirect("web:board", board_id)
    if seats.is_bound and status is HTTPStatus.OK:
        try:
            status = attempt(seats, lambda: _seat(visit, found, seats))
        except StaleVersion:
            status, changed = HTTPStatus.CONFLICT, True
            seats = SeatsForm(initial={"version": found.version, "seats": seats_text(found.seats)})
        if status is SAVED:
            messages.success(request, gettext("Opgeslagen. Vanaf nu staat dit bij elk besluit."))
            return redirect("web:board", board_id)
    lines = _agenda(found)
    content = {
        "at": visit.at, "board": found, "title": str(labels.BOARD_NAMES[found.kind]), "lines": lines, "seats": seats,
        "guest_form": None if found.closed_at else GuestForm(visit=visit, board=found),
        "following": next((line for line in lines if not line.decided), None), "changed": changed,
    }  # fmt: skip
    return render(request, "intake/board.html", content, status=status)


def _seat(visit: Visit, found: BoardView, seats: SeatsForm) -> None:
    intake_services.change_seats(
        actor=visit.actor, board_id=found.id, version=seats.cleaned_data["version"],
        seats=seats_of(seats.cleaned_data["seats"]), at=visit.at,
    )  # fmt: skip


def _go_on(request: HttpRequest, visit: Visit, found: BoardView, step: str) -> None:
    """Add what came in, or end the sitting."""
    if step == "erbij":
        added = intake_services.fill_agenda(actor=visit.actor, board_id=found.id, at=visit.at)
        said = ngettext("%(count)s signaal erbij.", "%(count)s signalen erbij.", added) % {"count": added}
        messages.success(request, said if added else gettext("Er kwam niets bij."))
    elif step == "begin":
        intake_services.begin_board(actor=visit.actor, board_id=found.id, version=_version(request), at=visit.at)
        messages.success(request, gettext("Het overleg is begonnen. Alles wat wacht, staat op de agenda."))
    elif step == "klaar":
        intake_services.close_board(actor=visit.actor, board_id=found.id, version=_version(request), at=visit.at)
        messages.success(request, gettext("Afgesloten. Wat niet is besproken, wacht op het volgende overleg."))


def _version(request: HttpRequest) -> int:
    """Return which version was on the screen; one that says none is too old."""
    text = request.POST.get("version", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0


def sitting_of(request: HttpRequest, visit: Visit) -> BoardView | None:
    """Return the sitting from which a signal is talked about, or None; one that is over no longer counts.

    Raises:
        NotVisible: it is of another desk.
    """
    text = request.GET.get(SITTING, "")
    try:
        board_id = UUID(text)
    except ValueError:
        return None
    found = intake.board(actor=visit.actor, board_id=board_id, at=visit.at)
    return found if found.begun_at and not found.closed_at else None


def place_of(sitting: BoardView | None, signal_id: UUID) -> Place | None:
    """Return where on the agenda a signal stands, or None."""
    ids = [item.signal.id for item in sitting.items] if sitting else []
    return Place(ids.index(signal_id) + 1, len(ids)) if signal_id in ids else None


def team_of(visit: Visit) -> list[WorkerView]:
    """Return who works at the desk, those who can watch over a decision."""
    found = access.colleagues(actor=visit.actor, limit=500)
    return [one for one in found if one.agency_id == visit.actor.agency_id]


def _agenda(found: BoardView) -> list[AgendaRow]:
    name = "web:signal-include" if found.kind is BoardKind.INCLUSION else "web:signal-weigh"
    rows = rows_of([item.signal for item in found.items])
    return [
        AgendaRow(row, item.decided, item.due, f"{reverse(name, args=[item.signal.id])}?{SITTING}={found.id}")
        for row, item in zip(rows, found.items, strict=True)
    ]
