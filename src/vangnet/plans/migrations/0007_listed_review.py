"""The day on which a current plan is looked at again, kept in the row of its case in the list."""

from django.db import migrations

KEEP = """
CREATE FUNCTION plans_list_reviews(which uuid[]) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public AS $$
BEGIN
  PERFORM 1 FROM cases_listed l WHERE l.case_id = ANY (which) ORDER BY l.case_id FOR NO KEY UPDATE;
  UPDATE cases_listed l SET review_on = found.review_on
  FROM unnest(which) AS asked (case_id) LEFT JOIN plans_plan found ON found.case_id = asked.case_id AND found.state = 'current'
  WHERE l.case_id = asked.case_id AND l.review_on IS DISTINCT FROM found.review_on;
END $$;
CREATE FUNCTION plans_listed_written() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
  PERFORM plans_list_reviews(ARRAY(SELECT DISTINCT case_id FROM written));
  RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION plans_list_reviews(uuid[]), plans_listed_written() FROM PUBLIC;
CREATE TRIGGER listed_insert AFTER INSERT ON plans_plan REFERENCING NEW TABLE AS written
  FOR EACH STATEMENT EXECUTE FUNCTION plans_listed_written();
CREATE TRIGGER listed_update AFTER UPDATE ON plans_plan REFERENCING NEW TABLE AS written
  FOR EACH STATEMENT EXECUTE FUNCTION plans_listed_written();
CREATE TRIGGER listed_delete AFTER DELETE ON plans_plan REFERENCING OLD TABLE AS written
  FOR EACH STATEMENT EXECUTE FUNCTION plans_listed_written();
"""
GONE = """
DROP TRIGGER listed_delete ON plans_plan; DROP TRIGGER listed_update ON plans_plan; DROP TRIGGER listed_insert ON plans_plan;
DROP FUNCTION plans_listed_written(); DROP FUNCTION plans_list_reviews(uuid[]);
"""
FILL = "SELECT plans_list_reviews(ARRAY(SELECT case_id FROM plans_plan WHERE state = 'current'))"


class Migration(migrations.Migration):
    dependencies = [("plans", "0006_receivers_only_read"), ("cases", "0016_listed")]
    operations = [migrations.RunSQL(KEEP, GONE), migrations.RunSQL(FILL, migrations.RunSQL.noop)]
