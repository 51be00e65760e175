"""Which server Django works on."""

from django.conf import settings

from portal.database.embedded import running_sockets


def is_embedded() -> bool:
    """Whether it is this checkout's own server, and not one that DATABASE_URL names."""
    sockets = running_sockets(settings.VAR_DIR)
    return sockets is not None and settings.DATABASES["default"].get("HOST") == sockets
