"""Keeping a colleague out of a case by screen, asking access from a signal, taking a link back, and hearing what was wrong."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from django.conf import settings
from django.test import Client
from tests.case_to_share import HOME, HOUSING, case_to_share, home_question, privacy_adviser
from tests.country import Country
from tests.web.conftest import AT, SignIn

from vangnet.access.errors import EmergencyUnreadable, NoMandate
from vangnet.access.models import AccessRequest, Agency, Lockout, Worker
from vangnet.access.services import acting, as_job, emergency, system_actor
from vangnet.access.types import Actor
from vangnet.audit.models import Entry as AuditEntry
from vangnet.cases import services as cases
from vangnet.cases.models import Case
from vangnet.core.errors import NotVisible
from vangnet.core.ids import new_id
from vangnet.sharing import selectors as sharing
from vangnet.sharing import services as sharing_services
from vangnet.sharing.models import DisclosedItem, OneTimeView
from vangnet.sharing.services import one_time
from vangnet.sharing.types import AdviceFinding
from vangnet.sharing.types.received import OneTimeInvite
from vangnet.web.access import one_time as pages_of_once

pytestmark = pytest.mark.django_db


def test_a_colleague_is_kept_out_and_let_in_again(country: Country, sign_in: SignIn):
    case_id = case_to_share(country)
    director, officer = sign_in(country.director), sign_in(country.officer)
    address = f"/casussen/{case_id}/uitgesloten"
    assert "Niemand is uitgesloten" in director.get(address).content.decode()
    assert officer.get(f"/casussen/{case_id}").status_code == 200
    assert officer.get(address).status_code == 403
    said = {"worker": str(country.officer.worker_id), "reason": "De persoon is zijn broer.", "key": str(new_id())}
    assert director.post(f"{address}/nieuw", said)["Location"] == address
    page = director.get(address).content.decode()
    assert "De persoon is zijn broer." in page and "Werker 2" in page
    assert officer.get(f"/casussen/{case_id}").status_code == 404
    assert officer.get(address).status_code == 404
    assert director.post(f"{address}/{country.officer.worker_id}/toelaten").status_code == 302
    assert officer.get(f"/casussen/{case_id}").status_code == 200
    assert director.post(f"{address}/{country.officer.worker_id}/toelaten").status_code == 404


@pytest.mark.parametrize(("field", "value"), [("reason", ""), ("worker", "")])
def test_without_a_reason_or_a_name_nobody_is_kept_out(country: Country, sign_in: SignIn, field: str, value: str):
    case_id = case_to_share(country)
    said = {"worker": str(country.officer.worker_id), "reason": "Familie.", "key": str(new_id())} | {field: value}
    assert sign_in(country.director).post(f"/casussen/{case_id}/uitgesloten/nieuw", said).status_code == 422
    with as_job(system_actor(reason="test")):
        assert not Lockout.objects.exists()


def test_only_who_directs_a_case_keeps_somebody_out_of_it(country: Country):
    case_id, ask = case_to_share(country), {"reason": "Familie.", "at": AT}
    for actor, refused in ((country.stranger, NotVisible), (country.officer, NoMandate)):
        with acting(actor, at=AT), pytest.raises(refused):
            emergency.lock_out(actor=actor, worker_id=country.clinician.worker_id, case_id=case_id, **ask)
        with acting(actor, at=AT), pytest.raises(refused):
            emergency.lift_lockout(actor=actor, worker_id=country.clinician.worker_id, case_id=case_id, at=AT)
    with acting(country.director, at=AT), pytest.raises(EmergencyUnreadable):
        emergency.lock_out(actor=country.director, worker_id=country.director.worker_id, case_id=case_id, **ask)


def test_access_is_asked_from_a_signal_and_nothing_is_told(country: Country, sign_in: SignIn):
    case_id = case_to_share(country)
    with as_job(system_actor(reason="test")):
        signal_id = Case.objects.values_list("opened_from", flat=True).get(id=case_id)
    # The case director of the same desk sees the signal; a colleague elsewhere does not.
    colleague = country.case_director
    address = f"/toegang/vragen/signaal/{signal_id}"
    assert sign_in(country.stranger).get(address).status_code == 404
    client = sign_in(colleague)
    page = client.get(address).content.decode()
    assert "De casus bij dit signaal" in page and "Nummer van de casus" not in page
    said = {"purpose": "zvh_case", "reason": "Ik nam dit signaal aan en word weer gebeld.", "key": str(new_id())}
    for _ in range(2):
        assert client.post(address, said)["Location"] == "/toegang/mijn-vragen"
    with as_job(system_actor(reason="test")):
        (row,) = AccessRequest.objects.all()
    assert (row.signal_id, row.case_id, row.number, row.person_id) == (signal_id, case_id, "", None)
    mine = client.get("/toegang/mijn-vragen").content.decode()
    assert "De casus bij een signaal" in mine
    with as_job(system_actor(reason="test")):
        number = Case.objects.get(id=case_id).number
    assert number not in mine.partition("<main")[2]


@pytest.fixture
def housing(country: Country) -> Actor:
    with as_job(system_actor(reason="test")):
        agency = Agency.objects.create(name=HOUSING.name, kind="WCO", region_id="ZVH04")
        worker = Worker.objects.create(agency=agency, region_id="ZVH04", name="Willem Wonen", role="woonconsulent")
    return Actor(worker.id, agency.id, "WCO", "ZVH04", "woonconsulent")


def shared(country: Country, case_id: UUID, to: Actor | None) -> UUID:
    """Share the note about the home; returns the id of the item as it went."""
    director, receiver = country.director, replace(HOUSING, worker_id=to.worker_id) if to else HOUSING
    with acting(director, at=AT):
        question = home_question(country, case_id, to=receiver)
        advice_id = sharing_services.ask_adviser(actor=director, question_id=question.id, text="Mag dit?", at=AT)
    adviser = privacy_adviser()
    with acting(adviser, at=AT):
        sharing_services.answer_adviser(
            actor=adviser, advice_id=advice_id, version=1, finding=AdviceFinding.MAY, answer="Ja, gelezen.", at=AT
        )
    with acting(director, at=AT):
        sharing_services.disclose(
            actor=director, question_id=question.id, item_ids=[question.verdicts[0].item.id], motive="Om te maken.",
            idempotency_key=str(new_id()), at=AT,
        )  # fmt: skip
        return sharing.disclosures(actor=director, case_id=case_id, at=AT)[0].items[0].id


def test_a_link_is_taken_back_by_who_directs(country: Country, sign_in: SignIn):
    case_id = case_to_share(country)
    disclosed_id = shared(country, case_id, None)
    with acting(country.director, at=AT):
        made = one_time.invite(
            actor=country.director, disclosed_id=disclosed_id, for_name="A. Derde, Bureau", declared_on=AT.date(),
            expertise="Weet veel van ketels.", hours=24, at=AT,
        )  # fmt: skip
    director, address = sign_in(country.director), f"/eenmalig/{made.id}/intrekken"
    page = director.get(f"/casussen/{case_id}/gedeeld").content.decode()
    assert "A. Derde, Bureau" in page and f'action="{address}"' in page
    assert sign_in(country.stranger).post(address).status_code == 404
    assert sign_in(country.officer).post(address).status_code == 403
    assert director.post(address)["Location"] == f"/casussen/{case_id}/gedeeld"
    with as_job(system_actor(reason="test")):
        assert OneTimeView.objects.get().closed_at is not None
    assert one_time.look(link=made.link, code=made.code, trace_id="", at=AT) is None
    assert "Links die nog werken" not in director.get(f"/casussen/{case_id}/gedeeld").content.decode()


def test_a_third_is_invited_by_screen_and_looks_once(
    country: Country, sign_in: SignIn, client: Client, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(pages_of_once, "now", lambda: AT)
    case_id = case_to_share(country)
    disclosed_id = shared(country, case_id, None)
    director, address = sign_in(country.director), f"/gedeeld/{disclosed_id}/eenmalig"
    assert address in director.get(f"/casussen/{case_id}/gedeeld").content.decode()
    typed = {"for_name": "A. Derde, Bureau", "expertise": "Weet veel van ketels.", "declared_on": "", "hours": "24"}
    missing = director.post(address, typed)
    assert missing.status_code == 422
    assert "A. Derde, Bureau" in missing.content.decode()
    made = director.post(address, {**typed, "declared_on": AT.strftime("%d-%m-%Y")}).content.decode()
    (link,) = re.findall(r"(/eenmalig/[\w-]+)</p>", made)
    (code,) = re.findall(r"<strong>(\d{6})</strong>", made)
    assert f'href="/casussen/{case_id}/gedeeld"' in made
    assert "Code van zes cijfers" in client.get(link).content.decode()
    assert HOME in client.post(link, {"code": code}).content.decode()
    assert client.post(link, {"code": code}).status_code == 404


def test_a_form_sent_twice_is_one_invitation_of_which_the_last_link_works(country: Country):
    disclosed_id, key = shared(country, case_to_share(country), None), new_id()

    def invited() -> OneTimeInvite:
        with acting(country.director, at=AT):
            return one_time.invite(
                actor=country.director, disclosed_id=disclosed_id, for_name="A. Derde, Bureau", declared_on=AT.date(),
                expertise="Weet veel van ketels.", hours=24, at=AT, key=key,
            )  # fmt: skip

    first, last = invited(), invited()
    with as_job(system_actor(reason="test")):
        assert OneTimeView.objects.count() == 1
    assert one_time.look(link=first.link, code=first.code, trace_id="", at=AT) is None
    assert one_time.look(link=last.link, code=last.code, trace_id="", at=AT) is not None
    with pytest.raises(NotVisible):
        invited()


def test_a_receiver_outside_the_case_hears_what_was_wrong_and_says_so(
    country: Country, sign_in: SignIn, housing: Actor
):
    case_id = case_to_share(country)
    disclosed_id = shared(country, case_id, housing)
    with as_job(system_actor(reason="test")):
        item_id = DisclosedItem.objects.values_list("verdict__item_id", flat=True).get(id=disclosed_id)
    with acting(country.director, at=AT):
        sharing_services.correct(
            actor=country.director, case_id=case_id, item_id=item_id, correction="De verwarming doet het wel.", at=AT
        )
        # What was let see is over by now: the receiver must hear of it all the same.
        version = cases_version(country, case_id)
        cases.close(actor=country.director, case_id=case_id, version=version, why="Klaar.", at=AT)
    client, other = sign_in(housing), sign_in(country.stranger)
    assert client.get(f"/casussen/{case_id}").status_code == 404
    owed = client.get("/vandaag").content.decode()
    assert "verbetering van wat je kreeg" in owed and "verwarming" not in owed
    assert "verbetering van wat je kreeg" not in other.get("/vandaag").content.decode()
    page = client.get("/ontvangen").content.decode()
    assert "De verwarming doet het wel." in page
    assert "De verwarming" not in other.get("/ontvangen").content.decode()
    assert other.post(f"/ontvangen/{disclosed_id}/verbetering").status_code == 404
    for _ in range(2):
        assert client.post(f"/ontvangen/{disclosed_id}/verbetering")["Location"] == "/ontvangen"
    assert "Ik weet dit" in page and "Ik weet dit" not in client.get("/ontvangen").content.decode()
    assert "verbetering van wat je kreeg" not in client.get("/vandaag").content.decode()
    with as_job(system_actor(reason="test")):
        row = DisclosedItem.objects.get(id=disclosed_id)
    assert (row.correction_seen_by, row.correction_seen_at is not None) == (housing.worker_id, True)
    assert AuditEntry.objects.filter(act="sharing.acknowledge_correction").count() == 1


def test_who_is_kept_out_of_a_case_hears_no_correction_of_it(country: Country, sign_in: SignIn, housing: Actor):
    case_id = case_to_share(country)
    disclosed_id = shared(country, case_id, housing)
    with as_job(system_actor(reason="test")):
        item_id = DisclosedItem.objects.values_list("verdict__item_id", flat=True).get(id=disclosed_id)
    with acting(country.director, at=AT):
        sharing_services.correct(
            actor=country.director, case_id=case_id, item_id=item_id, correction="De verwarming doet het wel.", at=AT
        )
        emergency.lock_out(
            actor=country.director, worker_id=housing.worker_id, case_id=case_id, reason="Zijn broer.", at=AT
        )
    client = sign_in(housing)
    assert "De verwarming" not in client.get("/ontvangen").content.decode()
    assert "verbetering van wat je kreeg" not in client.get("/vandaag").content.decode()
    with acting(country.director, at=AT):
        emergency.lift_lockout(actor=country.director, worker_id=housing.worker_id, case_id=case_id, at=AT)
    assert "De verwarming" in client.get("/ontvangen").content.decode()


def cases_version(country: Country, case_id: UUID) -> int:
    return Case.objects.values_list("version", flat=True).get(id=case_id)


@pytest.mark.parametrize(
    ("ago", "why"),
    [(settings.SESSION_IDLE_SECONDS + 5, "idle"), (settings.SESSION_COOKIE_AGE + 5, "idle")],
)
def test_a_session_that_ends_by_its_term_leaves_a_line_at_next_sight(
    country: Country, sign_in: SignIn, ago: int, why: str
):
    client = sign_in(country.director)
    assert client.get("/hulp").status_code == 200
    session = client.session
    session["started_at"], session["seen_at"] = session["started_at"] - ago, session["seen_at"] - ago
    session.save()
    assert client.get("/vandaag").status_code == 302
    line = AuditEntry.objects.get(act="access.end_session")
    assert (line.worker_id, line.details) == (country.director.worker_id, {"why": why})
    assert not AuditEntry.objects.filter(act="access.sign_out").exists()
    client.get("/vandaag")
    assert AuditEntry.objects.filter(act="access.end_session").count() == 1


def test_a_session_that_ended_in_the_database_leaves_one_line_too(country: Country, sign_in: SignIn):
    from django.contrib.sessions.models import Session

    client = sign_in(country.director)
    assert client.get("/hulp").status_code == 200
    Session.objects.update(expire_date=AT - timedelta(days=900))
    for _ in range(2):
        assert client.get("/vandaag").status_code == 302
    (line,) = AuditEntry.objects.filter(act="access.end_session")
    assert (line.worker_id, line.details) == (country.director.worker_id, {"why": "term"})
    assert not Session.objects.exists()
