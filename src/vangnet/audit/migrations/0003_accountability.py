"""The decision record and the processing log: partitioned by month and closed to change, like the record itself.

The key with which the number of a person becomes a pseudonym is made here and never leaves the database: the application
may ask for a pseudonym and cannot read the key.
"""

from django.db import migrations

SQL = """
CREATE TABLE audit_decisionrecord (
  day date NOT NULL,
  trace_id varchar(32) NOT NULL,
  span_id varchar(16) NOT NULL,
  parent_span_id varchar(16) NOT NULL DEFAULT '',
  event_name varchar(40) NOT NULL,
  at timestamptz NOT NULL,
  status varchar(5) NOT NULL CHECK (status IN ('Unset', 'Ok', 'Error')),
  attributes jsonb NOT NULL,
  resource jsonb NOT NULL,
  body jsonb NOT NULL,
  PRIMARY KEY (day, trace_id, span_id)
) PARTITION BY RANGE (day);
CREATE TABLE audit_decisionrecord_rest PARTITION OF audit_decisionrecord DEFAULT;

CREATE TABLE audit_processing (
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
  PRIMARY KEY (day, trace_id, span_id)
) PARTITION BY RANGE (day);
CREATE TABLE audit_processing_rest PARTITION OF audit_processing DEFAULT;
CREATE INDEX audit_processing_subject ON audit_processing (subject, start_time DESC);
CREATE INDEX audit_processing_trace ON audit_processing (trace_id);

CREATE TABLE audit_pseudonymkey (id smallint PRIMARY KEY CHECK (id = 1), key bytea NOT NULL);
INSERT INTO audit_pseudonymkey VALUES
  (1, sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())));
REVOKE ALL ON audit_pseudonymkey FROM vangnet_app, vangnet_job;

CREATE FUNCTION audit_pseudonym(subject uuid) RETURNS text
  LANGUAGE sql STABLE STRICT SECURITY DEFINER SET search_path = pg_catalog, public AS
  $$ SELECT encode(sha256(key || uuid_send(subject)), 'hex') FROM public.audit_pseudonymkey $$;
REVOKE ALL ON FUNCTION audit_pseudonym(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION audit_pseudonym(uuid) TO vangnet_app, vangnet_job;

CREATE FUNCTION audit_make_log_partitions(month date) RETURNS void LANGUAGE plpgsql AS $$
DECLARE first date := date_trunc('month', month);
        name text;
        log text;
BEGIN
  FOREACH log IN ARRAY ARRAY['audit_decisionrecord', 'audit_processing'] LOOP
    name := log || '_' || to_char(month, 'YYYYMM');
    IF to_regclass(name) IS NULL THEN
      EXECUTE format('CREATE TABLE %I PARTITION OF %I FOR VALUES FROM (%L) TO (%L)',
                     name, log, first, (first + interval '1 month')::date);
      EXECUTE format('REVOKE ALL ON %I FROM vangnet_app, vangnet_job', name);
      EXECUTE format('GRANT SELECT, INSERT ON %I TO vangnet_app, vangnet_job', name);
    END IF;
  END LOOP;
END $$;
SELECT audit_make_log_partitions((date_trunc('month', now()) + make_interval(months => n))::date)
  FROM generate_series(-2, 24) AS n;

REVOKE ALL ON audit_decisionrecord, audit_decisionrecord_rest, audit_processing, audit_processing_rest
  FROM vangnet_app, vangnet_job;
GRANT SELECT, INSERT ON audit_decisionrecord, audit_decisionrecord_rest, audit_processing, audit_processing_rest
  TO vangnet_app, vangnet_job;
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0002_state")]
    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]
