"""The words of a current plan, kept beside those of its case so that they can be searched."""

from django.db import migrations

PARTS = """
CREATE FUNCTION plans_refresh_words(which uuid[]) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public AS $$
BEGIN
  DELETE FROM cases_words w WHERE w.case_id = ANY (which) AND w.source = 'plan';
  INSERT INTO cases_words (case_id, source, category, bit, region, words)
  SELECT part.case_id, 'plan', part.category, access_bit(part.category), max(part.region),
         cases_to_words(string_agg(part.text, ' '))
  FROM (
    SELECT p.case_id, 'C24' AS category, p.region, p.own_words || ' ' || p.summary AS text
    FROM plans_plan p WHERE p.case_id = ANY (which) AND p.state = 'current'
    UNION ALL
    SELECT p.case_id, access_category_of_domain(g.domain), p.region, g.now || ' ' || g.goal || ' ' || g.who
    FROM plans_plan p JOIN plans_goal g ON g.plan_id = p.id WHERE p.case_id = ANY (which) AND p.state = 'current'
    UNION ALL
    SELECT p.case_id, 'C23', p.region, c.text
    FROM plans_plan p JOIN plans_crisisstep c ON c.plan_id = p.id WHERE p.case_id = ANY (which) AND p.state = 'current'
  ) part
  WHERE part.category <> '' GROUP BY part.case_id, part.category;
END $$;
CREATE FUNCTION plans_words_written() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public AS $$
BEGIN
  PERFORM plans_refresh_words(ARRAY(SELECT DISTINCT case_id FROM written));
  RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION plans_refresh_words(uuid[]), plans_words_written() FROM PUBLIC;
"""
NO_PARTS = "DROP FUNCTION plans_words_written(); DROP FUNCTION plans_refresh_words(uuid[]);"
TABLES = ("plans_plan", "plans_goal", "plans_crisisstep")


def triggers(table: str) -> str:
    """Return the statements that keep the words of a case when this table is written."""
    return "".join(
        f"""
CREATE TRIGGER words_{act.lower()} AFTER {act} ON {table} REFERENCING {side} TABLE AS written
  FOR EACH STATEMENT EXECUTE FUNCTION plans_words_written();"""
        for act, side in (("INSERT", "NEW"), ("UPDATE", "NEW"), ("DELETE", "OLD"))
    )


def no_triggers(table: str) -> str:
    """Return the statements that undo `triggers`."""
    return "".join(f"DROP TRIGGER words_{act} ON {table};" for act in ("insert", "update", "delete"))


class Migration(migrations.Migration):
    dependencies = [("plans", "0003_wall_at_the_moment"), ("cases", "0003_words")]
    operations = [
        migrations.RunSQL(PARTS, NO_PARTS),
        migrations.RunSQL("".join(map(triggers, TABLES)), "".join(map(no_triggers, TABLES))),
        migrations.RunSQL(
            "SELECT plans_refresh_words(ARRAY(SELECT DISTINCT case_id FROM plans_plan))", migrations.RunSQL.noop
        ),
    ]
