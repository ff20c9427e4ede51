"""Row-level security, the second wall: a selector with a bug shows too little, never too much."""

from django.db import migrations

WORKER = "NULLIF(current_setting('vangnet.worker', true), '')::uuid"
AGENCY = "NULLIF(current_setting('vangnet.agency', true), '')::uuid"

SQL = f"""
ALTER TABLE intake_signal ENABLE ROW LEVEL SECURITY;
CREATE POLICY app ON intake_signal TO vangnet_app
  USING (desk_id = {AGENCY} OR reported_by = {WORKER}) WITH CHECK ({WORKER} IS NOT NULL);
CREATE POLICY job ON intake_signal TO vangnet_job USING (true) WITH CHECK (true);
ALTER TABLE intake_weighing ENABLE ROW LEVEL SECURITY;
CREATE POLICY app ON intake_weighing TO vangnet_app
  USING (EXISTS (SELECT 1 FROM intake_signal s WHERE s.id = signal_id AND s.desk_id = {AGENCY}));
CREATE POLICY job ON intake_weighing TO vangnet_job USING (true) WITH CHECK (true);
ALTER TABLE intake_weighingcriterion ENABLE ROW LEVEL SECURITY;
CREATE POLICY app ON intake_weighingcriterion TO vangnet_app
  USING (EXISTS (SELECT 1 FROM intake_weighing w WHERE w.id = weighing_id));
CREATE POLICY job ON intake_weighingcriterion TO vangnet_job USING (true) WITH CHECK (true);
"""


class Migration(migrations.Migration):
    dependencies = [("intake", "0001_initial"), ("access", "0002_row_security")]
    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]
