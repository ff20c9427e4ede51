"""The person whom a signal is about hears of it by a day, also when no case opens."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q

import vangnet.core.ids

AGENCY = "NULLIF(current_setting('vangnet.agency', true), '')::uuid"
OWN = f"EXISTS (SELECT 1 FROM intake_signal s WHERE s.id = signal_id AND s.desk_id = {AGENCY})"
WALL = f"""
ALTER TABLE intake_personword ENABLE ROW LEVEL SECURITY;
CREATE POLICY app ON intake_personword TO vangnet_app USING ({OWN});
CREATE POLICY job ON intake_personword TO vangnet_job USING (true) WITH CHECK (true);
"""
# Of what was weighed in the last thirty days without telling; what is older is from before, and what became a case is owed there.
OWED = """
UPDATE intake_signal s SET inform_on = (now() + interval '1 month')::date, inform_owner = w.decided_by FROM intake_weighing w
WHERE w.signal_id = s.id AND NOT w.person_informed AND w.decision NOT IN ('not-taken-up', 'case') AND s.emptied_at IS NULL
  AND w.at >= now() - interval '30 days';
SET CONSTRAINTS ALL IMMEDIATE;
"""


class Migration(migrations.Migration):
    dependencies = [("intake", "0013_telling_from_now")]
    operations = [
        migrations.AddField("signal", "inform_on", models.DateField(null=True)),
        migrations.AddField("signal", "inform_owner", models.UUIDField(null=True)),
        migrations.AddField("signal", "informed_at", models.DateTimeField(null=True)),
        migrations.CreateModel(
            "PersonWord",
            [
                (
                    "id",
                    models.UUIDField(
                        primary_key=True, default=vangnet.core.ids.new_id, editable=False, serialize=False
                    ),
                ),
                ("region", models.CharField(max_length=8)),
                ("at", models.DateTimeField()),
                ("outcome", models.CharField(max_length=8)),
                ("text", models.TextField(blank=True)),
                ("again_on", models.DateField(null=True)),
                ("said_by", models.UUIDField()),
                ("idempotency_key", models.CharField(max_length=80)),
                ("signal", models.ForeignKey("intake.Signal", django.db.models.deletion.PROTECT, related_name="+")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=["signal", "idempotency_key"], name="intake_person_word_once")
                ],
            },
        ),
        migrations.RunSQL(WALL, migrations.RunSQL.noop),
        migrations.RunSQL(OWED, migrations.RunSQL.noop),
        migrations.AddIndex(
            "signal",
            models.Index(
                fields=["desk_id", "inform_on", "id"],
                condition=Q(inform_on__isnull=False),
                name="intake_signal_inform",
            ),
        ),
    ]
