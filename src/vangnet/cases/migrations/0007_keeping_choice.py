"""That a case goes on its day, and what decides that day: told to who directs it, and after its end to who directed it."""

import django.db.models.deletion
import vangnet.core.ids
from django.db import migrations, models

WORKER = "NULLIF(current_setting('vangnet.worker', true), '')::uuid"
AGENCY = "NULLIF(current_setting('vangnet.agency', true), '')::uuid"
MOMENT = "COALESCE(NULLIF(current_setting('vangnet.at', true), '')::timestamptz, now())"

SQL = f"""
ALTER TABLE cases_keepingchoice ENABLE ROW LEVEL SECURITY;
CREATE POLICY app ON cases_keepingchoice TO vangnet_app USING (EXISTS (SELECT 1 FROM access_sight s
  WHERE s.worker_id = {WORKER} AND s.case_id = cases_keepingchoice.case_id AND (s.until IS NULL OR s.until > {MOMENT})));
CREATE POLICY job ON cases_keepingchoice TO vangnet_job USING (true) WITH CHECK (true);
REVOKE INSERT, UPDATE, DELETE ON cases_keepingchoice FROM vangnet_app;
REVOKE UPDATE, DELETE ON cases_keepingchoice FROM vangnet_job;
CREATE INDEX cases_supplieranswer_waits ON cases_supplieranswer (agency_id) WHERE agrees IS NULL;

-- Days and a number, no content: of running cases in sight, and of closed ones that the actor directed on the last day.
CREATE FUNCTION cases_kept_facts(which uuid[], opened_before date, closed_from date) RETURNS TABLE (
  case_id uuid, number text, region text, closed_on date, first_on date, renewed_until date, let_go_until date, ordered boolean)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  WITH mine AS (
    SELECT c.* FROM public.cases_case c WHERE c.id = ANY(which) AND c.closed_on IS NULL AND c.opened_on < opened_before
      AND EXISTS (SELECT 1 FROM public.access_sight s WHERE s.worker_id = {WORKER} AND s.case_id = c.id
        AND (s.until IS NULL OR s.until > {MOMENT}))
    UNION
    SELECT c.* FROM public.cases_holding h JOIN public.cases_roleslot r ON r.id = h.slot_id
      JOIN public.cases_case c ON c.id = h.case_id
    WHERE h.worker_id = {WORKER} AND r.role IN ('procesregisseur', 'casusregisseur') AND c.closed_on >= closed_from
      AND c.opened_on < opened_before AND h.days @> c.closed_on
  )
  SELECT c.id, c.number, c.region, c.closed_on,
    LEAST(c.opened_on, (s.received_at AT TIME ZONE 'Europe/Amsterdam')::date),
    (SELECT max(r.until) FROM public.cases_reprocessing r
      WHERE r.case_id = c.id AND r.keeps AND r.allowed_at IS NOT NULL),
    (SELECT max(k.until) FROM public.cases_keepingchoice k WHERE k.case_id = c.id),
    EXISTS (SELECT 1 FROM public.cases_reprocessing r
      WHERE r.case_id = c.id AND r.keeps AND r.allowed_at IS NULL AND r.refused_at IS NULL)
  FROM mine c LEFT JOIN public.intake_signal s ON s.id = c.opened_from $$;
REVOKE ALL ON FUNCTION cases_kept_facts(uuid[], date, date) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION cases_kept_facts(uuid[], date, date) TO vangnet_app, vangnet_job;

-- The number of the case of an order that the actor's organisation gave, or was asked about.
CREATE FUNCTION cases_number_of_order(which uuid) RETURNS text
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  SELECT c.number FROM public.cases_reprocessing r JOIN public.cases_case c ON c.id = r.case_id
  WHERE r.id = which AND (r.agency_id = {AGENCY} OR EXISTS (
    SELECT 1 FROM public.cases_supplieranswer a WHERE a.reprocessing_id = r.id AND a.agency_id = {AGENCY})) $$;
REVOKE ALL ON FUNCTION cases_number_of_order(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION cases_number_of_order(uuid) TO vangnet_app;
"""
UNDO = "DROP FUNCTION cases_number_of_order(uuid); DROP FUNCTION cases_kept_facts(uuid[], date, date); DROP INDEX cases_supplieranswer_waits;"


class Migration(migrations.Migration):
    dependencies = [("cases", "0006_no_item_when_closed"), ("intake", "0004_depth")]
    operations = [
        migrations.CreateModel(
            name="KeepingChoice",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=vangnet.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("region", models.CharField(max_length=8)),
                ("until", models.DateField()),
                ("why", models.TextField()),
                ("decided_by", models.UUIDField()),
                ("decided_at", models.DateTimeField()),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.case"
                    ),
                ),
            ],
        ),
        migrations.RunSQL(SQL, UNDO),
    ]
