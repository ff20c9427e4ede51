"""About whom an item is; seen with the case, only ever added to. The texts of a plan are restricted as the rest of it is."""

import django.db.models.deletion
import vangnet.core.ids
from django.db import migrations, models
from django.db.models import Q

from vangnet.sharing.migrations._wall import WORKER, sight

TABLE = "sharing_itemabout"
SQL = f"""
ALTER TABLE {TABLE} ENABLE ROW LEVEL SECURITY;
CREATE POLICY app ON {TABLE} TO vangnet_app USING ({sight(TABLE)});
CREATE POLICY job ON {TABLE} TO vangnet_job USING (true) WITH CHECK (true);
REVOKE UPDATE, DELETE, TRUNCATE ON {TABLE} FROM vangnet_app, vangnet_job;
"""
RESTRICTED = f"""CREATE POLICY restricted ON plans_passage AS RESTRICTIVE FOR SELECT TO vangnet_app USING (
  plans_passage.case_id NOT IN (SELECT s.case_id FROM access_sight s WHERE s.worker_id = {WORKER} AND s.restricted)
  OR EXISTS (SELECT 1 FROM access_sight s WHERE s.worker_id = {WORKER} AND s.case_id = plans_passage.case_id
    AND s.categories & access_bit(plans_passage.category) <> 0));"""


class Migration(migrations.Migration):
    dependencies = [("sharing", "0016_restricted_wall"), ("plans", "0005_passage")]
    operations = [
        migrations.CreateModel(
            name="ItemAbout",
            fields=[
                ("id", models.UUIDField(default=vangnet.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("region", models.CharField(max_length=8)),
                ("item_id", models.UUIDField()),
                ("whom", models.CharField(max_length=8)),
                ("relation_id", models.UUIDField(null=True)),
                ("said_by", models.UUIDField()),
                ("said_at", models.DateTimeField()),
                ("case", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.case")),
            ],
            options={
                "indexes": [models.Index(fields=["case", "item_id", "-said_at"], name="sharing_about_item")],
                "constraints": [
                    models.CheckConstraint(
                        condition=Q(("whom", "relation"), ("relation_id__isnull", False))
                        | (~Q(("whom", "relation")) & Q(("relation_id", None))),
                        name="sharing_about_relation",
                    )
                ],
            },
        ),
        migrations.RunSQL(SQL, migrations.RunSQL.noop),
        migrations.RunSQL(RESTRICTED, "DROP POLICY restricted ON plans_passage;"),
    ]
