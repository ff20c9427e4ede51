"""What the answering region keeps does not go with the case or signal of the region that asked."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("handovers", "0002_row_security")]
    operations = [
        migrations.AlterField(
            model_name="hitanswer",
            name="query",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="handovers.hitquery"
            ),
        ),
    ]
