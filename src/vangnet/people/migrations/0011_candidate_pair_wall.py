"""Row-level security: a question is seen by the desk it is asked of, and made by background work; runs are for that work only."""

from django.db import migrations

AGENCY = "NULLIF(current_setting('vangnet.agency', true), '')::uuid"

SQL = f"""
ALTER TABLE people_candidatepair ENABLE ROW LEVEL SECURITY;
CREATE POLICY app ON people_candidatepair TO vangnet_app USING (desk_id = {AGENCY});
CREATE POLICY job ON people_candidatepair TO vangnet_job USING (true) WITH CHECK (true);
REVOKE INSERT, DELETE ON people_candidatepair FROM vangnet_app;
ALTER TABLE people_linkagerun ENABLE ROW LEVEL SECURITY;
CREATE POLICY job ON people_linkagerun TO vangnet_job USING (true) WITH CHECK (true);
"""


class Migration(migrations.Migration):
    dependencies = [("people", "0010_candidate_pair")]
    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]
