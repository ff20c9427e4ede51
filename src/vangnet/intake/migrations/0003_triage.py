"""Which questions were asked before a signal, and how they were answered."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('intake', '0002_row_security'),
    ]

    operations = [
        migrations.AddField(
            model_name='signal',
            name='triage',
            field=models.JSONField(default=dict),
        ),
        # Bulk loads that do not name the column keep working.
        migrations.RunSQL("ALTER TABLE intake_signal ALTER COLUMN triage SET DEFAULT '{}'", migrations.RunSQL.noop),
    ]
