"""The production settings, with collected files in a folder of the test's own."""

import os
from pathlib import Path

from config.settings.production import *  # noqa: F403 (settings stand on settings)

STATIC_ROOT = Path(os.environ["TEST_STATIC_ROOT"])
