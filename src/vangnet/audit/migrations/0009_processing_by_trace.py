"""Fewer indexes to keep up with each line of the processing log: its key begins with the trace, and answers for it.

Fifty lines of one page then stand together in the index. A day is found by the summary of the pages of its month, since lines
come in the order of time.
"""

from django.db import migrations

SQL = """
ALTER TABLE audit_processing DROP CONSTRAINT audit_processing_pkey, ADD PRIMARY KEY (trace_id, span_id, day);
DROP INDEX audit_processing_trace;
CREATE INDEX audit_processing_day ON audit_processing USING brin (day);
"""
BACK = """
DROP INDEX audit_processing_day;
ALTER TABLE audit_processing DROP CONSTRAINT audit_processing_pkey, ADD PRIMARY KEY (day, trace_id, span_id);
CREATE INDEX audit_processing_trace ON audit_processing (trace_id);
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0008_pseudonyms")]
    operations = [migrations.RunSQL(SQL, BACK)]
