"""Who answers for an organisation that supplied data: who supplied them, who stands in for them today, or who guards privacy there."""

import django.contrib.postgres.fields
from django.db import migrations, models

WORKER = "NULLIF(current_setting('vangnet.worker', true), '')::uuid"
AGENCY = "NULLIF(current_setting('vangnet.agency', true), '')::uuid"
MOMENT = "COALESCE(NULLIF(current_setting('vangnet.at', true), '')::timestamptz, now())"

NUMBER = """
CREATE OR REPLACE FUNCTION cases_number_of_order(which uuid) RETURNS text
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  SELECT c.number FROM public.cases_reprocessing r JOIN public.cases_case c ON c.id = r.case_id
  WHERE r.id = which AND (r.agency_id = {agency} OR EXISTS (
    SELECT 1 FROM public.cases_supplieranswer a WHERE a.reprocessing_id = r.id AND {asked})) $$;
"""
SQL = f"""
-- Sees every role; says yes or no of the actor of this transaction, and nothing else. Orders are few.
CREATE FUNCTION cases_answers_for(which uuid) RETURNS boolean
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  SELECT EXISTS (SELECT 1 FROM public.cases_supplieranswer a JOIN public.access_worker w ON w.agency_id = a.agency_id
    WHERE a.id = which AND a.agency_id = {AGENCY} AND w.id = {WORKER} AND w.left_on IS NULL AND (
      w.id = ANY(a.suppliers) OR w.role = 'coordinerend_fg' OR EXISTS (
        SELECT 1 FROM public.cases_deputy d JOIN public.cases_holding h ON h.slot_id = d.slot_id
        WHERE d.worker_id = w.id AND d.briefed_at IS NOT NULL AND h.worker_id = ANY(a.suppliers)
          AND d.days @> ({MOMENT} AT TIME ZONE 'Europe/Amsterdam')::date
          AND h.days @> ({MOMENT} AT TIME ZONE 'Europe/Amsterdam')::date))) $$;
REVOKE ALL ON FUNCTION cases_answers_for(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION cases_answers_for(uuid) TO vangnet_app;
ALTER POLICY app ON cases_supplieranswer USING (asker_id = {AGENCY} OR cases_answers_for(id));
ALTER POLICY app ON cases_reprocessing USING (agency_id = {AGENCY} OR EXISTS
  (SELECT 1 FROM cases_supplieranswer s WHERE s.reprocessing_id = cases_reprocessing.id AND cases_answers_for(s.id)));
""" + NUMBER.format(agency=AGENCY, asked="public.cases_answers_for(a.id)")
UNDO = f"""
ALTER POLICY app ON cases_reprocessing USING (agency_id = {AGENCY} OR EXISTS
  (SELECT 1 FROM cases_supplieranswer s WHERE s.reprocessing_id = cases_reprocessing.id AND s.agency_id = {AGENCY}));
ALTER POLICY app ON cases_supplieranswer USING (agency_id = {AGENCY} OR asker_id = {AGENCY});
""" + NUMBER.format(agency=AGENCY, asked=f"a.agency_id = {AGENCY}") + "DROP FUNCTION cases_answers_for(uuid);"


class Migration(migrations.Migration):
    dependencies = [("cases", "0011_timeline_stays"), ("access", "0015_request_from_signal")]
    operations = [
        migrations.AddField(
            model_name="supplieranswer",
            name="suppliers",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.UUIDField(), default=list, size=None
            ),
        ),
        migrations.RunSQL(SQL, UNDO),
    ]
