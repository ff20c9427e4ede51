"""The person's own words and the summary of a plan carry a category each; a row is seen by case and category, or when shared.

Of what was written before, nobody said what is in it: it becomes medical content, which the fewest read.
"""

import django.db.models.deletion
import vangnet.core.ids
from django.db import migrations, models

WORKER = "NULLIF(current_setting('vangnet.worker', true), '')::uuid"
MOMENT = "COALESCE(NULLIF(current_setting('vangnet.at', true), '')::timestamptz, now())"
SIGHT = f"""EXISTS (SELECT 1 FROM access_sight s WHERE s.worker_id = {WORKER} AND s.case_id = plans_passage.case_id
  AND (s.until IS NULL OR s.until > {MOMENT})"""
RECEIVED = f"""EXISTS (SELECT 1 FROM access_itemgrant i WHERE i.worker_id = {WORKER} AND i.item_id = plans_passage.id
  AND i.closed_at IS NULL AND i.until > {MOMENT} AND i.form IN ('O4', 'O5'))"""
WALL = f"""
ALTER TABLE plans_passage ENABLE ROW LEVEL SECURITY;
CREATE POLICY app ON plans_passage TO vangnet_app
  USING ({SIGHT} AND s.categories & access_bit(plans_passage.category) <> 0) OR {RECEIVED}) WITH CHECK ({SIGHT}));
CREATE POLICY job ON plans_passage TO vangnet_job USING (true) WITH CHECK (true);
"""
MOVE = """
INSERT INTO plans_passage (id, region, case_id, plan_id, kind, category, text, said_on)
SELECT gen_random_uuid(), region, case_id, id, 'words', 'C14', own_words, own_words_on FROM plans_plan WHERE own_words <> ''
UNION ALL SELECT gen_random_uuid(), region, case_id, id, 'summary', 'C14', summary, NULL FROM plans_plan WHERE summary <> '';
SET CONSTRAINTS ALL IMMEDIATE;
"""
BACK = """
UPDATE plans_plan p SET own_words = w.text, own_words_on = w.said_on FROM plans_passage w WHERE w.plan_id = p.id AND w.kind = 'words';
UPDATE plans_plan p SET summary = w.text FROM plans_passage w WHERE w.plan_id = p.id AND w.kind = 'summary';
"""


def words(passages: str) -> str:
    """Return the function that keeps the words of plans, with where the texts outside the life domains come from."""
    return f"""
CREATE OR REPLACE FUNCTION plans_refresh_words(which uuid[]) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public AS $$
BEGIN
  DELETE FROM cases_words w WHERE w.case_id = ANY (which) AND w.source = 'plan';
  INSERT INTO cases_words (case_id, source, category, bit, region, words)
  SELECT part.case_id, 'plan', part.category, access_bit(part.category), max(part.region),
         cases_to_words(string_agg(part.text, ' '))
  FROM (
    {passages}
    UNION ALL
    SELECT p.case_id, access_category_of_domain(g.domain), p.region, g.now || ' ' || g.goal || ' ' || g.who
    FROM plans_plan p JOIN plans_goal g ON g.plan_id = p.id WHERE p.case_id = ANY (which) AND p.state = 'current'
    UNION ALL
    SELECT p.case_id, 'C23', p.region, c.text
    FROM plans_plan p JOIN plans_crisisstep c ON c.plan_id = p.id WHERE p.case_id = ANY (which) AND p.state = 'current'
  ) part
  WHERE part.category <> '' GROUP BY part.case_id, part.category;
END $$;
"""


NOW = words("""SELECT p.case_id, w.category, p.region, w.text
    FROM plans_plan p JOIN plans_passage w ON w.plan_id = p.id WHERE p.case_id = ANY (which) AND p.state = 'current'""")
BEFORE = words("""SELECT p.case_id, 'C24' AS category, p.region, p.own_words || ' ' || p.summary AS text
    FROM plans_plan p WHERE p.case_id = ANY (which) AND p.state = 'current'""")
TRIGGERS = "".join(
    f"""
CREATE TRIGGER words_{act.lower()} AFTER {act} ON plans_passage REFERENCING {side} TABLE AS written
  FOR EACH STATEMENT EXECUTE FUNCTION plans_words_written();"""
    for act, side in (("INSERT", "NEW"), ("UPDATE", "NEW"), ("DELETE", "OLD"))
)
FILL = "SELECT plans_refresh_words(ARRAY(SELECT DISTINCT case_id FROM plans_plan))"


class Migration(migrations.Migration):
    dependencies = [("plans", "0004_words"), ("access", "0008_item_grant_wall")]
    operations = [
        migrations.CreateModel(
            name="Passage",
            fields=[
                ("id", models.UUIDField(default=vangnet.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("region", models.CharField(max_length=8)),
                ("kind", models.CharField(max_length=8)),
                ("category", models.CharField(max_length=3)),
                ("text", models.TextField()),
                ("said_on", models.DateField(null=True)),
                ("case", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.case")),
                ("plan", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="plans.plan")),
            ],
            options={"constraints": [models.UniqueConstraint(fields=("plan", "kind"), name="plans_passage_once")]},
        ),
        migrations.RunSQL(WALL, migrations.RunSQL.noop),
        migrations.RunSQL(MOVE, BACK),
        migrations.RunSQL(NOW, BEFORE),
        migrations.RemoveField(model_name="plan", name="own_words"),
        migrations.RemoveField(model_name="plan", name="own_words_on"),
        migrations.RemoveField(model_name="plan", name="summary"),
        migrations.RunSQL(TRIGGERS, migrations.RunSQL.noop),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
    ]
