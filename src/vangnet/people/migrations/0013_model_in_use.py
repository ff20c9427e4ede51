"""The model that was learned from the register last weighs from then on."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0012_taken_signal")]
    operations = [
        migrations.AddField("linkagemodel", "in_use_from", models.DateTimeField(null=True)),
        migrations.AddIndex(
            "linkagemodel",
            models.Index(
                fields=["-in_use_from"],
                condition=models.Q(("in_use_from__isnull", False)),
                name="people_model_in_use",
            ),
        ),
    ]
