"""Where the browser tests find their browser; the make targets ask the same question."""

import os
import shutil

NAMES = ("chromium", "chromium-browser", "google-chrome")
HOW_TO_GET_ONE = (
    "On Debian and Ubuntu: apt install chromium."
    " Or name the program of a Chromium you have: CHROMIUM=/path/to/chromium"
)


def find_chromium() -> str | None:
    """Return the path of a Chromium, or None.

    The environment variable CHROMIUM, a path or a name on the PATH, is used alone where it is set.
    """
    named = os.environ.get("CHROMIUM")
    names = (named,) if named else NAMES
    return next(filter(None, map(shutil.which, names)), None)
