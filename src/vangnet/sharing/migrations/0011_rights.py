"""All rights of the person, with who handles a request and what was decided; the contact point of a region sees its requests."""

from django.db import migrations, models
from django.db.models import F, Q

AGENCY = "NULLIF(current_setting('vangnet.agency', true), '')::uuid"
WORKER = "NULLIF(current_setting('vangnet.worker', true), '')::uuid"
# Who answers is a function of the worker; the name stands in `access.rules.MANDATES`.
CONTACT_POINT = f"""EXISTS (SELECT 1 FROM access_worker w WHERE w.id = {WORKER} AND w.role = 'contactpunt'
  AND w.left_on IS NULL AND w.region_id = sharing_insightrequest.region)"""

WALL = f"ALTER POLICY app ON sharing_insightrequest USING (agency_id = {AGENCY} OR {CONTACT_POINT})"
BEFORE = f"ALTER POLICY app ON sharing_insightrequest USING (agency_id = {AGENCY})"


def added(name: str, field: models.Field) -> migrations.AddField:
    return migrations.AddField("insightrequest", name, field)


class Migration(migrations.Migration):
    dependencies = [("sharing", "0010_informs")]
    operations = [
        added("kind", models.CharField(default="access", max_length=16)),
        added("asked", models.TextField(blank=True, default="")),
        migrations.AlterField("insightrequest", "asked", models.TextField(blank=True)),
        added("handler_id", models.UUIDField(null=True)),
        added("taken_at", models.DateTimeField(null=True)),
        added("consulted", models.TextField(blank=True, default="")),
        migrations.AlterField("insightrequest", "consulted", models.TextField(blank=True)),
        added("decision", models.CharField(blank=True, default="", max_length=8)),
        migrations.AlterField("insightrequest", "decision", models.CharField(blank=True, max_length=8)),
        added("decision_why", models.TextField(blank=True, default="")),
        migrations.AlterField("insightrequest", "decision_why", models.TextField(blank=True)),
        added("corrected_item", models.UUIDField(null=True)),
        added("corrected_at", models.DateTimeField(null=True)),
        added("corrected_told", models.IntegerField(default=0)),
        migrations.AddConstraint(
            "insightrequest",
            models.CheckConstraint(
                condition=Q(handler_id=None) | ~Q(handler_id=F("registered_by")), name="sharing_insight_second_person"
            ),
        ),
        migrations.RunSQL(WALL, BEFORE),
    ]
