"""Row-level security, the second wall: a selector with a bug shows too little, never too much."""

from django.db import migrations

WORKER = "NULLIF(current_setting('vangnet.worker', true), '')::uuid"
AGENCY = "NULLIF(current_setting('vangnet.agency', true), '')::uuid"

IN_SIGHT = f"""EXISTS (SELECT 1 FROM access_sight s WHERE s.worker_id = {WORKER} AND s.subject_id = %s
  AND (s.until IS NULL OR s.until > now()))"""
SQL = f"""
ALTER TABLE people_person ENABLE ROW LEVEL SECURITY;
CREATE POLICY app ON people_person TO vangnet_app USING (desk_id = {AGENCY} OR {IN_SIGHT % "people_person.id"});
CREATE POLICY job ON people_person TO vangnet_job USING (true) WITH CHECK (true);
ALTER TABLE people_identifier ENABLE ROW LEVEL SECURITY;
CREATE POLICY app ON people_identifier TO vangnet_app
  USING (EXISTS (SELECT 1 FROM people_person p WHERE p.id = person_id));
CREATE POLICY job ON people_identifier TO vangnet_job USING (true) WITH CHECK (true);
ALTER TABLE people_residence ENABLE ROW LEVEL SECURITY;
CREATE POLICY app ON people_residence TO vangnet_app
  USING (EXISTS (SELECT 1 FROM people_person p WHERE p.id = person_id));
CREATE POLICY job ON people_residence TO vangnet_job USING (true) WITH CHECK (true);
ALTER TABLE people_signallink ENABLE ROW LEVEL SECURITY;
CREATE POLICY app ON people_signallink TO vangnet_app
  USING (desk_id = {AGENCY} OR {IN_SIGHT % "people_signallink.person_id"});
CREATE POLICY job ON people_signallink TO vangnet_job USING (true) WITH CHECK (true);
"""


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial"), ("access", "0002_row_security")]
    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]
