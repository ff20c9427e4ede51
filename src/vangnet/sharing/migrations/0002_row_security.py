"""Row-level security, the second wall: a selector with a bug shows too little, never too much."""

from django.db import migrations

WORKER = "NULLIF(current_setting('vangnet.worker', true), '')::uuid"

# Table -> column that holds the case.
TABLES = {
    "sharing_question": "case_id",
    "sharing_verdict": "case_id",
    "sharing_fact": "case_id",
    "sharing_consent": "case_id",
    "sharing_disclosure": "case_id",
    "sharing_discloseditem": "case_id",
    "sharing_informationrequest": "case_id",
}

SQL = "".join(
    f"""
ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
CREATE POLICY app ON {table} TO vangnet_app USING (EXISTS (SELECT 1 FROM access_sight s
  WHERE s.worker_id = {WORKER} AND s.case_id = {table}.{column} AND (s.until IS NULL OR s.until > now())));
CREATE POLICY job ON {table} TO vangnet_job USING (true) WITH CHECK (true);
"""
    for table, column in TABLES.items()
)

SQL += """
REVOKE UPDATE, DELETE ON sharing_question, sharing_verdict, sharing_fact, sharing_disclosure, sharing_normarchive
  FROM vangnet_app, vangnet_job;
REVOKE DELETE ON sharing_consent, sharing_discloseditem, sharing_informationrequest FROM vangnet_app, vangnet_job;
"""


class Migration(migrations.Migration):
    dependencies = [("sharing", "0001_initial"), ("cases", "0002_row_security")]
    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]
