"""A source record can be the words of a reporter in one signal."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0013_model_in_use")]
    operations = [
        migrations.AddField("sourcerecord", "signal_id", models.UUIDField(null=True)),
        migrations.AddConstraint(
            "sourcerecord",
            models.UniqueConstraint(
                fields=["signal_id"], condition=models.Q(taken_out_at=None), name="people_record_of_signal_once"
            ),
        ),
    ]
