"""The outbox: the application puts events in, only background work takes them out."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("audit", "0004_accountability_state")]
    operations = [
        migrations.RunSQL(
            "REVOKE UPDATE, DELETE, TRUNCATE ON audit_pending FROM vangnet_app",
            "GRANT UPDATE, DELETE ON audit_pending TO vangnet_app",
        )
    ]
