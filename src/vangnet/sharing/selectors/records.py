"""Read what was kept about sharing: consents, what went, what the person was told, and requests to partners."""

from __future__ import annotations

from collections.abc import Container, Sequence
from datetime import date
from itertools import islice
from uuid import UUID

from django.db import connection
from django.db.models import F, Q

from vangnet.access import selectors as access
from vangnet.access import services as grants
from vangnet.access.errors import NoMandate
from vangnet.access.services.directing import require_in_case
from vangnet.access.types import Actor, SightView
from vangnet.audit import services as audit
from vangnet.core.clock import Instant
from vangnet.core.errors import NotVisible
from vangnet.core.statements import Fixed, ids_text
from vangnet.sharing.models import Consent, DisclosedItem, Disclosure, InformationRequest, InformDuty, Verdict
from vangnet.sharing.selectors.informs import inform_view
from vangnet.sharing.selectors.questions import named_item, titles_gone
from vangnet.sharing.types import (
    ConsentView,
    DisclosedItemView,
    DisclosureView,
    InformKind,
    Item,
    ItemKind,
    Receiver,
    RequestState,
    RequestView,
)
from vangnet.sharing.types.owed import OwedSharing, Unheard, UnreadAdvice


def consents(*, actor: Actor, case_id: UUID, at: Instant) -> list[ConsentView]:
    """Return the consents of a case in sight, newest first, withdrawn ones too.

    Raises:
        NotVisible: the case is not in sight.
    """
    access.sight(actor=actor, case_id=case_id, at=at)
    return consent_views(case_id=case_id)


def consent(*, actor: Actor, consent_id: UUID, at: Instant) -> ConsentView:
    """Return one consent and record the read.

    Raises:
        NotVisible: absent, or its case is not in sight.
    """
    row = Consent.objects.filter(id=consent_id).first()
    if row is None:
        raise NotVisible
    sight = access.sight(actor=actor, case_id=row.case_id, at=at)
    audit.record(
        actor=actor, at=at, act="sharing.read_consent", case_id=row.case_id,
        subject_id=sight.subject_id, object_kind="consent", object_id=row.id,
        fields=["text_shown"],
    )  # fmt: skip
    return _consent_view(row)


def consent_views(*, case_id: UUID) -> list[ConsentView]:
    """Return the consents of a case, newest first."""
    return [_consent_view(row) for row in Consent.objects.filter(case_id=case_id).order_by("-given_on", "-id")]


def _consent_view(row: Consent) -> ConsentView:
    return ConsentView(
        id=row.id,
        receivers=frozenset(row.receivers),
        categories=frozenset(row.categories),
        purposes=frozenset(row.purposes),
        explicit=row.explicit,
        form=row.form,
        given_on=row.given_on,
        until=row.until,
        withdrawn_at=row.withdrawn_at,
        taken_by=row.taken_by,
        case_id=row.case_id,
        text_shown=row.text_shown,
    )


def disclosures(*, actor: Actor, case_id: UUID, at: Instant, limit: int = 50) -> list[DisclosureView]:
    """Return what was shared from a case in sight, newest first, and record the read.

    Raises:
        NotVisible: the case is not in sight.
    """
    sight = access.sight(actor=actor, case_id=case_id, at=at)
    rows = list(Disclosure.objects.filter(case_id=case_id).select_related("question").order_by("-at", "-id")[:limit])
    audit.record(
        actor=actor, at=at, act="sharing.list_disclosures", case_id=case_id, subject_id=sight.subject_id, object_kind="disclosure",
        details={"rows": len(rows)},
    )  # fmt: skip
    return _disclosure_views(rows, {case_id: sight})


def disclosures_of(*, case_id: UUID) -> list[DisclosureView]:
    """Return everything that was shared from a case, newest first. Background work only: for the person's own question."""
    rows = Disclosure.objects.filter(case_id=case_id).select_related("question").order_by("-at", "-id")
    return _disclosure_views(list(rows), None)


def received(*, actor: Actor, at: Instant, limit: int = 50) -> list[DisclosureView]:
    """Return what others shared with the actor by name, newest first: of cases in sight, as the actor got it."""
    rows = Disclosure.objects.filter(question__receiver_worker=actor.worker_id).select_related("question")
    found = list(rows.order_by("-at", "-id")[:limit])
    audit.record(
        actor=actor, at=at, act="sharing.list_received", object_kind="disclosure", details={"rows": len(found)}
    )
    return _disclosure_views(found, None)


