"""A document that was attached by mistake is withdrawn: nobody reads it any more, by any way, and why is kept."""

import django.db.models.deletion
import vangnet.core.ids
from django.db import migrations, models

WORKER = "NULLIF(current_setting('vangnet.worker', true), '')::uuid"
MOMENT = "COALESCE(NULLIF(current_setting('vangnet.at', true), '')::timestamptz, now())"

SQL = f"""
ALTER TABLE cases_withdrawal ENABLE ROW LEVEL SECURITY;
CREATE POLICY app ON cases_withdrawal TO vangnet_app USING (EXISTS (SELECT 1 FROM access_sight s
  WHERE s.worker_id = {WORKER} AND s.case_id = cases_withdrawal.case_id AND (s.until IS NULL OR s.until > {MOMENT})
    AND s.categories & access_bit(cases_withdrawal.category) <> 0));
CREATE POLICY job ON cases_withdrawal TO vangnet_job USING (true) WITH CHECK (true);
REVOKE UPDATE, DELETE, TRUNCATE ON cases_withdrawal FROM vangnet_app, vangnet_job;

-- Sees every withdrawal: who received the document by itself sees no case, and reads it no more either.
CREATE FUNCTION cases_is_withdrawn(which uuid) RETURNS boolean
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  SELECT EXISTS (SELECT 1 FROM public.cases_withdrawal w WHERE w.document_id = which) $$;
REVOKE ALL ON FUNCTION cases_is_withdrawn(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION cases_is_withdrawn(uuid) TO vangnet_app, vangnet_job;
CREATE POLICY withdrawn ON cases_document AS RESTRICTIVE FOR SELECT TO vangnet_app USING (NOT cases_is_withdrawn(id));
"""
UNDO = "DROP POLICY withdrawn ON cases_document; DROP FUNCTION cases_is_withdrawn(uuid);"


def of(table: str, **more: object) -> models.ForeignKey:
    return models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=table, **more)


class Migration(migrations.Migration):
    dependencies = [("cases", "0012_who_answers")]
    operations = [
        migrations.CreateModel(
            name="Withdrawal",
            fields=[
                ("id", models.UUIDField(default=vangnet.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("region", models.CharField(max_length=8)),
                ("category", models.CharField(max_length=3)),
                ("why", models.TextField()),
                ("withdrawn_by", models.UUIDField()),
                ("withdrawn_at", models.DateTimeField()),
                ("case", of("cases.case")),
                ("document", models.OneToOneField("cases.Document", models.PROTECT, related_name="+")),
            ],
        ),
        migrations.RunSQL(SQL, UNDO),
    ]
