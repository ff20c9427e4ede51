"""Row-level security for one-time views: whoever sees the case. Nobody removes one, and the third reads nothing here."""

from django.db import migrations

from vangnet.sharing.migrations._wall import sight

SQL = f"""
ALTER TABLE sharing_onetimeview ENABLE ROW LEVEL SECURITY;
CREATE POLICY app ON sharing_onetimeview TO vangnet_app USING ({sight("sharing_onetimeview")});
CREATE POLICY job ON sharing_onetimeview TO vangnet_job USING (true) WITH CHECK (true);
REVOKE DELETE ON sharing_onetimeview FROM vangnet_app, vangnet_job;
"""


class Migration(migrations.Migration):
    dependencies = [("sharing", "0013_one_time_view")]
    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]
