"""Of somebody whose data are only stored for now, nobody reads or shares, the writer of a line no more than others.

Restrictive policies: they hold beside whatever the other policies of a table let through.
"""

from django.db import migrations

from vangnet.sharing.migrations._wall import TABLES, WORKER

# Beside those: documents, plans, and what people wrote while asking and deciding about sharing.
WHOLE = {
    "cases_document": "cases_document.category",
    "plans_plan": "'C24'",
    "sharing_consent": "'C24'",
    "sharing_fact": "'C24'",
    "sharing_advice": "'C24'",
    "sharing_secrecystep": "'C24'",
}
CATEGORIES = {table: category for table, (category, _) in TABLES.items()} | WHOLE
# Tables in which sharing is done: nothing is added about such a person.
SHARES = ("sharing_disclosure", "sharing_onetimeview", "sharing_informationrequest")


def wall(table: str, category: str) -> str:
    """Return the policy that hides the rows of a restricted case, but for the categories that stay in sight."""
    return f"""CREATE POLICY restricted ON {table} AS RESTRICTIVE FOR SELECT TO vangnet_app USING (
  {table}.case_id NOT IN (SELECT s.case_id FROM access_sight s WHERE s.worker_id = {WORKER} AND s.restricted)
  OR EXISTS (SELECT 1 FROM access_sight s WHERE s.worker_id = {WORKER} AND s.case_id = {table}.case_id
    AND s.categories & access_bit({category}) <> 0));"""


STOP = """
CREATE FUNCTION sharing_stop_when_restricted() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM public.access_restriction r JOIN public.cases_case c ON c.person_id = r.subject_id
      WHERE c.id = NEW.case_id AND r.lifted_at IS NULL) THEN
    RAISE EXCEPTION 'data about this person are only stored for now' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
"""
SQL = (
    "\n".join(wall(table, category) for table, category in CATEGORIES.items())
    + STOP
    + "\n".join(
        f"CREATE TRIGGER sharing_stop_when_restricted BEFORE INSERT ON {table}"
        " FOR EACH ROW EXECUTE FUNCTION sharing_stop_when_restricted();"
        for table in SHARES
    )
)
UNDO = (
    "\n".join(f"DROP POLICY restricted ON {table};" for table in CATEGORIES)
    + "\n".join(f"DROP TRIGGER sharing_stop_when_restricted ON {table};" for table in SHARES)
    + "DROP FUNCTION sharing_stop_when_restricted();"
)


class Migration(migrations.Migration):
    dependencies = [("sharing", "0015_wall_of_steps"), ("access", "0012_restriction"), ("cases", "0008_document")]
    operations = [migrations.RunSQL(SQL, UNDO)]
