"""The second wall knows categories too: a row of a category that is not in sight is not there, whoever asks for all rows.

Who wrote a line, asked or was asked keeps seeing their own. What is written is checked by case only, since somebody may write
down what they could not read afterwards.
"""

from django.db import migrations

from vangnet.sharing.migrations._wall import TABLES, by_category, sight



def wall(table: str) -> str:
    """Return the statement that lets a table be seen by category."""
    return f"ALTER POLICY app ON {table} USING ({by_category(table)}) WITH CHECK ({sight(table)});"


def by_case(table: str) -> str:
    """Return the statement that lets a table be seen by case, as before."""
    return f"ALTER POLICY app ON {table} USING ({sight(table)}) WITH CHECK ({sight(table)});"


class Migration(migrations.Migration):
    dependencies = [("sharing", "0007_join"), ("plans", "0004_words")]
    operations = [
        migrations.RunSQL(
            "\n".join(map(wall, TABLES)),
            "\n".join(map(by_case, TABLES)),
        ),
    ]
