-- A country by numbers, on the tables of the product: 31 regions, 300 organisations, 6,000 workers, :records cases, five
-- participants a case. Foreign keys and the triggers of the words wait; the words are filled by the product's own functions.
SET session_replication_role = replica;
CREATE FUNCTION bench_id(kind int, n bigint) RETURNS uuid LANGUAGE sql IMMUTABLE AS
  $$ SELECT (lpad(to_hex(kind), 8, '0') || '-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid $$;
CREATE FUNCTION bench_hash(n bigint, salt int) RETURNS bigint LANGUAGE sql IMMUTABLE AS
  $$ SELECT hashint8extended(n, salt) & 9007199254740991 $$;
-- One of 3,000 words; a low number comes often (as in a language), the highest hardly ever.
CREATE FUNCTION bench_word(n bigint, salt int) RETURNS text LANGUAGE sql IMMUTABLE AS
  $$ SELECT 'woord' || floor(3000 * power((bench_hash(n, salt) % 100000) / 100000.0, 3))::int $$;

INSERT INTO access_region SELECT 'ZVH' || lpad(r::text, 2, '0'), 'Regio ' || r FROM generate_series(1, 31) r;
INSERT INTO access_agency (id, name, kind, region_id, municipality_id, phone)
  SELECT bench_id(1, a), 'Organisatie ' || a, 'ZVH', 'ZVH' || lpad((1 + a % 31)::text, 2, '0'), NULL, ''
  FROM generate_series(0, 299) a;
INSERT INTO access_worker (id, agency_id, region_id, name, role, phone, left_on)
  SELECT bench_id(2, w), bench_id(1, w % 300), 'ZVH' || lpad((1 + (w % 300) % 31)::text, 2, '0'), 'Werker ' || w,
         'procesregisseur', '', NULL FROM generate_series(0, 5999) w;
INSERT INTO people_person (id, region, desk_id, given_names, prefix, surname, partner_prefix, partner_surname, name_use,
  birth_year, birth_month, birth_day, sex, phone, secret_address, no_fixed_address, in_research, registered_at, version)
  SELECT bench_id(3, n), 'ZVH' || lpad((1 + n % 31)::text, 2, '0'), bench_id(1, n % 300), 'Voor' || bench_hash(n, 1) % 2000, '',
         'Achter' || bench_hash(n, 2) % 50000, '', '', 'own', 1960 + n % 40, 1 + n % 12, 1 + n % 28, '', '', false, false, false,
         '2026-01-01', 1
  FROM generate_series(0, :records - 1) n;
INSERT INTO cases_case (id, number, region, person_id, kind, phase, level, municipality, opened_on, closed_on, opened_from,
  contact_every_days, last_contact_on, contact_due_on, next_meeting_at, version)
  SELECT bench_id(4, n), '2026-' || n, 'ZVH' || lpad((1 + n % 31)::text, 2, '0'), bench_id(3, n), 'zvh', 'F3', 0, 'GM0193',
         '2026-01-01', NULL, NULL, 14, NULL, '2026-12-01'::date + (n % 60)::int, NULL, 1
  FROM generate_series(0, :records - 1) n;
INSERT INTO cases_roleslot (id, region, case_id, role, required)
  SELECT bench_id(5, n), 'ZVH01', bench_id(4, n), 'procesregisseur', true FROM generate_series(0, :records - 1) n;
INSERT INTO cases_holding (id, region, case_id, slot_id, worker_id, days)
  SELECT bench_id(6, n), 'ZVH01', bench_id(4, n), bench_id(5, n), bench_id(2, bench_hash(n, 10) % 6000),
         daterange('2026-01-01', NULL)
  FROM generate_series(0, :records - 1) n;
INSERT INTO access_grant (id, worker_id, case_id, subject_id, region, categories, form, basis, basis_id, opened_at, since, until,
  closed_at, closed_why)
  SELECT bench_id(7, 5 * n + k), bench_id(2, bench_hash(n, 10 + k) % 6000), bench_id(4, n), bench_id(3, n),
         'ZVH' || lpad((1 + n % 31)::text, 2, '0'), (ARRAY[17179869183, 16777215, 524287, 262143, 67])[1 + k], 5,
         CASE k WHEN 4 THEN 'verdict' ELSE 'slot' END, bench_id(CASE k WHEN 4 THEN 8 ELSE 10 + k END, CASE k WHEN 4 THEN n % 100 ELSE n END),
         '2026-01-01', NULL, NULL, NULL, ''
  FROM generate_series(0, :records - 1) n, generate_series(0, 4) k;
INSERT INTO access_sight (worker_id, case_id, subject_id, region, relation, categories, form, until, owed_on)
  SELECT worker_id, case_id, min(subject_id::text)::uuid, min(region), CASE WHEN bool_or(basis = 'slot') THEN 'own' ELSE 'other' END,
         bit_or(categories), 5, NULL, '2026-12-01'::date + (min(bench_hash(('x' || right(case_id::text, 12))::bit(48)::bigint, 3)) % 90)::int
  FROM access_grant GROUP BY worker_id, case_id;
INSERT INTO cases_entry (id, region, case_id, at, kind, title, text, category, author_id, object_id)
  SELECT bench_id(9, n), 'ZVH01', bench_id(4, n), '2026-06-01', 'note', 'Notitie',
         (SELECT string_agg(bench_word(n * 16 + i, 4), ' ') FROM generate_series(0, 15) i) || ' zaak' || n,
         (ARRAY['C24', 'C18', 'C06', 'C14'])[1 + n % 4], bench_id(2, n % 6000), NULL
  FROM generate_series(0, :records - 1) n;
SET session_replication_role = origin;
SELECT cases_add_words('name', ARRAY(SELECT id FROM cases_case));
SELECT cases_add_words('entry', ARRAY(SELECT id FROM cases_case));
ANALYZE;
