"""Whom to tell what: not only the person, and not only because something was shared."""

import django.db.models.deletion
from django.db import migrations, models

FILL = """
UPDATE sharing_informduty i SET cause_id = i.disclosure_id, owner_id = d.disclosed_by
FROM sharing_disclosure d WHERE d.id = i.disclosure_id;
"""


class Migration(migrations.Migration):
    dependencies = [("sharing", "0009_norm_loads")]
    operations = [
        migrations.AddField("informduty", "kind", models.CharField(default="subject", max_length=12)),
        migrations.AddField("informduty", "cause_id", models.UUIDField(null=True)),
        migrations.AddField("informduty", "owner_id", models.UUIDField(null=True)),
        migrations.AlterField(
            "informduty",
            "disclosure",
            models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="sharing.disclosure"
            ),
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.RunSQL("SET CONSTRAINTS ALL IMMEDIATE", migrations.RunSQL.noop),
        migrations.AlterField("informduty", "cause_id", models.UUIDField()),
        migrations.AddConstraint(
            "informduty",
            models.UniqueConstraint(fields=["case", "kind", "cause_id"], name="sharing_inform_once"),
        ),
    ]
