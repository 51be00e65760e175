"""Reports that went to an agency belong to its level."""

from django.db import migrations

FORWARD = """
UPDATE aspirations_aspiration SET authority = agency.level
FROM government_agency AS agency WHERE agency.id = aspirations_aspiration.agency_id
"""


class Migration(migrations.Migration):
    dependencies = [("aspirations", "0020_dispatches")]

    operations = [migrations.RunSQL(FORWARD, migrations.RunSQL.noop)]
