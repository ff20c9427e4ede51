"""Partners at the table: the desk asks them, and they see that one sitting and vote where the region votes."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from vangnet.access import selectors as access
from vangnet.access.services import require
from vangnet.core.clock import local_day
from vangnet.core.errors import NotVisible
from vangnet.intake import selectors as intake
from vangnet.intake import services as intake_services
from vangnet.intake.types.conventions import Voting
from vangnet.intake.types.tables import BoardKind, BoardView, GuestItem, Vote
from vangnet.web.intake import labels
from vangnet.web.intake.forms import words
from vangnet.web.intake.rows import hint_facts
from vangnet.web.shared.fields import Form
from vangnet.web.shared.roles import role_words
from vangnet.web.shared.saving import SAVED, attempt, status_of
from vangnet.web.shared.typed import PlainText
from vangnet.web.shared.visit import Visit, visited

COLLEAGUES = 500


class GuestForm(Form):
    """Who of another organisation sits at the table with an account of their own, and for which partner they vote."""

    worker = forms.ChoiceField(
        label=gettext_lazy("Wie van een andere organisatie?"),
        help_text=gettext_lazy("Deze persoon ziet alleen dit overleg, en alleen tot het is afgesloten."),
        error_messages={"required": gettext_lazy("Kies wie er aan tafel zit.")},
    )
    partner = forms.ChoiceField(label=gettext_lazy("Stemt voor"), required=False)

    def __init__(self, *args: Any, visit: Visit, board: BoardView, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        there = {guest.worker_id for guest in board.guests}
        fitting = [
            one
            for one in access.colleagues(actor=visit.actor, limit=COLLEAGUES)
            if one.agency_id != visit.actor.agency_id
            and one.id not in there
            and "intake.sit" in access.acts_of(role=one.role)
        ]
        names = [(str(one.id), f"{one.agency_name}: {one.name}, {role_words(one.role)}") for one in fitting]
        self.fields["worker"].choices = [("", gettext("Kies")), *sorted(names, key=lambda pair: pair[1])]  # type: ignore[attr-defined]
        rules = intake.inclusion_rules(region=visit.actor.region, day=local_day(visit.at))
        if board.kind is BoardKind.INCLUSION and rules.voting is not Voting.NONE:
            free = [name for name in rules.partners if name not in {guest.partner for guest in board.guests}]
            self.fields["partner"].choices = [("", gettext("Stemt niet")), *((name, name) for name in free)]  # type: ignore[attr-defined]
        else:
            del self.fields["partner"]


class VoteForm(Form):
    """What a partner votes about one signal."""

    vote = forms.ChoiceField(
        label=gettext_lazy("Jouw stem"),
        widget=forms.RadioSelect,
        choices=words(labels.VOTES.items()),
        error_messages={"required": gettext_lazy("Kies wat je stemt.")},
    )
    reason = PlainText(label=gettext_lazy("Waarom, als je tegen bent?"), max_length=2_000, required=False)


@require_POST
@visited
def invite(request: HttpRequest, visit: Visit, board_id: UUID) -> HttpResponse:
    """Give somebody of another organisation a seat, or take it back."""
    require(visit.actor, "intake.weigh")
    found = intake.board(actor=visit.actor, board_id=board_id, at=visit.at)
    if request.POST.get("weg"):
        guest_id = _id(request.POST["weg"])
        intake_services.end_guest(actor=visit.actor, board_id=board_id, guest_id=guest_id, at=visit.at)
        messages.success(request, gettext("Opgeslagen. Deze persoon ziet het overleg niet meer."))
        return redirect("web:board", board_id)
    form = GuestForm(request.POST, visit=visit, board=found)
    if status_of(form) is HTTPStatus.OK:
        data = form.cleaned_data
        status = attempt(
            form,
            lambda: intake_services.invite_guest(
                actor=visit.actor, board_id=board_id, worker_id=_id(data["worker"]), partner=data.get("partner", ""),
                at=visit.at,
            ),
        )  # fmt: skip
        if status is SAVED:
            messages.success(request, gettext("Opgeslagen. Deze persoon ziet dit overleg, tot het is afgesloten."))
            return redirect("web:board", board_id)
    content = {"at": visit.at, "form": form, "board": found, "title": str(labels.BOARD_NAMES[found.kind])}
    return render(request, "intake/invite.html", content, status=HTTPStatus.UNPROCESSABLE_ENTITY)


@require_safe
@visited
def guest_boards(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show the sittings of others at which I sit."""
    require(visit.actor, "intake.sit")
    found = intake.guest_boards(actor=visit.actor, at=visit.at)
    desks = access.agency_names(agency_ids={one.desk_id for one in found}) if found else {}
    rows = [(one, str(labels.BOARD_NAMES[one.kind]), desks.get(one.desk_id, "")) for one in found]
    return render(request, "intake/guest_boards.html", {"at": visit.at, "rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
@visited
def guest_board(request: HttpRequest, visit: Visit, board_id: UUID) -> HttpResponse:
    """Show the sitting at which I sit, and keep what I vote."""
    require(visit.actor, "intake.sit")
    found = intake.guest_board(actor=visit.actor, board_id=board_id, at=visit.at)
    votes = bool(found.partner) and found.begun_at is not None
    status, bound = HTTPStatus.OK, None
    if request.method == "POST" and votes:
        bound, signal_id = (
            VoteForm(request.POST, prefix=request.POST.get("signaal", "")),
            _id(request.POST.get("signaal", "")),
        )
        status = status_of(bound)
        if status is HTTPStatus.OK:
            vote, reason = Vote(bound.cleaned_data["vote"]), bound.cleaned_data["reason"]
            status = attempt(
                bound,
                lambda: intake_services.cast_vote(
                    actor=visit.actor, board_id=board_id, signal_id=signal_id, vote=vote, reason=reason, at=visit.at
                ),
            )
            if status is SAVED:
                messages.success(request, gettext("Opgeslagen. Jouw stem telt, tot de tafel besluit."))
                return redirect("web:guest-board", board_id)
    names = access.municipality_names(codes=[item.municipality for item in found.items])
    said = intake.label_list(region=visit.actor.region, day=local_day(visit.at)) if found.items else None
    english = getattr(request, "LANGUAGE_CODE", "nl") == "en"
    rows = [
        {
            "item": item, "kind": labels.kind_words(item.kind), "facts": hint_facts(item.hint),
            "municipality": names.get(item.municipality, item.municipality),
            "label": said.words(item.label, english=english) if said and item.label else "",
            "form": _vote_form(item, bound) if votes and not item.decided else None,
            "voted": str(labels.VOTES[item.voted.vote]) if item.voted else "",
        }
        for item in found.items
    ]  # fmt: skip
    content = {
        "at": visit.at, "board": found, "rows": rows, "title": str(labels.BOARD_NAMES[found.kind]),
        "desk": access.agency(agency_id=found.desk_id).name,
    }  # fmt: skip
    return render(request, "intake/guest_board.html", content, status=status)


def _vote_form(item: GuestItem, bound: VoteForm | None) -> VoteForm:
    """Return the form of one signal: as it was sent, else with what was voted before."""
    if bound is not None and bound.prefix == str(item.id):
        return bound
    start = {"vote": item.voted.vote.value, "reason": item.voted.reason} if item.voted else {}
    return VoteForm(prefix=str(item.id), initial=start)


def _id(text: str) -> UUID:
    """Return an id as a form sent it.

    Raises:
        NotVisible: it is none.
    """
    try:
        return UUID(text)
    except ValueError as error:
        raise NotVisible from error
