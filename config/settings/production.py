"""Settings of a public site. Refuses to start without SECRET_KEY, ALLOWED_HOSTS, DATABASE_URL."""

from django.core.exceptions import ImproperlyConfigured

from config.settings import dotenv  # noqa: F401 (first: what follows reads the environment)
from config.settings.base import *  # noqa: F403 (settings stand on settings)
from config.settings.base import BASE_DIR, env
from config.settings.database import database_from

_REQUIRED = {
    "SECRET_KEY": "a random text of at least 50 characters that nobody else knows",
    "ALLOWED_HOSTS": "the host names the site answers to, separated by commas",
    "DATABASE_URL": "the database, such as postgresql://user:password@host:5432/name",
}
for _name, _meaning in _REQUIRED.items():
    if not env.str(_name, default="").strip():
        raise ImproperlyConfigured(f"Set {_name} in the environment: {_meaning}.")

DEBUG = False
SECRET_KEY = env.str("SECRET_KEY")
if len(SECRET_KEY) < 50:
    raise ImproperlyConfigured("SECRET_KEY is too short: it needs at least 50 random characters.")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS")
DATABASES = {"default": database_from(env, pool=True)}

STATIC_ROOT = BASE_DIR / "staticfiles"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "config.static_files.LeanStaticFilesStorage"},
}

# One switch for everything that needs TLS; off only where the site is reached by plain HTTP,
# such as the compose file on localhost.
HTTPS = env.bool("HTTPS", default=True)
SECURE_SSL_REDIRECT = HTTPS
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SESSION_COOKIE_NAME = "__Host-sessionid" if HTTPS else "sessionid"
CSRF_COOKIE_NAME = "__Host-csrftoken" if HTTPS else "csrftoken"

# How many reverse proxies stand before the app: only with at least one is X-Forwarded-Proto
# believed, and the visitor's address is counted that many places from the right.
TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", default=0)
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXY_COUNT
if TRUSTED_PROXY_COUNT:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

SILENCED_SYSTEM_CHECKS = [
    # Preloading HSTS binds the whole domain for years: its owner's decision, not the app's.
    "security.W021",
]
