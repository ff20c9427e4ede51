"""Of an emergency only its review is written afterwards: when, why, by whom and until when it was opened stays as it was."""

from django.db import migrations

SQL = """
REVOKE UPDATE ON access_emergency FROM vangnet_app, vangnet_job;
GRANT UPDATE (reviewed_at, reviewed_by, justified, finding) ON access_emergency TO vangnet_app, vangnet_job;
"""


class Migration(migrations.Migration):
    dependencies = [("access", "0012_restriction")]
    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]
