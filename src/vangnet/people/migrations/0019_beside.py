"""Whoever reads a signal leaves a line about the person it lies beside, also at another desk that is asked to take it: numbers only."""

from django.db import migrations

SQL = """
CREATE FUNCTION people_beside(signals uuid[]) RETURNS TABLE (signal uuid, person uuid)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  SELECT l.signal_id, l.person_id FROM public.people_signallink l WHERE l.signal_id = ANY(signals) AND l.undone_at IS NULL $$;
REVOKE ALL ON FUNCTION people_beside(uuid[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION people_beside(uuid[]) TO vangnet_app, vangnet_job;
"""


class Migration(migrations.Migration):
    dependencies = [("people", "0018_crowd")]
    operations = [migrations.RunSQL(SQL, "DROP FUNCTION people_beside(uuid[]);")]
