"""Row-level security for what came with the screens; advisers of a region see what is asked of them, and no case."""

from django.db import migrations

WORKER = "NULLIF(current_setting('vangnet.worker', true), '')::uuid"
IN_SIGHT = """EXISTS (SELECT 1 FROM access_sight s
  WHERE s.worker_id = {worker} AND s.case_id = {table}.case_id AND (s.until IS NULL OR s.until > now()))"""
# Who advises is a function of the worker; the name stands in `access.rules.MANDATES`.
ADVISER = """EXISTS (SELECT 1 FROM access_worker w WHERE w.id = {worker} AND w.role = 'coordinerend_fg'
  AND w.left_on IS NULL AND w.region_id = sharing_advice.region)"""


def wall(table: str, extra: str = "") -> str:
    rule = IN_SIGHT.format(worker=WORKER, table=table) + (f" OR {extra.format(worker=WORKER)}" if extra else "")
    return f"""
ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
CREATE POLICY app ON {table} TO vangnet_app USING ({rule});
CREATE POLICY job ON {table} TO vangnet_job USING (true) WITH CHECK (true);
REVOKE DELETE ON {table} FROM vangnet_app, vangnet_job;
"""


SQL = wall("sharing_informduty") + wall("sharing_secrecystep") + wall("sharing_advice", ADVISER)
SQL += "REVOKE UPDATE ON sharing_secrecystep FROM vangnet_app, vangnet_job;"


class Migration(migrations.Migration):
    dependencies = [("sharing", "0003_screens"), ("access", "0002_row_security")]
    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]
