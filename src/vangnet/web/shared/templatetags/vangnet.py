"""The parts of a page as tags and the words as filters: `{% load vangnet %}` is all a template needs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from django import template
from django.forms import BaseForm, BoundField
from django.template.context import Context
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from vangnet.core.clock import AMSTERDAM, Instant, local_day
from vangnet.web.shared import devices, entry_titles, fields, icons, norms, screen, words
from vangnet.web.shared.frame import rendered
from vangnet.web.shared.parts import Link, Page

register = template.Library()

COUNT_LIMIT = 1_000  # what is more is not counted on: a count of a million rows costs a page

_DUE_ICONS: dict[words.Tone, str] = {"late": "late", "now": "clock", "wait": "date", "good": "repeats", "rest": "date"}


register.filter("cite", norms.cite_words)


@register.simple_tag(takes_context=True)
def frame(context: Context, template: str) -> SafeString:
    """Show a part of the frame of the page, rendered once for all pages with the same frame."""
    shell = context["shell"]
    return rendered(template, shell() if callable(shell) else shell, str(context.get("csrf_token") or ""))


@register.simple_tag
def icon(meaning: str) -> SafeString:
    """Show an icon by its meaning: `{% icon "late" %}`."""
    return icons.drawing(meaning)


@register.simple_tag
@lru_cache(maxsize=1024)
def pill(text: str, tone: words.Tone = "rest", icon: str = "") -> SafeString:
    """Show the state of a thing in one to three words: `{% pill "Plan loopt" "good" %}`."""
    mark = icons.drawing(icon or icons.TONE_ICONS[tone])
    return format_html('<span class="pill is-{}">{} {}</span>', tone, mark, text)


@register.simple_tag
def chip(text: str, tone: words.Tone = "rest", icon: str = "") -> SafeString:
    """Show a time that is no deadline, such as "elke vrijdag": `{% chip "elke vrijdag" "good" %}`."""
    return format_html('<span class="due is-{}">{} {}</span>', tone, icons.drawing(icon or _DUE_ICONS[tone]), text)


@register.simple_tag
def due(moment: date | Instant | None, at: Instant) -> SafeString:
    """Show the time that is left: `{% due agreement.due at %}`."""
    said = words.due_words(moment, at, screen.language())
    return due_chip(said, "" if moment is None else _machine(moment))


@lru_cache(maxsize=4096)
def due_chip(said: words.Due, machine: str) -> SafeString:
    """Return the chip for a deadline; a list shows the same few days many times."""
    body = format_html("{} {}", icons.drawing(_DUE_ICONS[said.tone]), said.words)
    if not machine:
        return format_html('<span class="due is-{}">{}</span>', said.tone, body)
    return format_html('<time class="due is-{}" datetime="{}">{}</time>', said.tone, machine, body)


@register.simple_tag
def due_detail(moment: date | Instant | None, at: Instant) -> str:
    """Say what stands under the chip: the exact day, or how far it is."""
    return words.due_words(moment, at, screen.language()).detail


@register.simple_tag
def moment(value: date | Instant, at: Instant, style: str = "short") -> SafeString:
    """Show a day or moment in words inside `<time>`: style `short`, `long`, `near`, `ago` or `clock`."""
    say = {"short": day, "long": long_day, "near": near, "ago": ago}
    spoken = clock(value) if style == "clock" and isinstance(value, Instant) else say[style](value, at)
    return format_html('<time datetime="{}">{}</time>', _machine(value), spoken)


@register.filter
def day(value: date | Instant, at: Instant) -> str:
    """Say a day as in a chip: "vr 27 november"."""
    return words.day_words(_day(value), local_day(at), screen.language())


@register.filter
def long_day(value: date | Instant, at: Instant) -> str:
    """Say a day as in a sentence: "vrijdag 27 november"."""
    return words.day_words(_day(value), local_day(at), screen.language(), short=False)


@register.filter
def near(value: date | Instant, at: Instant) -> str:
    """Say how far a day is: "over 3 dagen"."""
    return words.near_words(_day(value), local_day(at), screen.language())


@register.filter
def ago(value: date | Instant, at: Instant) -> str:
    """Say how long ago a moment was: "20 minuten geleden"; a day knows no minutes."""
    return words.ago_words(value, at, screen.language()) if isinstance(value, Instant) else near(value, at)


@register.filter
def clock(value: Instant) -> str:
    """Say the time of day: "14:00"."""
    return words.time_words(value)


@register.filter
def age(born: date | int | None, at: Instant) -> str:
    """Say somebody's age: "47 jaar"."""
    return words.age_words(born, local_day(at), screen.language())


@register.filter
def number(value: int | float, decimals: int = 0) -> str:
    """Write a number: "1.286"."""
    return words.number_words(value, screen.language(), decimals=decimals)


@register.filter
def spelled(count: int) -> str:
    """Write a count in a sentence: "twee"."""
    return words.spelled(count, screen.language())


