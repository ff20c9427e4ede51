"""The second wall counts from the moment of the act, as the first one does; from the clock when none is named."""

from django.db import migrations

WORKER = "NULLIF(current_setting('vangnet.worker', true), '')::uuid"
MOMENT = "COALESCE(NULLIF(current_setting('vangnet.at', true), '')::timestamptz, now())"
TABLES = (
    "sharing_question",
    "sharing_verdict",
    "sharing_fact",
    "sharing_consent",
    "sharing_disclosure",
    "sharing_discloseditem",
    "sharing_informationrequest",
    "sharing_informduty",
    "sharing_secrecystep",
)
ADVISER = f"""EXISTS (SELECT 1 FROM access_worker w WHERE w.id = {WORKER} AND w.role = 'coordinerend_fg'
  AND w.left_on IS NULL AND w.region_id = sharing_advice.region)"""


def sight(table: str, moment: str) -> str:
    """Return the condition that the actor has open sight of the case of a row."""
    return f"""EXISTS (SELECT 1 FROM access_sight s
  WHERE s.worker_id = {WORKER} AND s.case_id = {table}.case_id AND (s.until IS NULL OR s.until > {moment}))"""


def policies(moment: str) -> str:
    """Return the statements that let every policy count from this moment."""
    lines = [f"ALTER POLICY app ON {table} USING ({sight(table, moment)});" for table in TABLES]
    lines.append(f"ALTER POLICY app ON sharing_advice USING ({sight('sharing_advice', moment)} OR {ADVISER});")
    return "\n".join(lines)


class Migration(migrations.Migration):
    dependencies = [("sharing", "0004_row_security_advice")]
    operations = [migrations.RunSQL(policies(MOMENT), policies("now()"))]
