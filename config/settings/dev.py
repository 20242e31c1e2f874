"""Settings of `make run`: SQLite, plain HTTP on this machine, DEBUG only when asked for."""

from config.settings import dotenv  # noqa: F401 (first: what follows reads the environment)
from config.settings.base import *  # noqa: F403 (settings stand on settings)
from config.settings.base import BASE_DIR, env
from config.settings.database import database_from

DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = "for-development-only-where-nobody-else-reaches-the-site"  # noqa: S105 (not a secret)
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]"]

DATABASES = {
    "default": database_from(env, default=f"sqlite:///{BASE_DIR / 'db.sqlite3'}"),
}

# Static files come through whitenoise straight from their folders, with DEBUG on or off, and are
# looked up anew each time: one that was edited since the start would be cut off or never end.
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
