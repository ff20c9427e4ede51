"""Access is asked from a signal too."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("access", "0014_restricted_emergency_ends")]
    operations = [
        migrations.AddField(model_name="accessrequest", name="signal_id", field=models.UUIDField(null=True)),
        migrations.RemoveConstraint(model_name="accessrequest", name="access_request_once"),
        migrations.AddConstraint(
            model_name="accessrequest",
            constraint=models.UniqueConstraint(
                condition=models.Q(("answered_at", None), ("lapsed_at", None)),
                fields=("worker_id", "number", "person_id", "signal_id"),
                name="access_request_once",
                nulls_distinct=False,
            ),
        ),
    ]
