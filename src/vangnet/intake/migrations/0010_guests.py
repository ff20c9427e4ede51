"""A sitting is planned before it begins, and partners of other organisations sit at it with their own account."""

import django.db.models.deletion
from django.db import migrations, models

import vangnet.core.ids

WORKER = "NULLIF(current_setting('vangnet.worker', true), '')::uuid"
AGENCY = "NULLIF(current_setting('vangnet.agency', true), '')::uuid"
# Of somebody of another organisation: only while they sit there. Read only; what they write is their own vote.
SITS = f"g.worker_id = {WORKER} AND g.ended_at IS NULL AND g.until > now()"
WALL = f"""
UPDATE intake_board SET begun_at = starts_at;
ALTER TABLE intake_boardguest ENABLE ROW LEVEL SECURITY;
CREATE POLICY app ON intake_boardguest TO vangnet_app
  USING (desk_id = {AGENCY} OR worker_id = {WORKER}) WITH CHECK (desk_id = {AGENCY});
CREATE POLICY job ON intake_boardguest TO vangnet_job USING (true) WITH CHECK (true);
CREATE POLICY guest ON intake_board FOR SELECT TO vangnet_app
  USING (EXISTS (SELECT 1 FROM intake_boardguest g WHERE g.board_id = intake_board.id AND {SITS}));
CREATE POLICY guest ON intake_boardseat FOR SELECT TO vangnet_app
  USING (EXISTS (SELECT 1 FROM intake_boardguest g WHERE g.board_id = intake_boardseat.board_id AND {SITS}));
CREATE POLICY guest ON intake_boarditem FOR SELECT TO vangnet_app
  USING (EXISTS (SELECT 1 FROM intake_boardguest g WHERE g.board_id = intake_boarditem.board_id AND {SITS}));
CREATE POLICY guest ON intake_signal FOR SELECT TO vangnet_app
  USING (EXISTS (SELECT 1 FROM intake_boarditem i JOIN intake_boardguest g ON g.board_id = i.board_id
    WHERE i.signal_id = intake_signal.id AND {SITS}));
ALTER TABLE intake_boardvote ENABLE ROW LEVEL SECURITY;
CREATE POLICY app ON intake_boardvote TO vangnet_app
  USING (desk_id = {AGENCY} OR cast_by = {WORKER})
  WITH CHECK (cast_by = {WORKER} AND EXISTS (SELECT 1 FROM intake_boardguest g
    WHERE g.board_id = intake_boardvote.board_id AND g.partner = intake_boardvote.partner AND {SITS}));
CREATE POLICY job ON intake_boardvote TO vangnet_job USING (true) WITH CHECK (true);
"""
ID = models.UUIDField(primary_key=True, default=vangnet.core.ids.new_id, editable=False, serialize=False)


class Migration(migrations.Migration):
    dependencies = [("intake", "0009_telling")]

    operations = [
        migrations.AddField("board", "begun_at", models.DateTimeField(null=True)),
        migrations.AddField("inclusionvote", "cast_by", models.UUIDField(null=True)),
        migrations.CreateModel(
            "BoardGuest",
            [
                ("id", ID),
                ("region", models.CharField(max_length=8)),
                ("desk_id", models.UUIDField()),
                ("worker_id", models.UUIDField()),
                ("organisation", models.CharField(max_length=120)),
                ("name", models.CharField(max_length=200)),
                ("partner", models.CharField(blank=True, max_length=120)),
                ("invited_by", models.UUIDField()),
                ("invited_at", models.DateTimeField()),
                ("until", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                ("board", models.ForeignKey("intake.Board", django.db.models.deletion.CASCADE, related_name="+")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=["board", "worker_id"], name="intake_guest_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at", None), models.Q(("partner", ""), _negated=True)),
                        fields=("board", "partner"),
                        name="intake_guest_votes_once",
                    ),
                ],
                "indexes": [models.Index(fields=["worker_id", "-until"], name="intake_guest_worker")],
            },
        ),
        migrations.CreateModel(
            "BoardVote",
            [
                ("id", ID),
                ("region", models.CharField(max_length=8)),
                ("desk_id", models.UUIDField()),
                ("partner", models.CharField(max_length=120)),
                ("vote", models.CharField(max_length=8)),
                ("reason", models.TextField(blank=True)),
                ("cast_by", models.UUIDField()),
                ("at", models.DateTimeField()),
                ("board", models.ForeignKey("intake.Board", django.db.models.deletion.CASCADE, related_name="+")),
                ("signal", models.ForeignKey("intake.Signal", django.db.models.deletion.PROTECT, related_name="+")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=["board", "signal", "partner"], name="intake_board_vote_once")
                ],
            },
        ),
        migrations.RunSQL(WALL, migrations.RunSQL.noop),
    ]
