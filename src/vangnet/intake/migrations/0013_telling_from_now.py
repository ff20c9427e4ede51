"""What was answered before there was a term to tell the reporter is not late at the update.

0009 gave every such answer two days from when it was given, so that all of them were late at once. Who reported something and
decided about it themself knows already. What was answered in the last thirty days, as long as a desk keeps what it does not take
up, gets the term from now on; whatever is older is from before, and owed no more.
"""

from datetime import timedelta

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps
from django.utils import timezone

from vangnet.core.workdays import deadline

RECENT = timedelta(days=30)
KNOWS = """
UPDATE intake_signal s SET tell_due = NULL FROM intake_weighing w
WHERE w.signal_id = s.id AND w.decided_by = s.reported_by AND s.channel IN ('form', 'police') AND s.told_at IS NULL
  AND s.tell_due IS NOT NULL AND s.reporter_kind NOT IN ('inhabitant', 'relative', 'self', 'other')
"""
FROM_NOW = """
UPDATE intake_signal SET tell_due = CASE WHEN answered_at >= %s THEN %s::timestamptz END
WHERE told_at IS NULL AND tell_due = answered_at + interval '2 days'
"""
# What climbed for it is let go; what somebody took up stays in the record.
LET_GO = """
DELETE FROM intake_escalation e USING intake_signal s
WHERE s.id = e.signal_id AND e.what = 'telling' AND e.taken_at IS NULL AND s.told_at IS NULL
  AND (s.tell_due IS NULL OR s.tell_due > %s)
"""
END = """
UPDATE intake_escalation e SET ended_at = %s FROM intake_signal s
WHERE s.id = e.signal_id AND e.what = 'telling' AND e.ended_at IS NULL AND s.told_at IS NULL
  AND (s.tell_due IS NULL OR s.tell_due > %s)
"""


def begin(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Let the duty begin at the update."""
    now = timezone.now()
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(KNOWS)
        cursor.execute(FROM_NOW, [now - RECENT, deadline(now, workdays=2)])
        cursor.execute(LET_GO, [now])
        cursor.execute(END, [now, now])
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


class Migration(migrations.Migration):
    dependencies = [("intake", "0012_guests_of_own_table")]
    operations = [migrations.RunPython(begin, migrations.RunPython.noop)]
