"""Who received a step of the crisis plan sees that one step, and no plan with it."""

from django.db import migrations

from vangnet.sharing.migrations._wall import MOMENT, WORKER, by_category, sight

TABLE = "plans_crisisstep"
# A step is itself what to do, so its text goes along from O3 (`rules.shows_text`).
RECEIVED = f"""EXISTS (SELECT 1 FROM access_itemgrant i WHERE i.worker_id = {WORKER} AND i.item_id = {TABLE}.id
  AND i.closed_at IS NULL AND i.until > {MOMENT} AND i.form IN ('O3', 'O4', 'O5'))"""


class Migration(migrations.Migration):
    dependencies = [("sharing", "0014_one_time_wall")]
    operations = [
        migrations.RunSQL(
            f"ALTER POLICY app ON {TABLE} USING ({by_category(TABLE)} OR {RECEIVED}) WITH CHECK ({sight(TABLE)});",
            f"ALTER POLICY app ON {TABLE} USING ({by_category(TABLE)}) WITH CHECK ({sight(TABLE)});",
        )
    ]
