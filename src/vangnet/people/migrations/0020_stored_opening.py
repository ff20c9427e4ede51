"""One signal under a restriction is read on a ground of AVG article 18(2): its desk asks, somebody else decides, and it ends.

The application may ask and never decide: a decision is written by the role that also writes grants.
"""

from django.db import migrations, models
from django.db.models import F, Q

import vangnet.core.ids

AGENCY = "NULLIF(current_setting('vangnet.agency', true), '')::uuid"
MOMENT = "COALESCE(NULLIF(current_setting('vangnet.at', true), '')::timestamptz, now())"
BEFORE = """
CREATE OR REPLACE FUNCTION people_restricted_signals(category bigint) RETURNS SETOF uuid
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  SELECT s.id FROM public.access_restriction r
    JOIN public.people_signallink l ON l.person_id = r.subject_id AND (l.undone_at IS NULL OR l.undone_at > r.since)
    JOIN public.intake_signal s ON s.id = l.signal_id AND s.received_at <= r.since
  WHERE r.lifted_at IS NULL AND r.kept & category = 0 %s$$;
"""
OPENED = f"""AND NOT EXISTS (
    SELECT 1 FROM public.people_storedopening o
    WHERE o.signal_id = s.id AND o.desk_id = {AGENCY} AND o.granted AND o.until > {MOMENT}) """
WALL = f"""
ALTER TABLE people_storedopening ENABLE ROW LEVEL SECURITY;
CREATE POLICY app ON people_storedopening TO vangnet_app USING (desk_id = {AGENCY})
  WITH CHECK (desk_id = {AGENCY} AND granted IS NULL);
CREATE POLICY job ON people_storedopening TO vangnet_job USING (true) WITH CHECK (true);
REVOKE UPDATE, DELETE, TRUNCATE ON people_storedopening FROM vangnet_app;
"""


class Migration(migrations.Migration):
    dependencies = [("people", "0019_beside"), ("access", "0012_restriction")]
    operations = [
        migrations.CreateModel(
            "StoredOpening",
            [
                (
                    "id",
                    models.UUIDField(
                        primary_key=True, default=vangnet.core.ids.new_id, editable=False, serialize=False
                    ),
                ),
                ("region", models.CharField(max_length=8)),
                ("signal_id", models.UUIDField()),
                ("desk_id", models.UUIDField()),
                ("ground", models.CharField(max_length=12)),
                ("why", models.TextField()),
                ("days", models.SmallIntegerField()),
                ("asked_by", models.UUIDField()),
                ("asked_at", models.DateTimeField()),
                ("granted", models.BooleanField(null=True)),
                ("decided_by", models.UUIDField(null=True)),
                ("decided_at", models.DateTimeField(null=True)),
                ("decided_why", models.TextField(blank=True)),
                ("until", models.DateTimeField(null=True)),
                ("version", models.IntegerField(default=1)),
            ],
            options={
                "indexes": [models.Index(fields=["signal_id", "-asked_at"], name="people_opening_signal")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=["signal_id"], condition=Q(granted=None), name="people_opening_once"
                    ),
                    models.CheckConstraint(
                        name="people_opening_by_two",
                        condition=Q(granted=None, until=None, decided_by=None)
                        | (
                            Q(decided_by__isnull=False, decided_at__isnull=False)
                            & ~Q(decided_by=F("asked_by"))
                            & ~Q(decided_why="")
                        ),
                    ),
                    models.CheckConstraint(
                        name="people_opening_ends", condition=~Q(granted=True) | Q(until__isnull=False)
                    ),
                ],
            },
        ),
        migrations.RunSQL(WALL, migrations.RunSQL.noop),
        migrations.RunSQL(BEFORE % OPENED, BEFORE % ""),
    ]
