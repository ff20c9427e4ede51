"""Telling the reporter has a moment of its own, and climbs when it is late as an answer does."""

from django.db import migrations, models
from django.db.models import Q

# Answers that nobody told of, given before there was a term: two days for every desk, so that none of them is forgotten.
OWED = """
UPDATE intake_signal SET tell_due = answered_at + interval '2 days'
WHERE answered_at IS NOT NULL AND told_at IS NULL AND emptied_at IS NULL
  AND (reported_by IS NOT NULL OR reporter_name <> '' OR reporter_contact <> '' OR source <> '');
ALTER TABLE intake_escalation ALTER COLUMN what SET DEFAULT 'answer';
"""
# On the way back a level may be climbed once a signal: of the two things that climbed, the telling was not there before.
BACK = """
DELETE FROM intake_escalation WHERE what = 'telling';
SET CONSTRAINTS ALL IMMEDIATE;
"""


class Migration(migrations.Migration):
    dependencies = [("intake", "0008_inclusion_key")]

    operations = [
        migrations.AddField("signal", "tell_due", models.DateTimeField(null=True)),
        migrations.AddField("escalation", "what", models.CharField(max_length=8, default="answer")),
        migrations.RemoveConstraint("escalation", "intake_escalation_once"),
        migrations.AddConstraint(
            "escalation",
            models.UniqueConstraint(fields=("signal", "what", "level"), name="intake_escalation_once"),
        ),
        migrations.RunSQL(OWED, BACK),
        migrations.RunSQL("SET CONSTRAINTS ALL IMMEDIATE", migrations.RunSQL.noop),
        migrations.AddIndex(
            "signal",
            models.Index(
                fields=["desk_id", "tell_due", "id"],
                condition=Q(told_at=None, tell_due__isnull=False),
                name="intake_signal_untold",
            ),
        ),
        migrations.AddIndex(
            "signal",
            models.Index(
                fields=["tell_due"], condition=Q(told_at=None, tell_due__isnull=False), name="intake_signal_tell_owed"
            ),
        ),
    ]
