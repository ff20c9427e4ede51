"""Row-level security for requests for access: one's own, and those to a case in sight; only the enforcer writes them.

A request of somebody who is locked out of the case is seen by nobody but the one who asked.
"""

from django.db import migrations

WORKER = "NULLIF(current_setting('vangnet.worker', true), '')::uuid"
MOMENT = "COALESCE(NULLIF(current_setting('vangnet.at', true), '')::timestamptz, now())"

SQL = f"""
ALTER TABLE access_accessrequest ENABLE ROW LEVEL SECURITY;
CREATE POLICY app ON access_accessrequest TO vangnet_app USING (worker_id = {WORKER} OR (NOT shielded AND EXISTS
  (SELECT 1 FROM access_sight s WHERE s.worker_id = {WORKER} AND s.case_id = access_accessrequest.case_id
    AND (s.until IS NULL OR s.until > {MOMENT}))));
CREATE POLICY job ON access_accessrequest TO vangnet_job USING (true) WITH CHECK (true);
REVOKE INSERT, UPDATE, DELETE ON access_accessrequest FROM vangnet_app;
REVOKE DELETE ON access_accessrequest FROM vangnet_job;
"""


class Migration(migrations.Migration):
    dependencies = [("access", "0010_access_request")]
    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]
