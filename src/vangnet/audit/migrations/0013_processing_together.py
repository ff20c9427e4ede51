"""The persons of one act stand together in the processing log: a page that shows fifty writes one row, no longer fifty.

Readers still see a line for each person, through the view `audit_processing`. Fifty rows, each with its place in two indexes, were
the larger part of what the logs cost a list.
"""

from django.contrib.postgres.fields import ArrayField
from django.db import migrations, models

SQL = """
CREATE TABLE audit_shown (
  day date NOT NULL,
  trace_id varchar(32) NOT NULL,
  parent_span_id varchar(16) NOT NULL DEFAULT '',
  name varchar(60) NOT NULL,
  status varchar(5) NOT NULL CHECK (status IN ('Unset', 'Ok', 'Error')),
  start_time timestamptz NOT NULL,
  end_time timestamptz NOT NULL,
  activity varchar(60) NOT NULL,
  agency_id uuid NOT NULL,
  region varchar(8) NOT NULL,
  span_ids varchar(16)[] NOT NULL,
  subjects varchar(64)[] NOT NULL,
  CHECK (cardinality(subjects) > 0 AND cardinality(subjects) = cardinality(span_ids)),
  CHECK (array_position(subjects, NULL) IS NULL AND array_position(span_ids, NULL) IS NULL)
) PARTITION BY RANGE (day);
ALTER TABLE audit_shown ALTER span_ids SET STORAGE EXTERNAL, ALTER subjects SET STORAGE EXTERNAL;
CREATE TABLE audit_shown_rest PARTITION OF audit_shown DEFAULT;
CREATE INDEX audit_shown_trace ON audit_shown (trace_id);
CREATE INDEX audit_shown_subjects ON audit_shown USING gin (subjects);
CREATE INDEX audit_shown_day ON audit_shown USING brin (day);

CREATE OR REPLACE FUNCTION audit_make_log_partitions(month date) RETURNS void LANGUAGE plpgsql AS $$
DECLARE first date := date_trunc('month', month);
        name text;
        log text;
BEGIN
  FOREACH log IN ARRAY ARRAY['audit_decisionrecord', 'audit_shown'] LOOP
    name := log || '_' || to_char(month, 'YYYYMM');
    IF to_regclass(name) IS NULL THEN
      EXECUTE format('CREATE TABLE %I PARTITION OF %I FOR VALUES FROM (%L) TO (%L)',
                     name, log, first, (first + interval '1 month')::date);
      EXECUTE format('REVOKE ALL ON %I FROM vangnet_app, vangnet_job', name);
      EXECUTE format('GRANT SELECT, INSERT ON %I TO vangnet_app, vangnet_job', name);
    END IF;
  END LOOP;
END $$;
DO $$
DECLARE old text;
BEGIN
  FOR old IN SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
             WHERE i.inhparent = 'audit_processing'::regclass AND c.relname ~ '[0-9]{6}$' LOOP
    PERFORM audit_make_log_partitions(to_date(right(old, 6), 'YYYYMM'));
  END LOOP;
END $$;

INSERT INTO audit_shown
SELECT day, trace_id, parent_span_id, name, status, start_time, end_time, activity, agency_id, region,
  array_agg(span_id ORDER BY span_id), array_agg(subject ORDER BY span_id)
FROM (SELECT *, (row_number() OVER (PARTITION BY day, trace_id, name, start_time ORDER BY span_id) - 1) / 100 AS part
      FROM audit_processing) AS line
GROUP BY day, trace_id, parent_span_id, name, status, start_time, end_time, activity, agency_id, region, part;
DROP TABLE audit_processing;

CREATE VIEW audit_processing WITH (security_invoker = true) AS
SELECT s.day, s.trace_id, one.span_id, s.parent_span_id, s.name, s.status, s.start_time, s.end_time, s.activity, one.subject,
  s.agency_id, s.region, s.subjects
FROM audit_shown s CROSS JOIN LATERAL unnest(s.span_ids, s.subjects) AS one (span_id, subject);

REVOKE ALL ON audit_shown, audit_shown_rest, audit_processing FROM vangnet_app, vangnet_job;
GRANT SELECT, INSERT ON audit_shown, audit_shown_rest TO vangnet_app, vangnet_job;
GRANT SELECT ON audit_processing TO vangnet_app, vangnet_job;

DROP FUNCTION audit_pseudonyms(uuid[]);
CREATE FUNCTION audit_pseudonyms(subjects uuid[]) RETURNS text[]
  LANGUAGE sql STABLE STRICT SECURITY DEFINER SET search_path = pg_catalog, public AS
  $$ SELECT array_agg(encode(sha256(k.key || uuid_send(one.subject)), 'hex') ORDER BY one.nr)
     FROM public.audit_pseudonymkey k, unnest(subjects) WITH ORDINALITY AS one (subject, nr) $$;
REVOKE ALL ON FUNCTION audit_pseudonyms(uuid[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION audit_pseudonyms(uuid[]) TO vangnet_app, vangnet_job;
"""
BACK = """
CREATE TABLE audit_processing_line (
  day date NOT NULL,
  trace_id varchar(32) NOT NULL,
  span_id varchar(16) NOT NULL,
  parent_span_id varchar(16) NOT NULL DEFAULT '',
  name varchar(60) NOT NULL,
  status varchar(5) NOT NULL CHECK (status IN ('Unset', 'Ok', 'Error')),
  start_time timestamptz NOT NULL,
  end_time timestamptz NOT NULL,
  activity varchar(60) NOT NULL,
  subject varchar(64) NOT NULL,
  agency_id uuid NOT NULL,
  region varchar(8) NOT NULL,
  PRIMARY KEY (trace_id, span_id, day)
) PARTITION BY RANGE (day);
CREATE TABLE audit_processing_rest PARTITION OF audit_processing_line DEFAULT;
INSERT INTO audit_processing_line
SELECT day, trace_id, span_id, parent_span_id, name, status, start_time, end_time, activity, subject, agency_id, region
FROM audit_processing;
DROP VIEW audit_processing;
DROP TABLE audit_shown;
ALTER TABLE audit_processing_line RENAME TO audit_processing;
CREATE INDEX audit_processing_day ON audit_processing USING brin (day);
CREATE INDEX audit_processing_subject ON audit_processing (hashtextextended(subject, 0));
REVOKE ALL ON audit_processing, audit_processing_rest FROM vangnet_app, vangnet_job;
GRANT SELECT, INSERT ON audit_processing, audit_processing_rest TO vangnet_app, vangnet_job;
DO $$
BEGIN
  EXECUTE replace(pg_get_functiondef('audit_make_log_partitions(date)'::regprocedure), '''audit_shown''', '''audit_processing''');
END $$;
DROP FUNCTION audit_pseudonyms(uuid[]);
CREATE FUNCTION audit_pseudonyms(subjects uuid[]) RETURNS TABLE (nr bigint, pseudonym text)
  LANGUAGE sql STABLE STRICT SECURITY DEFINER SET search_path = pg_catalog, public AS
  $$ SELECT one.nr, encode(sha256(k.key || uuid_send(one.subject)), 'hex')
     FROM public.audit_pseudonymkey k, unnest(subjects) WITH ORDINALITY AS one (subject, nr) $$;
REVOKE ALL ON FUNCTION audit_pseudonyms(uuid[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION audit_pseudonyms(uuid[]) TO vangnet_app, vangnet_job;
"""
DROP_MONTH = """
DO $$
BEGIN
  EXECUTE replace(pg_get_functiondef('audit_drop_month(date)'::regprocedure), '''{old}''', '''{new}''');
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0012_months_ahead")]
    operations = [
        migrations.RunSQL(
            SQL + DROP_MONTH.format(old="audit_processing", new="audit_shown"),
            BACK + DROP_MONTH.format(old="audit_shown", new="audit_processing"),
        ),
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AddField("Processing", "subjects", ArrayField(models.CharField(max_length=64), default=list))
            ]
        ),
    ]
