"""Who received a part of a plan by itself reads it; only who sees the case takes a part of a draft away."""

from django.db import migrations

WORKER = "NULLIF(current_setting('vangnet.worker', true), '')::uuid"
MOMENT = "COALESCE(NULLIF(current_setting('vangnet.at', true), '')::timestamptz, now())"
TABLES = ("plans_passage", "plans_goal", "plans_crisisstep", "plans_agreement")
SQL = "\n".join(
    f"""CREATE POLICY removes ON {table} AS RESTRICTIVE FOR DELETE TO vangnet_app USING (EXISTS (SELECT 1 FROM access_sight s
  WHERE s.worker_id = {WORKER} AND s.case_id = {table}.case_id AND (s.until IS NULL OR s.until > {MOMENT})));"""
    for table in TABLES
)
UNDO = "\n".join(f"DROP POLICY removes ON {table};" for table in TABLES)


class Migration(migrations.Migration):
    dependencies = [("plans", "0005_passage"), ("access", "0008_item_grant_wall")]
    operations = [migrations.RunSQL(SQL, UNDO)]
