"""A person as the engine compares them, kept beside the keys; for background work and matching only."""

from django.db import migrations, models

SQL = """
ALTER TABLE people_matchrecord ENABLE ROW LEVEL SECURITY;
CREATE POLICY job ON people_matchrecord TO vangnet_job USING (true) WITH CHECK (true);
"""


class Migration(migrations.Migration):
    dependencies = [("people", "0008_person_wall")]
    operations = [
        migrations.CreateModel(
            name="MatchRecord",
            fields=[
                ("pk", models.CompositePrimaryKey("person_id", "digest", blank=True, editable=False, primary_key=True, serialize=False)),
                ("region", models.CharField(max_length=8)),
                ("person_id", models.UUIDField()),
                ("digest", models.BigIntegerField()),
                ("packed", models.TextField()),
            ],
        ),
        migrations.RunSQL(SQL, migrations.RunSQL.noop),
    ]
