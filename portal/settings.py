"""All settings, read from the environment once; the table is in docs/settings.md."""

import os
from pathlib import Path
from urllib.parse import urlsplit

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = Path(os.environ.get("PORTAL_VAR") or BASE_DIR / "var").absolute()


def flag(name: str, default: bool) -> bool:
    """An environment variable as yes/no; 1, true, yes and on mean yes."""
    return os.environ.get(name, str(default)).strip().lower() in {"1", "true", "yes", "on"}


def words(name: str, default: str = "") -> list[str]:
    """An environment variable as a list, separated by commas."""
    return [word.strip() for word in os.environ.get(name, default).split(",") if word.strip()]


def number(name: str, default: int) -> int:
    """An environment variable as a whole number. Raises ImproperlyConfigured with one sentence."""
    value = os.environ.get(name) or str(default)
    if not (value.isascii() and value.isdigit()):
        raise ImproperlyConfigured(f"{name}={value} bukan bilangan bulat; lihat docs/settings.md.")
    return int(value)


def numbers(name: str, default: str) -> list[int]:
    """An environment variable as whole numbers, separated by commas. Raises ImproperlyConfigured."""
    found = words(name, default)
    if not all(word.isascii() and word.isdigit() for word in found):
        raise ImproperlyConfigured(f"{name} bukan daftar bilangan bulat; lihat docs/settings.md.")
    return [int(word) for word in found]


DEBUG = flag("DEBUG", False)
SECRET_KEY = os.environ.get("SECRET_KEY", "")
ALLOWED_HOSTS = words("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = words("CSRF_TRUSTED_ORIGINS")
SITE_NAME = os.environ.get("SITE_NAME", "Suara Kecamatan")
SITE_URL = os.environ.get("SITE_URL", "http://localhost:8000").rstrip("/")
HTTPS = flag("HTTPS", SITE_URL.startswith("https://"))

INSTALLED_APPS = [
    "portal",
    "meetings",
    "aspirations",
    "notifications",
    "government",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "crispy_forms",
    "crispy_bootstrap5",
    "django_filters",
    "procrastinate.contrib.django",
    "csp",
    "rules.apps.AutodiscoverRulesConfig",
]

MIDDLEWARE = [
    "portal.middleware.HeadMiddleware",
    "portal.middleware.ClientAddressMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "portal.middleware.CompressTextMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "portal.middleware.BodyLimitMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "portal.context.site",
            ],
        },
    }
]

# manage.py, wsgi and the tests put DATABASE_URL there when they start the embedded server.
DATABASES = {"default": {"ENGINE": "django.db.backends.postgresql"}}
if os.environ.get("DATABASE_URL"):
    # Only here: its package brings psycopg along.
    from portal.database.url import parse

    DATABASES["default"] = parse(os.environ["DATABASE_URL"])
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTHENTICATION_BACKENDS = [
    "rules.permissions.ObjectPermissionBackend",
    "django.contrib.auth.backends.ModelBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]

LANGUAGE_CODE = "id"
LANGUAGES = [("id", _("Indonesia")), ("en", _("Inggris"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = ["portal.formats"]
TIME_ZONE = os.environ.get("TIME_ZONE", "Asia/Jakarta")
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_ROOT = Path(os.environ.get("MEDIA_ROOT") or VAR_DIR / "media").absolute()
STORAGES = {
    # Private: nothing under MEDIA_ROOT has a URL of its own; views check permission.
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": MEDIA_ROOT, "base_url": None},
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "base-uri": [NONE],
        "connect-src": [SELF],
        "font-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "img-src": [SELF, "data:", "blob:"],
        "manifest-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
    }
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
# One proxy of our own, which sets X-Forwarded-Proto and appends to X-Forwarded-For.
BEHIND_PROXY = flag("BEHIND_PROXY", False)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
SECURE_SSL_REDIRECT = HTTPS and flag("SSL_REDIRECT", True)
SECURE_HSTS_SECONDS = number("HSTS_SECONDS", 3600 if HTTPS else 0)
# Subdomains and the preload list concern more than this portal: the owner of the domain decides.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = True
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "aspirations.views.csrf_failure"

EMAIL_HOST = os.environ.get("EMAIL_HOST", "localhost")
EMAIL_PORT = number("EMAIL_PORT", 25)
EMAIL_HOST_USER = os.environ.get("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = flag("EMAIL_USE_TLS", False)
# Without a mail server no message is written: addresses and texts must not end in a log instead.
MAIL_ENABLED = bool(os.environ.get("EMAIL_HOST"))
DEFAULT_FROM_EMAIL = os.environ.get("DEFAULT_FROM_EMAIL", "portal@localhost")

# A photo may take this much of the server: bytes of the file, pixels once decoded.
# What staff typed and did not send may hold personal data.
DRAFT_DAYS = number("DRAFT_DAYS", 14)
PHOTO_MAX_BYTES = number("PHOTO_MAX_MB", 15) * 1024 * 1024
PHOTO_MAX_PIXELS = number("PHOTO_MAX_MEGAPIXELS", 50) * 1_000_000
PHOTO_MAX_COUNT = 5
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

# How long the record of who looked, took out and signed in is kept; 0: for ever.
ACCESS_DAYS = number("ACCESS_DAYS", 730)

# Whether cuti bersama (joint leave) stops the promise clock.
JOINT_LEAVE_STOPS_CLOCK = flag("JOINT_LEAVE_STOPS_CLOCK", True)
# From this hour of a working day on, by the clock of the place, staff get the mail about what is due.
ESCALATION_HOUR = number("ESCALATION_HOUR", 7)

# How many days the link lasts that an agency gets with a disposisi; never less than until the due day.
DISPATCH_LINK_DAYS = number("DISPATCH_LINK_DAYS", 30)

# How many days before a stop its invitees are reminded by mail.
INVITATION_REMINDER_DAYS = numbers("INVITATION_REMINDER_DAYS", "3,1")

# Where the form's map opens ("lat,lng"); tiles of a third party are off unless an address is given.
MAP_CENTRE = os.environ.get("MAP_CENTRE", "-2.60,105.05")
MAP_TILES = os.environ.get("MAP_TILES", "")
MAP_ATTRIBUTION = os.environ.get("MAP_ATTRIBUTION", "")
if MAP_TILES:
    _tiles = urlsplit(MAP_TILES)
    CONTENT_SECURITY_POLICY["DIRECTIVES"]["img-src"].append(
        f"{_tiles.scheme}://{_tiles.netloc.replace('{s}', '*')}"
    )

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "filters": {"rows": {"()": "portal.logs.WithoutRowValues"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain", "filters": ["rows"]}},
    "root": {"handlers": ["console"], "level": os.environ.get("LOG_LEVEL", "INFO")},
    "loggers": {"procrastinate": {"level": os.environ.get("WORKER_LOG_LEVEL", "WARNING")}},
}
