"""Row-level security, the second wall: a selector with a bug shows too little, never too much."""

from django.db import migrations

WORKER = "NULLIF(current_setting('vangnet.worker', true), '')::uuid"

# Table -> column that holds the case.
TABLES = {
    "plans_plan": "case_id",
    "plans_goal": "case_id",
    "plans_crisisstep": "case_id",
    "plans_agreement": "case_id",
    "plans_flag": "case_id",
    "plans_planread": "case_id",
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
    dependencies = [("plans", "0001_initial"), ("cases", "0002_row_security")]
    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]
