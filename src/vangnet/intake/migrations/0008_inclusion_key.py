"""An inclusion that is sent twice is one decision."""

import vangnet.intake.models.tables
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('intake', '0007_table'),
    ]

    operations = [
        migrations.AddField(
            model_name='inclusion',
            name='idempotency_key',
            field=models.CharField(default=vangnet.intake.models.tables.new_key, max_length=80),
        ),
        migrations.AddConstraint(
            model_name='inclusion',
            constraint=models.UniqueConstraint(fields=('signal', 'idempotency_key'), name='intake_inclusion_key_once'),
        ),
    ]
