"""The tags and filters of a page: what they write, in both languages, and that nothing a person typed becomes markup."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.template import Context, Template
from django.utils import translation

from vangnet.web.shared import icons, screen
from vangnet.web.shared.parts import Link, Page

AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def show(source: str, language: str = "nl", **values: object) -> str:
    """Return what a template with our tags writes."""
    with translation.override(language):
        return Template("{% load vangnet %}" + source).render(Context({"at": AT, **values})).strip()


@pytest.mark.parametrize("meaning", sorted(icons.ICONS))
def test_every_meaning_has_a_drawing(meaning):
    svg = icons.drawing(meaning)
    assert svg.count("<path") + svg.count("<circle") + svg.count("<rect") >= 1
    assert svg.startswith('<svg class="i"')
    assert 'aria-hidden="true"' in svg


def test_a_meaning_that_is_not_there_is_refused():
    with pytest.raises(KeyError):
        icons.drawing("nonsense")


def test_a_deadline_is_a_time_with_words_and_a_machine_date():
    html = show("{% due day at %}", day=date(2026, 11, 21))
    assert html.startswith('<time class="due is-late" datetime="2026-11-21">')
    assert "2 dagen te laat" in html
    assert show("{% due_detail day at %}", day=date(2026, 11, 21)) == "za 21 november"


def test_a_deadline_speaks_english():
    assert "2 days late" in show("{% due day at %}", "en", day=date(2026, 11, 21))


def test_no_deadline_is_no_time_element():
    assert show("{% due day at %}", day=None).startswith('<span class="due is-rest">')


@pytest.mark.parametrize(
    ("style", "words"),
    [
        ("short", "vr 20 november"),
        ("long", "vrijdag 20 november"),
        ("near", "3 dagen geleden"),
        ("ago", "3 dagen geleden"),
        ("clock", "15:10"),
    ],
)
def test_a_moment_in_each_style(style, words):
    html = show("{% moment value at style %}", value=datetime(2026, 11, 20, 14, 10, tzinfo=UTC), style=style)
    assert html == f'<time datetime="2026-11-20T15:10+01:00">{words}</time>'


def test_a_pill_has_a_word_and_an_icon():
    html = show('{% pill text "good" "better" %}', text="Gaat beter")
    assert html.startswith('<span class="pill is-good"><svg')
    assert html.endswith("Gaat beter</span>")


@pytest.mark.parametrize(
    "source",
    [
        '{% pill text "good" %}',
        '{% chip text "good" %}',
        '{% notice text text "late" %}',
        "{% empty text text %}",
        "{% crumbs links text %}",
        "{% progress text 1 2 %}",
    ],
)
def test_what_a_person_typed_never_becomes_markup(source):
    html = show(source, text='<b onclick="x">', links=[Link("<i>", "/")])
    assert "<b " not in html
    assert "<i>" not in html
    assert "&lt;b onclick" in html


def test_tabs_mark_where_we_are_and_count():
    html = show('{% tabs "Delen" links %}', links=[Link("Plan", "/a", current=True), Link("Te doen", "/b", count=1286)])
    assert '<a href="/a" aria-current="page">Plan</a>' in html
    assert '<span class="count">meer dan 1.000</span>' in html


def test_a_late_count_says_so_aloud():
    html = show('{% choice "Welke" links %}', links=[Link("Mijn", "/a", count=2, hot=True)])
    assert '<span class="count hot">2<span class="vh"> te laat</span></span>' in html


def test_a_pager_shows_only_the_ways_there_are():
    assert 'rel="prev"' not in show("{% pager page %}", page=Page("50 casussen", next_url="/b"))
    assert show("{% pager page %}", page=Page("50 casussen", "/a", "/b")).count("<a ") == 2
    assert "<a " not in show("{% pager page %}", page=Page("3 casussen"))


def test_names_and_facts_are_hidden_while_others_look_along():
    source = '{{ name|shield }} {{ why|shield:"fact" }} {{ none|shield }}'
    values = {"name": "Verzonnen Naam", "why": "reden", "none": ""}
    assert show(source, **values) == "Verzonnen Naam reden"
    with screen.shared_screen(True):
        assert show(source, **values) == "naam verborgen verborgen"
        assert show(source, "en", **values) == "name hidden hidden"
    assert show(source, **values) == "Verzonnen Naam reden"


def test_the_screen_is_shown_again_after_an_error():
    with pytest.raises(RuntimeError), screen.shared_screen(True):
        raise RuntimeError
    assert screen.is_shared() is False


def test_words_as_filters():
    source = "{{ n|spelled }} {{ n|number }} {{ big|bounded:1000 }} {{ born|age:at }} {{ day|near:at }} {{ day|long_day:at }}"
    html = show(source, n=2, big=5000, born=date(1979, 5, 2), day=date(2026, 11, 24))
    assert html == "twee 2 meer dan 1.000 47 jaar morgen dinsdag 24 november"
