"""The privacy officer sees what must go and what went; an auditor sees logs and counts, and no content by any way."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from django.utils.translation import override
from tests.case_to_share import HOME, MEDICINE, case_to_share, privacy_adviser
from tests.country import Country
from tests.web.conftest import AT, SignIn

from vangnet.access.models import Agency, Worker
from vangnet.access.services import acting, as_job, system_actor
from vangnet.access.types import Actor
from vangnet.audit.models import Entry
from vangnet.cases.models import Case
from vangnet.cases.models import Entry as Line
from vangnet.cases.selectors.of_person import KeptCase
from vangnet.core.errors import NotMandated
from vangnet.flow import destruction, retention
from vangnet.flow.keeping import NORMS, Way, next_audit
from vangnet.flow.oversight import keeping, overview
from vangnet.intake.models import Signal
from vangnet.law.loader import standard_norms
from vangnet.people.models import Person
from vangnet.sharing.services import insight
from vangnet.web.shared import reasons, visit

pytestmark = pytest.mark.django_db
LATER = datetime(2031, 11, 1, 9, tzinfo=UTC)
END = datetime(2031, 11, 23, 9, tzinfo=UTC)


@pytest.fixture
def case_id(country: Country) -> UUID:
    return case_to_share(country)


@pytest.fixture
def auditor(country: Country) -> Actor:
    with as_job(system_actor(reason="test")):
        agency = Agency.objects.create(name="Toezicht", kind="AUD", region_id="ZVH04")
        worker = Worker.objects.create(agency=agency, region_id="ZVH04", name="Frans Verzonnen", role="auditor")
    return Actor(worker.id, agency.id, "AUD", "ZVH04", "auditor")


def test_every_retention_norm_of_the_law_is_kept_to_or_said_to_be_about_nothing_here() -> None:
    law = {norm.key for norm in standard_norms().norms if "retention" in norm.effect}
    assert set(NORMS) == law
    assert all(len(kept.nl) > 30 for kept in NORMS.values())
    assert {key for key, kept in NORMS.items() if kept.way is Way.ABSENT} == {"R03", "R06", "R18"}


def test_the_audit_is_due_two_years_after_the_start_and_then_each_four() -> None:
    assert [next_audit(day).year for day in (date(2026, 1, 1), date(2027, 3, 1), date(2027, 3, 2))] == [
        2027,
        2027,
        2031,
    ]


def test_what_must_go_is_counted_and_what_went_is_in_the_register(country: Country, case_id: UUID) -> None:
    officer = privacy_adviser()
    with acting(officer, at=AT):
        assert keeping(actor=officer, at=AT).terms == ()
    with acting(officer, at=LATER):
        found = keeping(actor=officer, at=LATER)
    assert {(term.kind, term.until) for term in found.terms} == {("case", END.date()), ("signal", END.date())}
    assert (found.counts.soon, found.counts.late) == (2, 0)
    missed = END + timedelta(days=1)
    with acting(officer, at=missed):
        assert keeping(actor=officer, at=missed).counts.late == 2
    destruction.run(at=END)
    with acting(officer, at=END):
        after = keeping(actor=officer, at=END)
    assert (after.counts.late, after.counts.destroyed) == (0, 3)
    assert {one.kind for one in after.gone} == {"case", "signal", "person"}


def test_a_running_request_shows_as_held_and_late_ones_as_late(country: Country, case_id: UUID) -> None:
    officer = privacy_adviser()
    with as_job(system_actor(reason="test")):
        person_id = Case.objects.get(id=case_id).person_id
    with acting(country.director):
        insight.register_insight(
            actor=country.director, person_id=person_id, received_on=AT.date(), identified_how="pas", at=AT
        )
    with acting(officer, at=END):
        found = overview(actor=officer, at=END)
    assert (found.keeping.held, found.keeping.late) == (2, 0)
    assert (found.rights.running, found.rights.unhandled, found.rights.late) == (1, 1, 1)


def test_the_screens_of_keeping_and_oversight_show_reasons_and_no_content(
    country: Country, case_id: UUID, auditor: Actor, sign_in: SignIn
) -> None:
    for actor in (auditor, privacy_adviser()):
        client = sign_in(actor)
        for path in ("/toezicht", "/toezicht/bewaren"):
            page = client.get(path)
            assert page.status_code == 200
            text = page.content.decode().split("<main", 1)[1]
            for content in (HOME, MEDICINE, "Made-up signal", "Verzonnen</", str(case_id)):
                assert content not in text
    assert "Vangnet doet geen analyse van personen" in text
    assert "Wgs artikel 2.31 lid 8" in text
    assert not re.search(r">R\d\d<", text)
    assert sign_in(country.director).get("/toezicht/bewaren").status_code == 403


def test_an_auditor_reads_the_log_and_no_content_by_any_way(
    country: Country, case_id: UUID, auditor: Actor, sign_in: SignIn
) -> None:
    client = sign_in(auditor)
    page = client.get("/toezicht/logboek?dag=23-11-2026")
    assert page.status_code == 200
    text = page.content.decode().split("<main", 1)[1]
    assert "opende de casus" in text
    assert "Werker 0" in text
    for content in (HOME, MEDICINE, "Made-up signal"):
        assert content not in text
    with acting(auditor):
        for model in (Case, Line, Person, Signal):
            assert not model.objects.exists()  # type: ignore[attr-defined]
    for path in (f"/casussen/{case_id}", f"/casussen/{case_id}/tijdlijn", f"/casussen/{case_id}/gedeeld"):
        assert client.get(path).status_code == 404
    assert Entry.objects.filter(act="audit.read_log", worker_id=auditor.worker_id).count() == 1


@pytest.mark.parametrize("who", ["director", "officer", "stranger"])
def test_nobody_else_reads_the_log_of_the_region(country: Country, sign_in: SignIn, who: str) -> None:
    actor = getattr(country, who)
    assert sign_in(actor).get("/toezicht/logboek").status_code == 403
    with acting(actor), pytest.raises(NotMandated):
        keeping(actor=actor, at=AT)


def test_vandaag_leads_whoever_carries_no_case_to_their_own_work(
    country: Country, auditor: Actor, sign_in: SignIn
) -> None:
    """An empty day is no dead end, and offers no choice of cases that are never there."""
    calm = sign_in(auditor).get("/vandaag").content.decode().split("<main")[1]
    assert 'class="btn" href="/toezicht"' in calm
    assert "/vandaag?wie=team" not in calm
    refused = sign_in(auditor).get("/signalen/nieuw").content.decode()
    assert "Bel 112" in refused
    assert 'href="/noodtoegang"' not in refused
    assert "/vandaag?wie=team" in sign_in(country.director).get("/vandaag").content.decode()


def test_every_reason_has_its_english_and_no_screen_shows_a_long_number(
    country: Country, case_id: UUID, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    day = AT.date()
    case = KeptCase(case_id, "2026-0001", "ZVH04", None, day, day, case_id, date(2033, 1, 1))
    said = [kept.nl for kept in NORMS.values()] + [str(one) for one in reasons.SENTENCES]
    said += [retention.case_term(one, first_processed=None).why for one in (case, replace(case, renewed_until=None))]
    said += [
        retention.ERASED,
        retention.CASE_RUNS,
        retention.UNANSWERED,
        retention.IN_VIEW,
        retention.log_term(day).why,
    ]
    said += ["Niet opgepakt: weg 30 dagen na het besluit (Bgs artikel 1.16 lid 1, onder b)."]
    assert all(reasons.reason_words(text) == text for text in said if "%(" not in text)
    with override("en"):
        left = [text for text in said if any(part in reasons.reason_words(text) for part in (" de ", " het ", " een "))]
    assert left == []

    officer, client = privacy_adviser(), sign_in(privacy_adviser())
    monkeypatch.setattr(visit, "now", lambda: LATER)
    with acting(officer, at=LATER):
        number = keeping(actor=officer, at=LATER).terms[0].number
    before = client.get("/toezicht/bewaren").content.decode()
    destruction.run(at=END)
    monkeypatch.setattr(visit, "now", lambda: END)
    after = client.get("/toezicht/bewaren").content.decode()
    assert number
    assert number in before
    assert reasons.mark(case_id) in after
    uuid = re.compile(r">[^<]*[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}")
    assert not uuid.search(before.split("<main", 1)[1])
    assert not uuid.search(after.split("<main", 1)[1])
