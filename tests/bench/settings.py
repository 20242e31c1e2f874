"""The production settings, with the benchmark's own pages beside those of the site."""

from tests.deployment.settings import *  # noqa: F403 (settings stand on settings)

ROOT_URLCONF = "tests.bench.urls"