@register.filter
def opening(text: str) -> str:
    """Write words at the start of a sentence: "Twee", and "Eén" with its one accent."""
    return f"Eén{text[3:]}" if text.startswith("één") else f"{text[:1].upper()}{text[1:]}"


@register.filter
def bounded(count: int, limit: int) -> str:
    """Write a count that was only counted up to a limit: "meer dan 1.000"."""
    return words.bounded(count, limit, screen.language())


@register.filter
def shield(value: object, kind: screen.Hides = "name") -> object:
    """Hide a name (`|shield`) or a fact (`|shield:"fact"`) while others look along."""
    return screen.shielded(value, kind)


@register.filter
def entry_text(text: str) -> str:
    """Show what Vangnet wrote under a title in the language of the page: `{{ entry.text|entry_text }}`."""
    return entry_titles.entry_text(text)


@register.filter
def entry_title(title: str) -> str:
    """Show the title of a line of the timeline in the language of the page: `{{ entry.title|entry_title }}`."""
    return entry_titles.entry_title(title)


@register.filter
def postcode(code: str) -> str:
    """Write a postcode as on an envelope: `{{ signal.postcode|postcode }}`."""
    return words.postcode_words(code)


@register.filter
def device(agent: str) -> str:
    """Say which browser on which machine: `{{ session.user_agent|device }}`."""
    return devices.device_words(agent)


@register.simple_tag
def count(link: Link) -> SafeString:
    """Show how many wait behind a link, and say it aloud when they are late."""
    if link.count is None:
        return SafeString("")
    number = words.bounded(link.count, COUNT_LIMIT, screen.language())
    if not link.hot:
        return format_html(' <span class="count">{}</span>', number)
    return format_html(' <span class="count hot">{}<span class="vh"> {}</span></span>', number, gettext("te laat"))


@register.inclusion_tag("vangnet/parts/notice.html")
def notice(
    title: str, text: str = "", tone: words.Tone = "wait", link: Link | None = None, role: str = ""
) -> dict[str, Any]:
    """Show one message about the page; role `status` for what went well, `alert` for what did not."""
    return {"title": title, "text": text, "tone": tone, "link": link, "role": role, "icon": icons.TONE_ICONS[tone]}


@register.inclusion_tag("vangnet/parts/empty.html")
def empty(title: str, text: str = "", icon: str = "nothing", links: Sequence[Link] = ()) -> dict[str, Any]:
    """Show that there is nothing, and that this is fine or what to do; never whether a person exists."""
    return {"title": title, "text": text, "icon": icon, "links": links}


@register.inclusion_tag("vangnet/parts/tabs.html")
def tabs(label: str, links: Sequence[Link]) -> dict[str, Any]:
    """Show the parts of one thing as links; the current one is marked."""
    return {"label": label, "links": links}


@register.simple_tag
def choice(label: str, links: Sequence[Link]) -> SafeString:
    """Show a filter with one choice, as links that can be bookmarked."""
    return _choice(label, tuple(links), screen.language())


@lru_cache(maxsize=1024)
def _choice(label: str, links: tuple[Link, ...], language: words.Language) -> SafeString:
    """Return a filter, rendered once for all pages on which it stands the same."""
    return render_to_string("vangnet/parts/choice.html", {"label": label, "links": links})


@register.inclusion_tag("vangnet/parts/pager.html")
def pager(page: Page) -> dict[str, Any]:
    """Show the way to the pages before and after; the place in the list stands in the link, not a page number."""
    return {"page": page}


@register.inclusion_tag("vangnet/parts/crumbs.html")
def crumbs(links: Sequence[Link], here: str) -> dict[str, Any]:
    """Show where this page stands: the way up as links, the page itself as words."""
    return {"links": links, "here": here}


@register.inclusion_tag("vangnet/parts/progress.html")
def progress(sentence: str, done: int, total: int, stop: Link | None = None) -> dict[str, Any]:
    """Show how far long work is, with a sentence that says it too."""
    return {"sentence": sentence, "done": done, "total": total, "stop": stop}


@register.inclusion_tag("vangnet/parts/field.html")
def field(bound: BoundField) -> dict[str, Any]:
    """Show one field of a form with its label, hint and fault."""
    return {"field": fields.view(bound)}


@register.inclusion_tag("vangnet/parts/fault_list.html")
def fault_list(form: BaseForm) -> dict[str, Any]:
    """Show on top of a form what does not fit, each fault a link to its field."""
    return {"faults": fields.faults(form)}


@register.inclusion_tag("vangnet/parts/form_state.html", takes_context=True)
def form_state(context: Context, form: BaseForm) -> dict[str, Any]:
    """Put the hidden parts of a form in it: the token against forgery and every hidden field."""
    return {"csrf_token": context.get("csrf_token"), "hidden": form.hidden_fields()}


def _day(value: date | Instant) -> date:
    return local_day(value) if isinstance(value, Instant) else value


def _machine(value: date | Instant) -> str:
    return (
        value.astimezone(AMSTERDAM).isoformat(timespec="minutes") if isinstance(value, Instant) else value.isoformat()
    )
