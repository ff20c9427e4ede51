"""What weighs who may be one person is learned and kept by background work; the application only reads it."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("people", "0015_words_of_signals")]
    operations = [
        migrations.RunSQL(
            "REVOKE INSERT, UPDATE, DELETE ON people_linkagemodel FROM vangnet_app",
            "GRANT INSERT, UPDATE, DELETE ON people_linkagemodel TO vangnet_app",
        )
    ]
