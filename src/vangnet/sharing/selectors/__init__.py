"""Read questions, consents, disclosures, requests and advice of a case in sight."""

from __future__ import annotations

from vangnet.sharing.selectors.about import about_item
from vangnet.sharing.selectors.advice import advice, advice_of_question, advices, advised_items, count_waiting
from vangnet.sharing.selectors.findings import standing_findings
from vangnet.sharing.selectors.informs import count_late_informs, inform, inform_view, late_informs, owed_informs
from vangnet.sharing.selectors.late import late_by_region
from vangnet.sharing.selectors.norms import norm_loads, norms_of, running_norms, used_norms, uses_of
from vangnet.sharing.selectors.one_time import open_invites
from vangnet.sharing.selectors.questions import (
    carrying,
    facts,
    participants,
    question,
    question_view,
    questions,
    shareable,
    step_ask,
    steps,
)
from vangnet.sharing.selectors.received import item_texts, received_corrections, received_document, received_items
from vangnet.sharing.selectors.records import (
    consent,
    consent_views,
    consents,
    disclosures,
    may_answer,
    open_requests,
    owed_sharing,
    received,
    request,
    request_view,
    requests,
)

__all__ = [
    "about_item",
    "advice",
    "advice_of_question",
    "advices",
    "advised_items",
    "carrying",
    "consent",
    "consent_views",
    "consents",
    "count_late_informs",
    "count_waiting",
    "disclosures",
    "facts",
    "inform",
    "inform_view",
    "item_texts",
    "late_by_region",
    "late_informs",
    "may_answer",
    "norm_loads",
    "norms_of",
    "open_invites",
    "open_requests",
    "owed_informs",
    "owed_sharing",
    "participants",
    "question",
    "question_view",
    "questions",
    "received",
    "received_corrections",
    "received_document",
    "received_items",
    "request",
    "request_view",
    "requests",
    "running_norms",
    "shareable",
    "standing_findings",
    "step_ask",
    "steps",
    "used_norms",
    "uses_of",
]
