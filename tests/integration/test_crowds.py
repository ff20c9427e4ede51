"""A crowd of namesakes is one finding and no questions; those in it who share more than the name are asked about."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.db import ProgrammingError, transaction
from tests.country import Country, made_up_country
from tests.integration.test_review import ALIKE, AT, JOB, ONE, OTHERS, find, register, waiting

from vangnet.access.services import acting, as_job
from vangnet.people.models import CandidatePair, Crowd
from vangnet.people.rules import review as rules
from vangnet.people.selectors import review
from vangnet.people.types import NewPerson, PartialDate

pytestmark = pytest.mark.django_db


@pytest.fixture
def country(db: None) -> Country:
    return made_up_country()


def test_a_crowd_of_namesakes_is_one_finding_and_no_questions(country: Country) -> None:
    jan = NewPerson(
        surname="Vries", prefix="de", given_names="Jan", birth=PartialDate(1970, 1, 1), municipality="GM0193"
    )
    known = replace(
        jan, phone="0600000123", street="Bedachtestraat", house_number="12", postcode="8011AB", city="Zwolle"
    )
    register(country.director, *[jan] * 40, known, replace(known, given_names="J."), ONE, ALIKE, *OTHERS)
    for _ in range(2):
        counts = find().counts
        assert (counts["crowds"], counts["in_crowds"] >= 40) == (1, True)
        with acting(country.director):
            (crowd,) = review.crowds(actor=country.director, at=AT)
            assert (crowd.example.surname, crowd.persons) == ("Vries", counts["in_crowds"])
    asked = {
        (row.left.person.surname, row.right.person.surname) for row in waiting(country.director) if row.left.person
    }
    assert ("Verzonnen", "Verzonnen") in asked
    assert len(waiting(country.director)) <= 3  # those who say more than a name that many carry
    for nobody in (replace(country.director, role="wijkagent"), replace(country.officer, role="casusregisseur")):
        with acting(nobody):
            assert review.crowds(actor=nobody, at=AT) == []
    with acting(country.director), pytest.raises(ProgrammingError), transaction.atomic():
        Crowd.objects.all().delete()


def test_two_in_a_crowd_who_share_an_address_and_a_telephone_are_asked_about(country: Country) -> None:
    jan = NewPerson(surname="Vries", prefix="de", given_names="Jan", birth=PartialDate(1970, 1, 1))
    home = {
        "phone": "0612345123",
        "street": "Bedachtestraat",
        "house_number": "12",
        "postcode": "8011AB",
        "city": "Zwolle",
    }
    register(country.director, *[jan] * 60, *OTHERS)
    # Less in the name and more beside it: they do not outweigh the others.
    pair = register(country.director, replace(jan, **home), replace(jan, given_names="J.", **home))
    # Who live with many of the name share no more with them than those do.
    shelter = {"street": "Opvangweg", "house_number": "1", "postcode": "8022CD", "city": "Zwolle"}
    register(country.director, *[replace(jan, **shelter)] * (rules.PAIRS_A_PERSON + 2))
    counts = find().counts
    assert counts["crowds"] == 1 and counts["in_crowds"] >= 60
    with as_job(JOB):
        assert list(CandidatePair.objects.values_list("person", "other")) == [tuple(sorted(pair))]
    assert find().counts["asked"] == 0
