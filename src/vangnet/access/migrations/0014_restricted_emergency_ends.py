"""What an emergency opens of a restricted case shuts at its end by itself, also for whom a lasting role would bring it.

The sum of somebody's grants has no end when the lasting ones give all of it. Under a restriction they do not: what the emergency adds
ends with the emergency, whether or not background work runs to say so.
"""

from django.db import migrations

HEAD = """
CREATE OR REPLACE FUNCTION access_restrict_sight() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
"""
SQL = f"""{HEAD}
DECLARE left_open bigint; urgent bigint; ends timestamptz;
BEGIN
  SELECT bit_and(r.kept) INTO left_open FROM public.access_restriction r
    WHERE r.subject_id = NEW.subject_id AND r.lifted_at IS NULL;
  NEW.restricted := left_open IS NOT NULL;
  IF NEW.restricted THEN
    SELECT COALESCE(bit_or(g.categories), 0), min(g.until) INTO urgent, ends FROM public.access_grant g
      WHERE g.worker_id = NEW.worker_id AND g.case_id = NEW.case_id AND g.basis = 'break-glass' AND g.closed_at IS NULL;
    NEW.categories := NEW.categories & (left_open | urgent);
    IF NEW.categories & ~left_open <> 0 THEN
      NEW.until := LEAST(NEW.until, ends);
    END IF;
  END IF;
  RETURN NEW;
END $$;
"""
UNDO = f"""{HEAD}
DECLARE left_open bigint; urgent bigint;
BEGIN
  SELECT bit_and(r.kept) INTO left_open FROM public.access_restriction r
    WHERE r.subject_id = NEW.subject_id AND r.lifted_at IS NULL;
  NEW.restricted := left_open IS NOT NULL;
  IF NEW.restricted THEN
    SELECT bit_or(g.categories) INTO urgent FROM public.access_grant g
      WHERE g.worker_id = NEW.worker_id AND g.case_id = NEW.case_id AND g.basis = 'break-glass' AND g.closed_at IS NULL;
    NEW.categories := NEW.categories & (left_open | COALESCE(urgent, 0));
  END IF;
  RETURN NEW;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("access", "0013_emergency_fixed")]
    operations = [migrations.RunSQL(SQL, UNDO)]
