"""What the list of cases tells, one row a case: kept by the database, behind the wall of the case.

A list of fifty looked in five tables for each case, and asked the wall in each of them. Who reads a row here must have sight of
its case, as for every table of a case; nobody writes it, so that no service can forget it, and what is destroyed is gone here too.
"""

import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
from django.db import migrations, models

WORKER = "NULLIF(current_setting('vangnet.worker', true), '')::uuid"
MOMENT = "COALESCE(NULLIF(current_setting('vangnet.at', true), '')::timestamptz, now())"

WALL = f"""
ALTER TABLE cases_listed ENABLE ROW LEVEL SECURITY;
CREATE POLICY app ON cases_listed TO vangnet_app USING (EXISTS (SELECT 1 FROM access_sight s
  WHERE s.worker_id = {WORKER} AND s.case_id = cases_listed.case_id AND (s.until IS NULL OR s.until > {MOMENT})));
CREATE POLICY job ON cases_listed TO vangnet_job USING (true) WITH CHECK (true);
REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON cases_listed FROM vangnet_app, vangnet_job;
"""

# Each trigger writes its own columns, so that two writers at once never put back what the other changed. What is gathered from
# several rows (directors) is gathered after the row of the list is locked: a second writer then sees what the first one wrote.
# Whoever was or will be director stands here with the days, so that the turn of a day changes nothing.
KEEP = """
CREATE FUNCTION cases_list(which uuid[]) RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  INSERT INTO cases_listed (case_id, region, number, kind, phase, municipality, last_contact_on, contact_due_on,
    given_names, prefix, surname, partner_prefix, partner_surname, name_use, birth_year, birth_month, birth_day,
    directors, director_days)
  SELECT c.id, c.region, c.number, c.kind, c.phase, c.municipality, c.last_contact_on, c.contact_due_on,
    p.given_names, p.prefix, p.surname, p.partner_prefix, p.partner_surname, p.name_use, p.birth_year, p.birth_month, p.birth_day,
    '{}', '{}'
  FROM cases_case c JOIN people_person p ON p.id = c.person_id WHERE c.id = ANY (which) FOR SHARE OF p
$$;
CREATE FUNCTION cases_list_directors(which uuid[]) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public AS $$
BEGIN
  PERFORM 1 FROM cases_listed l WHERE l.case_id = ANY (which) ORDER BY l.case_id FOR NO KEY UPDATE;
  UPDATE cases_listed l SET directors = held.directors, director_days = held.days
  FROM (SELECT r.case_id, COALESCE(array_agg(h.worker_id ORDER BY h.days DESC) FILTER (WHERE h.id IS NOT NULL), '{}') AS directors,
      COALESCE(array_agg(h.days ORDER BY h.days DESC) FILTER (WHERE h.id IS NOT NULL), '{}') AS days
    FROM cases_roleslot r LEFT JOIN cases_holding h ON h.slot_id = r.id
    WHERE r.case_id = ANY (which) AND r.role = 'procesregisseur' GROUP BY r.case_id) held
  WHERE l.case_id = held.case_id;
END $$;
CREATE FUNCTION cases_listed_written() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
  IF TG_TABLE_NAME = 'people_person' THEN
    UPDATE cases_listed l SET (given_names, prefix, surname, partner_prefix, partner_surname, name_use, birth_year, birth_month,
      birth_day) = (p.given_names, p.prefix, p.surname, p.partner_prefix, p.partner_surname, p.name_use, p.birth_year,
      p.birth_month, p.birth_day)
    FROM written p JOIN cases_case c ON c.person_id = p.id WHERE l.case_id = c.id;
  ELSIF TG_TABLE_NAME = 'cases_holding' THEN
    PERFORM cases_list_directors(ARRAY(SELECT DISTINCT w.case_id FROM written w));
  ELSIF TG_OP = 'INSERT' THEN
    PERFORM cases_list(ARRAY(SELECT w.id FROM written w));
  ELSIF TG_OP = 'UPDATE' THEN
    UPDATE cases_listed l SET (region, number, kind, phase, municipality, last_contact_on, contact_due_on)
      = (c.region, c.number, c.kind, c.phase, c.municipality, c.last_contact_on, c.contact_due_on)
    FROM written c WHERE l.case_id = c.id;
  ELSE
    DELETE FROM cases_listed l USING written c WHERE l.case_id = c.id;
  END IF;
  RETURN NULL;
END $$;
CREATE FUNCTION cases_stays_with_person() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'a case stays with its person';
END $$;
CREATE TRIGGER listed_person BEFORE UPDATE OF person_id ON cases_case FOR EACH ROW WHEN (OLD.person_id <> NEW.person_id)
  EXECUTE FUNCTION cases_stays_with_person();
REVOKE ALL ON FUNCTION cases_list(uuid[]), cases_list_directors(uuid[]), cases_listed_written(), cases_stays_with_person() FROM PUBLIC;
"""
TRIGGERS = (
    ("cases_case", "INSERT", "NEW"),
    ("cases_case", "UPDATE", "NEW"),
    ("cases_case", "DELETE", "OLD"),
    ("cases_holding", "INSERT", "NEW"),
    ("cases_holding", "UPDATE", "NEW"),
    ("cases_holding", "DELETE", "OLD"),
    ("people_person", "UPDATE", "NEW"),
)
START = "".join(
    f"""CREATE TRIGGER listed_{act.lower()} AFTER {act} ON {table} REFERENCING {side} TABLE AS written
  FOR EACH STATEMENT EXECUTE FUNCTION cases_listed_written();
"""
    for table, act, side in TRIGGERS
)
STOP = "".join(f"DROP TRIGGER listed_{act.lower()} ON {table};\n" for table, act, _ in TRIGGERS)
GONE = """
DROP TRIGGER listed_person ON cases_case; DROP FUNCTION cases_stays_with_person();
DROP FUNCTION cases_listed_written(); DROP FUNCTION cases_list_directors(uuid[]); DROP FUNCTION cases_list(uuid[]);
"""
FILL = """
SELECT cases_list(ARRAY(SELECT id FROM cases_case));
SELECT cases_list_directors(ARRAY(SELECT id FROM cases_case));
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0015_photos_without_metadata"), ("people", "0007_person_model"), ("access", "0002_row_security")]
    operations = [
        migrations.CreateModel(
            name="Listed",
            fields=[
                ("case_id", models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ("region", models.CharField(max_length=8)),
                ("number", models.CharField(max_length=20)),
                ("kind", models.CharField(max_length=12)),
                ("phase", models.CharField(max_length=2)),
                ("municipality", models.CharField(max_length=8)),
                ("last_contact_on", models.DateField(null=True)),
                ("contact_due_on", models.DateField(null=True)),
                ("given_names", models.CharField(max_length=200)),
                ("prefix", models.CharField(max_length=20)),
                ("surname", models.CharField(max_length=200)),
                ("partner_prefix", models.CharField(max_length=20)),
                ("partner_surname", models.CharField(max_length=200)),
                ("name_use", models.CharField(max_length=12)),
                ("birth_year", models.SmallIntegerField()),
                ("birth_month", models.SmallIntegerField()),
                ("birth_day", models.SmallIntegerField()),
                ("directors", django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), size=None)),
                (
                    "director_days",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=django.contrib.postgres.fields.ranges.DateRangeField(), size=None
                    ),
                ),
                ("review_on", models.DateField(null=True)),
            ],
        ),
        migrations.RunSQL(WALL, migrations.RunSQL.noop),
        migrations.RunSQL(KEEP, GONE),
        migrations.RunSQL(START, STOP),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
    ]
