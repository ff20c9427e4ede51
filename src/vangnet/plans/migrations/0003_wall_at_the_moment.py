"""The second wall counts from the moment of the act, as the first one does; from the clock when none is named.

Sight that ends (a deputy's days, an emergency) ends by `at` in every selector. The wall compared with the clock of the
database instead, so that what is told about an earlier moment was judged by two clocks.
"""

from django.db import migrations

WORKER = "NULLIF(current_setting('vangnet.worker', true), '')::uuid"
AGENCY = "NULLIF(current_setting('vangnet.agency', true), '')::uuid"
MOMENT = "COALESCE(NULLIF(current_setting('vangnet.at', true), '')::timestamptz, now())"

# Table -> column that holds the case.
CASE_TABLES = {
    "cases_case": "id",
    "cases_roleslot": "case_id",
    "cases_holding": "case_id",
    "cases_deputy": "case_id",
    "cases_contact": "case_id",
    "cases_meeting": "case_id",
    "cases_decision": "case_id",
    "cases_entry": "case_id",
    "plans_plan": "case_id",
    "plans_goal": "case_id",
    "plans_crisisstep": "case_id",
    "plans_agreement": "case_id",
    "plans_flag": "case_id",
    "plans_planread": "case_id",
}
# Table -> column that holds the person; the desk that registered it sees it too.
PERSON_TABLES = {"people_person": "id", "people_signallink": "person_id"}


def sight(column: str, value: str, moment: str) -> str:
    """Return the condition that the actor has open sight of a case or a person."""
    return f"""EXISTS (SELECT 1 FROM access_sight s
      WHERE s.worker_id = {WORKER} AND s.{column} = {value} AND (s.until IS NULL OR s.until > {moment}))"""


def policies(moment: str) -> str:
    """Return the statements that let every policy count from this moment."""
    lines = [
        f"ALTER POLICY app ON {table} USING ({sight('case_id', f'{table}.{column}', moment)});"
        for table, column in CASE_TABLES.items()
    ]
    lines += [
        f"ALTER POLICY app ON {table} USING (desk_id = {AGENCY} OR {sight('subject_id', f'{table}.{column}', moment)});"
        for table, column in PERSON_TABLES.items()
    ]
    return "\n".join(lines)


class Migration(migrations.Migration):
    dependencies = [("plans", "0002_row_security"), ("cases", "0002_row_security"), ("people", "0002_row_security")]
    operations = [migrations.RunSQL(policies(MOMENT), policies("now()"))]
