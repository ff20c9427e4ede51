"""Row-level security for requests of persons: only the organisation that answers; nobody removes one."""

from django.db import migrations

AGENCY = "NULLIF(current_setting('vangnet.agency', true), '')::uuid"

SQL = f"""
ALTER TABLE sharing_insightrequest ENABLE ROW LEVEL SECURITY;
CREATE POLICY app ON sharing_insightrequest TO vangnet_app USING (agency_id = {AGENCY});
CREATE POLICY job ON sharing_insightrequest TO vangnet_job USING (true) WITH CHECK (true);
ALTER TABLE sharing_insightrestriction ENABLE ROW LEVEL SECURITY;
CREATE POLICY app ON sharing_insightrestriction TO vangnet_app
  USING (EXISTS (SELECT 1 FROM sharing_insightrequest r WHERE r.id = request_id));
CREATE POLICY job ON sharing_insightrestriction TO vangnet_job USING (true) WITH CHECK (true);
REVOKE DELETE ON sharing_insightrequest, sharing_insightrestriction FROM vangnet_app, vangnet_job;
"""


class Migration(migrations.Migration):
    dependencies = [("sharing", "0005_insight")]
    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]
