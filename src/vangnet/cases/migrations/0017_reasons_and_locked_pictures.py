"""Why a document was withdrawn is a code: words about somebody else would outlive that person's data on this timeline.

What was written before becomes the plainest code. And an old picture whose metadata cannot be taken out is locked away: its bytes go
where no role but the owner reads, and leave with the case.
"""

import django.db.models.deletion
import vangnet.core.ids
from django.db import migrations, models
from vangnet.cases.engine.stripping import without_metadata

WALL = """
ALTER TABLE cases_lockedpicture ENABLE ROW LEVEL SECURITY;
CREATE POLICY job ON cases_lockedpicture TO vangnet_job USING (true) WITH CHECK (true);
REVOKE ALL ON cases_lockedpicture FROM vangnet_app, vangnet_job;
"""
SAID = "Het is per ongeluk toegevoegd."
CODES = f"""
UPDATE cases_entry e SET text = '{SAID}' FROM cases_withdrawal w
WHERE e.case_id = w.case_id AND e.object_id = w.document_id AND e.kind = 'document' AND e.title = 'Document ingetrokken';
UPDATE cases_withdrawal SET why = 'mistake';
"""


def lock(apps, schema_editor):
    document, locked = apps.get_model("cases", "Document"), apps.get_model("cases", "LockedPicture")
    pictures = document.objects.filter(media_type__in=["image/jpeg", "image/png"], size__gt=0)
    for one in list(pictures.order_by("id").values_list("id", flat=True)):
        row = pictures.get(id=one)
        if without_metadata(bytes(row.content), row.media_type) is None:
            locked.objects.create(case_id=row.case_id, document_id=one, content=bytes(row.content))
            document.objects.filter(id=one).update(content=b"", size=0)


def unlock(apps, schema_editor):
    document, locked = apps.get_model("cases", "Document"), apps.get_model("cases", "LockedPicture")
    for row in locked.objects.all():
        document.objects.filter(id=row.document_id).update(content=bytes(row.content), size=len(row.content))
    locked.objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("cases", "0016_listed")]
    operations = [
        migrations.CreateModel(
            name="LockedPicture",
            fields=[
                ("id", models.UUIDField(default=vangnet.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("content", models.BinaryField()),
                (
                    "case",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.case"),
                ),
                ("document", models.OneToOneField("cases.Document", models.PROTECT, related_name="+")),
            ],
        ),
        migrations.RunSQL(WALL, migrations.RunSQL.noop),
        migrations.RunSQL(CODES, migrations.RunSQL.noop),
        migrations.AlterField("withdrawal", "why", models.CharField(max_length=12)),
        migrations.RunPython(lock, unlock),
    ]
