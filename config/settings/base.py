"""Settings that every environment shares; `.env.example` lists what can be set from outside."""

from pathlib import Path
from typing import Any

import environ

BASE_DIR = Path(__file__).resolve().parent.parent.parent

env = environ.Env()

INSTALLED_APPS = [
    "config.apps.ConfigConfig",
    "accounts",
    "pokedex",
    "tracker",
    "allauth",
    "allauth.account",
    "django_htmx",
    "import_export",
    "config.apps.BackOfficeConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "config.health.HealthCheckMiddleware",
    # Before the first that can refuse a request, so that a refusal has the headers as well.
    "config.headers.SecurityHeadersMiddleware",
    "csp.middleware.CSPMiddleware",
    "config.charset.Utf8OnlyMiddleware",
    "django.middleware.security.SecurityMiddleware",
    # Files leave as they lie there, compressed once by collectstatic where that makes them smaller.
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # Pages shrink to a sixth. It adds a random length, so that nobody guesses secrets by it.
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.middleware.SessionLifetimeMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    # The page that it renders says who is signed in, so it comes after those who know.
    "config.methods.MethodNotAllowedMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

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
                "config.theme.theme",
            ],
        },
    },
]

LANGUAGE_CODE = "en"
TIME_ZONE = "UTC"
USE_I18N = False
USE_TZ = True

STATIC_URL = "static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
FIXTURE_DIRS = [BASE_DIR / "fixtures"]

# Log-in brakes count in the cache, so all workers must see the same one; the table is made by
# a migration of `accounts`.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache_entries",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    },
}

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "tracker:run-list"
LOGOUT_REDIRECT_URL = "tracker:landing"

ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email", "password1*", "password2*"]
ACCOUNT_FORMS = {
    "login": "accounts.forms.LoginForm",
    "signup": "accounts.forms.SignupForm",
    "change_password": "accounts.forms.ChangePasswordForm",
}
# There is no mail server to count on; an address is kept only for whoever runs the site.
ACCOUNT_EMAIL_VERIFICATION = "none"
# Hiding that an address is taken would need a mail to it.
ACCOUNT_PREVENT_ENUMERATION = False
# A guest is signed in and may sign up; `accounts.views` sends only accounts on.
ACCOUNT_AUTHENTICATED_LOGIN_REDIRECTS = False
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = True
# Beside allauth's other limits. The second is counted per name, whatever address it comes from.
# The last three are for reports of errors in the catalog, `pokedex.brake`, for demo runs, one of
# which takes as much work as forty clicks of a player (who has one opens it as often as he likes),
# and for players' own games, each of which is a copy of a thousand rows.
ACCOUNT_RATE_LIMITS = {
    "login_failed": "20/m/ip,10/5m/key",
    "correction_report": "10/h/ip,30/d/ip",
    "demo": "30/h/ip",
    "custom_game": "30/h/ip",
}

# An account's session ends after 14 days without a visit; `accounts.sessions` renews it and
# gives guests, who have no other key to their runs, 400 days.
SESSION_COOKIE_AGE = 14 * 24 * 60 * 60
# Else a third cookie would carry the messages.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
# htmx takes the token from `hx-headers`, forms from a hidden field: no script reads the cookie.
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "config.errors.csrf_failure"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

# Where Pokémon pictures come from, such as "https://sprites.example"; empty: no pictures are
# fetched from anywhere and a token in the type's colour stands in their place.
SPRITE_HOST: str = env.str("SPRITE_HOST", default="")

CONTENT_SECURITY_POLICY: dict[str, Any] = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", *([SPRITE_HOST] if SPRITE_HOST else [])],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "manifest-src": ["'self'"],
        "worker-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    },
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
