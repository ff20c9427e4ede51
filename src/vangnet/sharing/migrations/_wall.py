"""The conditions that the policies of several migrations share; never changed afterwards, only added to."""

from __future__ import annotations

WORKER = "NULLIF(current_setting('vangnet.worker', true), '')::uuid"
MOMENT = "COALESCE(NULLIF(current_setting('vangnet.at', true), '')::timestamptz, now())"
# Table -> category of a row, and who sees their own rows whatever the category.
TABLES = {
    "cases_entry": ("cases_entry.category", ("author_id",)),
    "cases_contact": ("cases_contact.category", ("recorded_by",)),
    "cases_decision": ("cases_decision.category", ("decided_by",)),
    "plans_goal": ("access_category_of_domain(plans_goal.domain)", ()),
    "plans_crisisstep": ("'C23'", ()),
    "plans_agreement": ("plans_agreement.category", ()),
    "sharing_informationrequest": ("sharing_informationrequest.category", ("asked_by", "to_worker")),
    "sharing_verdict": ("sharing_verdict.category", ()),
}
# Whoever asked a question, or received what it was about, sees its verdicts.
MINE = f"""EXISTS (SELECT 1 FROM sharing_question q WHERE q.id = sharing_verdict.question_id
  AND {WORKER} IN (q.asked_by, q.receiver_worker))"""


def sight(table: str, more: str = "") -> str:
    """Return the condition that the actor has open sight of the case of a row."""
    return f"""EXISTS (SELECT 1 FROM access_sight s WHERE s.worker_id = {WORKER} AND s.case_id = {table}.case_id
  AND (s.until IS NULL OR s.until > {MOMENT}){more})"""


def by_category(table: str) -> str:
    """Return the condition that a row's case is in sight, and its category too, or the row is the actor's own."""
    category, own = TABLES[table]
    mine = [f"{table}.{column} = {WORKER}" for column in own] + ([MINE] if table == "sharing_verdict" else [])
    seen = " OR ".join([f"s.categories & access_bit({category}) <> 0", *mine])
    return sight(table, f" AND ({seen})")
