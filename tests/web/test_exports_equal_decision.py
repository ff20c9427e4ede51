"""What leaves as a file shows exactly what the single decision says: downloads, what was shared, and the answer to a person.

The ways out are read from the source, so that a new one cannot be forgotten here.
"""

from __future__ import annotations

import ast
import json
import random
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from django.http import HttpResponse
from django.test import Client
from tests.country import Country
from tests.integration.test_lists_equal_decision import AT, ROUNDS, World, decided, something
from tests.integration.test_lists_equal_decision import world as world
from tests.integration.test_restriction import contact as contact
from tests.web.conftest import SignIn

import vangnet
from vangnet.access.models import ItemGrant
from vangnet.access.services import acting, as_job, sum_up_again, system_actor
from vangnet.access.types import Actor
from vangnet.cases import services as case_services
from vangnet.cases.models import Document
from vangnet.core.ids import new_id
from vangnet.flow.insight import NEVER_TOLD
from vangnet.law.vocabulary import standard_vocabulary
from vangnet.sharing.services import insight
from vangnet.sharing.types.rights import InsightPart
from vangnet.web.rights import paper
from vangnet.web.shared import visit

pytestmark = pytest.mark.django_db
JOB = system_actor(reason="test")
SOURCE = Path(vangnet.__file__).parent
EVERY = tuple(sorted(standard_vocabulary().categories))
# Whatever writes a file for somebody outside, by the function that does; each is compared below or says why not.
WAYS_OUT = {
    "web/cases/documents.py:as_download": "of the two views that call it one is compared here, one in `test_documents`",
    "web/rights/pages.py:answer": "compared",
    "web/rights/paper.py:answer_pdf": "prints what the answer holds; compared",
}
DOWNLOADS = {"web/cases/documents.py:download", "web/access/received.py:document"}


@pytest.fixture
def country(world: World) -> Country:
    return world.country


def functions_with(*needles: str) -> Iterator[str]:
    """Yield the functions of screens and API in whose source one of these words stands."""
    for path in [*(SOURCE / "web").rglob("*.py"), *(SOURCE / "api").rglob("*.py")]:
        text = path.read_text("utf-8")
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef) and any(
                needle in (ast.get_source_segment(text, node) or "") for needle in needles
            ):
                yield f"{path.relative_to(SOURCE).as_posix()}:{node.name}"


def test_every_way_out_is_known_here() -> None:
    found = set(functions_with("Content-Disposition", "FileResponse(", "StreamingHttpResponse(", "pdf_of("))
    assert found - {"web/rights/printing.py:pdf_of"} == set(WAYS_OUT)
    assert set(functions_with("as_download(")) - set(WAYS_OUT) == DOWNLOADS


