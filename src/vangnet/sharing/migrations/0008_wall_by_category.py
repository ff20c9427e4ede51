"""The second wall knows categories too: a row of a category that is not in sight is not there, whoever asks for all rows.

Who wrote a line, asked or was asked keeps seeing their own. What is written is checked by case only, since somebody may write
down what they could not read afterwards.
"""

from django.db import migrations

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


def wall(table: str, category: str, own: tuple[str, ...]) -> str:
    """Return the statement that lets a table be seen by category."""
    mine = [f"{table}.{column} = {WORKER}" for column in own] + ([MINE] if table == "sharing_verdict" else [])
    seen = " OR ".join([f"s.categories & access_bit({category}) <> 0", *mine])
    return f"ALTER POLICY app ON {table} USING ({sight(table, f' AND ({seen})')}) WITH CHECK ({sight(table)});"


def by_case(table: str) -> str:
    """Return the statement that lets a table be seen by case, as before."""
    return f"ALTER POLICY app ON {table} USING ({sight(table)}) WITH CHECK ({sight(table)});"


class Migration(migrations.Migration):
    dependencies = [("sharing", "0007_join"), ("plans", "0004_words")]
    operations = [
        migrations.RunSQL(
            "\n".join(wall(table, category, own) for table, (category, own) in TABLES.items()),
            "\n".join(by_case(table) for table in TABLES),
        ),
    ]
