"""What goes, and on which day, once a person's request for erasure was granted."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("sharing", "0018_plan_head_restricted")]
    operations = [
        migrations.AddField("insightrequest", "erases", models.CharField(blank=True, db_default="", default="", max_length=8)),
        migrations.AddField("insightrequest", "erase_on", models.DateField(null=True)),
        migrations.AddConstraint(
            "insightrequest",
            models.CheckConstraint(
                condition=Q(erases="", erase_on=None)
                | (Q(erase_on__isnull=False, kind="erasure", decision__in=["granted", "partly"]) & ~Q(erases="")),
                name="sharing_insight_erases",
            ),
        ),
        migrations.AddIndex(
            "insightrequest",
            models.Index(fields=["person_id"], condition=~Q(erases=""), name="sharing_insight_erased"),
        ),
    ]
