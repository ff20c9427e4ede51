"""A picture that is locked away carries the region of its document, as every row with personal content does."""

from django.db import migrations, models

FILL = """
UPDATE cases_lockedpicture l SET region = d.region FROM cases_document d WHERE d.id = l.document_id;
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0017_reasons_and_locked_pictures")]
    operations = [
        migrations.AddField("lockedpicture", "region", models.CharField(default="", max_length=8), preserve_default=False),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
    ]