def _disclosure_views(rows: Sequence[Disclosure], sights: dict[UUID, SightView] | None) -> list[DisclosureView]:
    """Return the views of disclosures; in place of the title of a withdrawn document stands that it was withdrawn.

    Args:
        sights: by case; a title of a category that is not in sight is left out. None for whoever received it.
    """
    parts = _parts(rows)
    gone = titles_gone(part.verdict for part in parts)
    items: dict[UUID, list[DisclosedItemView]] = {}
    duties: dict[UUID, set[str]] = {}
    for part in parts:
        seen = sights is None or sights[part.case_id].may_see(part.verdict.category)
        items.setdefault(part.disclosure_id, []).append(_disclosed_item(part, gone, seen=seen))
        duties.setdefault(part.disclosure_id, set()).update(part.duties)
    owed = InformDuty.objects.filter(disclosure__in=rows, kind=InformKind.SUBJECT.value)
    informs = {row.cause_id: inform_view(row) for row in owed.select_related("disclosure__question")}
    return [
        DisclosureView(
            id=row.id,
            case_id=row.case_id,
            receiver=Receiver(
                row.question.receiver_org,
                row.question.receiver_role,
                row.question.receiver_name,
                row.question.receiver_worker,
            ),
            purpose=row.question.purpose,
            at=row.at,
            by=row.disclosed_by,
            motive=row.motive,
            conditions=row.conditions,
            items=tuple(items.get(row.id, ())),
            duties=tuple(sorted(duties.get(row.id, ()))),
            inform=informs.get(row.id),
        )
        for row in rows
    ]


def _parts(rows: Sequence[Disclosure]) -> list[DisclosedItem]:
    """Return what went in these disclosures. Of what the wall hides, all is read but the title and the question."""
    parts = DisclosedItem.objects.filter(disclosure__in=rows)
    seen = list(parts.select_related("verdict"))
    if len(seen) < parts.count():
        with grants.as_enforcer():
            hidden = parts.exclude(id__in=[part.id for part in seen]).select_related("verdict")
            seen += list(hidden.defer("verdict__item_title", "correction"))
    return sorted(seen, key=lambda part: part.verdict.nr)


def _disclosed_item(part: DisclosedItem, gone: Container[UUID], *, seen: bool) -> DisclosedItemView:
    verdict = part.verdict
    return DisclosedItemView(
        id=part.id,
        item=named_item(verdict, gone) if seen else _unnamed(verdict),
        output_form=part.output_form,
        grounds=tuple(verdict.record["verdict"]["grounds"]),
        correction=part.correction if seen else "",
        corrected_at=part.corrected_at,
        seen_at=part.correction_seen_at,
        seen_from=part.correction_seen_from,
    )


def _unnamed(verdict: Verdict) -> Item:
    """Return an item out of sight. Its title is not even asked for: the wall would hide the row, and the page would break."""
    return Item(ItemKind(verdict.item_kind), verdict.item_id, verdict.category, "")


def requests(*, actor: Actor, case_id: UUID, at: Instant) -> list[RequestView]:
    """Return the requests of a case in sight that the actor may read, open ones first by day.

    Raises:
        NotVisible: the case is not in sight.
    """
    sight = access.sight(actor=actor, case_id=case_id, at=at)
    rows = InformationRequest.objects.filter(case_id=case_id).order_by(
        F("closed_at").desc(nulls_first=True), "due_on", "id"
    )
    return [request_view(row) for row in rows[:100] if _may_read(row, actor, sight)]


def request(*, actor: Actor, request_id: UUID, at: Instant) -> RequestView:
    """Return one request and record the read.

    Raises:
        NotVisible: absent, its case is not in sight, or it is about something the actor may not see.
    """
    row = InformationRequest.objects.filter(id=request_id).first()
    sight = access.sight(actor=actor, case_id=row.case_id, at=at) if row is not None else None
    if row is None or sight is None or not _may_read(row, actor, sight):
        raise NotVisible
    audit.record(
        actor=actor, at=at, act="sharing.read_request", case_id=row.case_id, subject_id=sight.subject_id,
        object_kind="request", object_id=row.id, fields=["question", "answer"],
    )  # fmt: skip
    return request_view(row)


def _may_read(row: InformationRequest, actor: Actor, sight: SightView) -> bool:
    """Return whether the actor asked it, is asked, or sees what it is about."""
    return actor.worker_id in {row.asked_by, row.to_worker} or sight.may_see(row.category)


