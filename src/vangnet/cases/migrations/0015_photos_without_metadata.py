"""Photos that were stored before today lose what they say beside what one sees: where, when and with what they were taken.

One at a time, each for itself, so that it can stop in the middle and begin again; a picture that lost it already is left alone. One
that cannot be taken apart stays, and is handed to nobody.
"""

from django.db import migrations, transaction
from vangnet.cases.engine.stripping import without_metadata


def strip(apps, schema_editor):
    document = apps.get_model("cases", "Document")
    pictures = document.objects.filter(media_type__in=["image/jpeg", "image/png"])
    for one in list(pictures.order_by("id").values_list("id", flat=True)):
        with transaction.atomic():
            row = pictures.select_for_update().filter(id=one).first()
            kept = without_metadata(bytes(row.content), row.media_type) if row is not None else None
            if kept is not None and kept != bytes(row.content):
                pictures.filter(id=one).update(content=kept, size=len(kept))


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("cases", "0014_withdrawn_title")]
    operations = [migrations.RunPython(strip, migrations.RunPython.noop)]
