"""Row-level security for grants on items: one's own are seen, only background work writes them."""

from django.db import migrations

WORKER = "NULLIF(current_setting('vangnet.worker', true), '')::uuid"

SQL = f"""
ALTER TABLE access_itemgrant ENABLE ROW LEVEL SECURITY;
CREATE POLICY app ON access_itemgrant TO vangnet_app USING (worker_id = {WORKER});
CREATE POLICY job ON access_itemgrant TO vangnet_job USING (true) WITH CHECK (true);
REVOKE INSERT, UPDATE, DELETE ON access_itemgrant FROM vangnet_app;
"""


class Migration(migrations.Migration):
    dependencies = [("access", "0007_item_grant")]
    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]
