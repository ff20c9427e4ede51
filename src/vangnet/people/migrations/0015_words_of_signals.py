"""What a reporter said in a signal is a record of the person beside whom it lies; and one look past the wall around a person.

- Such a record has the id of its link, is taken out when the link is undone, and is seen at the desk of the signal only: whoever
  sees the person elsewhere never saw the words of a reporter, and does not now.
- `people_around` tells which records are one person, whether one of them says that the address is secret, and how often somebody
  decided. It gives ids and counts, no content.
"""

from django.db import migrations

AGENCY = "NULLIF(current_setting('vangnet.agency', true), '')::uuid"

FILL = """
INSERT INTO people_sourcerecord
  (id, region, desk_id, home_id, kind, source, reference, said, signal_id, delivered_by, delivered_at, taken_out_at)
SELECT l.id, l.region, l.desk_id, l.person_id, 'signal', '', '',
  jsonb_strip_nulls(jsonb_build_object(
    'given_names', NULLIF(s.hint ->> 'given_names', ''), 'prefix', NULLIF(s.hint ->> 'prefix', ''),
    'surname', NULLIF(s.hint ->> 'surname', ''), 'sex', NULLIF(s.hint ->> 'sex', ''),
    'street', NULLIF(s.hint ->> 'street', ''), 'house_number', NULLIF(s.hint ->> 'house_number', ''),
    'postcode', NULLIF(s.hint ->> 'postcode', ''), 'city', NULLIF(s.hint ->> 'city', ''),
    'phone', NULLIF(s.hint ->> 'phone', ''),
    'birth', CASE WHEN s.hint ->> 'birth_date' ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}$' THEN jsonb_build_array(
      left(s.hint ->> 'birth_date', 4)::int, substr(s.hint ->> 'birth_date', 6, 2)::int,
      right(s.hint ->> 'birth_date', 2)::int) END)),
  l.signal_id, l.confirmed_by, l.confirmed_at, l.undone_at
FROM people_signallink l JOIN intake_signal s ON s.id = l.signal_id;
SET CONSTRAINTS ALL IMMEDIATE;
"""

WALL = f"""
ALTER POLICY app ON people_sourcerecord
  USING (desk_id = {AGENCY} OR (taken_out_at IS NULL AND signal_id IS NULL
    AND EXISTS (SELECT 1 FROM people_person p WHERE p.id = home_id)));

CREATE OR REPLACE FUNCTION people_record_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW.id, NEW.region, NEW.desk_id, NEW.home_id, NEW.kind, NEW.source, NEW.reference, NEW.signal_id, NEW.delivered_by,
      NEW.delivered_at) IS DISTINCT FROM
     (OLD.id, OLD.region, OLD.desk_id, OLD.home_id, OLD.kind, OLD.source, OLD.reference, OLD.signal_id, OLD.delivered_by,
      OLD.delivered_at)
     OR (NEW.said IS DISTINCT FROM OLD.said AND NEW.said <> '{{}}'::jsonb) THEN
    RAISE EXCEPTION 'a source record never changes' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
"""

AROUND = """
CREATE FUNCTION people_around(which uuid) RETURNS TABLE (ids uuid[], spoken int, secret boolean, version int) LANGUAGE sql
STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  WITH RECURSIVE whole (id) AS (
    VALUES (which)
    UNION
    SELECT n.id FROM whole w CROSS JOIN LATERAL (
      SELECT CASE d.left_id WHEN w.id THEN d.right_id ELSE d.left_id END AS id FROM people_linkdecision d
      WHERE (d.left_id = w.id OR d.right_id = w.id) AND d.verdict = 'same' AND d.ended_at IS NULL
      UNION ALL SELECT r.home_id FROM people_sourcerecord r WHERE r.id = w.id AND r.taken_out_at IS NULL
      UNION ALL SELECT r.id FROM people_sourcerecord r WHERE r.home_id = w.id AND r.taken_out_at IS NULL
    ) n
  )
  SELECT (SELECT array_agg(w.id) FROM whole w),
    (SELECT count(*)::int FROM people_sourcerecord r WHERE r.signal_id IS NULL AND r.id IN (SELECT w.id FROM whole w)),
    EXISTS (SELECT 1 FROM people_person p
      WHERE p.id IN (SELECT w.id FROM whole w) AND (p.secret_address OR p.secret_elsewhere))
    OR EXISTS (SELECT 1 FROM people_sourcerecord r
      WHERE r.id IN (SELECT w.id FROM whole w) AND r.home_id <> r.id AND r.said -> 'secret_address' = 'true'::jsonb),
    (SELECT (count(*) + count(d.ended_at))::int FROM people_linkdecision d
      WHERE d.left_id IN (SELECT w.id FROM whole w) OR d.right_id IN (SELECT w.id FROM whole w))
$$;
REVOKE ALL ON FUNCTION people_around(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION people_around(uuid) TO vangnet_app, vangnet_job;
"""


class Migration(migrations.Migration):
    dependencies = [("people", "0014_record_of_signal"), ("intake", "0008_inclusion_key")]
    operations = [
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.RunSQL(WALL, migrations.RunSQL.noop),
        migrations.RunSQL(AROUND, "DROP FUNCTION people_around(uuid)"),
    ]
