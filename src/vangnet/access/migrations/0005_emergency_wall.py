"""Row-level security for emergencies: who opened it, and who has sight on the case. Nobody removes one."""

from django.db import migrations

WORKER = "NULLIF(current_setting('vangnet.worker', true), '')::uuid"

SQL = f"""
ALTER TABLE access_emergency ENABLE ROW LEVEL SECURITY;
CREATE POLICY app ON access_emergency TO vangnet_app USING (worker_id = {WORKER} OR EXISTS (SELECT 1 FROM access_sight s
  WHERE s.worker_id = {WORKER} AND s.case_id = access_emergency.case_id AND (s.until IS NULL OR s.until > now())));
CREATE POLICY job ON access_emergency TO vangnet_job USING (true) WITH CHECK (true);
REVOKE INSERT, DELETE ON access_emergency FROM vangnet_app;
REVOKE DELETE ON access_emergency FROM vangnet_job;
"""


class Migration(migrations.Migration):
    dependencies = [("access", "0004_emergency")]
    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]
