"""Settings of the tests: fast password hashing, plain static files, no `.env` file."""

import os

from config.settings.base import *  # noqa: F403 (settings stand on settings)
from config.settings.base import env
from config.settings.database import database_from

DEBUG = False
SECRET_KEY = "tests-only"  # noqa: S105 (not a secret)
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]

os.environ.setdefault("DATABASE_URL", "sqlite://:memory:")
DATABASES = {"default": database_from(env)}

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
