"""The law browser: statutes by subject, the norms of one statute, and one norm with all its rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from vangnet.core.clock import local_day
from vangnet.core.errors import NotVisible
from vangnet.law.normset import NormSet
from vangnet.law.types import Norm, Statute
from vangnet.sharing import selectors as sharing
from vangnet.sharing.types import NormUse
from vangnet.web.law import wording
from vangnet.web.shared.parts import Link
from vangnet.web.shared.visit import Visit, visited
from vangnet.web.sharing import words

UNREAD, USED = "niet-nagelezen", "gebruikt"


@dataclass(frozen=True, slots=True)
class StatuteRow:
    """One statute in the list."""

    statute: Statute
    norms: int
    read: int
    used: int


@dataclass(frozen=True, slots=True)
class NormRow:
    """One norm in a list: all its rows as one.

    Args:
        read: whether the text of every row was read.
        used: in how many verdicts in cases in sight it was used.
        ended: whether none of its rows is in force any more.
    """

    key: str
    cite: str
    url: str
    explanation: str
    read: bool
    since: date | None
    until: date | None
    used: int
    ended: bool
    forbids: bool


@require_safe
@visited
def statutes(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show every statute by subject; or all norms that nobody read, or that were used."""
    shown = request.GET.get("toon", "")
    norms, used, today = sharing.running_norms(), sharing.used_norms(), local_day(visit.at)
    rows = _rows(norms.norms, used, today)
    here = reverse("web:law")
    content = {
        "at": visit.at,
        "shown": shown if shown in {UNREAD, USED} else "",
        "filters": [
            Link(gettext("Alle wetten"), here, current=shown not in {UNREAD, USED}),
            Link(
                gettext("Niet nagelezen"), f"{here}?toon={UNREAD}", current=shown == UNREAD,
                count=sum(1 for row in rows if not row.read),
            ),
            Link(gettext("Gebruikt"), f"{here}?toon={USED}", current=shown == USED),
        ],
        "groups": _groups(norms, used),
        "rows": [row for row in rows if (not row.read if shown == UNREAD else row.used)],
        "version": norms.version,
        "loads": sharing.norm_loads(limit=5),
        "total": len(rows),
    }  # fmt: skip
    return render(request, "law/statutes.html", content)


@require_safe
@visited
def statute(request: HttpRequest, visit: Visit, statute: str) -> HttpResponse:
    """Show the norms of one statute in plain words.

    Raises:
        NotVisible: there is no such statute.
    """
    norms = sharing.running_norms()
    found = next((one for one in norms.statutes if one.key == statute), None)
    if found is None:
        raise NotVisible
    rows = _rows([norm for norm in norms.norms if norm.statute == statute], sharing.used_norms(), local_day(visit.at))
    content = {
        "at": visit.at,
        "statute": found,
        "rows": rows,
        "trail": [Link(gettext("De wet"), reverse("web:law"))],
        "frame": words.say("frames", found.frame),
    }
    return render(request, "law/statute.html", content)


@require_safe
@visited
def norm(request: HttpRequest, visit: Visit, key: str) -> HttpResponse:
    """Show one norm: what it says, when it counts, what it asks, and how often it was used in cases in sight.

    Raises:
        NotVisible: there is no such norm.
    """
    norms, today = sharing.running_norms(), local_day(visit.at)
    rows = norms.find(key.split(".")[0])
    if not rows:
        raise NotVisible
    head = norms.statute(rows[0].statute)
    content = {
        "at": visit.at,
        "norm": _rows(rows, sharing.used_norms(), today)[0],
        "rows": [wording.described(row, norms, today) for row in rows],
        "uses": [_use(use) for use in sharing.uses_of(actor=visit.actor, key=rows[0].key, at=visit.at)],
        "statute": head,
        "trail": [
            Link(gettext("De wet"), reverse("web:law")),
            Link(head.short, reverse("web:statute", args=[head.key])),
        ],
    }
    return render(request, "law/norm.html", content)


def _use(use: NormUse) -> dict[str, object]:
    """Return a use of a norm in words: what for, and whether it led to a yes."""
    answers = {
        "ALLOW": gettext("mocht"),
        "ALLOW_DUTY": gettext("moest"),
        "CONDITIONAL": gettext("er ontbrak nog iets"),
        "HUMAN": gettext("een mens beslist"),
        "DENY": gettext("mocht niet"),
    }
    said = f"{words.say('purposes', use.purpose)}: {answers[use.outcome]}"
    return {"question_id": use.question_id, "receiver_name": use.receiver_name, "asked_at": use.asked_at, "said": said}


def _groups(norms: NormSet, used: dict[str, int]) -> list[tuple[str, list[StatuteRow]]]:
    """Return the statutes by subject, in the order of the subjects."""
    found: dict[str, list[StatuteRow]] = {}
    for one in norms.statutes:
        keys = {norm.key: norm.verified for norm in norms.norms if norm.statute == one.key}
        for norm in norms.norms:
            if norm.statute == one.key:
                keys[norm.key] = keys[norm.key] and norm.verified
        row = StatuteRow(one, len(keys), sum(keys.values()), sum(used.get(key, 0) for key in keys))
        found.setdefault(one.frame, []).append(row)
    return [
        (words.say("frames", frame), sorted(found[frame], key=lambda row: row.statute.short))
        for frame in words.content()["frames"]
        if frame in found
    ]


def _rows(norms: Sequence[Norm], used: dict[str, int], today: date) -> list[NormRow]:
    """Return norms by key, their rows together."""
    by_key: dict[str, list[Norm]] = {}
    for one in norms:
        by_key.setdefault(one.key, []).append(one)
    return [_row(key, rows, used.get(key, 0), today) for key, rows in sorted(by_key.items())]


def _row(key: str, rows: Sequence[Norm], used: int, today: date) -> NormRow:
    first, starts, ends = rows[0], [row.valid_from for row in rows], [row.valid_until for row in rows]
    return NormRow(
        key=key,
        cite=first.legal_basis.cite(),
        url=first.legal_basis.url,
        explanation=first.explanation_nl,
        read=all(row.verified for row in rows),
        since=None if None in starts else min(start for start in starts if start is not None),
        until=None if None in ends else max(end for end in ends if end is not None),
        used=used,
        ended=not any(row.in_force(today) or (row.valid_from or today) > today for row in rows),
        forbids=all(row.is_prohibition for row in rows),
    )