def got(client: Client, address: str) -> bytes | None:
    answer = client.get(address)
    assert answer.status_code in {200, 404}
    return answer.content if answer.status_code == 200 else None


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_document_leaves_exactly_when_it_may_be_seen(
    world: World, sign_in: SignIn, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    chance, at, left, kept = random.Random(seed), AT, 0, 0
    with as_job(JOB):
        documents = [
            Document.objects.create(
                region="ZVH04", case_id=case_id, title=f"Brief {category}", kind="letter", category=category,
                media_type="text/plain", size=4, content=category.encode(), author_id=world.country.director.worker_id,
                added_at=AT, idempotency_key=f"{case_id}{category}",
            )
            for case_id in world.cases for category in EVERY
        ]  # fmt: skip
    clients = {looker.worker_id: sign_in(looker) for looker in world.lookers}
    for _ in range(ROUNDS):
        for _ in range(chance.randrange(1, 5)):
            something(world, chance, at)
        at += timedelta(hours=chance.randrange(1, 40))
        with as_job(JOB):
            sum_up_again(at=at)
        monkeypatch.setattr(visit, "now", lambda moment=at: moment)
        looker = chance.choice(world.lookers)
        seen, categories = decided(world, looker, at)
        with acting(looker, at=at):
            assert set(Document.objects.values_list("id", flat=True)) == {
                one.id for one in documents if one.case_id in seen and one.category in categories[one.case_id]
            }
        for one in chance.sample(documents, 12):
            may = one.case_id in seen and one.category in categories[one.case_id]
            with acting(looker, at=at):
                content = got(clients[looker.worker_id], f"/casussen/{one.case_id}/documenten/{one.id}")
            assert content == (one.category.encode() if may else None)
            left, kept = left + may, kept + (not may)
    assert kept > 20
    with as_job(JOB):
        assert not ItemGrant.objects.exists()


# The answer to a person


def answered(client: Client, request_id: UUID, form: str) -> HttpResponse:
    answer: HttpResponse = client.post(f"/inzage/{request_id}/antwoord", {"form": form, "consulted": "ZVH"})
    return answer


@pytest.mark.parametrize("seed", [1, 2])
def test_the_answer_holds_exactly_what_may_be_told_of_this_person_in_json_and_on_paper(
    world: World, contact: Actor, sign_in: SignIn, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    chance, director = random.Random(seed), world.country.director
    about, *others = world.cases
    said: dict[str, tuple[UUID, str]] = {}
    for case_id in world.cases:
        for category in chance.sample(EVERY, 12):
            word = f"Zin{new_id().hex}"
            said[word] = (case_id, category)
            with as_job(JOB):
                case_services.documents.Entry.objects.create(
                    region="ZVH04", case_id=case_id, at=AT, kind="note", title="Notitie", text=word, category=category,
                    author_id=director.worker_id,
                )  # fmt: skip
    with acting(director):
        request_id = insight.register_insight(
            actor=director, person_id=world.subjects[about], received_on=AT.date(), identified_how="pas", at=AT
        )
    held_back = chance.choice([None, InsightPart.TIMELINE, InsightPart.PLAN, InsightPart.SIGNALS])
    with acting(contact):
        insight.take_up(actor=contact, request_id=request_id, at=AT)
        if held_back is not None:
            insight.restrict_insight(
                actor=contact, request_id=request_id, part=held_back, participant="Politie", ground="uavg-41", why="x",
                review_on=AT.date() + timedelta(days=30), at=AT,
            )  # fmt: skip
    may = {
        word
        for word, (case_id, category) in said.items()
        if case_id == about and category not in NEVER_TOLD and held_back is not InsightPart.TIMELINE
    }
    printed: list[str] = []
    monkeypatch.setattr(paper, "pdf_of", lambda *, html, css: printed.append(html) or b"%PDF-")
    client = sign_in(contact)
    looked = answered(client, request_id, "kijk")
    assert (looked["Content-Type"], len(printed)) == ("application/pdf", 1)
    as_json = answered(client, request_id, "json")
    told = json.loads(as_json.content)
    for text in (printed[0], json.dumps(told)):
        assert {word for word in said if word in text} == may
        for case_id in others:
            assert world.numbers[case_id] not in text
            assert world.cases[case_id] not in text
    for part in InsightPart:
        assert (part.value in told) == (part is not held_back)
    left_out = [category for case_id, category in said.values() if case_id == about and category in NEVER_TOLD]
    assert sum(one["aantal"] for one in told["uitgezonderd"]) == (
        len(left_out) if held_back is not InsightPart.TIMELINE else 0
    )


def test_nobody_but_who_has_it_in_hand_gets_the_answer(world: World, contact: Actor, sign_in: SignIn) -> None:
    director, (about, *_) = world.country.director, world.cases
    with acting(director):
        request_id = insight.register_insight(
            actor=director, person_id=world.subjects[about], received_on=AT.date(), identified_how="pas", at=AT
        )
    for actor in (director, world.lookers[0], world.country.stranger, world.country.clinician, contact):
        for form in ("kijk", "json", "pdf"):
            answer = answered(sign_in(actor), request_id, form)
            assert answer.status_code in {403, 404, 409}
            assert b"Woord" not in answer.content
            assert not answer.content.startswith(b"%PDF-")
