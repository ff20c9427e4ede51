"""The words of each case by category, and the one reviewed way to search them: within what the actor may see.

Nobody reads the table: only `cases_search` does, which asks who acts of the transaction itself. It runs as the owner of the
tables, since under row security the matching of words would lose its index and run for each row of the country.
"""

import django.contrib.postgres.search
from django.db import migrations, models

WORKER = "NULLIF(current_setting('vangnet.worker', true), '')::uuid"
MOMENT = "COALESCE(NULLIF(current_setting('vangnet.at', true), '')::timestamptz, now())"

FUNCTIONS = """
CREATE FUNCTION access_bit(category text) RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
  $$ SELECT CASE WHEN category ~ '^C(0[1-9]|[12][0-9]|3[0-4])$' THEN 1::bigint << (right(category, 2)::int - 1) ELSE 0 END $$;
CREATE FUNCTION access_category_of_domain(domain text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
  $$ SELECT CASE domain WHEN 'health' THEN 'C14' WHEN 'housing' THEN 'C18' WHEN 'money' THEN 'C19' WHEN 'network' THEN 'C21'
     WHEN 'safety' THEN 'C06' WHEN 'day' THEN 'C17' ELSE '' END $$;
CREATE FUNCTION cases_to_words(said text) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
  $$ SELECT strip(to_tsvector('simple', regexp_replace(normalize(lower(said), NFKD), U&'[\\0300-\\036F]', '', 'g'))) $$;
"""
NO_FUNCTIONS = """
DROP FUNCTION cases_to_words(text); DROP FUNCTION access_category_of_domain(text); DROP FUNCTION access_bit(text);
"""

WALL = """
ALTER TABLE cases_words ENABLE ROW LEVEL SECURITY;
CREATE POLICY job ON cases_words TO vangnet_job USING (true) WITH CHECK (true);
REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON cases_words FROM vangnet_app, vangnet_job;
"""

REFRESH = """
CREATE FUNCTION cases_add_words(source varchar, which uuid[]) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public AS $$
BEGIN
  DELETE FROM cases_words w WHERE w.case_id = ANY (which) AND w.source = cases_add_words.source;
  IF source = 'name' THEN
    INSERT INTO cases_words (case_id, source, category, bit, region, words)
    SELECT c.id, 'name', 'C01', access_bit('C01'), c.region,
           cases_to_words(concat_ws(' ', p.given_names, p.prefix, p.surname, p.partner_prefix, p.partner_surname))
    FROM cases_case c JOIN people_person p ON p.id = c.person_id WHERE c.id = ANY (which);
  ELSE
    INSERT INTO cases_words (case_id, source, category, bit, region, words)
    SELECT e.case_id, 'entry', e.category, access_bit(e.category), max(e.region),
           cases_to_words(string_agg(e.title || ' ' || e.text, ' '))
    FROM cases_entry e WHERE e.case_id = ANY (which) GROUP BY e.case_id, e.category;
  END IF;
END $$;

CREATE FUNCTION cases_entries_written() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    INSERT INTO cases_words AS w (case_id, source, category, bit, region, words)
    SELECT e.case_id, 'entry', e.category, access_bit(e.category), max(e.region),
           cases_to_words(string_agg(e.title || ' ' || e.text, ' '))
    FROM written e GROUP BY e.case_id, e.category
    ON CONFLICT (case_id, source, category) DO UPDATE SET words = w.words || excluded.words;
  ELSE
    PERFORM cases_add_words('entry', ARRAY(SELECT DISTINCT case_id FROM written));
  END IF;
  RETURN NULL;
END $$;
CREATE FUNCTION cases_names_written() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public AS $$
BEGIN
  IF TG_TABLE_NAME = 'people_person' THEN
    PERFORM cases_add_words('name', ARRAY(SELECT c.id FROM cases_case c JOIN written p ON c.person_id = p.id));
  ELSIF TG_OP = 'DELETE' THEN
    DELETE FROM cases_words w USING written c WHERE w.case_id = c.id;
  ELSE
    PERFORM cases_add_words('name', ARRAY(SELECT id FROM written));
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER words_insert AFTER INSERT ON cases_entry REFERENCING NEW TABLE AS written
  FOR EACH STATEMENT EXECUTE FUNCTION cases_entries_written();
CREATE TRIGGER words_update AFTER UPDATE ON cases_entry REFERENCING NEW TABLE AS written
  FOR EACH STATEMENT EXECUTE FUNCTION cases_entries_written();
CREATE TRIGGER words_delete AFTER DELETE ON cases_entry REFERENCING OLD TABLE AS written
  FOR EACH STATEMENT EXECUTE FUNCTION cases_entries_written();
CREATE TRIGGER words_insert AFTER INSERT ON cases_case REFERENCING NEW TABLE AS written
  FOR EACH STATEMENT EXECUTE FUNCTION cases_names_written();
CREATE TRIGGER words_delete AFTER DELETE ON cases_case REFERENCING OLD TABLE AS written
  FOR EACH STATEMENT EXECUTE FUNCTION cases_names_written();
CREATE TRIGGER words_update AFTER UPDATE ON people_person REFERENCING NEW TABLE AS written
  FOR EACH STATEMENT EXECUTE FUNCTION cases_names_written();
REVOKE ALL ON FUNCTION cases_add_words(varchar, uuid[]), cases_entries_written(), cases_names_written() FROM PUBLIC;
"""
NO_REFRESH = """
DROP TRIGGER words_update ON people_person;
DROP TRIGGER words_delete ON cases_case; DROP TRIGGER words_insert ON cases_case;
DROP TRIGGER words_delete ON cases_entry; DROP TRIGGER words_update ON cases_entry; DROP TRIGGER words_insert ON cases_entry;
DROP FUNCTION cases_names_written(); DROP FUNCTION cases_entries_written(); DROP FUNCTION cases_add_words(varchar, uuid[]);
"""

