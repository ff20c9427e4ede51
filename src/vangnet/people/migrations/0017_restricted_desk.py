"""A restriction on the processing about a person holds at the desk too: what it held of signals, numbers and circle is only stored.

A signal that came in later is a new fact that nobody asked to restrict, and somebody may be in danger: it is weighed as ever. A signal
that was taken off the person after the restriction began stays shut. Law: AVG articles 18(1)-(2) and 21(1).
"""

from django.db import migrations

WORKER = "NULLIF(current_setting('vangnet.worker', true), '')::uuid"
AGENCY = "NULLIF(current_setting('vangnet.agency', true), '')::uuid"
MOMENT = "COALESCE(NULLIF(current_setting('vangnet.at', true), '')::timestamptz, now())"
# Categories: C02 the BSN, C06 what a signal tells, C17 help that is offered, C21 network and next of kin.
NUMBERS, TOLD, HELP, CIRCLE = (1 << (code - 1) for code in (2, 6, 17, 21))
SIGNALS = {
    "intake_signal": f"id NOT IN (SELECT people_restricted_signals({TOLD}))",
    "intake_outreach": f"signal_id NOT IN (SELECT people_restricted_signals({HELP}))",
    "people_sourcerecord": f"signal_id IS NULL OR signal_id NOT IN (SELECT people_restricted_signals({TOLD}))",
}
OF_PERSON = {"people_identifier": NUMBERS, "people_relation": CIRCLE}


def of_person(table: str, bit: int) -> str:
    """Return the condition that nothing restricts the category, or that a case in sight still brings it."""
    return f"""person_id NOT IN (SELECT access_restricted_without({bit})) OR EXISTS (SELECT 1 FROM access_sight s
  WHERE s.worker_id = {WORKER} AND s.subject_id = {table}.person_id AND (s.categories & {bit}) <> 0
    AND (s.until IS NULL OR s.until > {MOMENT}))"""


CONDITIONS = SIGNALS | {table: of_person(table, bit) for table, bit in OF_PERSON.items()}
SQL = f"""
-- Numbers only, each asked once a statement.
CREATE FUNCTION access_restricted_without(category bigint) RETURNS SETOF uuid
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  SELECT r.subject_id FROM public.access_restriction r WHERE r.lifted_at IS NULL AND r.kept & category = 0 $$;
CREATE FUNCTION people_restricted_signals(category bigint) RETURNS SETOF uuid
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  SELECT s.id FROM public.access_restriction r
    JOIN public.people_signallink l ON l.person_id = r.subject_id AND (l.undone_at IS NULL OR l.undone_at > r.since)
    JOIN public.intake_signal s ON s.id = l.signal_id AND s.received_at <= r.since
  WHERE r.lifted_at IS NULL AND r.kept & category = 0 $$;
-- What restrictions leave in sight of somebody, as a mask; NULL when there is none.
CREATE FUNCTION access_left_open(subject uuid) RETURNS bigint
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  SELECT bit_and(r.kept) FROM public.access_restriction r WHERE r.subject_id = subject AND r.lifted_at IS NULL $$;
-- How many signals the desk of the actor only stores.
CREATE FUNCTION people_stored_only() RETURNS bigint
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  SELECT count(*) FROM public.intake_signal s
  WHERE s.desk_id = {AGENCY} AND s.id IN (SELECT public.people_restricted_signals({TOLD})) $$;
REVOKE ALL ON FUNCTION access_restricted_without(bigint), people_restricted_signals(bigint), access_left_open(uuid),
  people_stored_only() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION access_restricted_without(bigint), people_restricted_signals(bigint), access_left_open(uuid) TO vangnet_app, vangnet_job;
GRANT EXECUTE ON FUNCTION people_stored_only() TO vangnet_app;
""" + "\n".join(
    f"CREATE POLICY restricted ON {table} AS RESTRICTIVE FOR SELECT TO vangnet_app USING ({condition});"
    for table, condition in CONDITIONS.items()
)
UNDO = "\n".join(
    [f"DROP POLICY restricted ON {table};" for table in CONDITIONS]
    + [
        "DROP FUNCTION people_stored_only();",
        "DROP FUNCTION access_left_open(uuid);",
        "DROP FUNCTION people_restricted_signals(bigint);",
        "DROP FUNCTION access_restricted_without(bigint);",
    ]
)


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0016_models_by_jobs"),
        ("intake", "0008_inclusion_key"),
        ("access", "0012_restriction"),
    ]
    operations = [migrations.RunSQL(SQL, UNDO)]
