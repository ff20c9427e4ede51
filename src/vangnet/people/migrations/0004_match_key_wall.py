"""The keys by which people are found again are for background work and matching only."""

from django.db import migrations

SQL = """
ALTER TABLE people_matchkey ENABLE ROW LEVEL SECURITY;
CREATE POLICY job ON people_matchkey TO vangnet_job USING (true) WITH CHECK (true);
"""


class Migration(migrations.Migration):
    dependencies = [("people", "0003_match_key")]
    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]
