"""A row of the work list as a page shows it, written in Python: fifty rows of a template cost ten times as much (ADR 0062)."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from html import escape

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from vangnet.core.clock import Instant, local_day
from vangnet.web.shared import icons, screen, words
from vangnet.web.shared.templatetags.vangnet import due_chip
from vangnet.web.today.rows import Row


def written(row: Row, *, at: Instant, token: str) -> SafeString:
    """Return one row as a list item. Every value passes `escape`; names and facts are hidden while others look along.

    Args:
        token: against forgery, for a step that is done by pressing it.
    """
    title = escape(str(screen.shielded(row.title, "fact")))
    name = escape(str(screen.shielded(row.name)))
    who = name or (escape(gettext("Nog niet bekend in Vangnet")) if row.about_somebody else "")
    who = f"<b>{who}</b>" if who else ""
    place = f"<span>{escape(row.place)}</span>" if row.place else ""
    why = f'<p class="why">{escape(str(screen.shielded(row.why, "fact")))}</p>' if row.why else ""
    about = f"{title}, {name}" if name and not row.posts else title
    step = f'{escape(row.step)}<span class="vh">: {about}</span>'
    act = (
        _pressed(row, step, token)
        if row.posts
        else f'<a class="btn small act" href="{escape(row.step_url)}">{step}</a>'
    )
    return SafeString(
        f"<li>{_when(row.due, local_day(at), screen.language())}"
        f'<div><h3><a href="{escape(row.url)}">{title}</a></h3>'
        f'<p class="whom dot-list">{who}{place}<span class="soft">{escape(row.source)}</span></p>{why}</div>'
        f'<div class="acts">{act}</div></li>'
    )


def _pressed(row: Row, step: str, token: str) -> str:
    url = escape(row.step_url)
    return (
        f'<form method="post" action="{url}" hx-post="{url}" hx-target="closest li" hx-swap="outerHTML"'
        f' hx-disabled-elt="find button"><input type="hidden" name="csrfmiddlewaretoken" value="{escape(token)}">'
        f'<input type="hidden" name="version" value="{row.version}"><input type="hidden" name="back" value="today">'
        f'<button class="btn small act" type="submit">{icons.drawing("done")} {step}</button></form>'
    )


@lru_cache(maxsize=2_048)
def _when(due: date, today: date, language: words.Language) -> SafeString:
    """Return the first cell: a list shows the same few days many times."""
    said = words.day_due_words(due, today, language)
    return format_html(
        '<div class="when">{}<span class="xs soft">{}</span></div>', due_chip(said, due.isoformat()), said.detail
    )
