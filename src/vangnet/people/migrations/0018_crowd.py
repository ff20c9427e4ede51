"""Namesakes that are too many to ask about are a finding of their desk; made by background work, read by the desk."""

import django.db.models.deletion
from django.db import migrations, models

import vangnet.core.ids

AGENCY = "NULLIF(current_setting('vangnet.agency', true), '')::uuid"
WALL = f"""
ALTER TABLE people_crowd ENABLE ROW LEVEL SECURITY;
CREATE POLICY app ON people_crowd TO vangnet_app USING (desk_id = {AGENCY});
CREATE POLICY job ON people_crowd TO vangnet_job USING (true) WITH CHECK (true);
REVOKE INSERT, UPDATE, DELETE ON people_crowd FROM vangnet_app;
"""


class Migration(migrations.Migration):
    dependencies = [("people", "0017_restricted_desk")]

    operations = [
        migrations.CreateModel(
            "Crowd",
            [
                (
                    "id",
                    models.UUIDField(
                        primary_key=True, default=vangnet.core.ids.new_id, editable=False, serialize=False
                    ),
                ),
                ("region", models.CharField(max_length=8)),
                ("desk_id", models.UUIDField()),
                ("persons", models.IntegerField()),
                ("found_at", models.DateTimeField()),
                ("person", models.ForeignKey("people.Person", django.db.models.deletion.CASCADE, related_name="+")),
                ("run", models.ForeignKey("people.LinkageRun", django.db.models.deletion.CASCADE, related_name="+")),
            ],
            options={
                "indexes": [models.Index(fields=["desk_id", "-persons", "id"], name="people_crowd_desk")],
            },
        ),
        migrations.RunSQL(WALL, migrations.RunSQL.noop),
    ]
