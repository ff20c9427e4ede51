"""Rows written in Python: what people typed is text and never markup, and an address is the one Django knows."""

from __future__ import annotations

from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from django.urls import reverse

from vangnet.access.types import Relation
from vangnet.cases.types import CaseKind, CaseRow
from vangnet.people.types import PartialDate
from vangnet.web.cases import listing
from vangnet.web.shared import screen
from vangnet.web.shared.addresses import to
from vangnet.web.today.rows import Row
from vangnet.web.today.written import written

AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
TODAY = date(2026, 11, 23)
CASE, THING = UUID(int=7), UUID(int=11)
BAD = """<script>"&'</script>"""


def row(*, posts: bool) -> Row:
    return Row(
        due=TODAY, title=f"t{BAD}", url=f"/x?{BAD}", name=f"n{BAD}", place=f"p{BAD}", source=f"s{BAD}", why=f"w{BAD}",
        step=f"d{BAD}", step_url=f"/y?{BAD}", posts=posts, version=1, key=THING,
    )  # fmt: skip


@pytest.mark.parametrize("posts", [True, False])
def test_nothing_typed_becomes_markup_in_vandaag(posts: bool):
    text = written(row(posts=posts), at=AT, token=f"k{BAD}")
    assert "<script" not in text
    assert text.count("&lt;script&gt;&quot;&amp;&#x27;") >= 8


@pytest.mark.parametrize("posts", [True, False])
def test_a_shared_screen_hides_names_and_facts_of_a_row(posts: bool):
    with screen.shared_screen(True):
        text = written(row(posts=posts), at=AT, token="k")
    assert all(f"{mark}&lt;script" not in text for mark in "tnw")
    assert "naam verborgen" in text


def test_nothing_typed_becomes_markup_in_casussen():
    found = CaseRow(
        id=CASE, number=f"1{BAD}", name=f"n{BAD}", birth_year=1980, kind=CaseKind.ZVH, phase="1", municipality="GM0193",
        director=f"d{BAD}", last_contact_on=None, contact_due_on=None, relation=Relation.OWN, owed_on=TODAY,
        birth=PartialDate(1980), place=f"p{BAD}", review_on=None,
    )  # fmt: skip
    text = listing._row(found, TODAY, "nl")
    assert "<script" not in text
    assert text.count("&lt;script&gt;&quot;&amp;&#x27;") == 4
    with screen.shared_screen(True):
        assert "n&lt;script" not in listing._row(found, TODAY, "nl")


@pytest.mark.parametrize(
    ("review", "contact", "owed", "said"),
    [
        (date(2027, 1, 4), date(2026, 12, 1), date(2026, 12, 1), None),
        (date(2026, 11, 20), date(2026, 12, 1), date(2026, 11, 20), "plan nakijken was"),
        (date(2027, 1, 4), date(2026, 11, 20), date(2026, 11, 20), "nog geen contact"),
        (date(2027, 1, 4), date(2026, 12, 1), date(2026, 11, 20), "een taak had klaar moeten zijn op"),
    ],
)
def test_a_late_case_says_what_is_late(review: date, contact: date, owed: date, said: str | None):
    found = CaseRow(
        id=CASE, number="1", name="n", birth_year=1980, kind=CaseKind.ZVH, phase="1", municipality="GM0193",
        director="d", last_contact_on=None, contact_due_on=contact, relation=Relation.OWN, owed_on=owed,
        birth=PartialDate(1980), place="p", review_on=review,
    )  # fmt: skip
    text = listing._row(found, TODAY, "nl")
    assert text.count('class="late-word"') == (0 if said is None else 1)
    assert said is None or f'<span class="late-word">{said}' in text


@pytest.mark.parametrize(
    ("name", "ids"),
    [("web:case", (CASE,)), ("web:agreement-done", (CASE, THING)), ("web:case-people", (CASE,)), ("web:today", ())],
)
def test_an_address_is_the_one_django_knows(name: str, ids: tuple[UUID, ...]):
    assert to(name, *ids) == reverse(name, args=ids)
