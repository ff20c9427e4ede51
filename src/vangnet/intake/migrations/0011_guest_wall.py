"""Who sits at a table sees a signal only as long as it lies at the desk of that table."""

from django.db import migrations

WORKER = "NULLIF(current_setting('vangnet.worker', true), '')::uuid"
SQL = f"""
ALTER POLICY guest ON intake_signal USING (EXISTS (SELECT 1 FROM intake_boarditem i
  JOIN intake_boardguest g ON g.board_id = i.board_id AND g.desk_id = intake_signal.desk_id
  WHERE i.signal_id = intake_signal.id AND g.worker_id = {WORKER} AND g.ended_at IS NULL AND g.until > now()));
"""


class Migration(migrations.Migration):
    dependencies = [("intake", "0010_guests")]
    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]
