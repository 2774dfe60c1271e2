"""Settings: everything that differs between two machines comes from the environment."""

import os
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import dj_database_url
import django_countries
from django.core.management.utils import get_random_secret_key
from django.utils.translation import gettext_lazy as _

BASE_DIR = Path(__file__).resolve().parent.parent
VAR = Path(os.environ.get("EVENTAPP_VAR") or BASE_DIR / "var")
VAR.mkdir(parents=True, exist_ok=True)


def secret_key() -> str:
    """The key from the environment, else one drawn once into an ignored file."""
    if key := os.environ.get("SECRET_KEY"):
        return key
    path = VAR / "secret_key"
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(get_random_secret_key())
    return path.read_text()


DEBUG = False
SECRET_KEY = secret_key()
PUBLIC_URL = os.environ.get("PUBLIC_URL") or f"http://127.0.0.1:{os.environ.get('PORT', '8000')}"
IS_SECURE = PUBLIC_URL.startswith("https://")
ALLOWED_HOSTS = [
    host
    for host in [urlsplit(PUBLIC_URL).hostname, "127.0.0.1", "localhost", "[::1]", *os.environ.get("HOSTS", "").split()]
    if host
]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "eventapp.apps.Files",
    "channels",
    "django_htmx",
    "participants",
    "sessions",
    "recommendations",
    "outcomes",
    "eventapp.apps.EventappConfig",
]
AUTH_USER_MODEL = "participants.Person"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

MIDDLEWARE = [
    "eventapp.middleware.headers",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "eventapp.middleware.kept_token",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "eventapp.middleware.ParticipantMiddleware",
]
ROOT_URLCONF = "eventapp.urls"
ASGI_APPLICATION = "eventapp.asgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "eventapp.context.page",
            ],
            "builtins": ["participants.templatetags.look"],
        },
    }
]

# One writer at a time (IMMEDIATE), readers beside it (WAL), and nothing acknowledged is lost in a power cut (FULL).
DATABASES = {"default": dj_database_url.parse(os.environ.get("DATABASE_URL") or f"sqlite:///{VAR / 'db.sqlite3'}")}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["TEST"] = {"NAME": str(VAR / "test.sqlite3")}  # a file, as in real life: threads share it
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL",
    }
    # A beat reads beside the ballot box: atomic() on the default alias would take the write lock and stop it.
    DATABASES["snapshot"] = DATABASES["default"] | {
        "OPTIONS": {"transaction_mode": "DEFERRED", "timeout": 20, "init_command": "PRAGMA query_only=ON"},
        "TEST": {"MIRROR": "default"},
    }
else:
    # One pool for each alias and process; what it hands out was asked whether it lives.
    POOL = {"min_size": 1, "max_size": int(os.environ.get("POOL", "10")), "timeout": 10}
    NAME = "eventapp-server" if os.environ.get("EVENTAPP_SERVES") else "eventapp"
    DATABASES["default"] |= {
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"pool": POOL, "application_name": NAME, "connect_timeout": 5},
    }
    READ_ONLY = "-c default_transaction_isolation=repeatable\\ read -c default_transaction_read_only=on"
    DATABASES["snapshot"] = DATABASES["default"] | {
        "OPTIONS": DATABASES["default"]["OPTIONS"] | {"options": READ_ONLY},
        "TEST": {"MIRROR": "default"},
    }
DATABASE_ROUTERS = ["sessions.snapshot.Router"]

# Only hints between processes travel here, and losing one costs a look: a second is long enough to wait for Redis.
REDIS_URL = os.environ.get("REDIS_URL", "")
CHANNEL_LAYERS: dict[str, Any] = {"default": {"BACKEND": "channels.layers.InMemoryChannelLayer"}}
if REDIS_URL:
    CHANNEL_LAYERS["default"] = {
        "BACKEND": "channels_redis.core.RedisChannelLayer",
        "CONFIG": {"hosts": [{"address": REDIS_URL, "socket_connect_timeout": 1}], "prefix": "eventapp"},
    }
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

SESSION_ENGINE = "django.contrib.sessions.backends.signed_cookies"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 60
SESSION_COOKIE_NAME = "__Host-eventapp" if IS_SECURE else "eventapp"
CSRF_COOKIE_NAME = "__Host-csrf" if IS_SECURE else "csrf"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = IS_SECURE
SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_HTTPONLY = False  # the outbox reads it at sending time
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]
CSRF_FAILURE_VIEW = "eventapp.views.errors.csrf"
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"
SECURE_SSL_REDIRECT = IS_SECURE
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if IS_SECURE else None
SECURE_HSTS_SECONDS = 31_536_000 if IS_SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = IS_SECURE
SECURE_REFERRER_POLICY = "same-origin"
DATA_UPLOAD_MAX_MEMORY_SIZE = 64 * 1024
PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher"]

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("zh-hans", _("Simplified Chinese"))]
# Of django-countries only the names are used: as an app it would bring 250 flags to collect.
LOCALE_PATHS = [BASE_DIR / "locale", Path(django_countries.__file__).parent / "locale"]
COUNTRIES_COMMON_NAMES = False  # the names of ISO 3166, as the United Nations writes them
USE_I18N = True
FORMAT_MODULE_PATH = "eventapp.formats"  # English dates without month before day, and 24 hours
TIME_ZONE = "UTC"
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "eventapp.storage.Storage"},
}
X_FRAME_OPTIONS = "DENY"
# The content policy forbids frames; W002 asks for an older header that says the same.
SILENCED_SYSTEM_CHECKS = ["security.W002"]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    # A page that is not there, or not for this reader, is an answer and no trouble; so is a 400 for rubbish.
    "loggers": {"django.request": {"level": "ERROR"}, "django.security": {"level": "CRITICAL"}},
}
