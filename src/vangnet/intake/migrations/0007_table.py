"""The table at which people sit, inclusion with votes, quick decisions, levels of escalation, agreements as data, figures."""

import django.db.models.deletion
import vangnet.core.ids
from django.db import migrations, models


WORKER = "NULLIF(current_setting('vangnet.worker', true), '')::uuid"
AGENCY = "NULLIF(current_setting('vangnet.agency', true), '')::uuid"
OWN = f"EXISTS (SELECT 1 FROM intake_signal s WHERE s.id = signal_id AND s.desk_id = {AGENCY})"
OF_BOARD = f"EXISTS (SELECT 1 FROM intake_board b WHERE b.id = board_id AND b.desk_id = {AGENCY})"
OF_INCLUSION = "EXISTS (SELECT 1 FROM intake_inclusion i WHERE i.id = inclusion_id)"
# What a table says of signals is seen at the desk of the signal; an escalation also by whom it climbed to, who sees no content.
POLICIES = {
    "intake_board": f"desk_id = {AGENCY}",
    "intake_boardseat": OF_BOARD,
    "intake_boarditem": OF_BOARD,
    "intake_inclusion": OWN,
    "intake_inclusionfinding": OF_INCLUSION,
    "intake_inclusionvote": OF_INCLUSION,
    "intake_quickdecision": OWN,
    "intake_escalation": f"desk_id = {AGENCY} OR to_agency = {AGENCY}",
}
WALL = "".join(
    f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;"
    f"CREATE POLICY app ON {table} TO vangnet_app USING ({seen});"
    f"CREATE POLICY job ON {table} TO vangnet_job USING (true) WITH CHECK (true);"
    for table, seen in POLICIES.items()
)
CLOSED = """
REVOKE INSERT, UPDATE, DELETE ON intake_convention, intake_signalfigure FROM vangnet_app;
REVOKE INSERT, DELETE ON intake_escalation FROM vangnet_app;
ALTER TABLE intake_signal ALTER COLUMN reporter_kind SET DEFAULT '', ALTER COLUMN own_code SET DEFAULT '';
ALTER TABLE intake_weighing ALTER COLUMN carried_by SET DEFAULT '', ALTER COLUMN done_text SET DEFAULT '';
ALTER TABLE intake_weighingcriterion ALTER COLUMN facts SET DEFAULT '';
"""