# Each word must stand somewhere in the case in a category that is in sight. Cases come in the order of the lists, so that a
# common word ends early; what is looked at is never more than the cases in sight.
SEARCH = f"""
CREATE FUNCTION cases_search(asked tsquery[], most int) RETURNS TABLE (case_id uuid, sources varchar[]) LANGUAGE sql STABLE
SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  SELECT s.case_id, found.sources
  FROM access_sight s
  CROSS JOIN LATERAL (
    SELECT array_agg(DISTINCT w.source) AS sources, count(DISTINCT q.nr) AS hits
    FROM cases_words w JOIN unnest(asked) WITH ORDINALITY AS q (word, nr) ON w.words @@ q.word
    WHERE w.case_id = s.case_id AND s.categories & w.bit <> 0
  ) found
  WHERE s.worker_id = {WORKER} AND (s.until IS NULL OR s.until > {MOMENT}) AND found.hits = cardinality(asked)
    AND cardinality(asked) > 0
  ORDER BY s.owed_on, s.case_id LIMIT LEAST(most, 100)
$$;
REVOKE ALL ON FUNCTION cases_search(tsquery[], int) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION cases_search(tsquery[], int) TO vangnet_app;
"""
FILL = """
SELECT cases_add_words('name', ARRAY(SELECT id FROM cases_case));
SELECT cases_add_words('entry', ARRAY(SELECT DISTINCT case_id FROM cases_entry));
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0002_row_security"), ("people", "0002_row_security"), ("access", "0002_row_security")]
    operations = [
        migrations.CreateModel(
            name="Words",
            fields=[
                ("pk", models.CompositePrimaryKey("case_id", "source", "category", blank=True, editable=False, primary_key=True, serialize=False)),
                ("case_id", models.UUIDField()),
                ("source", models.CharField(max_length=8)),
                ("category", models.CharField(max_length=3)),
                ("bit", models.BigIntegerField()),
                ("region", models.CharField(max_length=8)),
                ("words", django.contrib.postgres.search.SearchVectorField()),
            ],
        ),
        migrations.RunSQL(FUNCTIONS, NO_FUNCTIONS),
        migrations.RunSQL(WALL, migrations.RunSQL.noop),
        migrations.RunSQL(REFRESH, NO_REFRESH),
        migrations.RunSQL(SEARCH, "DROP FUNCTION cases_search(tsquery[], int)"),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
    ]
