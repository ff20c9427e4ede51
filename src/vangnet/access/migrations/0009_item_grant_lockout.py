"""Who is locked out of a case sees no item of it either, whatever grant was written at the same moment.

The walls of the items themselves ask this table as whoever acts, so its own policy stops them all.
"""

from django.db import migrations

WORKER = "NULLIF(current_setting('vangnet.worker', true), '')::uuid"

# The app reads no lockouts; it only hears of the actor's own.
SQL = f"""
CREATE FUNCTION access_i_am_locked_out(which uuid) RETURNS boolean
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  SELECT EXISTS (SELECT 1 FROM public.access_lockout l
    WHERE l.worker_id = {WORKER} AND l.case_id = which AND l.lifted_at IS NULL) $$;
REVOKE ALL ON FUNCTION access_i_am_locked_out(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION access_i_am_locked_out(uuid) TO vangnet_app;
ALTER POLICY app ON access_itemgrant USING (worker_id = {WORKER} AND NOT access_i_am_locked_out(case_id));
"""
UNDO = f"""
ALTER POLICY app ON access_itemgrant USING (worker_id = {WORKER});
DROP FUNCTION access_i_am_locked_out(uuid);
"""


class Migration(migrations.Migration):
    dependencies = [("access", "0008_item_grant_wall")]
    operations = [migrations.RunSQL(SQL, UNDO)]
