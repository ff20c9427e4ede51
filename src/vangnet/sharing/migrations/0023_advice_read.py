"""Who asked the privacy adviser is told on Vandaag that there is an answer, until they say that they read it.

Answers of before count as read: who asked could find them at the question.
"""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("sharing", "0022_unseen_corrections")]
    operations = [
        migrations.AddField("advice", "read_at", models.DateTimeField(null=True)),
        migrations.RunSQL(
            "UPDATE sharing_advice SET read_at = answered_at WHERE answered_at IS NOT NULL", migrations.RunSQL.noop
        ),
        migrations.AddIndex(
            "advice",
            models.Index(
                fields=["asked_by"],
                condition=Q(answered_at__isnull=False, read_at=None),
                name="sharing_advice_unread",
            ),
        ),
    ]
