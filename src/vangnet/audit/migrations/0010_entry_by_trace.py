"""Lines about nobody in particular, found from the processing log: a list that showed a person, by the trace of the act."""

from django.db import migrations

SQL = "CREATE INDEX audit_entry_listing ON audit_entry (trace_id) WHERE subject_id IS NULL AND case_id IS NULL"


class Migration(migrations.Migration):
    dependencies = [("audit", "0009_processing_by_trace")]
    operations = [migrations.RunSQL(SQL, "DROP INDEX audit_entry_listing")]
