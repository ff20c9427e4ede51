"""No field for codes of a desk until something reads them."""

from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('intake', '0004_depth'),
    ]

    operations = [
        migrations.RemoveField(
            model_name='desk',
            name='code_map',
        ),
    ]
