"""Forms: each fault stands at its field and on top, what was typed stays, and a double submit carries one key."""

from __future__ import annotations

import re
from uuid import UUID

import pytest
from django import forms
from django.template import Context, Template

from vangnet.web.shared import fields


class Example(fields.Form):
    """A form with the kinds of fields the screens have."""

    name = forms.CharField(label="Naam", help_text="Zoals op de brief", max_length=20)
    day = fields.DayField(label="Dag")
    how = forms.ChoiceField(label="Hoe", widget=forms.RadioSelect, choices=[("a", "Een"), ("b", "Twee")])
    note = forms.CharField(label="Notitie", required=False, widget=forms.Textarea)


class Changing(fields.VersionedForm):
    """A form about a record with versions."""

    text = forms.CharField(label="Tekst")


def show(form: forms.Form) -> str:
    """Return the form as a page shows it."""
    source = "{% load vangnet %}{% form_state form %}{% fault_list form %}{% for f in form.visible_fields %}{% field f %}{% endfor %}"
    return Template(source).render(Context({"form": form, "csrf_token": "token"}))


def test_a_field_is_tied_to_its_label_and_hint():
    html = show(Example())
    assert '<label for="id_name">Naam</label>' in html
    assert '<span class="hint" id="id_name-hint">Zoals op de brief</span>' in html
    assert 'aria-describedby="id_name-hint"' in html
    assert "aria-invalid" not in html
    assert "fault-list" not in html


def test_the_list_on_top_names_the_question_where_the_fault_alone_says_nothing():
    """The same sentence for four criteria, or "Vul dit in", is of no use away from its field."""

    class Same(fields.Form):
        first = forms.CharField(label="Wie doet dit?")
        second = forms.CharField(label="Dag", error_messages={"required": "Kies ja of nee."})
        third = forms.CharField(label="Nacht", error_messages={"required": "Schrijf op waarom."})
        fourth = forms.CharField(label="Waarom?", error_messages={"required": "Schrijf op waarom."})
        fifth = forms.CharField(label="Met wie?", error_messages={"required": "Vul dit in."})

    found = fields.faults(Same({}))
    assert [one.text for one in found.items] == [
        "Wie doet dit? Vul dit in", "Dag: kies ja of nee.", "Nacht: schrijf op waarom.", "Waarom? Schrijf op waarom.",
        "Met wie? Vul dit in.",
    ]  # fmt: skip


def test_a_fault_stands_on_top_and_at_its_field():
    html = show(Example({"name": "", "day": "31-02-2026", "how": "a"}))
    assert "Er kloppen 2 dingen niet" in html
    assert '<a href="#id_name">Naam: vul dit in</a>' in html
    assert 'aria-describedby="id_name-hint id_name-fault"' in html
    assert html.count('aria-invalid="true"') == 2


def test_what_was_typed_stays():
    html = show(Example({"name": "<b>أ 🙂</b>", "day": "31-02-2026", "note": "x" * 5000}))
    assert "&lt;b&gt;أ 🙂&lt;/b&gt;" in html
    assert 'value="31-02-2026"' in html
    assert "x" * 5000 in html


def test_the_reader_starts_at_the_first_fault():
    html = show(Example({"name": "Goed", "day": "", "how": ""}))
    assert html.count("autofocus") == 1
    assert "autofocus" in next(tag for tag in re.findall(r"<input[^>]*>", html) if 'id="id_day"' in tag)


def test_one_fault_is_one_thing():
    assert fields.faults(Example({"name": "", "day": "1-1-2026", "how": "a"})).sentence == "Er klopt 1 ding niet"


def test_a_group_of_choices_has_one_legend_and_a_place_to_go():
    html = show(Example({"name": "a", "day": "1-1-2026"}))
    assert html.count("<legend>Hoe</legend>") == 1
    assert '<a href="#id_how_0">' in html
    assert 'id="id_how_0"' in html


@pytest.mark.parametrize("typed", ["27-11-2026", "27/11/2026", "27.11.2026", "2026-11-27", " 27-11-2026 "])
def test_a_day_may_be_typed_in_several_ways(typed):
    assert fields.DayField().clean(typed).isoformat() == "2026-11-27"


@pytest.mark.parametrize("typed", ["11-27-2026", "00-00-1960", "morgen", "27-11-26x", "٢٧-١١-٢٠٢٦x", "1" * 100_000])
def test_what_is_no_day_is_refused(typed):
    with pytest.raises(forms.ValidationError):
        fields.DayField().clean(typed)


def test_a_stored_day_is_shown_as_people_write_it():
    day = fields.DayField().clean("2026-01-02")
    assert 'value="02-01-2026"' in show(Example(initial={"day": day}))


def test_each_form_has_a_key_and_sends_it_back():
    first, second = Example(), Example()
    keys = {UUID(re.search(r'name="key" value="([^"]+)"', show(form))[1]) for form in (first, second)}
    assert len(keys) == 2
    key = keys.pop()
    sent = Example({"name": "a", "day": "1-1-2026", "how": "a", "key": str(key)})
    assert sent.is_valid()
    assert sent.cleaned_data["key"] == key


def test_a_broken_key_is_a_fault_and_no_crash():
    form = Example({"name": "a", "day": "1-1-2026", "how": "a", "key": "no-key"})
    assert not form.is_valid()
    assert fields.faults(form).items


def test_a_changing_record_needs_its_version():
    assert Changing({"text": "a", "version": "3"}).is_valid()
    without = Changing({"text": "a"})
    assert not without.is_valid()
    assert "Deze pagina is te oud" in fields.faults(without).items[0].text


def test_the_browser_does_not_judge():
    assert " required" not in show(Example())
