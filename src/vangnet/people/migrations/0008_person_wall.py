"""Who sees a person sees their other names and what the register doubts; the circle has a wall of its own.

Somebody of the circle is told to the desk that keeps the person, and to who has sight of the category network (C21) of a case
about them. A number (C02) likewise: no function sees it by its role alone.
"""

from django.db import migrations

WORKER = "NULLIF(current_setting('vangnet.worker', true), '')::uuid"
AGENCY = "NULLIF(current_setting('vangnet.agency', true), '')::uuid"
MOMENT = "COALESCE(NULLIF(current_setting('vangnet.at', true), '')::timestamptz, now())"


def own_or_category(bit: int) -> str:
    """Return the condition that the actor's desk keeps the person, or that the actor sees a category of a case about them."""
    return f"""EXISTS (SELECT 1 FROM people_person p WHERE p.id = person_id AND (p.desk_id = {AGENCY}
    OR EXISTS (SELECT 1 FROM access_sight s WHERE s.worker_id = {WORKER} AND s.subject_id = p.id
      AND (s.categories & {1 << (bit - 1)}) <> 0 AND (s.until IS NULL OR s.until > {MOMENT}))))"""


SQL = f"""
ALTER TABLE people_othername ENABLE ROW LEVEL SECURITY;
CREATE POLICY app ON people_othername TO vangnet_app
  USING (EXISTS (SELECT 1 FROM people_person p WHERE p.id = person_id));
CREATE POLICY job ON people_othername TO vangnet_job USING (true) WITH CHECK (true);
ALTER TABLE people_researchmark ENABLE ROW LEVEL SECURITY;
CREATE POLICY app ON people_researchmark TO vangnet_app
  USING (EXISTS (SELECT 1 FROM people_person p WHERE p.id = person_id));
CREATE POLICY job ON people_researchmark TO vangnet_job USING (true) WITH CHECK (true);
ALTER TABLE people_relation ENABLE ROW LEVEL SECURITY;
CREATE POLICY app ON people_relation TO vangnet_app USING ({own_or_category(21)});
CREATE POLICY job ON people_relation TO vangnet_job USING (true) WITH CHECK (true);
ALTER POLICY app ON people_identifier USING ({own_or_category(2)});
"""


class Migration(migrations.Migration):
    dependencies = [("people", "0007_person_model"), ("access", "0002_row_security")]
    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]
