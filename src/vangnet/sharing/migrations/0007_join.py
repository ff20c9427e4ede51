"""Join two lines of migrations that were made side by side; each stands by itself."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations


class Migration(migrations.Migration):
    dependencies: ClassVar = [("sharing", "0005_wall_at_the_moment"), ("sharing", "0006_row_security_insight")]
    operations: ClassVar = []
