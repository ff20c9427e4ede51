"""The requests of a page of persons, and the erasures of a region page by page, are found by an index."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("sharing", "0019_erasure")]
    operations = [
        migrations.RemoveIndex("insightrequest", "sharing_insight_erased"),
        migrations.AddIndex("insightrequest", models.Index(fields=["person_id"], name="sharing_insight_person")),
        migrations.AddIndex(
            "insightrequest",
            models.Index(fields=["region", "id"], condition=~Q(erases=""), name="sharing_insight_erasing"),
        ),
    ]