def may_answer(*, actor: Actor, asked: RequestView, at: Instant) -> bool:
    """Return whether the actor may keep an answer to a request in sight; the service asks again."""
    if actor.worker_id in {asked.asked_by, asked.to_worker_id}:
        return True
    try:
        require_in_case(actor, "cases.staff", case_id=asked.case_id, at=at)
    except NoMandate:
        return False
    return True


_REQUEST_FIELDS = [field.attname for field in InformationRequest._meta.concrete_fields]
# One row at least: what others want to know, and beside it how much was wrong in what the actor received themself, and what an
# adviser answered them.
_UNREAD = """(SELECT json_agg(json_build_array(a.case_id, a.question_id, (a.answered_at AT TIME ZONE 'Europe/Amsterdam')::date)
 ORDER BY a.answered_at, a.id) FROM sharing_advice a WHERE a.asked_by = %(worker)s AND a.answered_at IS NOT NULL AND a.read_at IS NULL)"""
_UNHEARD = """(SELECT json_agg(json_build_array(u.case_id, u.number, u.since) ORDER BY u.case_id) FROM (
 SELECT d.case_id, count(*) AS number, (min(d.corrected_at) AT TIME ZONE 'Europe/Amsterdam')::date AS since
 FROM sharing_discloseditem d JOIN sharing_disclosure s ON s.id = d.disclosure_id JOIN sharing_question q ON q.id = s.question_id
 WHERE d.corrected_at IS NOT NULL AND d.correction_seen_at IS NULL AND q.receiver_worker IS NULL AND d.case_id = ANY(%(cases)s::uuid[])
 GROUP BY d.case_id) u)"""
_OWED = Fixed(
    f"SELECT wrong.number, wrong.oldest, {_UNREAD}, {_UNHEARD}, {', '.join(f'r.{name}' for name in _REQUEST_FIELDS)}"  # noqa: S608 - from the model
    " FROM sharing_unseen_corrections() AS wrong LEFT JOIN sharing_informationrequest r"
    " ON r.case_id = ANY(%(cases)s::uuid[]) AND r.state = 'asked' AND r.due_on <= %(until)s ORDER BY r.due_on, r.id"
)


def owed_sharing(*, actor: Actor, sights: Sequence[SightView], until: date, limit: int = 200) -> OwedSharing:
    """Return what the actor owes about sharing, in one query: requests due on or before a day, and what they or others must hear.

    Args:
        sights: cases with what the actor may see of each.
    """
    by_case = {sight.case_id: sight for sight in sights}
    with connection.cursor() as cursor:
        cursor.execute(
            _OWED,
            {"cases": ids_text(by_case), "until": until, "worker": actor.worker_id},
        )
        found = cursor.fetchall()
    rows = [InformationRequest.from_db("default", _REQUEST_FIELDS, row[4:]) for row in found if row[4] is not None]
    readable = (row for row in rows if _may_read(row, actor, by_case[row.case_id]))
    number, oldest, advised, unheard = found[0][:4]
    return OwedSharing(
        requests=tuple(request_view(row) for row in islice(readable, limit)),
        wrong=(number, oldest) if number else None,
        advised=tuple(UnreadAdvice(UUID(one[0]), UUID(one[1]), date.fromisoformat(one[2])) for one in advised or ()),
        unheard=tuple(Unheard(UUID(one[0]), one[1], date.fromisoformat(one[2])) for one in unheard or ()),
    )


def open_requests(*, actor: Actor, limit: int = 50) -> list[RequestView]:
    """Return the requests that wait for the actor: put to them by name, or asked by them; by day."""
    mine = Q(to_worker=actor.worker_id) | Q(asked_by=actor.worker_id)
    rows = InformationRequest.objects.filter(mine, state=RequestState.ASKED.value).order_by("due_on", "id")
    return [request_view(row) for row in rows[:limit]]


def request_view(row: InformationRequest) -> RequestView:
    """Return the frozen view of a request."""
    return RequestView(
        id=row.id,
        case_id=row.case_id,
        to_name=row.to_name,
        to_org_type=row.to_org,
        to_worker_id=row.to_worker,
        question=row.question,
        category=row.category,
        purpose=row.purpose,
        asked_by=row.asked_by,
        asked_at=row.asked_at,
        due_on=row.due_on,
        state=RequestState(row.state),
        answer=row.answer,
        closed_at=row.closed_at,
        closed_by=row.closed_by,
        version=row.version,
    )
