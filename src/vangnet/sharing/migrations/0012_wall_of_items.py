"""Who received one item sees that one row, and no case with it."""

from django.db import migrations

from vangnet.sharing.migrations._wall import MOMENT, WORKER, by_category, sight

# Tables that hold what can be shared one by one -> the output forms in which their text goes along (`rules.shows_text`).
ITEMS = {
    "cases_entry": "('O4', 'O5')",
    "plans_goal": "('O4', 'O5')",
    "plans_agreement": "('O3', 'O4', 'O5')",
}


def item(table: str) -> str:
    """Return the condition that the actor has an open grant on this row."""
    return f"""EXISTS (SELECT 1 FROM access_itemgrant i WHERE i.worker_id = {WORKER} AND i.item_id = {table}.id
  AND i.closed_at IS NULL AND i.until > {MOMENT} AND i.form IN {ITEMS[table]})"""


def wall(table: str) -> str:
    """Return the statement that lets a row be seen by category, or because it was shared."""
    return f"ALTER POLICY app ON {table} USING ({by_category(table)} OR {item(table)}) WITH CHECK ({sight(table)});"


def before(table: str) -> str:
    """Return the statement that lets a row be seen by category alone."""
    return f"ALTER POLICY app ON {table} USING ({by_category(table)}) WITH CHECK ({sight(table)});"


class Migration(migrations.Migration):
    dependencies = [("sharing", "0011_rights"), ("access", "0008_item_grant_wall")]
    operations = [migrations.RunSQL("\n".join(map(wall, ITEMS)), "\n".join(map(before, ITEMS)))]
