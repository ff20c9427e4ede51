"""Row-level security: who asked and who sees the own case, at one side; who sees the case that was found, at the other."""

from django.db import migrations

WORKER = "NULLIF(current_setting('vangnet.worker', true), '')::uuid"
MOMENT = "COALESCE(NULLIF(current_setting('vangnet.at', true), '')::timestamptz, now())"


def sight(column: str) -> str:
    """Return the condition that the actor has open sight of the case in this column."""
    return f"""EXISTS (SELECT 1 FROM access_sight s WHERE s.worker_id = {WORKER} AND s.case_id = {column}
  AND (s.until IS NULL OR s.until > {MOMENT}))"""


SQL = f"""
ALTER TABLE handovers_hitquery ENABLE ROW LEVEL SECURITY;
CREATE POLICY app ON handovers_hitquery TO vangnet_app
  USING (worker_id = {WORKER} OR {sight("handovers_hitquery.case_id")});
CREATE POLICY job ON handovers_hitquery TO vangnet_job USING (true) WITH CHECK (true);
REVOKE UPDATE, DELETE ON handovers_hitquery FROM vangnet_app;
ALTER TABLE handovers_hitanswer ENABLE ROW LEVEL SECURITY;
CREATE POLICY app ON handovers_hitanswer TO vangnet_app USING ({sight("handovers_hitanswer.case_id")});
CREATE POLICY job ON handovers_hitanswer TO vangnet_job USING (true) WITH CHECK (true);
REVOKE INSERT, DELETE ON handovers_hitanswer FROM vangnet_app;
"""


class Migration(migrations.Migration):
    dependencies = [("handovers", "0001_initial"), ("access", "0002_row_security")]
    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]
