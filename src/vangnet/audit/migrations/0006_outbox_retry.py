"""The outbox remembers what went wrong: an event that fails is tried again later, and set aside after a while."""

from django.db import migrations, models

SQL = """
ALTER TABLE audit_pending
  ADD COLUMN attempts smallint NOT NULL DEFAULT 0,
  ADD COLUMN due_at timestamptz,
  ADD COLUMN fault varchar(80) NOT NULL DEFAULT '',
  ADD COLUMN parked_at timestamptz;
CREATE INDEX audit_pending_parked ON audit_pending (parked_at) WHERE parked_at IS NOT NULL;
"""
BACK = "ALTER TABLE audit_pending DROP COLUMN attempts, DROP COLUMN due_at, DROP COLUMN fault, DROP COLUMN parked_at"


class Migration(migrations.Migration):
    dependencies = [("audit", "0005_outbox_rights")]
    operations = [migrations.RunSQL(SQL, BACK)]
