"""Ask a partner for information, and keep the answer or the weighty reasons against it."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from vangnet.access import selectors as access
from vangnet.access.errors import NoMandate
from vangnet.access.services.restricting import require_unrestricted
from vangnet.access.types import Actor
from vangnet.audit import services as audit
from vangnet.cases import selectors as cases
from vangnet.core.clock import Instant, local_day
from vangnet.core.errors import NotVisible
from vangnet.core.ids import new_id
from vangnet.core.versions import check_version
from vangnet.law.loader import standard_norms
from vangnet.sharing import rules
from vangnet.sharing.errors import RequestDone
from vangnet.sharing.models import InformationRequest
from vangnet.sharing.selectors import may_answer, request_view
from vangnet.sharing.selectors import request as read_request
from vangnet.sharing.types import Receiver, RequestState, RequestView


def request_information(
    *,
    actor: Actor,
    case_id: UUID,
    to: Receiver,
    question: str,
    category: str,
    purpose: str,
    due_on: date,
    at: Instant,
    key: UUID | None = None,
) -> UUID:
    """Ask a partner for information, with a day by which they answer.

    Args:
        category: category of the law's vocabulary; decides who in the case sees question and answer.
        key: of the form; the same key twice is one request.

    Raises:
        NotVisible: the case is not in sight.
        ProcessingRestricted: data about the person are only stored for now.
        RequestUnreadable: something is missing.
    """
    case = cases.case(actor=actor, case_id=case_id, at=at)
    require_unrestricted(subject_id=case.person_id)
    rules.check_request(
        to=to, question=question, category=category, purpose=purpose, due_on=due_on, today=local_day(at),
        norms=standard_norms(),
    )  # fmt: skip
    request_id = rules.once(actor.worker_id, key) if key is not None else new_id()
    if key is not None and InformationRequest.objects.filter(id=request_id).exists():
        return request_id
    row = InformationRequest.objects.create(
        id=request_id, region=case.region, case_id=case_id, to_name=to.name, to_org=to.org_type, to_worker=to.worker_id,
        question=question.strip(), category=category, purpose=purpose, asked_by=actor.worker_id, asked_at=at,
        due_on=due_on, state=RequestState.ASKED.value,
    )  # fmt: skip
    audit.record(
        actor=actor, at=at, act="sharing.request_information", event=True, case_id=case_id, subject_id=case.person_id,
        object_kind="request", object_id=row.id, details={"to": to.org_type},
    )  # fmt: skip
    return row.id


def answer_request(
    *, actor: Actor, request_id: UUID, version: int, refused: bool, text: str, at: Instant
) -> RequestView:
    """Keep a partner's answer, or that they refuse and why: by the partner, by whoever asked, or by who directs the case.

    Who merely may read it answers for nobody.

    Args:
        refused: whether they withhold; the text then holds their weighty reasons.

    Raises:
        NotVisible: the request is not in sight.
        NoMandate: the actor may read it, and no more.
        RequestDone: it was dealt with before.
        StaleVersion: somebody changed it.
        RequestUnreadable: nothing was written.

    Law: Wgs 1.5; a participant gives unless weighty reasons stand against it, and records them.
    """
    row = InformationRequest.objects.select_for_update().filter(id=request_id).first()
    if row is None:
        raise NotVisible
    read_request(actor=actor, request_id=request_id, at=at)
    subject_id = access.sight(actor=actor, case_id=row.case_id, at=at).subject_id
    if not may_answer(actor=actor, asked=request_view(row), at=at):
        raise NoMandate("sharing.answer_request")
    if row.state != RequestState.ASKED.value:
        raise RequestDone
    check_version(found=row.version, expected=version)
    rules.check_answer(text)
    row.state = (RequestState.REFUSED if refused else RequestState.ANSWERED).value
    row.answer, row.closed_at, row.closed_by, row.version = text.strip(), at, actor.worker_id, row.version + 1
    row.save(update_fields=["state", "answer", "closed_at", "closed_by", "version"])
    audit.record(
        actor=actor, at=at, act="sharing.refuse_request" if refused else "sharing.answer_request", event=True,
        case_id=row.case_id, subject_id=subject_id, object_kind="request", object_id=row.id,
    )  # fmt: skip
    return request_view(row)
