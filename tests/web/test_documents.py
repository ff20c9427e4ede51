"""Documents at the screen: handed in by a form, listed, downloaded and never shown in a page."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.case_documents import PDF, handed_in
from tests.country import Country
from tests.web.conftest import AT, SignIn

from vangnet.access.services import as_job, system_actor
from vangnet.cases.models import Document
from vangnet.core.ids import new_id
from vangnet.web.shared.uploads import MOST

pytestmark = pytest.mark.django_db


def typed(content: bytes, **more: str) -> dict[str, object]:
    file = SimpleUploadedFile("../../kwaad.html", content, content_type="text/html")
    return {
        "title": "Brief, 12-11: ketel/kachel",
        "kind": "letter",
        "category": "C18",
        "content": file,
        "key": str(new_id()),
    } | more


def test_a_document_is_handed_in_listed_and_downloaded(country: Country, sign_in: SignIn):
    case_id, client = country.case(at=AT), sign_in(country.director)
    page = client.get(f"/casussen/{case_id}/documenten/nieuw").content.decode()
    assert 'enctype="multipart/form-data"' in page and 'type="file"' in page
    said = typed(PDF)
    for _ in range(2):
        said["content"] = SimpleUploadedFile("x", PDF)
        assert client.post(f"/casussen/{case_id}/documenten/nieuw", said).status_code == 302
    with as_job(system_actor(reason="test")):
        (row,) = Document.objects.all()
    address = f"/casussen/{case_id}/documenten/{row.id}"
    for shown in (f"/casussen/{case_id}/documenten", f"/casussen/{case_id}/tijdlijn", f"/casussen/{case_id}"):
        assert f'href="{address}"' in client.get(shown).content.decode()
    file = client.get(address)
    assert file.content == PDF
    assert file["Content-Type"] == "application/pdf"
    assert file["Content-Disposition"] == 'attachment; filename="Brief, 12-11 ketel kachel.pdf"'
    assert file["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in file["Cache-Control"]
    assert "default-src 'none'" in file["Content-Security-Policy"]


@pytest.mark.parametrize("content", [b"<html><script>1</script>", b"PK\x03\x04x", b"%PDF-" + b"x" * (MOST + 9), b""])
def test_a_file_that_may_not_be_kept_is_named_at_its_field(country: Country, sign_in: SignIn, content: bytes):
    case_id, client = country.case(at=AT), sign_in(country.director)
    answer = client.post(f"/casussen/{case_id}/documenten/nieuw", typed(content))
    assert answer.status_code == 422
    assert 'id="id_content-fault"' in answer.content.decode()
    assert "Brief, 12-11: ketel/kachel" in answer.content.decode()
    with as_job(system_actor(reason="test")):
        assert not Document.objects.exists()


def test_a_name_with_other_letters_is_a_name_for_a_file(country: Country, sign_in: SignIn):
    case_id = country.case(at=AT)
    document_id = handed_in(country.director, case_id, at=AT, title='Ömer "x"\r\nSet-Cookie: a=b')
    file = sign_in(country.director).get(f"/casussen/{case_id}/documenten/{document_id}")
    assert file["Content-Disposition"].startswith("attachment; filename*=utf-8''")
    assert "Set-Cookie" not in file.headers


def test_no_more_of_an_upload_is_kept_than_fits(country: Country, sign_in: SignIn):
    client = sign_in(country.director)
    sent = client.post("/melden", {"x": SimpleUploadedFile("groot", b"x" * (MOST * 2))})
    assert sent.status_code < 500
    request = sent.wsgi_request
    assert request.FILES["x"].size == MOST


def test_many_files_at_once_are_kept_no_more_than_one(country: Country, sign_in: SignIn):
    client = sign_in(country.director)
    files = {f"x{nr}": SimpleUploadedFile("groot", b"x" * (MOST - 1)) for nr in range(4)}
    request = client.post("/melden", files).wsgi_request
    kept = {name: one.size for name, one in request.FILES.items()}
    assert kept == {"x0": MOST - 1}  # never a part of the second one: what does not fit is not there
