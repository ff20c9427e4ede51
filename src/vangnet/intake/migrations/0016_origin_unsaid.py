"""An E33 or E14 that came in by the form before it asked whom it comes from has no origin that anybody said.

The program filled in the kind of organisation of whoever typed it; that narrows nothing, while an unknown origin counts as data of
the police. The form has asked since a version that also holds step 0012, so whatever came in before that step was done here is known
to be filled in. What came in later may be what somebody chose, and stays.
"""

from django.db import migrations

UNSAID = """
UPDATE intake_signal s SET reporter_kind = ''
FROM access_worker w JOIN access_agency a ON a.id = w.agency_id
WHERE w.id = s.reported_by AND s.channel = 'form' AND s.kind IN ('E33', 'E14')
  AND s.received_at < (SELECT min(applied) FROM django_migrations WHERE app = 'intake' AND name = '0012_guests_of_own_table')
  AND s.reporter_kind = CASE WHEN a.kind IN ('COL', 'BGM', 'GGD') THEN 'municipality' WHEN a.kind = 'WCO' THEN 'housing'
    WHEN a.kind IN ('WMOU', 'GGZ', 'ZORG', 'HA', 'AMB', 'ZIEK') THEN 'care' END;
SET CONSTRAINTS ALL IMMEDIATE;
"""


class Migration(migrations.Migration):
    dependencies = [("intake", "0015_person_word_climbs"), ("access", "0001_initial")]
    operations = [migrations.RunSQL(UNSAID, migrations.RunSQL.noop)]
