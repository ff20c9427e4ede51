"""Walls and rules of clusters, held by the database itself.

- A record is seen by the desk that owns it. A delivery is also seen by who has its home person in sight, as long as it was not
  taken out: sight follows what was delivered for a person, and never a merge of two persons.
- A decision is seen by who sees both its records; what was taken apart by who sees a record on both sides.
- What a source said, and who owns it, never changes; what was decided never changes, it can only be ended.
- No two records that a human keeps apart are ever one person, whoever writes and in whatever order.
"""

from django.db import migrations

AGENCY = "NULLIF(current_setting('vangnet.agency', true), '')::uuid"

SQL = f"""
INSERT INTO people_sourcerecord
  (id, region, desk_id, home_id, kind, source, reference, said, delivered_by, delivered_at)
SELECT id, region, desk_id, id, 'professional', '', '',
  jsonb_strip_nulls(jsonb_build_object(
    'given_names', NULLIF(given_names, ''), 'prefix', NULLIF(prefix, ''), 'surname', NULLIF(surname, ''),
    'partner_prefix', NULLIF(partner_prefix, ''), 'partner_surname', NULLIF(partner_surname, ''),
    'sex', NULLIF(sex, ''), 'birth', jsonb_build_array(birth_year, birth_month, birth_day))),
  '00000000-0000-0000-0000-000000000001', registered_at
FROM people_person;

-- A database with people in it has foreign keys to check before its tables may change.
SET CONSTRAINTS ALL IMMEDIATE;
ALTER TABLE people_sourcerecord ENABLE ROW LEVEL SECURITY;
CREATE POLICY app ON people_sourcerecord TO vangnet_app
  USING (desk_id = {AGENCY}
    OR (taken_out_at IS NULL AND EXISTS (SELECT 1 FROM people_person p WHERE p.id = home_id)))
  WITH CHECK (desk_id = {AGENCY} AND EXISTS (SELECT 1 FROM people_person p WHERE p.id = home_id));
CREATE POLICY job ON people_sourcerecord TO vangnet_job USING (true) WITH CHECK (true);
ALTER TABLE people_linkdecision ENABLE ROW LEVEL SECURITY;
CREATE POLICY app ON people_linkdecision TO vangnet_app
  USING (EXISTS (SELECT 1 FROM people_sourcerecord r WHERE r.id = left_id)
    AND EXISTS (SELECT 1 FROM people_sourcerecord r WHERE r.id = right_id));
CREATE POLICY job ON people_linkdecision TO vangnet_job USING (true) WITH CHECK (true);
ALTER TABLE people_recordsplit ENABLE ROW LEVEL SECURITY;
CREATE POLICY app ON people_recordsplit TO vangnet_app
  USING (EXISTS (SELECT 1 FROM people_sourcerecord r WHERE r.id = ANY (taken))
    AND EXISTS (SELECT 1 FROM people_sourcerecord r WHERE r.id = ANY (kept)));
CREATE POLICY job ON people_recordsplit TO vangnet_job USING (true) WITH CHECK (true);
REVOKE DELETE ON people_sourcerecord, people_linkdecision, people_recordsplit FROM vangnet_app;

CREATE FUNCTION people_record_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW.id, NEW.region, NEW.desk_id, NEW.home_id, NEW.kind, NEW.source, NEW.reference, NEW.delivered_by, NEW.delivered_at)
     IS DISTINCT FROM
     (OLD.id, OLD.region, OLD.desk_id, OLD.home_id, OLD.kind, OLD.source, OLD.reference, OLD.delivered_by, OLD.delivered_at)
     OR (NEW.said IS DISTINCT FROM OLD.said AND NEW.said <> '{{}}'::jsonb) THEN
    RAISE EXCEPTION 'a source record never changes' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER people_record_stays BEFORE UPDATE ON people_sourcerecord
  FOR EACH ROW EXECUTE FUNCTION people_record_stays();

CREATE FUNCTION people_decision_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.ended_at IS NOT NULL AND NEW.ended_at IS NULL
     OR (NEW.id, NEW.region, NEW.left_id, NEW.right_id, NEW.verdict, NEW.weight, NEW.model, NEW.decided_by, NEW.role,
         NEW.agency_id, NEW.decided_at, NEW.reason) IS DISTINCT FROM
        (OLD.id, OLD.region, OLD.left_id, OLD.right_id, OLD.verdict, OLD.weight, OLD.model, OLD.decided_by, OLD.role,
         OLD.agency_id, OLD.decided_at, OLD.reason) THEN
    RAISE EXCEPTION 'a decision about records can only be ended' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER people_decision_stays BEFORE UPDATE ON people_linkdecision
  FOR EACH ROW EXECUTE FUNCTION people_decision_stays();

-- Sees every row, whoever writes; one at a time, because two decisions that each fit may not fit together.
CREATE FUNCTION people_clusters_hold() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(7514, 0);
  IF EXISTS (
    WITH RECURSIVE whole (id) AS (
      VALUES (NEW.left_id), (CASE NEW.verdict WHEN 'same' THEN NEW.right_id ELSE NEW.left_id END)
      UNION
      SELECT n.id FROM whole w CROSS JOIN LATERAL (
        SELECT CASE d.left_id WHEN w.id THEN d.right_id ELSE d.left_id END AS id FROM public.people_linkdecision d
        WHERE (d.left_id = w.id OR d.right_id = w.id) AND d.verdict = 'same' AND d.ended_at IS NULL
        UNION ALL SELECT r.home_id FROM public.people_sourcerecord r WHERE r.id = w.id AND r.taken_out_at IS NULL
        UNION ALL SELECT r.id FROM public.people_sourcerecord r WHERE r.home_id = w.id AND r.taken_out_at IS NULL
      ) n
    )
    SELECT 1 FROM public.people_linkdecision d
    WHERE d.verdict = 'different' AND d.ended_at IS NULL
      AND d.left_id IN (SELECT id FROM whole) AND d.right_id IN (SELECT id FROM whole)
  ) THEN
    RAISE EXCEPTION 'records that a human keeps apart would become one person' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER people_clusters_hold AFTER INSERT ON people_linkdecision
  FOR EACH ROW EXECUTE FUNCTION people_clusters_hold();
"""

UNDO = """
DROP TRIGGER people_clusters_hold ON people_linkdecision; DROP FUNCTION people_clusters_hold();
DROP TRIGGER people_decision_stays ON people_linkdecision; DROP FUNCTION people_decision_stays();
DROP TRIGGER people_record_stays ON people_sourcerecord; DROP FUNCTION people_record_stays();
"""


class Migration(migrations.Migration):
    dependencies = [("people", "0005_clusters")]
    operations = [migrations.RunSQL(SQL, UNDO)]
