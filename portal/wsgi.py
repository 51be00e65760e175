"""WSGI entry point; DATABASE_URL must be set (the launcher and manage.py see to it)."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
application = get_wsgi_application()
