"""Mag ik dit delen? First the case, then with whom, then what and what for."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from vangnet.access import selectors as access
from vangnet.cases import selectors as cases
from vangnet.core.clock import local_day
from vangnet.core.errors import NotVisible
from vangnet.law.loader import standard_norms
from vangnet.people.selectors import describing
from vangnet.sharing import selectors, services
from vangnet.sharing.types import ABOUT_OTHERS, Item, QuestionView, Receiver, Whom
from vangnet.web.people.words import RELATIONS
from vangnet.web.shared.parts import Link
from vangnet.web.shared.roles import role_words
from vangnet.web.shared.saving import SAVED, attempt, status_of
from vangnet.web.shared.screen import shielded
from vangnet.web.shared.visit import Visit, visited
from vangnet.web.sharing import words
from vangnet.web.sharing.case import CaseHead, head
from vangnet.web.sharing.forms import AskForm

LISTED = 50
# The table of the case as receiver: all who take part.
TABLE = "tafel"


@require_safe
@visited
def start(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Let the visitor choose the case it is about, and show what waits for them in sharing."""
    page = cases.page(actor=visit.actor, at=visit.at, limit=LISTED)
    today = local_day(visit.at)
    requests = selectors.open_requests(actor=visit.actor)
    received = [
        (shared, part)
        for shared in selectors.received(actor=visit.actor, at=visit.at)
        for part in shared.items
        if part.correction and part.seen_at is None
    ]
    content = {
        "at": visit.at,
        "rows": page.rows,
        "more": page.after is not None,
        "requests": requests,
        "late": sum(1 for one in requests if one.due_on < today),
        "corrections": received,
        "adviser": access.may(actor=visit.actor, act="sharing.advise"),
        "overseer": access.may(actor=visit.actor, act="audit.read"),
    }
    return render(request, "sharing/start.html", content)


@require_safe
@visited
def receiver(request: HttpRequest, visit: Visit, case_id: UUID) -> HttpResponse:
    """Ask with whom: people of the case, the table, or another organisation."""
    found = head(visit, case_id)
    chosen = request.GET.get("onderdeel", "")

    def way(to: str) -> str:
        url = reverse("web:share-ask", args=[case_id, to])
        return f"{url}?onderdeel={chosen}" if _is_id(chosen) else url

    people = [
        (way(str(one.worker_id)), one.name, f"{role_words(one.role)}, {words.say('receivers', one.org_type)}")
        for one in selectors.participants(actor=visit.actor, case_id=case_id, at=visit.at)
    ]
    groups = [
        (words.say("groups", group), [(way(code), words.headed(words.say("receivers", code))) for code in codes])
        for group, codes in words.receiver_codes(without={"ZVH", "VEND"})
    ]
    content = {
        "at": visit.at,
        "head": found,
        "trail": trail(found),
        "people": people,
        "table_url": way(TABLE),
        "groups": groups,
    }
    return render(request, "sharing/receiver.html", content)


@require_http_methods(["GET", "HEAD", "POST"])
@visited
def question(request: HttpRequest, visit: Visit, case_id: UUID, to: str) -> HttpResponse:
    """Ask what and what for, and put the question to the law."""
    found = head(visit, case_id)
    whom, known = _receiver(visit, case_id, to)
    items = selectors.shareable(actor=visit.actor, case_id=case_id, at=visit.at)
    chosen = request.GET.get("onderdeel", "")
    initial = {"items": [chosen], "purpose": _likely(found, whom), "about": _said_about(case_id, chosen)}
    form = AskForm(
        request.POST or None, to=whom, items=items, known=known, circle=_circle(found), unsaid=_unsaid(case_id, items),
        initial=initial, today=local_day(visit.at),
    )  # fmt: skip
    status = status_of(form)
    if form.is_bound and status == 200:
        asked: list[QuestionView] = []
        status = attempt(
            form,
            lambda: asked.append(
                services.ask(
                    actor=visit.actor,
                    case_id=case_id,
                    receiver=form.receiver(),
                    purpose=form.cleaned_data["purpose"],
                    item_ids=form.item_ids(),
                    at=visit.at,
                    key=form.cleaned_data["key"],
                    about=form.about_whom(),
                )
            ),
            names={"receiver": "name", "receiver_role": "role"},
        )
        if status is SAVED:
            return redirect("web:share-verdict", asked[0].id)
    content = {
        "at": visit.at,
        "head": found,
        "trail": [*trail(found), Link(gettext("Met wie?"), reverse("web:share-receiver", args=[case_id]))],
        "to": whom,
        "named": known and to != TABLE,
        "to_words": words.say("receivers", whom.org_type),
        "form": form,
        "empty": not any(item.category for item in items),
    }
    return render(request, "sharing/question.html", content, status=status)


def _circle(found: CaseHead) -> list[tuple[str, str]]:
    """Return about whom something can be: the person, everybody of the direct circle in sight, or somebody else."""
    name = {"name": shielded(found.first_name)}
    around = [
        (str(one.id), f"{RELATIONS[one.kind]}: {shielded(one.name)}")
        for one in describing.circle(person_id=found.sight.subject_id)
    ]
    return [
        ("", gettext("Over %(name)s zelf, of zoals eerder is gezegd") % name),
        *around,
        (Whom.PERSON.value, gettext("Over %(name)s zelf, al noemt het familie of kennissen") % name),
        (Whom.OTHER.value, gettext("Over iemand anders")),
    ]


def _unsaid(case_id: UUID, items: Sequence[Item]) -> list[str]:
    """Return the items that are about others by what they hold, and of which nobody said about whom."""
    others = [item for item in items if item.category in ABOUT_OTHERS]
    return [str(item.id) for item in others if selectors.about_item(case_id=case_id, item_id=item.id) is None]


def _said_about(case_id: UUID, chosen: str) -> str:
    """Return what was said before of the chosen item, so that nobody says otherwise without seeing it."""
    about = selectors.about_item(case_id=case_id, item_id=UUID(chosen)) if _is_id(chosen) else None
    if about is None:
        return ""
    return str(about.relation_id or about.whom.value)


def trail(found: CaseHead) -> list[Link]:
    """Return the way up from a page of sharing in a case."""
    return [
        Link(gettext("Casussen"), reverse("web:cases")),
        Link(gettext("Casus %(number)s") % {"number": found.number}, reverse("web:case-sharing", args=[found.id])),
    ]


def _receiver(visit: Visit, case_id: UUID, to: str) -> tuple[Receiver, bool]:
    """Return to whom, and whether that is known to the name: a worker of the case, the table, or an organisation type.

    Raises:
        NotVisible: it is none of these.
    """
    if to == TABLE:
        return Receiver("ZVH", "procesregisseur", gettext("De tafel")), True
    if _is_id(to):
        worker_id = UUID(to)
        for one in selectors.participants(actor=visit.actor, case_id=case_id, at=visit.at):
            if one.worker_id == worker_id:
                return one, True
        raise NotVisible
    if to not in standard_norms().vocabulary.org_types:
        raise NotVisible
    return Receiver(to, "medewerker", ""), False


def _likely(found: CaseHead, whom: Receiver) -> str:
    """Return the purpose that is most likely: in the phase of a case for who works on it, else none is chosen."""
    usual, _ = words.purpose_codes(whom.org_type)
    fitting = {"F2": "zvh_triage", "F3": "zvh_case", "F4": "zvh_execute"}.get(found.phase, "")
    return fitting if fitting in usual else usual[0] if len(usual) == 1 else ""


def _is_id(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
