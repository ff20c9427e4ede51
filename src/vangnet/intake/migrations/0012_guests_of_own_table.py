"""A seat counts only at a table of the desk that gave it: nobody seats themselves at another desk's."""

from django.db import migrations

WORKER = "NULLIF(current_setting('vangnet.worker', true), '')::uuid"
SITS = f"g.worker_id = {WORKER} AND g.ended_at IS NULL AND g.until > now()"
GIVEN = f"""EXISTS (SELECT 1 FROM intake_boardguest g JOIN intake_board b ON b.id = g.board_id AND b.desk_id = g.desk_id
  WHERE {SITS} AND g.board_id ="""
SQL = f"""
ALTER POLICY guest ON intake_board USING (EXISTS (SELECT 1 FROM intake_boardguest g
  WHERE g.board_id = intake_board.id AND g.desk_id = intake_board.desk_id AND {SITS}));
ALTER POLICY guest ON intake_boardseat USING ({GIVEN} intake_boardseat.board_id));
ALTER POLICY guest ON intake_boarditem USING ({GIVEN} intake_boarditem.board_id));
ALTER POLICY app ON intake_boardvote WITH CHECK (cast_by = {WORKER} AND {GIVEN} intake_boardvote.board_id
  AND g.partner = intake_boardvote.partner AND g.desk_id = intake_boardvote.desk_id));
"""


class Migration(migrations.Migration):
    dependencies = [("intake", "0011_guest_wall")]
    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]
