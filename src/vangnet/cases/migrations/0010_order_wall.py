"""The application orders and answers, and nothing else: an order opens by background rights alone, and an answer stands once given."""

from django.db import migrations

AGENCY = "NULLIF(current_setting('vangnet.agency', true), '')::uuid"

SQL = f"""
REVOKE UPDATE ON cases_reprocessing, cases_supplieranswer FROM vangnet_app;
GRANT UPDATE (agrees, said_by, recorded_by, at) ON cases_supplieranswer TO vangnet_app;
CREATE POLICY orders ON cases_reprocessing AS RESTRICTIVE FOR INSERT TO vangnet_app
  WITH CHECK (agency_id = {AGENCY} AND allowed_at IS NULL AND refused_at IS NULL);
CREATE POLICY asks ON cases_supplieranswer AS RESTRICTIVE FOR INSERT TO vangnet_app
  WITH CHECK (asker_id = {AGENCY} AND (agrees IS NULL OR agency_id = {AGENCY}));
CREATE POLICY once ON cases_supplieranswer AS RESTRICTIVE FOR UPDATE TO vangnet_app USING (agrees IS NULL) WITH CHECK (true);
"""
UNDO = """
DROP POLICY once ON cases_supplieranswer;
DROP POLICY asks ON cases_supplieranswer;
DROP POLICY orders ON cases_reprocessing;
GRANT UPDATE ON cases_reprocessing, cases_supplieranswer TO vangnet_app;
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0009_search_first_word")]
    operations = [migrations.RunSQL(SQL, UNDO)]
