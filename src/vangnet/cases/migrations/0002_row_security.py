"""Row-level security, the second wall: a selector with a bug shows too little, never too much."""

from django.db import migrations

WORKER = "NULLIF(current_setting('vangnet.worker', true), '')::uuid"

# Table -> column that holds the case.
TABLES = {
    "cases_case": "id",
    "cases_roleslot": "case_id",
    "cases_holding": "case_id",
    "cases_deputy": "case_id",
    "cases_contact": "case_id",
    "cases_meeting": "case_id",
    "cases_decision": "case_id",
    "cases_entry": "case_id",
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


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_initial"), ("access", "0002_row_security")]
    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]
