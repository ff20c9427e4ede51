"""Thirty days of sight may be given in the first hour of a day too when summer time ends within them: they last an hour longer."""

from datetime import timedelta

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("access", "0015_request_from_signal")]
    operations = [
        migrations.RemoveConstraint(model_name="accessrequest", name="access_request_thirty_days"),
        migrations.AddConstraint(
            model_name="accessrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(until=None)
                | models.Q(until__lte=models.F("answered_at") + timedelta(days=31, hours=1)),
                name="access_request_thirty_days",
            ),
        ),
    ]
