"""What receivers were told about a withdrawn document is a fixed sentence: why was free text, and might be about somebody else."""

from django.db import migrations

SQL = """
UPDATE sharing_discloseditem i
SET correction = 'Dit document hoort niet bij deze casus en is ingetrokken. Gebruik het niet en gooi het weg. '
  'Waarom: Het is per ongeluk toegevoegd.'
FROM sharing_verdict v JOIN cases_withdrawal w ON w.document_id = v.item_id
WHERE v.id = i.verdict_id AND i.correction LIKE 'Dit document hoort niet bij deze casus en is ingetrokken.%';
"""


class Migration(migrations.Migration):
    dependencies = [("sharing", "0023_advice_read"), ("cases", "0017_reasons_and_locked_pictures")]
    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]
