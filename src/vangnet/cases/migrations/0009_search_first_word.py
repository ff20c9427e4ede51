"""Search looks for the first word in a case before it gathers where all words stand: most cases end there.

What is found stays the same: every word must stand in the case, in a category in sight, so a case without the first has none.
"""

from django.db import migrations

WORKER = "NULLIF(current_setting('vangnet.worker', true), '')::uuid"
MOMENT = "COALESCE(NULLIF(current_setting('vangnet.at', true), '')::timestamptz, now())"
FIRST = """AND EXISTS (SELECT 1 FROM cases_words w
    WHERE w.case_id = s.case_id AND w.words @@ asked[1] AND s.categories & w.bit <> 0)"""


def search(first: str) -> str:
    """Return the function, with or without the look at the first word."""
    return f"""
CREATE OR REPLACE FUNCTION cases_search(asked tsquery[], most int) RETURNS TABLE (case_id uuid, sources varchar[])
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  SELECT s.case_id, found.sources
  FROM access_sight s
  CROSS JOIN LATERAL (
    SELECT array_agg(DISTINCT w.source) AS sources, count(DISTINCT q.nr) AS hits
    FROM cases_words w JOIN unnest(asked) WITH ORDINALITY AS q (word, nr) ON w.words @@ q.word
    WHERE w.case_id = s.case_id AND s.categories & w.bit <> 0
  ) found
  WHERE s.worker_id = {WORKER} AND (s.until IS NULL OR s.until > {MOMENT}) {first} AND found.hits = cardinality(asked)
    AND cardinality(asked) > 0
  ORDER BY s.owed_on, s.case_id LIMIT LEAST(most, 100)
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0008_document")]
    operations = [migrations.RunSQL(search(FIRST), search(""))]
