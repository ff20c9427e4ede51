"""Row-level security, the second wall: a selector with a bug shows too little, never too much."""

from django.db import migrations

WORKER = "NULLIF(current_setting('vangnet.worker', true), '')::uuid"

SQL = f"""
ALTER TABLE access_grant ENABLE ROW LEVEL SECURITY;
CREATE POLICY app ON access_grant TO vangnet_app USING (worker_id = {WORKER});
CREATE POLICY job ON access_grant TO vangnet_job USING (true) WITH CHECK (true);
ALTER TABLE access_sight ENABLE ROW LEVEL SECURITY;
CREATE POLICY app ON access_sight TO vangnet_app USING (worker_id = {WORKER});
CREATE POLICY job ON access_sight TO vangnet_job USING (true) WITH CHECK (true);
REVOKE INSERT, UPDATE, DELETE ON access_grant, access_sight FROM vangnet_app;
REVOKE ALL ON access_lockout FROM vangnet_app;
"""


class Migration(migrations.Migration):
    dependencies = [("access", "0001_initial"), ("audit", "0001_initial")]
    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]
