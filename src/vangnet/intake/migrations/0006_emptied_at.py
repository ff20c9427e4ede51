"""When a signal was emptied at the end of its term."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("intake", "0005_desk_codes")]
    operations = [migrations.AddField("signal", "emptied_at", models.DateTimeField(null=True))]
