"""A restriction on the processing about a person: it narrows every sight of them, in the database, whoever writes the sight.

What stays in sight is what the restriction leaves open, and what an emergency opens for its hours. Who received one item sees it no
longer. Law: AVG articles 18 and 21.
"""

import vangnet.core.ids
from django.db import migrations, models
from django.db.models import Q

WORKER = "NULLIF(current_setting('vangnet.worker', true), '')::uuid"
MOMENT = "COALESCE(NULLIF(current_setting('vangnet.at', true), '')::timestamptz, now())"

SQL = f"""
ALTER TABLE access_restriction ENABLE ROW LEVEL SECURITY;
CREATE POLICY app ON access_restriction TO vangnet_app USING (EXISTS (SELECT 1 FROM access_sight s
  WHERE s.worker_id = {WORKER} AND s.subject_id = access_restriction.subject_id AND (s.until IS NULL OR s.until > {MOMENT})));
CREATE POLICY job ON access_restriction TO vangnet_job USING (true) WITH CHECK (true);
REVOKE INSERT, UPDATE, DELETE ON access_restriction FROM vangnet_app;
REVOKE DELETE ON access_restriction FROM vangnet_job;

CREATE FUNCTION access_restrict_sight() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE left_open bigint; urgent bigint;
BEGIN
  SELECT bit_and(r.kept) INTO left_open FROM public.access_restriction r
    WHERE r.subject_id = NEW.subject_id AND r.lifted_at IS NULL;
  NEW.restricted := left_open IS NOT NULL;
  IF NEW.restricted THEN
    SELECT bit_or(g.categories) INTO urgent FROM public.access_grant g
      WHERE g.worker_id = NEW.worker_id AND g.case_id = NEW.case_id AND g.basis = 'break-glass' AND g.closed_at IS NULL;
    NEW.categories := NEW.categories & (left_open | COALESCE(urgent, 0));
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER access_restrict_sight BEFORE INSERT OR UPDATE OF categories, restricted ON access_sight
  FOR EACH ROW EXECUTE FUNCTION access_restrict_sight();

-- Numbers only, asked once a statement: about whom nothing that was shared is read any more.
CREATE FUNCTION access_restricted_subjects() RETURNS SETOF uuid
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  SELECT r.subject_id FROM public.access_restriction r WHERE r.lifted_at IS NULL $$;
REVOKE ALL ON FUNCTION access_restricted_subjects() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION access_restricted_subjects() TO vangnet_app, vangnet_job;
CREATE POLICY restricted ON access_itemgrant AS RESTRICTIVE FOR SELECT TO vangnet_app
  USING (subject_id NOT IN (SELECT access_restricted_subjects()));
"""
UNDO = """
DROP POLICY restricted ON access_itemgrant;
DROP FUNCTION access_restricted_subjects();
DROP TRIGGER access_restrict_sight ON access_sight;
DROP FUNCTION access_restrict_sight();
"""


class Migration(migrations.Migration):
    dependencies = [("access", "0011_access_request_wall")]
    operations = [
        migrations.AddField("sight", "restricted", models.BooleanField(default=False, db_default=False)),
        migrations.AddIndex(
            "sight",
            models.Index(fields=["worker_id", "case_id"], condition=Q(restricted=True), name="access_sight_restricted"),
        ),
        migrations.CreateModel(
            name="Restriction",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=vangnet.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("region", models.CharField(max_length=8)),
                ("subject_id", models.UUIDField()),
                ("request_id", models.UUIDField()),
                ("ground", models.CharField(max_length=12)),
                ("why", models.TextField()),
                ("kept", models.BigIntegerField()),
                ("kept_why", models.TextField(blank=True)),
                ("since", models.DateTimeField()),
                ("review_on", models.DateField()),
                ("recorded_by", models.UUIDField()),
                ("version", models.IntegerField(default=1)),
                ("told_on", models.DateField(null=True)),
                ("told_how", models.CharField(blank=True, max_length=200)),
                ("lifted_at", models.DateTimeField(null=True)),
                ("lifted_by", models.UUIDField(null=True)),
                ("lifted_why", models.TextField(blank=True)),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["subject_id"], condition=Q(lifted_at=None), name="access_restriction_subject"
                    ),
                    models.Index(
                        fields=["region", "review_on"], condition=Q(lifted_at=None), name="access_restriction_review"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=["request_id", "subject_id"], condition=Q(lifted_at=None), name="access_restriction_once"
                    ),
                    models.CheckConstraint(
                        condition=Q(lifted_at=None)
                        | (Q(told_on__isnull=False) & ~Q(told_how="") & ~Q(lifted_why="") & Q(lifted_by__isnull=False)),
                        name="access_restriction_told_first",
                    ),
                ],
            },
        ),
        migrations.RunSQL(SQL, UNDO),
    ]
