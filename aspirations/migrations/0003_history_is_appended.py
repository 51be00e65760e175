"""The database itself keeps the history: rows are added, never changed or deleted.

Erasure of personal data (UU 27/2022) is the one exception: its transaction says so by
`SET LOCAL portal.erasure = 'on'`.
"""

from django.db import migrations

FORWARD = """
CREATE FUNCTION aspirations_event_is_appended() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF current_setting('portal.erasure', true) = 'on' THEN
        RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
    END IF;
    RAISE EXCEPTION 'history is appended, never edited' USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER aspirations_event_is_appended BEFORE UPDATE OR DELETE ON aspirations_event
    FOR EACH ROW EXECUTE FUNCTION aspirations_event_is_appended();
"""
BACKWARD = """
DROP TRIGGER aspirations_event_is_appended ON aspirations_event;
DROP FUNCTION aspirations_event_is_appended();
"""


class Migration(migrations.Migration):
    dependencies = [("aspirations", "0002_desk")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
