"""A document that was attached by mistake is withdrawn: read by nobody any more, with a reason, and told to who received it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from importlib import import_module
from io import BytesIO
from uuid import UUID

import pytest
from django.apps import apps
from django.db import ProgrammingError, connection, transaction
from PIL import Image
from tests.case_documents import PDF, handed_in
from tests.case_to_share import case_to_share
from tests.country import Country
from tests.integration.test_documents import housing as housing
from tests.integration.test_documents import shared
from tests.unit.test_stripping import SECRET, photo
from tests.web.conftest import AT, SignIn

from vangnet.access.services import acting, as_job, close_grants, open_grant, system_actor
from vangnet.access.services.erasing import as_retention, erase
from vangnet.access.types import Actor, Basis
from vangnet.audit.models import Entry as RecordEntry
from vangnet.cases import selectors as cases
from vangnet.cases import services
from vangnet.cases.models import Case, Document, Withdrawal
from vangnet.cases.models import Entry as CaseEntry
from vangnet.cases.selectors.documents import documents_of, shown_file
from vangnet.cases.types import WITHDRAWAL_TEXTS, WITHDRAWN_TITLE, NewDocument, WithdrawalReason
from vangnet.core.ids import new_id
from vangnet.flow.withdrawing import WITHDRAWN
from vangnet.sharing import selectors as sharing
from vangnet.sharing.models import DisclosedItem
from vangnet.sharing.selectors.records import disclosures_of

pytestmark = pytest.mark.django_db
JOB = system_actor(reason="test")
TITLE = "Brief verhuurder"
WHY = {"why": "other-case"}
SAID = WITHDRAWAL_TEXTS[WithdrawalReason.OTHER_CASE]


@pytest.fixture
def case_id(country: Country) -> UUID:
    return case_to_share(country)


def address(case_id: UUID, document_id: UUID, last: str = "/intrekken") -> str:
    return f"/casussen/{case_id}/documenten/{document_id}{last}"


def test_who_handed_it_in_withdraws_it_and_nobody_finds_it_again(
    country: Country, case_id: UUID, sign_in: SignIn
) -> None:
    document_id, client = handed_in(country.director, case_id, at=AT), sign_in(country.director)
    page = address(case_id, document_id)
    assert page in client.get(f"/casussen/{case_id}/documenten").content.decode()
    assert client.get(page).status_code == 200
    for free in (" ", "Dit gaat over Jan Verzonnen."):
        assert client.post(page, {"why": free}).status_code == 422
    assert client.get(address(case_id, document_id, "")).status_code == 200
    assert client.post(page, WHY).status_code == 302
    assert client.get(address(case_id, document_id, "")).status_code == 404
    assert client.post(page, WHY).status_code == 404
    listed = client.get(f"/casussen/{case_id}/documenten").content.decode()
    assert TITLE not in listed.split("<main", 1)[1]
    timeline = client.get(f"/casussen/{case_id}").content.decode()
    assert TITLE not in timeline
    assert WITHDRAWN_TITLE in timeline
    assert "Document ingetrokken" in timeline
    assert SAID in timeline
    assert address(case_id, document_id, "") not in timeline, "no line leads to what nobody opens"
    with acting(country.director, at=AT):
        assert not Document.objects.exists()
        assert document_id not in {
            item.id for item in sharing.shareable(actor=country.director, case_id=case_id, at=AT)
        }
    with as_job(JOB):
        assert documents_of(case_id=case_id) == []
        kept = Withdrawal.objects.get(document_id=document_id)
    assert (kept.why, kept.withdrawn_by, kept.withdrawn_at) == (WHY["why"], country.director.worker_id, AT)
    line = RecordEntry.objects.get(act="cases.withdraw_document")
    assert (line.object_id, line.worker_id, line.case_id) == (document_id, country.director.worker_id, case_id)


def found(country: Country, text: str) -> set[UUID]:
    """Return in which cases the director finds these words."""
    with acting(country.director, at=AT):
        return {one.row.id for one in cases.search(actor=country.director, text=text, at=AT)}


def test_the_title_is_found_nowhere_any_more_and_the_line_stays(
    country: Country, case_id: UUID, housing: Actor, sign_in: SignIn
) -> None:
    shared(country, case_id, housing)
    client = sign_in(country.director)
    with as_job(JOB):
        document = Document.objects.get(case=case_id)
        before = CaseEntry.objects.get(object_id=document.id)
    assert case_id in found(country, document.title)
    assert document.title in client.get(f"/casussen/{case_id}/gedeeld").content.decode()
    assert client.post(address(case_id, document.id), WHY).status_code == 302
    assert case_id not in found(country, document.title)
    assert document.title not in client.get(f"/casussen/{case_id}/gedeeld").content.decode()
    with as_job(JOB):
        assert document.title not in str(disclosures_of(case_id=case_id))
        after = CaseEntry.objects.get(id=before.id)
        assert Document.objects.get(case=case_id).title == document.title
    assert (after.title, after.at, after.author_id) == (WITHDRAWN_TITLE, before.at, before.author_id)


def test_who_received_it_hears_so_acknowledges_and_reads_it_no_more(
    country: Country, case_id: UUID, housing: Actor, sign_in: SignIn
) -> None:
    disclosed_id, receiver, client = shared(country, case_id, housing), housing, sign_in(housing)
    with as_job(JOB):
        document_id = Document.objects.get(case=case_id).id
    assert client.get(f"/ontvangen/{disclosed_id}/document").status_code == 200
    assert sign_in(country.director).post(address(case_id, document_id), WHY).status_code == 302
    assert client.get(f"/ontvangen/{disclosed_id}/document").status_code == 404
    page = client.get("/ontvangen")
    assert page.status_code == 200
    assert f"{WITHDRAWN} {SAID}" in page.content.decode()
    with acting(receiver, at=AT):
        [heard] = sharing.received_corrections(actor=receiver, at=AT)
    assert heard.correction.startswith(WITHDRAWN)


def test_who_directs_may_and_others_in_the_case_may_not(country: Country, case_id: UUID, sign_in: SignIn) -> None:
    of_clinician = handed_in(country.clinician, case_id, at=AT, category="C14")
    of_director = handed_in(country.director, case_id, at=AT, category="C14")
    clinician = sign_in(country.clinician)
    assert clinician.post(address(case_id, of_director), WHY).status_code == 403
    assert address(case_id, of_director) not in clinician.get(f"/casussen/{case_id}/documenten").content.decode()
    for actor in (country.officer, country.stranger):
        assert sign_in(actor).post(address(case_id, of_clinician), WHY).status_code == 404
    assert sign_in(country.director).post(address(case_id, of_clinician), WHY).status_code == 302
    with acting(country.clinician, at=AT):
        assert [row.id for row in Document.objects.all()] == [of_director]


@pytest.mark.parametrize(
    "act", ["DELETE FROM cases_withdrawal", "UPDATE cases_withdrawal SET document_id = document_id"]
)
def test_a_withdrawal_is_not_taken_back_in_the_database(
    country: Country, case_id: UUID, sign_in: SignIn, act: str
) -> None:
    document_id = handed_in(country.director, case_id, at=AT)
    sign_in(country.director).post(address(case_id, document_id), WHY)
    with (
        acting(country.director, at=AT),
        connection.cursor() as cursor,
        pytest.raises(ProgrammingError),
        transaction.atomic(),
    ):
        cursor.execute(act)


def test_a_photo_is_kept_without_where_it_was_taken(country: Country, case_id: UUID) -> None:
    director: Actor = country.director
    with acting(director, at=AT):
        document_id = services.add_document(
            actor=director, case_id=case_id, at=AT, idempotency_key="foto",
            document=NewDocument("Foto van de deur", "other", "C18", photo(turned=6)),
        )  # fmt: skip
        file = cases.document_file(actor=director, case_id=case_id, document_id=document_id, at=AT)
    with as_job(JOB):
        row = Document.objects.get(id=document_id)
    assert SECRET not in file.content
    assert (row.size, file.media_type) == (len(file.content), "image/jpeg")
    with Image.open(BytesIO(file.content)) as kept:
        assert kept.size == (64, 48)


def stored_before(country: Country, case_id: UUID, content: bytes) -> UUID:
    """Return a photo that was stored with all it says, as was done before."""
    with as_job(JOB):
        return Document.objects.create(
            region=country.director.region, case_id=case_id, title=TITLE, kind="other", category="C18", media_type="image/jpeg",
            size=len(content), content=content, author_id=country.director.worker_id, added_at=AT, idempotency_key=str(new_id()),
        ).id  # fmt: skip


def test_a_photo_of_before_leaves_without_where_it_was_taken(country: Country, case_id: UUID, sign_in: SignIn) -> None:
    whole, client = photo(turned=6), sign_in(country.director)
    document_id = stored_before(country, case_id, whole)
    got = client.get(address(case_id, document_id, ""))
    assert (got.status_code, SECRET in got.content) == (200, False)
    with acting(country.director, at=AT):
        shown = shown_file(document_id=document_id)
    assert shown is not None
    assert SECRET not in shown.content
    broken = client.get(address(case_id, stored_before(country, case_id, whole[:-80]), ""))
    assert (broken.status_code, SECRET in broken.content) == (409, False)
    assert "opnieuw op te slaan" in broken.content.decode()


def test_photos_of_before_lose_it_where_they_are_stored_and_a_second_time_changes_nothing(
    country: Country, case_id: UUID
) -> None:
    whole = photo(turned=6)
    document_id, broken = stored_before(country, case_id, whole), stored_before(country, case_id, whole[:-80])
    letter = handed_in(country.director, case_id, at=AT)
    strip = import_module("vangnet.cases.migrations.0015_photos_without_metadata").strip
    kept = []
    for _ in range(2):
        with as_job(JOB), connection.cursor() as cursor:
            cursor.execute("SET LOCAL ROLE NONE")  # as whoever migrates
            strip(apps, None)
            rows = {row.id: (bytes(row.content), row.size) for row in Document.objects.all()}
        content, size = rows[document_id]
        assert SECRET not in content
        assert size == len(content) < len(whole)
        assert rows[broken][0] == whole[:-80]
        assert rows[letter][0] == PDF
        kept.append(rows)
    assert kept[0] == kept[1]


def test_what_was_written_freely_before_is_on_no_timeline_and_with_no_receiver_any_more(
    country: Country, case_id: UUID, housing: Actor, sign_in: SignIn
) -> None:
    shared(country, case_id, housing)
    with as_job(JOB):
        document_id = Document.objects.get(case=case_id).id
    sign_in(country.director).post(address(case_id, document_id), WHY)
    free = "Dit gaat over Jan Verzonnen."
    with as_job(JOB):
        CaseEntry.objects.filter(text=SAID).update(text=free)
        assert DisclosedItem.objects.update(correction=f"{WITHDRAWN} {free}") == 1
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL ROLE NONE")  # as whoever migrates
            cursor.execute(import_module("vangnet.cases.migrations.0017_reasons_and_locked_pictures").CODES)
            cursor.execute(import_module("vangnet.sharing.migrations.0024_codes_of_withdrawals").SQL)
        plain = WITHDRAWAL_TEXTS[WithdrawalReason.MISTAKE]
        assert CaseEntry.objects.get(title="Document ingetrokken").text == plain
        assert DisclosedItem.objects.get().correction == f"{WITHDRAWN} {plain}"
        assert Withdrawal.objects.get().why == WithdrawalReason.MISTAKE


def test_a_photo_that_cannot_lose_it_is_locked_away_where_no_role_reads_it_and_the_page_says_so(
    country: Country, case_id: UUID, sign_in: SignIn
) -> None:
    whole = photo(turned=6)[:-80]
    broken, letter = stored_before(country, case_id, whole), handed_in(country.director, case_id, at=AT)
    migration = import_module("vangnet.cases.migrations.0017_reasons_and_locked_pictures")
    client = sign_in(country.director)
    assert "Op slot" not in client.get(f"/casussen/{case_id}/documenten").content.decode()

    def as_owner(step: Callable[[object, object], None]) -> dict[UUID, bytes]:
        with as_job(JOB), connection.cursor() as cursor:
            cursor.execute("SET LOCAL ROLE NONE")  # as whoever migrates
            step(apps, None)
            return {row.id: bytes(row.content) for row in Document.objects.all()}

    assert as_owner(migration.lock) == {broken: b"", letter: PDF}
    assert "Op slot" in client.get(f"/casussen/{case_id}/documenten").content.decode()
    assert client.get(address(case_id, broken, "")).status_code == 409
    for door in (acting(country.director, at=AT), as_job(JOB)):
        with door, pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT content FROM cases_lockedpicture")
    assert as_owner(migration.unlock)[broken] == whole
    as_owner(migration.lock)
    with as_retention(JOB):
        assert erase("case", case_id)["cases_lockedpicture"] == 1


def test_a_former_participant_and_who_looks_in_by_an_emergency_withdraw_nothing(
    country: Country, case_id: UUID, sign_in: SignIn
) -> None:
    own = handed_in(country.clinician, case_id, at=AT, category="C14")
    with as_job(JOB):
        close_grants(actor=JOB, at=AT, why="test", worker_id=country.clinician.worker_id, case_id=case_id)
    assert sign_in(country.clinician).post(address(case_id, own), WHY).status_code == 404
    basic, looker = handed_in(country.director, case_id, at=AT, category="C24"), country.case_director
    with as_job(JOB):
        close_grants(actor=JOB, at=AT, why="test", worker_id=looker.worker_id, case_id=case_id)
        open_grant(
            actor=JOB, at=AT, worker_id=looker.worker_id, case_id=case_id, region="ZVH04", categories=(1 << 34) - 1,
            subject_id=Case.objects.get(id=case_id).person_id, basis=Basis.BREAK_GLASS, basis_id=new_id(),
            until=AT + timedelta(hours=3),
        )  # fmt: skip
    client = sign_in(looker)
    assert client.get(address(case_id, basic, "")).status_code == 200
    listed = client.get(f"/casussen/{case_id}/documenten").content.decode()
    assert address(case_id, basic, "") in listed
    assert address(case_id, basic) not in listed
    assert (client.get(address(case_id, basic)).status_code, client.post(address(case_id, basic), WHY).status_code) == (
        403,
        403,
    )
    with as_job(JOB):
        assert not Withdrawal.objects.exists()
