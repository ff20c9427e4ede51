"""Documents in a case: what is kept, who sees it, how one is shared, and that nobody changes one."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

import pytest
from django.db import ProgrammingError, connection, transaction
from tests.case_documents import PDF, handed_in, picture, several_pictures
from tests.case_to_share import AT, HOUSING, case_to_share, home_question, privacy_adviser
from tests.country import Country, made_up_country

from vangnet.access.models import Agency, ItemGrant, Worker
from vangnet.access.services import acting, as_job, system_actor
from vangnet.access.types import Actor
from vangnet.audit.models import Entry as AuditEntry
from vangnet.cases import selectors as cases
from vangnet.cases import services
from vangnet.cases.engine.sniffing import media_type
from vangnet.cases.errors import CaseClosed, DocumentUnreadable
from vangnet.cases.models import Document
from vangnet.cases.rules import DOCUMENT_BYTES
from vangnet.cases.types import EntryKind, NewDocument
from vangnet.core.errors import NotVisible
from vangnet.core.ids import new_id
from vangnet.flow import reactions
from vangnet.sharing import selectors as sharing
from vangnet.sharing import services as sharing_services
from vangnet.sharing.errors import NoDocumentOnce
from vangnet.sharing.services import one_time
from vangnet.sharing.types import AdviceFinding, ItemKind

pytestmark = pytest.mark.django_db


@pytest.fixture
def country(db: None) -> Country:
    return made_up_country()


@pytest.fixture
def case_id(country: Country) -> UUID:
    return case_to_share(country)


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (PDF, "application/pdf"),
        (picture("PNG"), "image/png"),
        (picture("JPEG"), "image/jpeg"),
        (several_pictures(), "image/jpeg"),
        ("Beste Noor,\n\ntot maandag — Ömer".encode(), "text/plain"),
        (picture("GIF"), None),
        (b"GIF89a\x01\x00" + PDF, None),
        (b"MZ\x90\x00" + PDF, None),
        (b"PK\x03\x04 een brief", None),
        (PDF.removesuffix(b"%%EOF\n"), None),
        (picture("PNG")[:-20], None),
        (b"<html><script>alert(1)</script>", None),
        (b"\xef\xbb\xbf<svg onload=x>", None),
        (b"tekst met \x00 en \x1b", None),
        ("één".encode("cp1252"), None),
        (b"", None),
    ],
)
def test_a_file_is_what_its_bytes_say(content: bytes, found: str | None) -> None:
    assert media_type(content) == found


def test_a_document_stands_in_the_list_and_on_the_timeline_once(country: Country, case_id: UUID) -> None:
    director = country.director
    first = handed_in(director, case_id, at=AT, key="once")
    assert handed_in(director, case_id, at=AT, key="once", title="Nog eens") == first
    with acting(director, at=AT):
        (seen,) = cases.documents(actor=director, case_id=case_id, at=AT)
        (line,) = cases.timeline(actor=director, case_id=case_id, at=AT, kinds=[EntryKind.DOCUMENT])
        file = cases.document_file(actor=director, case_id=case_id, document_id=first, at=AT)
    assert (seen.id, seen.title, seen.category, seen.size) == (first, "Brief verhuurder", "C18", len(PDF))
    assert (line.title, line.category, line.object_id) == ("Brief verhuurder", "C18", first)
    assert (file.content, file.media_type) == (PDF, "application/pdf")
    read = AuditEntry.objects.filter(act="cases.read_document").latest("position")
    assert (read.object_id, read.fields, read.worker_id) == (first, ["content"], director.worker_id)
    added = AuditEntry.objects.filter(act="cases.add_document").latest("position")
    assert added.details == {"kind": "letter", "bytes": len(PDF)}


def test_who_may_not_see_the_category_sees_no_document(country: Country, case_id: UUID) -> None:
    medical = handed_in(country.director, case_id, at=AT, category="C14", title="Ontslagbrief kliniek")
    police = handed_in(country.officer, case_id, at=AT, category="C07", title="Mutatie")
    for actor, theirs, hidden in ((country.officer, police, medical), (country.clinician, medical, police)):
        with acting(actor, at=AT):
            assert [one.id for one in cases.documents(actor=actor, case_id=case_id, at=AT)] == [theirs]
            assert [row.id for row in Document.objects.all()] == [theirs]
            assert theirs in {item.id for item in sharing.shareable(actor=actor, case_id=case_id, at=AT)}
            assert hidden not in {item.id for item in sharing.shareable(actor=actor, case_id=case_id, at=AT)}
            with pytest.raises(NotVisible):
                cases.document_file(actor=actor, case_id=case_id, document_id=hidden, at=AT)
    with acting(country.stranger, at=AT), pytest.raises(NotVisible):
        cases.document_file(actor=country.stranger, case_id=case_id, document_id=medical, at=AT)


def test_a_document_of_another_case_is_not_there(country: Country, case_id: UUID) -> None:
    other = case_to_share(country, key="other")
    document_id = handed_in(country.director, other, at=AT)
    with acting(country.director, at=AT), pytest.raises(NotVisible):
        cases.document_file(actor=country.director, case_id=case_id, document_id=document_id, at=AT)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"title": " "}, "title"),
        ({"title": "x" * 121}, "title"),
        ({"kind": "film"}, "kind"),
        ({"category": "C09"}, "category"),
        ({"category": "C29"}, "category"),
        ({"category": "C27"}, "category"),
        ({"content": b""}, "content"),
        ({"content": b"%PDF-" + b"x" * DOCUMENT_BYTES + b"%%EOF"}, "content"),
        ({"content": b"PK\x03\x04"}, "content"),
    ],
)
def test_what_does_not_fit_is_named_by_field(country: Country, case_id: UUID, change: dict, field: str) -> None:
    document = replace(NewDocument("Brief", "letter", "C18", PDF), **change)
    with acting(country.director, at=AT), pytest.raises(DocumentUnreadable) as refused:
        services.add_document(actor=country.director, case_id=case_id, document=document, idempotency_key="k", at=AT)
    assert set(refused.value.fields) == {field}
    with as_job(system_actor(reason="test")):
        assert not Document.objects.exists()


def test_the_police_hand_in_police_data_and_nobody_what_they_may_not_see(country: Country, case_id: UUID) -> None:
    for actor, category in ((country.officer, "C18"), (country.officer, "C14"), (country.clinician, "C07")):
        with pytest.raises(DocumentUnreadable) as refused:
            handed_in(actor, case_id, at=AT, category=category)
        assert set(refused.value.fields) == {"category"}


def test_nothing_is_added_to_a_closed_case_or_by_a_stranger(country: Country, case_id: UUID) -> None:
    with pytest.raises(NotVisible):
        handed_in(country.stranger, case_id, at=AT)
    with acting(country.director, at=AT):
        case = cases.case(actor=country.director, case_id=case_id, at=AT)
        services.close(actor=country.director, case_id=case_id, version=case.version, why="Klaar.", at=AT)
    with pytest.raises((CaseClosed, NotVisible)):
        handed_in(country.director, case_id, at=AT)


@pytest.mark.parametrize("act", ["UPDATE cases_document SET title = 'x'", "DELETE FROM cases_document"])
def test_nobody_changes_or_removes_a_document(country: Country, case_id: UUID, act: str) -> None:
    handed_in(country.director, case_id, at=AT)
    for way in (acting(country.director, at=AT), as_job(system_actor(reason="test"))):
        with (
            way,
            pytest.raises(ProgrammingError, match="permission denied"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(act)


@pytest.fixture
def housing(country: Country) -> Actor:
    """Somebody of the housing corporation, in no case at all."""
    with as_job(system_actor(reason="test")):
        agency = Agency.objects.create(name=HOUSING.name, kind="WCO", region_id="ZVH04")
        worker = Worker.objects.create(agency=agency, region_id="ZVH04", name="Willem Wonen", role="woonconsulent")
    return Actor(worker.id, agency.id, "WCO", "ZVH04", "woonconsulent")


def shared(country: Country, case_id: UUID, to: Actor | None) -> UUID:
    """Share a document about the home; returns the line of the disclosure."""
    director = country.director
    handed_in(director, case_id, at=AT, title="Brief over de ketel")
    receiver = replace(HOUSING, worker_id=to.worker_id) if to else HOUSING
    with acting(director, at=AT):
        question = home_question(country, case_id, to=receiver, kind=ItemKind.DOCUMENT)
        advice_id = sharing_services.ask_adviser(actor=director, question_id=question.id, text="Mag dit?", at=AT)
    adviser = privacy_adviser()
    with acting(adviser, at=AT):
        sharing_services.answer_adviser(
            actor=adviser, advice_id=advice_id, version=1, finding=AdviceFinding.MAY, answer="Ja, gelezen.", at=AT
        )
    with acting(director, at=AT):
        disclosure_id = sharing_services.disclose(
            actor=director, question_id=question.id, item_ids=[question.verdicts[0].item.id],
            motive="Om te herstellen.", idempotency_key=str(new_id()), at=AT,
        )  # fmt: skip
        (one,) = sharing.disclosures(actor=director, case_id=case_id, at=AT)
    assert one.id == disclosure_id
    return one.items[0].id


def test_a_receiver_gets_exactly_the_document_until_the_verdict_ends(
    country: Country, case_id: UUID, housing: Actor
) -> None:
    handed_in(country.director, case_id, at=AT, title="Een andere brief")
    disclosed_id = shared(country, case_id, housing)
    with acting(housing, at=AT):
        (seen,) = sharing.received_items(actor=housing, at=AT)
        assert (seen.kind, seen.text, seen.output_form) == (ItemKind.DOCUMENT, "Brief over de ketel", "O5")
        assert sharing.received_document(actor=housing, disclosed_id=disclosed_id, at=AT).content == PDF
        assert Document.objects.count() == 1
    read = AuditEntry.objects.filter(act="sharing.read_received").latest("position")
    assert (read.worker_id, read.fields) == (housing.worker_id, ["content"])
    with acting(country.stranger, at=AT), pytest.raises(NotVisible):
        sharing.received_document(actor=country.stranger, disclosed_id=disclosed_id, at=AT)
    with acting(country.director, at=AT):
        (consent,) = sharing.consents(actor=country.director, case_id=case_id, at=AT)
        sharing_services.withdraw_consent(actor=country.director, consent_id=consent.id, at=AT)
    reactions.run(at=AT)
    with acting(housing, at=AT):
        assert not Document.objects.exists()
        with pytest.raises(NotVisible):
            sharing.received_document(actor=housing, disclosed_id=disclosed_id, at=AT)


@pytest.mark.parametrize("form", ["O2", "O3", "O4"])
def test_below_content_no_byte_goes_along(country: Country, case_id: UUID, housing: Actor, form: str) -> None:
    disclosed_id = shared(country, case_id, housing)
    with as_job(system_actor(reason="test")):
        ItemGrant.objects.update(form=form)
    with acting(housing, at=AT):
        assert not Document.objects.exists()
        with pytest.raises(NotVisible):
            sharing.received_document(actor=housing, disclosed_id=disclosed_id, at=AT)


def test_a_third_without_an_account_gets_no_document(country: Country, case_id: UUID) -> None:
    disclosed_id = shared(country, case_id, None)
    with acting(country.director, at=AT), pytest.raises(NoDocumentOnce):
        one_time.invite(
            actor=country.director, disclosed_id=disclosed_id, for_name="A. Derde, Bureau", declared_on=AT.date(),
            expertise="Weet veel van ketels.", hours=24, at=AT,
        )  # fmt: skip
