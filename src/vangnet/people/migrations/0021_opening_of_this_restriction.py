"""A yes to read one stored signal counts against the restriction under which it was given, and never against a later one."""

from django.db import migrations

AGENCY = "NULLIF(current_setting('vangnet.agency', true), '')::uuid"
MOMENT = "COALESCE(NULLIF(current_setting('vangnet.at', true), '')::timestamptz, now())"
STORED = f"""
CREATE OR REPLACE FUNCTION people_restricted_signals(category bigint) RETURNS SETOF uuid
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  SELECT s.id FROM public.access_restriction r
    JOIN public.people_signallink l ON l.person_id = r.subject_id AND (l.undone_at IS NULL OR l.undone_at > r.since)
    JOIN public.intake_signal s ON s.id = l.signal_id AND s.received_at <= r.since
  WHERE r.lifted_at IS NULL AND r.kept & category = 0 AND NOT EXISTS (
    SELECT 1 FROM public.people_storedopening o
    WHERE o.signal_id = s.id AND o.desk_id = {AGENCY} AND o.granted AND o.until > {MOMENT} %s) $$;
"""


class Migration(migrations.Migration):
    dependencies = [("people", "0020_stored_opening")]
    operations = [migrations.RunSQL(STORED % "AND o.decided_at >= r.since", STORED % "")]
