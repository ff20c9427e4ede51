"""Who received what was wrong hears so among what they owe: how many, and since when; nothing of whom it is about.

The rows themselves lie within cases that a receiver need not see, so the number comes by a function, for the actor alone.
"""

from django.db import migrations, models
from django.db.models import Q

SQL = """
CREATE FUNCTION sharing_unseen_corrections(OUT number bigint, OUT oldest timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  SELECT count(*), min(d.corrected_at)
  FROM public.sharing_discloseditem d
  JOIN public.sharing_disclosure s ON s.id = d.disclosure_id
  JOIN public.sharing_question q ON q.id = s.question_id
  WHERE d.corrected_at IS NOT NULL AND d.correction_seen_at IS NULL
    AND q.receiver_worker = nullif(current_setting('vangnet.worker', true), '')::uuid
    AND NOT EXISTS (SELECT 1 FROM public.access_lockout l
                    WHERE l.case_id = d.case_id AND l.worker_id = q.receiver_worker AND l.lifted_at IS NULL)
$$;
REVOKE ALL ON FUNCTION sharing_unseen_corrections() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION sharing_unseen_corrections() TO vangnet_app, vangnet_job;
"""


class Migration(migrations.Migration):
    dependencies = [("sharing", "0021_partly_waits"), ("access", "0016_thirty_days_over_the_clock")]
    operations = [
        migrations.AddIndex(
            "discloseditem",
            models.Index(
                fields=["disclosure"],
                condition=Q(corrected_at__isnull=False, correction_seen_at__isnull=True),
                name="sharing_item_unseen",
            ),
        ),
        migrations.RunSQL(SQL, "DROP FUNCTION sharing_unseen_corrections()"),
    ]
