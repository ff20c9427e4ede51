"""No grant on one item opens of a closed case either."""

from django.db import migrations

SQL = """
-- Sees every case, whoever writes; waits for who is closing it.
CREATE FUNCTION cases_no_item_when_closed() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE closed date;
BEGIN
  IF NEW.closed_at IS NULL THEN
    SELECT c.closed_on INTO closed FROM public.cases_case c WHERE c.id = NEW.case_id FOR SHARE;
    IF closed IS NOT NULL THEN
      RAISE EXCEPTION 'a closed case is shielded' USING ERRCODE = 'restrict_violation';
    END IF;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER cases_no_item_when_closed BEFORE INSERT ON access_itemgrant
  FOR EACH ROW EXECUTE FUNCTION cases_no_item_when_closed();
"""
UNDO = "DROP TRIGGER cases_no_item_when_closed ON access_itemgrant; DROP FUNCTION cases_no_item_when_closed();"


class Migration(migrations.Migration):
    dependencies = [("cases", "0005_indexes_of_slots"), ("access", "0009_item_grant_lockout")]
    operations = [migrations.RunSQL(SQL, UNDO)]
