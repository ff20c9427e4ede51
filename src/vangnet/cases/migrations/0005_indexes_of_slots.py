"""Indexes that pages ask: who holds the slot of a case, who stands in there, and for whom somebody stands in."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0004_reprocessing")]
    operations = [
        migrations.AddIndex(
            "holding",
            models.Index(fields=["slot"], include=["case", "worker_id", "days"], name="cases_holding_of_slot"),
        ),
        migrations.AddIndex("deputy", models.Index(fields=["worker_id"], name="cases_deputy_of_worker")),
        migrations.AddIndex(
            "deputy",
            models.Index(
                fields=["slot"], include=["case", "worker_id", "days", "briefed_at"], name="cases_deputy_of_slot"
            ),
        ),
    ]
