"""Documents: a row is seen by case and category, or because that one row was shared; nobody changes one."""

import django.db.models.deletion
import vangnet.core.ids
from django.db import migrations, models

WORKER = "NULLIF(current_setting('vangnet.worker', true), '')::uuid"
MOMENT = "COALESCE(NULLIF(current_setting('vangnet.at', true), '')::timestamptz, now())"
SIGHT = f"""EXISTS (SELECT 1 FROM access_sight s WHERE s.worker_id = {WORKER} AND s.case_id = cases_document.case_id
  AND (s.until IS NULL OR s.until > {MOMENT}) AND s.categories & access_bit(cases_document.category) <> 0)"""
# A document is content, so it goes along at O5 alone (`sharing.rules.shows_text`).
RECEIVED = f"""EXISTS (SELECT 1 FROM access_itemgrant i WHERE i.worker_id = {WORKER} AND i.item_id = cases_document.id
  AND i.closed_at IS NULL AND i.until > {MOMENT} AND i.form = 'O5')"""
SQL = f"""
ALTER TABLE cases_document ENABLE ROW LEVEL SECURITY;
CREATE POLICY app ON cases_document TO vangnet_app USING ({SIGHT} OR {RECEIVED}) WITH CHECK ({SIGHT});
CREATE POLICY job ON cases_document TO vangnet_job USING (true) WITH CHECK (true);
REVOKE UPDATE, DELETE, TRUNCATE ON cases_document FROM vangnet_app, vangnet_job;
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0007_keeping_choice")]
    operations = [
        migrations.CreateModel(
            name="Document",
            fields=[
                ("id", models.UUIDField(default=vangnet.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("region", models.CharField(max_length=8)),
                ("title", models.CharField(max_length=120)),
                ("kind", models.CharField(max_length=12)),
                ("category", models.CharField(max_length=3)),
                ("media_type", models.CharField(max_length=60)),
                ("size", models.IntegerField()),
                ("content", models.BinaryField()),
                ("author_id", models.UUIDField()),
                ("added_at", models.DateTimeField()),
                ("idempotency_key", models.CharField(max_length=80)),
                ("case", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.case")),
            ],
            options={
                "indexes": [models.Index(fields=["case", "-added_at"], name="cases_document_of_case")],
                "constraints": [
                    models.UniqueConstraint(fields=("case", "idempotency_key"), name="cases_document_once")
                ],
            },
        ),
        migrations.RunSQL(SQL, migrations.RunSQL.noop),
    ]
