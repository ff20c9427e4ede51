"""A line of the timeline is only ever added by the application; who received one by itself reads it, and removes nothing."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("cases", "0010_order_wall")]
    operations = [
        migrations.RunSQL(
            "REVOKE UPDATE, DELETE ON cases_entry FROM vangnet_app",
            "GRANT UPDATE, DELETE ON cases_entry TO vangnet_app",
        )
    ]
