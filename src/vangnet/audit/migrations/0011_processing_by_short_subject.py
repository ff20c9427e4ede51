"""Find the lines about a person by eight bytes of their pseudonym: a page writes fifty of these, each at another place of the index.

Sixty-four letters and a moment made every line an entry of its own and took half the time of writing them. A question by this
index also compares the whole pseudonym.
"""

from django.db import migrations

SQL = """
DROP INDEX audit_processing_subject;
CREATE INDEX audit_processing_subject ON audit_processing (hashtextextended(subject, 0));
"""
BACK = """
DROP INDEX audit_processing_subject;
CREATE INDEX audit_processing_subject ON audit_processing (subject, start_time DESC);
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0010_entry_by_trace")]
    operations = [migrations.RunSQL(SQL, BACK)]
