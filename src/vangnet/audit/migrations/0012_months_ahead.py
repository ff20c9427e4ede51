"""Months of the logs are made ahead of time, each night: those that the first migration made last two years.

A month that was never made lands in the table for the rest, where nothing is lost but a month cannot be dropped as a whole.
"""

from django.db import migrations

SQL = """
CREATE FUNCTION audit_make_months_ahead(months integer) RETURNS integer LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = public, pg_temp SET lock_timeout = '2s' AS $$
DECLARE month date;
        made integer := 0;
BEGIN
  FOR month IN SELECT (date_trunc('month', now()) + make_interval(months => n))::date
               FROM generate_series(0, least(months, 60)) AS n LOOP
    BEGIN
      PERFORM public.audit_make_partition(month), public.audit_make_log_partitions(month);
      made := made + 1;
    EXCEPTION WHEN check_violation OR lock_not_available THEN
      -- Lines of that month stand in the rest already, or somebody reads for long: the rest keeps it, or tomorrow does.
      NULL;
    END;
  END LOOP;
  RETURN made;
END $$;
REVOKE ALL ON FUNCTION audit_make_months_ahead(integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION audit_make_months_ahead(integer) TO vangnet_job;
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0011_processing_by_short_subject")]
    operations = [migrations.RunSQL(SQL, "DROP FUNCTION audit_make_months_ahead(integer)")]