class Migration(migrations.Migration):

    dependencies = [
        ('intake', '0006_emptied_at'),
    ]

    operations = [
        migrations.CreateModel(
            name='BoardItem',
            fields=[
                ('id', models.UUIDField(default=vangnet.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('region', models.CharField(max_length=8)),
                ('added_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='BoardSeat',
            fields=[
                ('id', models.UUIDField(default=vangnet.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('region', models.CharField(max_length=8)),
                ('nr', models.SmallIntegerField(default=0)),
                ('organisation', models.CharField(max_length=120)),
                ('name', models.CharField(blank=True, max_length=200)),
            ],
        ),
        migrations.CreateModel(
            name='Convention',
            fields=[
                ('id', models.UUIDField(default=vangnet.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('what', models.CharField(max_length=16)),
                ('scope', models.CharField(max_length=40)),
                ('version', models.SmallIntegerField()),
                ('valid_from', models.DateField()),
                ('valid_until', models.DateField(null=True)),
                ('text', models.TextField()),
                ('stored_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='Escalation',
            fields=[
                ('id', models.UUIDField(default=vangnet.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('region', models.CharField(max_length=8)),
                ('desk_id', models.UUIDField()),
                ('level', models.SmallIntegerField()),
                ('at', models.DateTimeField()),
                ('to_agency', models.UUIDField()),
                ('to_role', models.CharField(max_length=40)),
                ('municipality', models.CharField(max_length=8)),
                ('kind', models.CharField(max_length=12)),
                ('answer_due', models.DateTimeField()),
                ('taken_by', models.UUIDField(null=True)),
                ('taken_at', models.DateTimeField(null=True)),
                ('taken_text', models.TextField(blank=True)),
                ('ended_at', models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='Inclusion',
            fields=[
                ('id', models.UUIDField(default=vangnet.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('region', models.CharField(max_length=8)),
                ('at', models.DateTimeField()),
                ('participants', models.TextField()),
                ('rules_version', models.SmallIntegerField()),
                ('title_now', models.CharField(max_length=8)),
                ('title_ever', models.CharField(max_length=8)),
                ('title_text', models.CharField(blank=True, max_length=300)),
                ('result', models.CharField(max_length=14)),
                ('again_on', models.DateField(null=True)),
                ('reason', models.TextField()),
                ('person_informed', models.BooleanField()),
                ('not_informed_why', models.TextField(blank=True)),
                ('decided_by', models.UUIDField()),
            ],
        ),
        migrations.CreateModel(
            name='InclusionFinding',
            fields=[
                ('id', models.UUIDField(default=vangnet.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('region', models.CharField(max_length=8)),
                ('criterion', models.CharField(max_length=40)),
                ('finding', models.CharField(max_length=8)),
                ('reason', models.TextField(blank=True)),
            ],
        ),
        migrations.CreateModel(
            name='InclusionVote',
            fields=[
                ('id', models.UUIDField(default=vangnet.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('region', models.CharField(max_length=8)),
                ('partner', models.CharField(max_length=120)),
                ('vote', models.CharField(max_length=8)),
                ('reason', models.TextField(blank=True)),
            ],
        ),
        migrations.CreateModel(
            name='QuickDecision',
            fields=[
                ('id', models.UUIDField(default=vangnet.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('region', models.CharField(max_length=8)),
                ('at', models.DateTimeField()),
                ('participants', models.TextField()),
                ('agreed', models.TextField()),
                ('carried_by', models.CharField(max_length=200)),
                ('owner_id', models.UUIDField()),
                ('due_at', models.DateTimeField()),
                ('done_at', models.DateTimeField(null=True)),
                ('done_text', models.TextField(blank=True)),
                ('decided_by', models.UUIDField()),
                ('idempotency_key', models.CharField(max_length=80)),
            ],
        ),
        migrations.CreateModel(
            name='SignalFigure',
            fields=[
                ('id', models.UUIDField(default=vangnet.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('region', models.CharField(max_length=8)),
                ('desk_id', models.UUIDField()),
                ('quarter', models.CharField(max_length=6)),
                ('dimension', models.CharField(max_length=12)),
                ('code', models.CharField(max_length=40)),
                ('number', models.IntegerField(null=True)),
                ('published_at', models.DateTimeField()),
            ],
        ),
        migrations.AddField(
            model_name='signal',
            name='own_code',
            field=models.CharField(blank=True, default='', max_length=60),
        ),
        migrations.AddField(
            model_name='signal',
            name='reporter_kind',
            field=models.CharField(blank=True, default='', max_length=12),
        ),
        migrations.AddField(
            model_name='weighing',
            name='carried_by',
            field=models.CharField(blank=True, default='', max_length=200),
        ),
        migrations.AddField(
            model_name='weighing',
            name='done_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='weighing',
            name='done_text',
            field=models.TextField(blank=True, default=''),
        ),
        migrations.AddField(
            model_name='weighing',
            name='due_on',
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name='weighing',
            name='owner_id',
            field=models.UUIDField(null=True),
        ),
        migrations.AddField(
            model_name='weighingcriterion',
            name='facts',
            field=models.TextField(blank=True, default=''),
        ),
        migrations.CreateModel(
            name='Board',
            fields=[
                ('id', models.UUIDField(default=vangnet.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('region', models.CharField(max_length=8)),
                ('desk_id', models.UUIDField()),
                ('kind', models.CharField(max_length=12)),
                ('starts_at', models.DateTimeField()),
                ('opened_by', models.UUIDField()),
                ('closed_at', models.DateTimeField(null=True)),
                ('idempotency_key', models.CharField(max_length=80)),
                ('version', models.IntegerField(default=1)),
            ],
            options={
                'indexes': [models.Index(fields=['desk_id', '-starts_at', 'id'], name='intake_board_desk')],
                'constraints': [models.UniqueConstraint(fields=('desk_id', 'idempotency_key'), name='intake_board_once')],
            },
        ),
        migrations.AddField(
            model_name='weighing',
            name='board',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='intake.board'),
        ),
        migrations.AddIndex(
            model_name='weighing',
            index=models.Index(condition=models.Q(('done_at', None), ('due_on__isnull', False)), fields=['owner_id', 'due_on', 'id'], name='intake_weighing_owed'),
        ),
        migrations.AddField(
            model_name='boarditem',
            name='board',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='intake.board'),
        ),
        migrations.AddField(
            model_name='boarditem',
            name='signal',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='intake.signal'),
        ),
        migrations.AddField(
            model_name='boardseat',
            name='board',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='intake.board'),
        ),
        migrations.AddConstraint(
            model_name='convention',
            constraint=models.UniqueConstraint(fields=('what', 'scope', 'version'), name='intake_convention_once'),
        ),
        migrations.AddConstraint(
            model_name='convention',
            constraint=models.CheckConstraint(condition=models.Q(('valid_until', None), ('valid_until__gt', models.F('valid_from')), _connector='OR'), name='intake_convention_days'),
        ),
        migrations.AddField(
            model_name='escalation',
            name='signal',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='intake.signal'),
        ),
        migrations.AddField(
            model_name='inclusion',
            name='signal',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='intake.signal'),
        ),
        migrations.AddField(
            model_name='inclusionfinding',
            name='inclusion',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='intake.inclusion'),
        ),
        migrations.AddField(
            model_name='inclusionvote',
            name='inclusion',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='intake.inclusion'),
        ),
        migrations.AddField(
            model_name='quickdecision',
            name='signal',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='intake.signal'),
        ),
        migrations.AddIndex(
            model_name='signalfigure',
            index=models.Index(fields=['quarter', 'region'], name='intake_figure_quarter'),
        ),
        migrations.AddConstraint(
            model_name='signalfigure',
            constraint=models.UniqueConstraint(fields=('desk_id', 'quarter', 'dimension', 'code'), name='intake_figure_once'),
        ),
        migrations.AddConstraint(
            model_name='boarditem',
            constraint=models.UniqueConstraint(fields=('board', 'signal'), name='intake_item_once'),
        ),
        migrations.AddConstraint(
            model_name='boardseat',
            constraint=models.UniqueConstraint(fields=('board', 'organisation', 'name'), name='intake_seat_once'),
        ),
        migrations.AddIndex(
            model_name='escalation',
            index=models.Index(condition=models.Q(('ended_at', None)), fields=['to_agency', 'to_role', 'answer_due', 'id'], name='intake_escalation_open'),
        ),
        migrations.AddConstraint(
            model_name='escalation',
            constraint=models.UniqueConstraint(fields=('signal', 'level'), name='intake_escalation_once'),
        ),
        migrations.AddIndex(
            model_name='inclusion',
            index=models.Index(fields=['signal', '-at'], name='intake_inclusion_of'),
        ),
        migrations.AddConstraint(
            model_name='inclusion',
            constraint=models.UniqueConstraint(condition=models.Q(('result__in', ('included', 'not-included'))), fields=('signal',), name='intake_inclusion_once'),
        ),
        migrations.AddConstraint(
            model_name='inclusionfinding',
            constraint=models.UniqueConstraint(fields=('inclusion', 'criterion'), name='intake_inclusion_finding_once'),
        ),
        migrations.AddConstraint(
            model_name='inclusionvote',
            constraint=models.UniqueConstraint(fields=('inclusion', 'partner'), name='intake_vote_once'),
        ),
        migrations.AddIndex(
            model_name='quickdecision',
            index=models.Index(condition=models.Q(('done_at', None)), fields=['owner_id', 'due_at', 'id'], name='intake_quick_open'),
        ),
        migrations.AddConstraint(
            model_name='quickdecision',
            constraint=models.UniqueConstraint(fields=('signal', 'idempotency_key'), name='intake_quick_once'),
        ),
        migrations.RunSQL(WALL, migrations.RunSQL.noop),
        migrations.RunSQL(CLOSED, migrations.RunSQL.noop),
    ]
