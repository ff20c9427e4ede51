"""Each load of the norm files is kept, and a giver's own conditions travel with what went."""

from __future__ import annotations

from typing import ClassVar

import django.contrib.postgres.fields
from django.db import migrations, models
from django.db.models import Q

import vangnet.core.ids

SQL = "REVOKE UPDATE, DELETE ON sharing_normload FROM vangnet_app, vangnet_job;"


class Migration(migrations.Migration):
    dependencies: ClassVar = [("sharing", "0008_wall_by_category")]
    operations: ClassVar = [
        migrations.CreateModel(
            name="NormLoad",
            fields=[
                (
                    "id",
                    models.UUIDField(default=vangnet.core.ids.new_id, editable=False, primary_key=True, serialize=False),
                ),
                ("at", models.DateTimeField()),
                (
                    "folders",
                    django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=300), size=None),
                ),
                ("hash", models.CharField(blank=True, max_length=64)),
                ("faults", models.JSONField(default=list)),
            ],
            options={
                "indexes": [
                    models.Index(condition=~Q(hash=""), fields=["-at"], name="sharing_norms_running"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=(Q(hash="") & ~Q(faults=[])) | (~Q(hash="") & Q(faults=[])),
                        name="sharing_norm_load_or_faults",
                    )
                ],
            },
        ),
        migrations.AddField("disclosure", "conditions", models.TextField(blank=True, default=""), preserve_default=False),
        migrations.RunSQL(SQL, migrations.RunSQL.noop),
    ]
