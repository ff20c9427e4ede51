"""Screens for a closed case that is used again and a case that is kept longer, and the half year in which somebody decides."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from django.test import Client
from tests.case_to_share import HOME, MEDICINE, case_to_share
from tests.country import Country
from tests.integration.test_shielding import close, order
from tests.web.conftest import AT, SignIn

from vangnet.access.models import Agency, Worker
from vangnet.access.services import acting, as_job, system_actor
from vangnet.access.types import Actor
from vangnet.audit.models import Entry, Processing
from vangnet.audit.selectors import pseudonym
from vangnet.cases import selectors
from vangnet.cases.models import Case, Deputy, Holding, KeepingChoice, Reprocessing, RoleSlot, SupplierAnswer
from vangnet.cases.selectors.reprocessing import kept_facts
from vangnet.cases.services.reprocessing import answer_supplier, let_go
from vangnet.core.errors import NotVisible
from vangnet.flow import destruction, retention
from vangnet.flow.reprocessing import name_suppliers
from vangnet.flow.today import Owed, OwedKind, today
from vangnet.web.shared import visit
from vangnet.web.today.rows import row_of

pytestmark = pytest.mark.django_db
JOB = system_actor(reason="test")
END = date(2031, 11, 23)
WARN = datetime(2031, 5, 23, 9, tzinfo=UTC)
SAID = {"ordered_for": "Gemeente, politie", "why": "Hij is terug.", "until": "15-01-2027"}


@pytest.fixture
def case_id(country: Country) -> UUID:
    return case_to_share(country)


def owed(actor: Actor, at: datetime, *kinds: OwedKind) -> list[Owed]:
    with acting(actor, at=at):
        work = today(actor=actor, at=at)
    return [row for row in (*work.late, *work.today, *work.week) if row.kind in kinds]


def latest() -> Reprocessing:
    with as_job(JOB):
        return Reprocessing.objects.latest("ordered_at", "id")


def number_of(country: Country, case_id: UUID) -> str:
    with acting(country.director):
        return selectors.case(actor=country.director, case_id=case_id, at=AT).number


def test_a_closed_case_opens_by_screen_when_the_last_supplier_says_yes(
    country: Country, case_id: UUID, sign_in: SignIn
) -> None:
    number = close(country, case_id)
    director, clinician = sign_in(country.director), sign_in(country.clinician)
    assert "Gesloten casussen opnieuw gebruiken" in director.get("/casussen").content.decode()
    typed = SAID | {"number": number, "ground": "again"}
    assert director.post("/herverwerking/nieuw", typed | {"why": ""}).status_code == 422
    made = director.post("/herverwerking/nieuw", typed)
    address = f"/herverwerking/{latest().id}"
    assert (made.status_code, made["Location"]) == (302, address)
    assert director.post("/herverwerking/nieuw", typed).status_code == 409
    assert director.get(f"/casussen/{case_id}").status_code == 404

    asked = clinician.get("/herverwerking").content.decode()
    assert "Wacht op jullie antwoord" in asked
    assert "Hij is terug." not in asked
    page = clinician.get(address).content.decode()
    assert "Hij is terug." in page
    for content in (HOME, MEDICINE, "Made-up signal", "Verzonnen</h1>"):
        assert content not in page
    yes = {"agency": str(country.clinician.agency_id), "agrees": "ja", "said_by": "Mia Verzonnen"}
    assert clinician.post(address, yes | {"said_by": ""}).status_code == 422
    assert clinician.post(address, yes | {"agrees": "misschien"}).status_code == 422
    assert clinician.post(address, yes).status_code == 302
    again = clinician.post(address, yes | {"agrees": "nee"})
    assert again.status_code == 409
    assert "Hier is al op geantwoord" in again.content.decode()
    page = director.get(address).content.decode()
    assert "iedereen zei ja" in page
    assert f'href="/casussen/{case_id}"' in page
    assert director.get(f"/casussen/{case_id}").status_code == 200
    assert f'href="/casussen/{case_id}"' not in clinician.get(address).content.decode()
    acts = list(Entry.objects.filter(object_id=latest().id).values_list("act", flat=True))
    assert {"cases.order_reprocessing", "cases.answer_supplier", "cases.read_reprocessing"} <= set(acts)


def test_who_ordered_writes_down_what_the_supplier_said_and_one_no_ends_it(
    country: Country, case_id: UUID, sign_in: SignIn
) -> None:
    order(country.director, close(country, case_id))
    address, client = f"/herverwerking/{latest().id}", sign_in(country.director)
    no = {"agency": str(country.clinician.agency_id), "agrees": "nee", "said_by": "Mia, aan de telefoon"}
    assert client.get(address).content.decode().count("Leg het antwoord vast") == 1
    refused = client.post(address, no | {"agrees": "ja"})
    assert refused.status_code == 422
    assert "Laat een collega" in refused.content.decode()
    assert client.post(address, no).status_code == 302
    page = client.get(address).content.decode()
    assert "mag niet" in page
    assert "Mia, aan de telefoon" in page
    assert client.get(f"/casussen/{case_id}").status_code == 404


@pytest.mark.parametrize("who", ["officer", "stranger"])
def test_others_find_no_order_and_answer_for_nobody(country: Country, case_id: UUID, sign_in: SignIn, who: str) -> None:
    order(country.director, close(country, case_id))
    client, address = sign_in(getattr(country, who)), f"/herverwerking/{latest().id}"
    assert "Er is niets gevraagd" in client.get("/herverwerking").content.decode()
    yes = {"agency": str(country.clinician.agency_id), "agrees": "ja", "said_by": "x"}
    assert (client.get(address).status_code, client.post(address, yes).status_code) == (404, 404)
    assert client.get(f"/casussen/{case_id}/bewaren").status_code == 404


def test_a_function_without_cases_answers_for_no_organisation(country: Country, case_id: UUID, sign_in: SignIn) -> None:
    order(country.director, close(country, case_id))
    with as_job(JOB):
        agency = Agency.objects.get(id=country.clinician.agency_id)
        worker = Worker.objects.create(agency=agency, region=agency.region, name="Chef Verzonnen", role="manager")
    manager = Actor(worker.id, agency.id, agency.kind, agency.region_id, "manager")
    client = sign_in(manager)
    yes = {"agency": str(agency.id), "agrees": "ja", "said_by": "x"}
    assert client.get(f"/herverwerking/{latest().id}").status_code == 404
    assert client.post(f"/herverwerking/{latest().id}", yes).status_code == 404


def test_a_post_without_the_token_is_refused(country: Country, case_id: UUID, sign_in: SignIn) -> None:
    number = close(country, case_id)
    plain = sign_in(country.director)
    client = Client(enforce_csrf_checks=True)
    client.cookies = plain.cookies
    assert client.post("/herverwerking/nieuw", SAID | {"number": number, "ground": "again"}).status_code == 403
    with as_job(JOB):
        assert not Reprocessing.objects.exists()


def colleague(country: Country, role: str) -> Actor:
    with as_job(JOB):
        agency = Agency.objects.get(id=country.clinician.agency_id)
        worker = Worker.objects.create(agency=agency, region=agency.region, name="Nieuw Verzonnen", role=role)
    return Actor(worker.id, agency.id, agency.kind, agency.region_id, role)


def test_a_colleague_who_supplied_nothing_finds_no_order_and_answers_for_nobody(
    country: Country, case_id: UUID, sign_in: SignIn
) -> None:
    row, newcomer = order(country.director, close(country, case_id)), colleague(country, "behandelaar")
    client, address = sign_in(newcomer), f"/herverwerking/{row}"
    assert "Er is niets gevraagd" in client.get("/herverwerking").content.decode()
    yes = {"agency": str(newcomer.agency_id), "agrees": "ja", "said_by": "x"}
    assert (client.get(address).status_code, client.post(address, yes).status_code) == (404, 404)
    with acting(newcomer, at=AT):
        assert not Reprocessing.objects.exists()
        assert not SupplierAnswer.objects.exists()
        with pytest.raises(NotVisible):
            answer_supplier(
                actor=newcomer, reprocessing_id=row, agency_id=newcomer.agency_id, agrees=True, said_by="x", at=AT
            )
    case_director = sign_in(country.case_director)
    assert case_director.get(address).status_code == 200  # may order, and writes down what others said


@pytest.mark.parametrize(("briefed", "days", "status"), [(True, 1, 302), (False, 1, 404), (True, -7, 404)])
def test_who_stands_in_for_the_supplier_today_answers_once_briefed(
    country: Country, case_id: UUID, sign_in: SignIn, *, briefed: bool, days: int, status: int
) -> None:
    row, deputy = order(country.director, close(country, case_id)), colleague(country, "behandelaar")
    other = country.case(at=AT, name="Anders", key="other")
    with as_job(JOB):
        slot = RoleSlot.objects.create(region=country.clinician.region, case_id=other, role="behandelaar")
        Holding.objects.create(
            region=slot.region, case_id=other, slot=slot, worker_id=country.clinician.worker_id, days=(AT.date(), None)
        )
        Deputy.objects.create(
            region=slot.region, case_id=other, slot=slot, worker_id=deputy.worker_id, asked_at=AT,
            days=(AT.date(), AT.date() + timedelta(days=3)) if days > 0 else (AT.date() - timedelta(days=7), AT.date()),
            briefed_at=AT if briefed else None,
        )  # fmt: skip
    yes = {"agency": str(deputy.agency_id), "agrees": "ja", "said_by": "Ik"}
    assert sign_in(deputy).post(f"/herverwerking/{row}", yes).status_code == status


def test_a_supplier_who_works_elsewhere_by_now_answers_no_more(
    country: Country, case_id: UUID, sign_in: SignIn
) -> None:
    row, asked = order(country.director, close(country, case_id)), country.clinician
    with as_job(JOB):
        Worker.objects.filter(id=asked.worker_id).update(agency_id=country.officer.agency_id)
    for agency_id in (asked.agency_id, country.officer.agency_id):
        yes = {"agency": str(agency_id), "agrees": "ja", "said_by": "x"}
        assert sign_in(asked).post(f"/herverwerking/{row}", yes).status_code == 404
    with as_job(JOB):
        assert SupplierAnswer.objects.get(agency_id=asked.agency_id).agrees is None


def test_who_guards_privacy_there_answers_for_the_whole_organisation(
    country: Country, case_id: UUID, sign_in: SignIn
) -> None:
    row, guard = order(country.director, close(country, case_id)), colleague(country, "coordinerend_fg")
    yes = {"agency": str(guard.agency_id), "agrees": "ja", "said_by": "De FG"}
    client = sign_in(guard)
    page = client.get(f"/herverwerking/{row}").content.decode()
    assert "Leg het antwoord vast" in page
    for content in (HOME, MEDICINE, "Made-up signal"):
        assert content not in page
    assert client.post(f"/herverwerking/{row}", yes).status_code == 302


def test_the_supplier_is_asked_at_once_who_guards_privacy_after_a_week_and_nobody_else(
    country: Country, case_id: UUID
) -> None:
    newcomer, guard = colleague(country, "behandelaar"), colleague(country, "coordinerend_fg")
    order(country.director, close(country, case_id))
    week = AT + timedelta(days=8)
    assert len(owed(country.clinician, AT, OwedKind.SUPPLIER)) == 1
    assert owed(newcomer, AT, OwedKind.SUPPLIER) == owed(country.officer, week, OwedKind.SUPPLIER) == []
    assert owed(newcomer, week, OwedKind.SUPPLIER) == owed(guard, AT, OwedKind.SUPPLIER) == []
    assert len(owed(guard, week, OwedKind.SUPPLIER)) == 1
    assert owed(country.director, AT, OwedKind.ORDER) == []
    [chase] = owed(country.director, week, OwedKind.ORDER)
    assert number_in(chase, week)
    assert owed(country.case_director, week, OwedKind.ORDER) == []
    with as_job(JOB):
        Worker.objects.filter(id=country.director.worker_id).update(left_on=AT.date())
    assert len(owed(country.case_director, week, OwedKind.ORDER)) == 1
    assert owed(country.stranger, week, OwedKind.ORDER) == owed(country.officer, week, OwedKind.ORDER) == []


def test_an_order_of_before_it_was_asked_by_name_is_answered_by_nobody_else_and_in_the_end_by_who_supplied(
    country: Country, case_id: UUID, sign_in: SignIn
) -> None:
    row, newcomer = order(country.director, close(country, case_id)), colleague(country, "behandelaar")
    with as_job(JOB):
        before = dict(SupplierAnswer.objects.values_list("agency_id", "suppliers"))
        assert before[country.clinician.agency_id] == [country.clinician.worker_id]
        SupplierAnswer.objects.update(suppliers=[])
    yes = {"agency": str(country.clinician.agency_id), "agrees": "ja", "said_by": "Ik"}
    for actor in (country.clinician, newcomer, country.stranger):
        assert sign_in(actor).post(f"/herverwerking/{row}", yes).status_code == 404
    assert name_suppliers(at=AT) == 1
    assert name_suppliers(at=AT) == 0
    with as_job(JOB):
        after = dict(SupplierAnswer.objects.filter(agrees=None).values_list("agency_id", "suppliers"))
    assert after == {country.clinician.agency_id: [country.clinician.worker_id]}
    assert len(owed(country.clinician, AT, OwedKind.SUPPLIER)) == 1
    assert sign_in(newcomer).post(f"/herverwerking/{row}", yes).status_code == 404
    assert sign_in(country.clinician).post(f"/herverwerking/{row}", yes).status_code == 302


def test_what_was_answered_or_ended_gets_no_other_names(country: Country, case_id: UUID) -> None:
    row = order(country.director, close(country, case_id))
    with as_job(JOB):
        SupplierAnswer.objects.update(suppliers=[])
        Reprocessing.objects.filter(id=row).update(refused_at=AT)
    assert name_suppliers(at=AT) == 0
    with as_job(JOB):
        assert set(map(tuple, SupplierAnswer.objects.values_list("suppliers", flat=True))) == {()}


def number_in(row: Owed, at: datetime) -> bool:
    return row.note in row_of(row, places={}, at=at).title


# Half a year before the end


def test_half_a_year_before_the_end_who_directs_is_asked_to_decide(
    country: Country, case_id: UUID, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert owed(country.director, WARN - timedelta(days=1), OwedKind.KEEP) == []
    [row] = owed(country.director, WARN, OwedKind.KEEP)
    assert (row.due_on, row.case_id, row.why) == (date(2031, 5, 30), case_id, END.isoformat())
    assert owed(country.clinician, WARN, OwedKind.KEEP) == []
    monkeypatch.setattr(visit, "now", lambda: WARN)
    with acting(country.director, at=WARN):
        page = sign_in(country.director).get("/vandaag").content.decode()
    assert "Beslis of de gegevens langer blijven" in page
    assert "Op zondag 23 november moeten de gegevens weg" in page
    assert "artikel 1.8 lid 7" in page


def test_it_stays_longer_only_on_a_recorded_ground_and_then_nobody_is_asked(
    country: Country, case_id: UUID, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(visit, "now", lambda: WARN)
    client, address = sign_in(country.director), f"/casussen/{case_id}/bewaren"
    page = client.get(address).content.decode()
    assert "moet weg op" in page
    typed = SAID | {"stap": "langer", "until": "23-11-2033"}
    assert client.post(address, typed | {"why": ""}).status_code == 422
    assert client.post(address, typed | {"until": "24-11-2033"}).status_code == 422
    assert client.post(address, typed).status_code == 302
    assert latest().ground == "open"
    assert owed(country.director, WARN, OwedKind.KEEP) == []
    assert client.post(address, typed).status_code == 409
    clinician = sign_in(country.clinician)
    yes = {"agency": str(country.clinician.agency_id), "agrees": "ja", "said_by": "Mia"}
    assert clinician.post(f"/herverwerking/{latest().id}", yes).status_code == 302
    assert owed(country.director, WARN, OwedKind.KEEP) == []
    assert "R04" in client.get(address).content.decode()


def test_who_reads_the_name_or_the_reason_stands_in_the_record_of_the_person(
    country: Country, case_id: UUID, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    with as_job(JOB):
        subject = pseudonym(subject_id=Case.objects.get(id=case_id).person_id)
    monkeypatch.setattr(visit, "now", lambda: WARN)
    sign_in(country.director).post(f"/casussen/{case_id}/bewaren", SAID | {"stap": "langer", "until": "23-11-2033"})
    before = Processing.objects.filter(subject=subject).count()
    page = sign_in(country.director).get(f"/casussen/{case_id}/bewaren").content.decode()
    assert ">Verzonnen</a>" in page
    assert Processing.objects.filter(subject=subject).count() == before + 1
    sign_in(country.clinician).get(f"/herverwerking/{latest().id}")
    assert Processing.objects.filter(subject=subject, name="cases.read_reprocessing").count() == 1


def test_letting_go_is_kept_with_its_reason_and_said_once_more_a_month_before(
    country: Country, case_id: UUID, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(visit, "now", lambda: WARN)
    client, address = sign_in(country.director), f"/casussen/{case_id}/bewaren"
    gone = {"stap": "weg", "until": END.isoformat(), "why": "Alles loopt goed."}
    assert client.post(address, gone | {"until": "2031-11-24"}).status_code == 409
    assert client.post(address, gone | {"why": " "}).status_code == 422
    assert client.post(address, gone).status_code == 302
    assert owed(country.director, WARN, OwedKind.KEEP) == []
    [again] = owed(country.director, datetime(2031, 10, 25, 9, tzinfo=UTC), OwedKind.KEEP)
    assert (again.detail, again.due_on) == ("let-go", date(2031, 10, 24))
    assert Entry.objects.filter(act="cases.let_go", case_id=case_id).count() == 1
    destruction.run(at=datetime(2031, 11, 23, 4, tzinfo=UTC))
    with as_job(JOB):
        assert not KeepingChoice.objects.exists()


def test_of_a_closed_case_who_directed_it_last_decides_and_sees_nothing_of_it(
    country: Country, case_id: UUID, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    late = datetime(2031, 3, 1, 9, tzinfo=UTC)
    number = close(country, case_id, at=late)
    [row] = owed(country.director, WARN, OwedKind.KEEP)
    assert (row.case_id, row.note, row.detail) == (None, number, "closed")
    assert owed(country.case_director, WARN, OwedKind.KEEP) == []
    monkeypatch.setattr(visit, "now", lambda: WARN)
    client = sign_in(country.director)
    page = client.get(f"/casussen/{case_id}/bewaren").content.decode()
    assert number in page
    assert "kans groot is dat het weer misgaat" in page
    for content in ("Verzonnen</a>", HOME, MEDICINE):
        assert content not in page.split("<main", 1)[1]
    assert (
        client.post(f"/casussen/{case_id}/bewaren", SAID | {"stap": "langer", "until": "1-6-2032"}).status_code == 302
    )
    assert latest().ground == "relapse"


def test_a_case_that_closed_long_before_its_end_goes_without_a_question(country: Country, case_id: UUID) -> None:
    close(country, case_id)
    assert owed(country.director, WARN, OwedKind.KEEP) == []


def test_the_day_is_that_of_the_destruction(country: Country, case_id: UUID) -> None:
    with acting(country.director, at=WARN):
        facts = kept_facts(actor=country.director, case_id=case_id, at=WARN)
    with as_job(JOB):
        [term] = [one for one in retention.terms(at=WARN) if one.kind == "case"]
    assert retention.term_of_facts(facts) == term


def test_letting_go_is_for_nobody_else(country: Country, case_id: UUID) -> None:
    for actor in (country.case_director, country.stranger):
        with acting(actor), pytest.raises(NotVisible):
            let_go(actor=actor, case_id=case_id, until=END, why="x", at=WARN)
