"""The title of a withdrawn document may hold what should never have been there: its line on the timeline loses it, and search too.

The line itself stays: that there was a document, since when, and who handed it in. The title stays beside the bytes, out of sight.
"""

from django.db import migrations

FORGET = "'Document, later ingetrokken'"

SQL = f"""
CREATE FUNCTION cases_forget_title() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public AS $$
BEGIN
  UPDATE cases_entry e SET title = {FORGET} FROM cases_document d
  WHERE d.id = NEW.document_id AND e.case_id = d.case_id AND e.object_id = d.id AND e.kind = 'document';
  RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION cases_forget_title() FROM PUBLIC;
CREATE TRIGGER forget_title AFTER INSERT ON cases_withdrawal FOR EACH ROW EXECUTE FUNCTION cases_forget_title();
UPDATE cases_entry e SET title = {FORGET} FROM cases_withdrawal w JOIN cases_document d ON d.id = w.document_id
WHERE e.case_id = d.case_id AND e.object_id = d.id AND e.kind = 'document' AND e.text = '';
"""
UNDO = "DROP TRIGGER forget_title ON cases_withdrawal; DROP FUNCTION cases_forget_title();"


class Migration(migrations.Migration):
    dependencies = [("cases", "0013_withdrawal")]
    operations = [migrations.RunSQL(SQL, UNDO)]
