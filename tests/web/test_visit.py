"""A screen runs as its actor: what is seen, what is kept, what is undone, and who is sent back to the door."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django import forms
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.utils import translation
from tests.country import Country
from tests.web.conftest import AT

from vangnet.access.models import Account, Worker
from vangnet.access.services import acting
from vangnet.audit.models import Entry
from vangnet.audit.services import record
from vangnet.cases import selectors as cases
from vangnet.core.errors import InvalidInput, NotVisible, RuleBroken, StaleVersion
from vangnet.web.shared.saving import SAVED, attempt
from vangnet.web.shared.visit import Visit, visited

pytestmark = pytest.mark.django_db


def asked(account: Account):
    """A request of somebody who is signed in, as the middleware leaves it."""
    request = RequestFactory().get("/casussen")
    request.user = account
    request.session = Client().session
    return request


def account_of(country: Country) -> Account:
    return Account.objects.create(email="a@voorbeeld.test", worker_id=country.director.worker_id)


def test_a_view_runs_as_its_actor_and_is_not_one_afterwards(country: Country):
    account, case_id = account_of(country), country.case(at=AT)

    @visited
    def view(request: HttpRequest, visit: Visit) -> HttpResponse:
        assert visit.at == AT
        assert request.me.name == visit.worker.name
        assert cases.case(actor=visit.actor, case_id=case_id, at=visit.at).id == case_id
        return HttpResponse("seen")

    assert view(asked(account)).content == b"seen"
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM cases_case")
        assert cursor.fetchone() == (0,)


def test_an_error_undoes_what_was_written(country: Country):
    account = account_of(country)

    @visited
    def view(request: HttpRequest, visit: Visit) -> HttpResponse:
        record(actor=visit.actor, at=visit.at, act="test.undone")
        raise NotVisible

    with pytest.raises(NotVisible):
        view(asked(account))
    assert not Entry.objects.filter(act="test.undone").exists()


def test_whoever_left_is_sent_to_the_door(country: Country, settings):
    settings.LOGIN_URL = "/inloggen"
    account = account_of(country)
    Worker.objects.filter(id=account.worker_id).update(left_on=AT.date())

    @visited
    def view(request: HttpRequest, visit: Visit) -> HttpResponse:
        raise AssertionError("not for somebody who left")

    answer = view(asked(account))
    assert answer.status_code == 302
    assert answer["Location"] == "/inloggen?next=/casussen"


class Typed(forms.Form):
    text = forms.CharField()


def test_a_refusal_lands_at_its_field_and_undoes_the_write(country: Country):
    form = Typed({"text": "typed"})
    assert form.is_valid()

    def write() -> None:
        record(actor=country.director, at=AT, act="test.half")
        raise InvalidInput("x", nl="Fout.", en="Wrong.", fields={"what": "Schrijf iets op.", "elsewhere": "Ook dit."})

    with acting(country.director):
        assert attempt(form, write, names={"what": "text"}) == 422
    assert form.errors == {"text": ["Schrijf iets op."], "__all__": ["Ook dit."]}
    assert form["text"].value() == "typed"
    assert not Entry.objects.filter(act="test.half").exists()


def test_what_cannot_be_now_is_said_in_the_language_of_the_page():
    form = Typed({"text": "typed"})
    assert form.is_valid()

    def write() -> None:
        raise RuleBroken("x", nl="Kan nu niet.", en="Not now.")

    with translation.override("en"):
        assert attempt(form, write) == 409
    assert form.non_field_errors() == ["Not now."]


def test_two_versions_are_the_screens_own_matter():
    form = Typed({"text": "typed"})
    assert form.is_valid()

    def write() -> None:
        raise StaleVersion(current=2)

    with pytest.raises(StaleVersion):
        attempt(form, write)
    assert attempt(form, lambda: uuid4()) is SAVED
