"""Read the `.env` file beside manage.py into the environment; what is set already stays.

Development and production import this before anything that reads a variable; tests never do.
"""

from pathlib import Path

import environ

environ.Env.read_env(Path(__file__).resolve().parent.parent.parent / ".env")
