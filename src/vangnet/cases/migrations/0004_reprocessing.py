"""Using a closed case again, and the wall around closed cases: no grant opens on one but for that."""

import django.db.models.deletion
import vangnet.core.ids
from django.db import migrations, models
from django.db.models import Q

AGENCY = "NULLIF(current_setting('vangnet.agency', true), '')::uuid"

SQL = f"""
ALTER TABLE cases_supplieranswer ENABLE ROW LEVEL SECURITY;
CREATE POLICY app ON cases_supplieranswer TO vangnet_app USING (agency_id = {AGENCY} OR asker_id = {AGENCY});
CREATE POLICY job ON cases_supplieranswer TO vangnet_job USING (true) WITH CHECK (true);
ALTER TABLE cases_reprocessing ENABLE ROW LEVEL SECURITY;
CREATE POLICY app ON cases_reprocessing TO vangnet_app USING (agency_id = {AGENCY} OR EXISTS
  (SELECT 1 FROM cases_supplieranswer s WHERE s.reprocessing_id = cases_reprocessing.id AND s.agency_id = {AGENCY}));
CREATE POLICY job ON cases_reprocessing TO vangnet_job USING (true) WITH CHECK (true);
REVOKE DELETE ON cases_reprocessing, cases_supplieranswer FROM vangnet_app, vangnet_job;

-- Sees every case, whoever writes; waits for who is closing it.
CREATE FUNCTION cases_no_grant_when_closed() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE closed date;
BEGIN
  IF NEW.basis <> 'reprocess' AND NEW.closed_at IS NULL THEN
    SELECT c.closed_on INTO closed FROM public.cases_case c WHERE c.id = NEW.case_id FOR SHARE;
    IF closed IS NOT NULL THEN
      RAISE EXCEPTION 'a closed case is shielded' USING ERRCODE = 'restrict_violation';
    END IF;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER cases_no_grant_when_closed BEFORE INSERT ON access_grant
  FOR EACH ROW EXECUTE FUNCTION cases_no_grant_when_closed();
"""
UNDO = "DROP TRIGGER cases_no_grant_when_closed ON access_grant; DROP FUNCTION cases_no_grant_when_closed();"


def own_id() -> models.UUIDField:
    return models.UUIDField(default=vangnet.core.ids.new_id, editable=False, primary_key=True, serialize=False)


def of(table: str) -> models.ForeignKey:
    return models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=table)


class Migration(migrations.Migration):
    dependencies = [("cases", "0003_words"), ("access", "0005_emergency_wall")]
    operations = [
        migrations.CreateModel(
            name="Reprocessing",
            fields=[
                ("id", own_id()),
                ("region", models.CharField(max_length=8)),
                ("agency_id", models.UUIDField()),
                ("ground", models.CharField(max_length=16)),
                ("ordered_for", models.TextField()),
                ("why", models.TextField()),
                ("until", models.DateField()),
                ("keeps", models.BooleanField()),
                ("ordered_by", models.UUIDField()),
                ("ordered_at", models.DateTimeField()),
                ("allowed_at", models.DateTimeField(null=True)),
                ("refused_at", models.DateTimeField(null=True)),
                ("case", of("cases.case")),
            ],
            options={
                "indexes": [models.Index(fields=["case", "until"], name="cases_reprocessing_case")],
                "constraints": [
                    models.CheckConstraint(
                        condition=Q(("allowed_at", None), ("refused_at", None), _connector="OR"),
                        name="cases_reprocessing_one_end",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SupplierAnswer",
            fields=[
                ("id", own_id()),
                ("region", models.CharField(max_length=8)),
                ("asker_id", models.UUIDField()),
                ("agency_id", models.UUIDField()),
                ("agrees", models.BooleanField(null=True)),
                ("said_by", models.CharField(blank=True, max_length=120)),
                ("recorded_by", models.UUIDField(null=True)),
                ("at", models.DateTimeField(null=True)),
                ("case", of("cases.case")),
                ("reprocessing", of("cases.reprocessing")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("reprocessing", "agency_id"), name="cases_supplier_once")
                ],
            },
        ),
        migrations.RunSQL(SQL, UNDO),
    ]
