"""Pseudonyms of several persons at once, for lists: the key is read once for all of them."""

from django.db import migrations

SQL = """
CREATE FUNCTION audit_pseudonyms(subjects uuid[]) RETURNS TABLE (nr bigint, pseudonym text)
  LANGUAGE sql STABLE STRICT SECURITY DEFINER SET search_path = pg_catalog, public AS
  $$ SELECT one.nr, encode(sha256(k.key || uuid_send(one.subject)), 'hex')
     FROM public.audit_pseudonymkey k, unnest(subjects) WITH ORDINALITY AS one (subject, nr) $$;
REVOKE ALL ON FUNCTION audit_pseudonyms(uuid[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION audit_pseudonyms(uuid[]) TO vangnet_app, vangnet_job;
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0007_destroyed")]
    operations = [migrations.RunSQL(SQL, "DROP FUNCTION audit_pseudonyms(uuid[])")]
