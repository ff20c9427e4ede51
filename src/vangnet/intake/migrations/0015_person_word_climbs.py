"""Word to the person that is late climbs, and climbs again when it was put off and is late again."""

from django.db import migrations, models

# On the way back what climbed for it goes, so that each level is climbed once.
BACK = """
DELETE FROM intake_escalation WHERE what = 'person';
SET CONSTRAINTS ALL IMMEDIATE;
"""


class Migration(migrations.Migration):
    dependencies = [("intake", "0014_person_word")]
    operations = [
        migrations.RemoveConstraint("escalation", "intake_escalation_once"),
        migrations.AddConstraint(
            "escalation",
            models.UniqueConstraint(fields=("signal", "what", "level", "answer_due"), name="intake_escalation_once"),
        ),
        migrations.RunSQL(migrations.RunSQL.noop, BACK),
    ]
