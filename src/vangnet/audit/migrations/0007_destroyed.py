"""The register of what was destroyed, closed to change; and whole months of the logs, once they are five years old.

The database itself drops no younger month, whoever asks.
"""

from django.db import migrations, models

SQL = """
ALTER TABLE audit_destroyed ENABLE ROW LEVEL SECURITY;
CREATE POLICY job ON audit_destroyed TO vangnet_job USING (true) WITH CHECK (true);
REVOKE ALL ON audit_destroyed FROM vangnet_app, vangnet_job;
GRANT SELECT, INSERT ON audit_destroyed TO vangnet_job;

CREATE FUNCTION audit_drop_month(month date) RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, public AS $$
DECLARE first date := date_trunc('month', month);
        last date := (date_trunc('month', month) + interval '1 month')::date;
        suffix text := to_char(date_trunc('month', month), 'YYYYMM');
        log text;
        gone bigint := 0;
        found bigint;
BEGIN
  IF last + interval '5 years' > now() THEN
    RETURN NULL;
  END IF;
  DELETE FROM public.audit_seal WHERE day >= first AND day < last;
  FOREACH log IN ARRAY ARRAY['audit_entry', 'audit_processing', 'audit_decisionrecord'] LOOP
    EXECUTE format('DELETE FROM public.%I WHERE day >= $1 AND day < $2', log) USING first, last;
    GET DIAGNOSTICS found = ROW_COUNT;
    gone := gone + found;
    IF to_regclass('public.' || log || '_' || suffix) IS NOT NULL THEN
      EXECUTE format('DROP TABLE public.%I', log || '_' || suffix);
    END IF;
  END LOOP;
  RETURN gone;
END $$;
REVOKE ALL ON FUNCTION audit_drop_month(date) FROM PUBLIC;
DO $$ BEGIN
  IF EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'vangnet_retention') THEN
    GRANT EXECUTE ON FUNCTION audit_drop_month(date) TO vangnet_retention;
  END IF;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0006_outbox_retry")]
    operations = [
        migrations.CreateModel(
            name="Destroyed",
            fields=[
                ("id", models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
                ("region", models.CharField(max_length=8)),
                ("kind", models.CharField(max_length=10)),
                ("object_id", models.UUIDField()),
                ("rule", models.CharField(max_length=8)),
                ("since", models.DateField()),
                ("until", models.DateField()),
                ("way", models.CharField(max_length=10)),
                ("counts", models.JSONField()),
                ("trace_id", models.CharField(max_length=32)),
            ],
            options={
                "indexes": [models.Index(fields=["region", "-at"], name="audit_destroyed_region")],
                "constraints": [models.UniqueConstraint(fields=("kind", "object_id"), name="audit_destroyed_once")],
            },
        ),
        migrations.RunSQL(SQL, migrations.RunSQL.noop),
    ]
