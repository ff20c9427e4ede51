"""The record: partitioned by month, append-only for the application's roles."""

from django.db import migrations

SQL = """
CREATE SEQUENCE audit_entry_position;
CREATE TABLE audit_entry (
  day date NOT NULL,
  id uuid NOT NULL,
  position bigint NOT NULL DEFAULT nextval('audit_entry_position'),
  at timestamptz NOT NULL,
  act varchar(60) NOT NULL,
  worker_id uuid NOT NULL,
  agency_id uuid NOT NULL,
  on_behalf_of uuid,
  region varchar(8) NOT NULL,
  case_id uuid,
  subject_id uuid,
  object_kind varchar(40) NOT NULL,
  object_id uuid,
  fields varchar(60)[] NOT NULL,
  ground varchar(120) NOT NULL,
  purpose varchar(60) NOT NULL,
  outcome varchar(10) NOT NULL CHECK (outcome IN ('done', 'refused')),
  trace_id varchar(32) NOT NULL,
  details jsonb NOT NULL,
  PRIMARY KEY (day, id)
) PARTITION BY RANGE (day);
CREATE TABLE audit_entry_rest PARTITION OF audit_entry DEFAULT;
CREATE INDEX audit_entry_case ON audit_entry (case_id, at DESC) WHERE case_id IS NOT NULL;
CREATE INDEX audit_entry_subject ON audit_entry (subject_id, at DESC) WHERE subject_id IS NOT NULL;
CREATE INDEX audit_entry_worker ON audit_entry (worker_id, at DESC);
CREATE INDEX audit_entry_position_idx ON audit_entry (position);

CREATE TABLE audit_seal (
  entry_id uuid PRIMARY KEY,
  day date NOT NULL,
  nr integer NOT NULL,
  hash varchar(64) NOT NULL,
  UNIQUE (day, nr)
);
CREATE TABLE audit_pending (position bigint PRIMARY KEY, day date NOT NULL, entry_id uuid NOT NULL);

CREATE FUNCTION audit_make_partition(month date) RETURNS void LANGUAGE plpgsql AS $$
DECLARE first date := date_trunc('month', month);
        name text := 'audit_entry_' || to_char(month, 'YYYYMM');
BEGIN
  IF to_regclass(name) IS NULL THEN
    EXECUTE format('CREATE TABLE %I PARTITION OF audit_entry FOR VALUES FROM (%L) TO (%L)',
                   name, first, (first + interval '1 month')::date);
    EXECUTE format('REVOKE ALL ON %I FROM vangnet_app, vangnet_job', name);
    EXECUTE format('GRANT SELECT, INSERT ON %I TO vangnet_app, vangnet_job', name);
  END IF;
END $$;
SELECT audit_make_partition((date_trunc('month', now()) + make_interval(months => n))::date) FROM generate_series(-26, 24) AS n;

REVOKE ALL ON audit_entry, audit_entry_rest, audit_seal FROM vangnet_app, vangnet_job;
GRANT SELECT, INSERT ON audit_entry, audit_entry_rest TO vangnet_app, vangnet_job;
GRANT SELECT ON audit_seal TO vangnet_app;
GRANT SELECT, INSERT ON audit_seal TO vangnet_job;
GRANT USAGE ON SEQUENCE audit_entry_position TO vangnet_app, vangnet_job;
GRANT INSERT ON audit_pending TO vangnet_app;
GRANT SELECT, INSERT, DELETE ON audit_pending TO vangnet_job;
"""


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]
