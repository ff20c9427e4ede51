"""The head of a plan holds no content any more: under a restriction that there is a plan, and its day, stay known.

Otherwise a restricted case would look like one without a plan, and somebody would be told to make one.
"""

from django.db import migrations

from vangnet.sharing.migrations._wall import WORKER

BACK = f"""CREATE POLICY restricted ON plans_plan AS RESTRICTIVE FOR SELECT TO vangnet_app USING (
  plans_plan.case_id NOT IN (SELECT s.case_id FROM access_sight s WHERE s.worker_id = {WORKER} AND s.restricted)
  OR EXISTS (SELECT 1 FROM access_sight s WHERE s.worker_id = {WORKER} AND s.case_id = plans_plan.case_id
    AND s.categories & access_bit('C24') <> 0));"""


class Migration(migrations.Migration):
    dependencies = [("sharing", "0017_item_about"), ("plans", "0005_passage")]
    operations = [migrations.RunSQL("DROP POLICY restricted ON plans_plan;", BACK)]
