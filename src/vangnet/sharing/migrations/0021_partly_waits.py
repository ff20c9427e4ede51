"""What was granted partly before today named a day within the six weeks of a dispute; it names the day after them.

A day off at the end of the six weeks is not counted here: who destroys looks at that itself.
"""

from django.db import migrations

LATER = """
UPDATE sharing_insightrequest
SET erase_on = greatest(erase_on, (answered_at AT TIME ZONE 'Europe/Amsterdam')::date + 43)
WHERE kind = 'erasure' AND decision = 'partly' AND erases <> '' AND answered_at IS NOT NULL
"""


class Migration(migrations.Migration):
    dependencies = [("sharing", "0020_insight_by_person")]
    operations = [migrations.RunSQL(LATER, migrations.RunSQL.noop)]
