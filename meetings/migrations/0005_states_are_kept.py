import uuid

from django.db import migrations, models

# The guards of the reports' history, for a stop's.
FORWARD = """
CREATE TRIGGER meetings_event_is_appended BEFORE UPDATE OR DELETE ON meetings_meetingevent
    FOR EACH ROW EXECUTE FUNCTION aspirations_event_is_appended();
CREATE TRIGGER meetings_event_is_kept BEFORE TRUNCATE ON meetings_meetingevent
    FOR EACH STATEMENT EXECUTE FUNCTION aspirations_history_is_kept();
"""
BACKWARD = """
DROP TRIGGER meetings_event_is_kept ON meetings_meetingevent;
DROP TRIGGER meetings_event_is_appended ON meetings_meetingevent;
"""


class Migration(migrations.Migration):
    dependencies = [("meetings", "0004_states_of_old_stops")]

    operations = [
        migrations.RemoveField(
            model_name='meeting',
            name='is_cancelled',
        ),
        migrations.AlterField(
            model_name='meeting',
            name='uid',
            field=models.UUIDField(default=uuid.uuid4, editable=False, unique=True),
        ),
        migrations.AddIndex(
            model_name='meeting',
            index=models.Index(condition=models.Q(('status__in', ['cancelled', 'held']), _negated=True), fields=['ends_at'], name='meeting_upcoming'),
        ),
        migrations.AddConstraint(
            model_name='meeting',
            constraint=models.CheckConstraint(condition=models.Q(('status__in', ['draft', 'announced', 'running', 'held', 'cancelled'])), name='meeting_status_known'),
        ),
        migrations.AddConstraint(
            model_name='meeting',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status__in', ['announced', 'running', 'held']), _negated=True), ('announced_at__isnull', False), _connector='OR'), name='meeting_announced_has_time'),
        ),
        migrations.AddConstraint(
            model_name='meeting',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status', 'cancelled'), _negated=True), models.Q(('cancel_reason', ''), _negated=True), _connector='OR'), name='meeting_cancelled_for_a_reason'),
        ),
        migrations.AddConstraint(
            model_name='meeting',
            constraint=models.CheckConstraint(condition=models.Q(('quorum_percent__isnull', True), ('quorum_percent__lte', 100), _connector='OR'), name='meeting_quorum_in_range'),
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
