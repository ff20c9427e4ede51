"""Desks as data, signals offered and told, outreach care, and the day on which a signal is destroyed."""

import datetime
import django.contrib.postgres.fields
import django.db.models.deletion
import vangnet.core.ids
from django.db import migrations, models


WORKER = "NULLIF(current_setting('vangnet.worker', true), '')::uuid"
AGENCY = "NULLIF(current_setting('vangnet.agency', true), '')::uuid"
# A signal is seen by its desk, by who reported it, and by the desk that is asked to take it.
SEEN = f"desk_id = {AGENCY} OR reported_by = {WORKER} OR offered_to = {AGENCY}"

WALL = f"""
ALTER POLICY app ON intake_signal USING ({SEEN}) WITH CHECK ({WORKER} IS NOT NULL);
ALTER TABLE intake_signal ALTER COLUMN routed_by SET DEFAULT '', ALTER COLUMN offered_why SET DEFAULT '',
  ALTER COLUMN declined SET DEFAULT false;
ALTER TABLE intake_feedback ENABLE ROW LEVEL SECURITY;
CREATE POLICY app ON intake_feedback TO vangnet_app
  USING (EXISTS (SELECT 1 FROM intake_signal s WHERE s.id = signal_id AND (s.desk_id = {AGENCY} OR s.reported_by = {WORKER})))
  WITH CHECK (EXISTS (SELECT 1 FROM intake_signal s WHERE s.id = signal_id AND s.desk_id = {AGENCY}));
CREATE POLICY job ON intake_feedback TO vangnet_job USING (true) WITH CHECK (true);
ALTER TABLE intake_outreach ENABLE ROW LEVEL SECURITY;
CREATE POLICY app ON intake_outreach TO vangnet_app USING (desk_id = {AGENCY});
CREATE POLICY job ON intake_outreach TO vangnet_job USING (true) WITH CHECK (true);
ALTER TABLE intake_attempt ENABLE ROW LEVEL SECURITY;
CREATE POLICY app ON intake_attempt TO vangnet_app
  USING (EXISTS (SELECT 1 FROM intake_outreach o WHERE o.id = outreach_id AND o.desk_id = {AGENCY}));
CREATE POLICY job ON intake_attempt TO vangnet_job USING (true) WITH CHECK (true);
REVOKE INSERT, UPDATE, DELETE ON intake_desk, intake_deskarea, intake_deskhours FROM vangnet_app;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('access', '0002_row_security'),
        ('intake', '0003_triage'),
    ]

    operations = [
        migrations.CreateModel(
            name='Attempt',
            fields=[
                ('id', models.UUIDField(default=vangnet.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('region', models.CharField(max_length=8)),
                ('at', models.DateTimeField()),
                ('way', models.CharField(max_length=10)),
                ('reached', models.BooleanField()),
                ('text', models.TextField()),
                ('made_by', models.UUIDField()),
                ('idempotency_key', models.CharField(max_length=80)),
            ],
        ),
        migrations.CreateModel(
            name='Desk',
            fields=[
                ('agency', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='+', serialize=False, to='access.agency')),
                ('kinds', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=12), size=None)),
                ('answer_workdays', models.SmallIntegerField(default=2)),
                ('cutoff', models.TimeField(default=datetime.time(17, 0))),
                ('keep_days', models.SmallIntegerField(default=30)),
                ('outside_text', models.CharField(blank=True, max_length=300)),
                ('outside_phone', models.CharField(blank=True, max_length=20)),
                ('code_map', models.CharField(blank=True, max_length=40)),
            ],
        ),
        migrations.CreateModel(
            name='DeskArea',
            fields=[
                ('id', models.UUIDField(default=vangnet.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('municipality', models.CharField(max_length=8)),
                ('postcode_from', models.CharField(blank=True, max_length=6)),
                ('postcode_to', models.CharField(blank=True, max_length=6)),
                ('since', models.DateField()),
                ('until', models.DateField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='DeskHours',
            fields=[
                ('id', models.UUIDField(default=vangnet.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('weekday', models.SmallIntegerField()),
                ('opens', models.TimeField()),
                ('closes', models.TimeField()),
            ],
        ),
        migrations.CreateModel(
            name='Feedback',
            fields=[
                ('id', models.UUIDField(default=vangnet.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('region', models.CharField(max_length=8)),
                ('at', models.DateTimeField()),
                ('way', models.CharField(max_length=10)),
                ('text', models.TextField(blank=True)),
                ('told_by', models.UUIDField()),
                ('idempotency_key', models.CharField(max_length=80)),
            ],
        ),
        migrations.CreateModel(
            name='Outreach',
            fields=[
                ('id', models.UUIDField(default=vangnet.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('region', models.CharField(max_length=8)),
                ('desk_id', models.UUIDField()),
                ('ground', models.TextField()),
                ('owner_id', models.UUIDField()),
                ('opened_at', models.DateTimeField()),
                ('review_on', models.DateField()),
                ('ended_at', models.DateTimeField(null=True)),
                ('ended_why', models.TextField(blank=True)),
                ('version', models.IntegerField(default=1)),
            ],
        ),
        migrations.AddField(
            model_name='signal',
            name='declined',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='signal',
            name='destroy_on',
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name='signal',
            name='offered_to',
            field=models.UUIDField(null=True),
        ),
        migrations.AddField(
            model_name='signal',
            name='offered_why',
            field=models.TextField(blank=True, default=''),
        ),
        migrations.AddField(
            model_name='signal',
            name='routed_by',
            field=models.CharField(blank=True, default='', max_length=8),
        ),
        migrations.AddField(
            model_name='signal',
            name='told_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddIndex(
            model_name='signal',
            index=models.Index(condition=models.Q(('offered_to__isnull', False)), fields=['offered_to'], name='intake_signal_offered'),
        ),
        migrations.AddIndex(
            model_name='signal',
            index=models.Index(condition=models.Q(('destroy_on__isnull', False)), fields=['destroy_on'], name='intake_signal_destroy'),
        ),
        migrations.AddIndex(
            model_name='signal',
            index=models.Index(fields=['reported_by', '-received_at'], name='intake_signal_reporter'),
        ),
        migrations.AddConstraint(
            model_name='desk',
            constraint=models.CheckConstraint(condition=models.Q(('answer_workdays__range', (1, 20)), ('keep_days__range', (1, 365))), name='intake_desk_limits'),
        ),
        migrations.AddField(
            model_name='deskarea',
            name='desk',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='intake.desk'),
        ),
        migrations.AddField(
            model_name='deskhours',
            name='desk',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='intake.desk'),
        ),
        migrations.AddField(
            model_name='feedback',
            name='signal',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='intake.signal'),
        ),
        migrations.AddField(
            model_name='outreach',
            name='signal',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='intake.signal'),
        ),
        migrations.AddField(
            model_name='attempt',
            name='outreach',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='intake.outreach'),
        ),
        migrations.AddIndex(
            model_name='deskarea',
            index=models.Index(fields=['municipality'], name='intake_desk_municip_92b1d4_idx'),
        ),
        migrations.AddConstraint(
            model_name='deskarea',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(models.Q(('postcode_from', ''), ('postcode_to', '')), models.Q(('postcode_from__gt', ''), ('postcode_to__gte', models.F('postcode_from'))), _connector='OR'), models.Q(('until', None), ('until__gt', models.F('since')), _connector='OR')), name='intake_area_range'),
        ),
        migrations.AddConstraint(
            model_name='deskhours',
            constraint=models.CheckConstraint(condition=models.Q(('weekday__range', (0, 6)), ('closes__gt', models.F('opens'))), name='intake_hours_day'),
        ),
        migrations.AddConstraint(
            model_name='feedback',
            constraint=models.UniqueConstraint(fields=('signal', 'idempotency_key'), name='intake_feedback_once'),
        ),
        migrations.AddIndex(
            model_name='outreach',
            index=models.Index(condition=models.Q(('ended_at', None)), fields=['desk_id', 'review_on', 'id'], name='intake_outreach_open'),
        ),
        migrations.AddConstraint(
            model_name='outreach',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('signal',), name='intake_outreach_once'),
        ),
        migrations.AddConstraint(
            model_name='attempt',
            constraint=models.UniqueConstraint(fields=('outreach', 'idempotency_key'), name='intake_attempt_once'),
        ),
        migrations.RunSQL(WALL, migrations.RunSQL.noop),
    ]
