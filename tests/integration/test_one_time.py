"""A third without an account looks at one item, once, with a link and a code told apart."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from django.core.cache import cache
from django.test import Client
from tests.case_to_share import AT, HOME, HOUSING, case_to_share, home_question, privacy_adviser
from tests.country import Country, made_up_country

from vangnet.access.services import acting, as_job, system_actor
from vangnet.audit.models import Entry as AuditEntry
from vangnet.cases.models import Entry
from vangnet.core.errors import NotVisible
from vangnet.flow import reactions
from vangnet.sharing import services
from vangnet.sharing.errors import HasAccount, OneTimeUnreadable
from vangnet.sharing.models import Consent, DisclosedItem, OneTimeView
from vangnet.sharing.rules import WRONG_CODES
from vangnet.sharing.services import one_time
from vangnet.sharing.types import AdviceFinding
from vangnet.sharing.types.received import OneTimeContent, OneTimeInvite

pytestmark = pytest.mark.django_db
EXPERTISE = "Kent de woning, vanuit het eigen beheer van de corporatie."


@pytest.fixture(autouse=True)
def _nothing_remembered() -> None:
    cache.clear()


@pytest.fixture
def country(db: None) -> Country:
    return made_up_country()


@pytest.fixture
def case_id(country: Country) -> UUID:
    return case_to_share(country)


def disclosed(country: Country, case_id: UUID, worker: UUID | None = None) -> UUID:
    director, adviser = country.director, privacy_adviser()
    with acting(director):
        question = home_question(country, case_id, to=replace(HOUSING, worker_id=worker))
        advice_id = services.ask_adviser(actor=director, question_id=question.id, text="Mag dit?", at=AT)
    with acting(adviser):
        services.answer_adviser(
            actor=adviser, advice_id=advice_id, version=1, finding=AdviceFinding.MAY, answer="Ja, gelezen.", at=AT
        )
    with acting(director):
        services.disclose(
            actor=director, question_id=question.id, item_ids=[question.verdicts[0].item.id], motive="Om te herstellen.",
            idempotency_key="once", at=AT,
        )  # fmt: skip
        return DisclosedItem.objects.values_list("id", flat=True).get()


def invited(country: Country, disclosed_id: UUID, hours: int = 24) -> OneTimeInvite:
    with acting(country.director, at=AT):
        return one_time.invite(
            actor=country.director, disclosed_id=disclosed_id, for_name="Truus Verzonnen, Woonstede", expertise=EXPERTISE,
            declared_on=AT.date(), hours=hours, at=AT,
        )  # fmt: skip


def look(invite: OneTimeInvite, code: str | None = None, *, after: timedelta = timedelta(0)) -> OneTimeContent | None:
    return one_time.look(link=invite.link, code=invite.code if code is None else code, trace_id="", at=AT + after)


def wrong(invite: OneTimeInvite) -> str:
    return f"{(int(invite.code) + 1) % 10**6:06d}"


def told() -> list[tuple[str, str]]:
    rows = AuditEntry.objects.filter(act="sharing.look_once").order_by("position")
    return [(row.outcome, ",".join(row.fields)) for row in rows]


def test_it_is_seen_once_and_recorded(country: Country, case_id: UUID) -> None:
    invite = invited(country, disclosed(country, case_id))
    seen = look(invite, f" {invite.code[:3]} {invite.code[3:]} ")
    assert seen is not None
    assert (seen.text, seen.category, seen.by) == (HOME, "C18", "Werker 0, ZVH IJsselland")
    assert look(invite) is None
    assert told() == [("done", "text")]
    row = AuditEntry.objects.get(act="sharing.look_once")
    assert (row.case_id, row.ground) == (case_id, "W06")
    with acting(country.director):
        assert OneTimeView.objects.get().viewed_at == AT


def test_a_wrong_code_counts_and_kills_the_link(country: Country, case_id: UUID) -> None:
    invite = invited(country, disclosed(country, case_id))
    for _ in range(WRONG_CODES):
        assert look(invite, wrong(invite)) is None
    assert look(invite) is None
    assert told() == [("refused", "")] * WRONG_CODES


def test_a_few_wrong_codes_leave_it_alive(country: Country, case_id: UUID) -> None:
    invite = invited(country, disclosed(country, case_id))
    assert [look(invite, wrong(invite)), look(invite, "")] == [None, None]
    assert look(invite) is not None


def test_it_is_over_after_its_hours(country: Country, case_id: UUID) -> None:
    invite = invited(country, disclosed(country, case_id), hours=2)
    assert look(invite, after=timedelta(hours=2)) is None
    assert look(invite, after=timedelta(hours=2) - timedelta(seconds=1)) is not None


def test_it_is_over_when_the_law_says_no_by_now(country: Country, case_id: UUID) -> None:
    invite = invited(country, disclosed(country, case_id))
    with acting(country.director):
        consent_id = Consent.objects.values_list("id", flat=True).get()
        services.withdraw_consent(actor=country.director, consent_id=consent_id, at=AT)
    assert look(invite) is None
    assert told() == [("refused", "")]
    reactions.run(at=AT)


def test_it_can_be_taken_back(country: Country, case_id: UUID) -> None:
    invite = invited(country, disclosed(country, case_id))
    with acting(country.stranger), pytest.raises(NotVisible):
        one_time.withdraw(actor=country.stranger, view_id=invite.id, at=AT)
    with acting(country.director):
        one_time.withdraw(actor=country.director, view_id=invite.id, at=AT)
    assert look(invite) is None


def test_neither_link_nor_code_is_kept(country: Country, case_id: UUID) -> None:
    invite = invited(country, disclosed(country, case_id))
    with as_job(system_actor(reason="test")):
        kept = str(OneTimeView.objects.values().get()) + str(list(AuditEntry.objects.values_list("details", flat=True)))
    assert invite.link not in kept
    assert invite.code not in kept


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("for_name", " "),
        ("expertise", "kort"),
        ("declared_on", AT.date() + timedelta(days=1)),
        ("hours", 73),
        ("hours", 0),
    ],
)
def test_what_is_missing_is_named(country: Country, case_id: UUID, field: str, value: object) -> None:
    given = {"for_name": "Truus", "expertise": EXPERTISE, "declared_on": AT.date(), "hours": 1} | {field: value}
    disclosed_id = disclosed(country, case_id)
    with acting(country.director), pytest.raises(OneTimeUnreadable) as refusal:
        one_time.invite(actor=country.director, disclosed_id=disclosed_id, at=AT, **given)
    assert set(refusal.value.fields) == {field}


def test_who_works_with_vangnet_gets_no_link(country: Country, case_id: UUID) -> None:
    disclosed_id = disclosed(country, case_id, worker=country.stranger.worker_id)
    with pytest.raises(HasAccount):
        invited(country, disclosed_id)


def test_only_who_directs_the_case_invites(country: Country, case_id: UUID) -> None:
    disclosed_id = disclosed(country, case_id)
    for actor, refusal in ((country.stranger, "not-visible"), (country.officer, "no-mandate")):
        with acting(actor), pytest.raises(Exception, match=refusal):
            one_time.invite(
                actor=actor, disclosed_id=disclosed_id, for_name="Truus", expertise=EXPERTISE, declared_on=AT.date(),
                hours=1, at=AT,
            )  # fmt: skip


def test_by_screen_without_an_account(country: Country, case_id: UUID, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("vangnet.web.access.one_time.now", lambda: AT)
    invite = invited(country, disclosed(country, case_id))
    client = Client()
    page = client.get(f"/eenmalig/{invite.link}")
    assert page.status_code == 200
    assert HOME not in page.content.decode()
    assert client.get("/eenmalig/bestaat-niet").content.decode().count("<h1") == 1
    refused = client.post(f"/eenmalig/{invite.link}", {"code": wrong(invite)})
    absent = client.post("/eenmalig/bestaat-niet", {"code": wrong(invite)})
    assert refused.status_code == absent.status_code == 404
    assert strip(refused.content.decode()) == strip(absent.content.decode())
    shown = client.post(f"/eenmalig/{invite.link}", {"code": invite.code})
    assert HOME in shown.content.decode()
    assert shown.headers["Cache-Control"].startswith("no-store") or "no-store" in shown.headers["Cache-Control"]
    assert (
        shown.headers["Referrer-Policy"] == "same-origin"
    )  # With no-referrer a browser sends no origin, and no form is let in.
    assert client.post(f"/eenmalig/{invite.link}", {"code": invite.code}).status_code == 404
    with acting(country.stranger):
        assert not Entry.objects.exists()


def test_one_address_cannot_try_on_and_on(country: Country, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("vangnet.web.access.one_time.now", lambda: AT)  # so that no new hour begins in between
    client = Client()
    answers = [client.post("/eenmalig/raad-maar", {"code": "123456"}).status_code for _ in range(12)]
    assert answers == [404] * 10 + [429] * 2


def strip(page: str) -> str:
    """Return a page without what is new each time, and without its own address, which who asked for it has typed."""
    return re.sub(r'(value|action|nonce)="[^"]*"|href="/eenmalig/[^"]*"', "", page)
