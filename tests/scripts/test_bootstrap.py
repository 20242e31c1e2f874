"""`scripts/bootstrap.py` sets up, repairs, and ends in a sentence where it cannot.

The whole way is walked in a copy of the script with one tiny package in place of Django's, so that
nothing is downloaded.
"""

import ast
import base64
import hashlib
import os
import shutil
import socket
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from scripts import bootstrap

SCRIPT = Path(bootstrap.__file__)
MANAGE = "import sys; print('manage.py', *sys.argv[1:])\n"
FETCH_SPRITES = "import sys; print('fetch_sprites.py', *sys.argv[1:])\n"


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout that needs one package, which lies in the folder `wheels` beside it."""
    root = tmp_path / "a check out"
    (root / "scripts").mkdir(parents=True)
    (root / "requirements").mkdir()
    shutil.copy(SCRIPT, root / "scripts")
    (root / "scripts" / "fetch_sprites.py").write_text(FETCH_SPRITES)
    (root / "manage.py").write_text(MANAGE)
    write_requirements(root, "runtime", "1.0")
    return root


def write_requirements(root: Path, name: str, version: str) -> None:
    """Let the checkout require this version of a package that calls itself Django."""
    wheel = root.parent / "wheels" / f"django-{version}-py3-none-any.whl"
    wheel.parent.mkdir(exist_ok=True)
    files = {
        "django/__init__.py": f"version = {version!r}\n",
        f"django-{version}.dist-info/METADATA": f"Name: django\nVersion: {version}\n",
        f"django-{version}.dist-info/WHEEL": "Wheel-Version: 1.0\nTag: py3-none-any\n",
    }
    with zipfile.ZipFile(wheel, "w") as archive:
        record = []
        for path, text in files.items():
            archive.writestr(path, text)
            sha256 = base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest())
            record.append(f"{path},sha256={sha256.decode().rstrip('=')},{len(text)}")
        record.append(f"django-{version}.dist-info/RECORD,,")
        archive.writestr(f"django-{version}.dist-info/RECORD", "\n".join(record) + "\n")
    digest = hashlib.sha256(wheel.read_bytes()).hexdigest()
    (root / "requirements" / f"{name}.txt").write_text(
        f"django=={version} \\\n    --hash=sha256:{digest}\n"
    )


def start(root: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the checkout's script with what lies in `wheels` as the only packages there are."""
    ours = {name: text for name, text in os.environ.items() if not name.startswith("PIP_")}
    ours.pop("PYTHON", None)
    settings = {"PIP_CONFIG_FILE": os.devnull, "PIP_NO_INDEX": "1"}
    settings["PIP_FIND_LINKS"] = (root.parent / "wheels").as_uri()
    return subprocess.run(
        [sys.executable, root / "scripts" / "bootstrap.py", *arguments],
        check=False,
        capture_output=True,
        text=True,
        env={**ours, **settings, **environment},
        timeout=100,
    )


def steps(result: subprocess.CompletedProcess[str]) -> list[str]:
    """Return the first word of each step that was said, after a check that all went well."""
    assert (result.returncode, result.stderr) == (0, "")
    return [line.split()[1] for line in result.stdout.splitlines() if line.startswith("==>")]


EVERYTHING = ["Making", "Installing", "Bringing", "Loading", "Ready."]
UP_TO_DATE = ["Bringing", "Loading", "Ready."]


@pytest.mark.postgresql
def test_sets_up_once_and_again_where_something_changed(checkout: Path) -> None:
    first = start(checkout, "setup")
    assert steps(first) == EVERYTHING
    assert "manage.py migrate --verbosity 0" in first.stdout
    assert "manage.py loaddata catalog --if-needed" in first.stdout
    assert "fetch_sprites.py --if-needed" in first.stdout
    assert steps(start(checkout, "setup")) == UP_TO_DATE

    write_requirements(checkout, "runtime", "1.1")
    assert steps(start(checkout, "setup")) == ["Installing", *UP_TO_DATE]
    installed = "import django; print(django.version)"
    result = subprocess.run(
        [checkout / ".venv/bin/python", "-c", installed],
        check=True,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert result.stdout == "1.1\n"


@pytest.mark.postgresql
def test_the_larger_set_covers_the_smaller_but_not_the_other_way_round(checkout: Path) -> None:
    write_requirements(checkout, "dev", "1.0")
    assert steps(start(checkout, "packages", "dev")) == ["Making", "Installing"]
    assert steps(start(checkout, "setup")) == UP_TO_DATE
    write_requirements(checkout, "runtime", "1.1")
    assert steps(start(checkout, "setup")) == ["Installing", *UP_TO_DATE]
    assert steps(start(checkout, "packages", "dev")) == ["Installing"]


@pytest.mark.postgresql
def test_makes_a_damaged_environment_anew(checkout: Path) -> None:
    environment = checkout / ".venv"
    repaired = [".venv", *EVERYTHING]
    assert steps(start(checkout, "setup")) == EVERYTHING

    (environment / "unfinished").touch()
    assert steps(start(checkout, "setup")) == repaired, "it was interrupted"
    (environment / "pyvenv.cfg").unlink()
    (environment / "bin/python").unlink()
    assert steps(start(checkout, "setup")) == repaired, "half of it is gone"
    shutil.rmtree(next(environment.glob("lib/python*/site-packages/django")))
    assert steps(start(checkout, "setup")) == repaired, "a package is gone"

    moved = checkout.with_name("moved")
    checkout.rename(moved)
    assert steps(start(moved, "setup")) == repaired, "it was moved"


def test_leaves_a_folder_alone_that_is_no_environment(checkout: Path) -> None:
    (checkout / ".venv").mkdir()
    (checkout / ".venv" / "notes.txt").write_text("mine")
    result = start(checkout, "setup")
    assert result.returncode == 1
    assert "is in the way: move it elsewhere" in result.stderr
    assert (checkout / ".venv" / "notes.txt").read_text() == "mine"


@pytest.mark.postgresql
def test_says_what_pip_could_not_do_and_works_once_it_can(checkout: Path) -> None:
    offline = {"PIP_NO_INDEX": "", "PIP_FIND_LINKS": "", "PIP_RETRIES": "1"}
    result = start(checkout, "setup", PIP_INDEX_URL="http://127.0.0.1:9/", **offline)
    assert result.returncode == 1
    assert result.stderr.startswith("The Python packages could not be downloaded")
    assert len(result.stderr.splitlines()) == 1

    wheels = checkout.parent / "wheels"
    hidden = wheels.rename(wheels.with_name("hidden"))
    wheels.mkdir()
    result = start(checkout, "setup")
    assert result.returncode == 1
    assert "No matching distribution found for django==1.0" in result.stderr

    (wheels / "django-1.0-py3-none-any.whl").write_bytes(b"something else")
    result = start(checkout, "setup")
    assert result.returncode == 1
    assert "its hash differs" in result.stderr

    wheels.joinpath("django-1.0-py3-none-any.whl").unlink()
    wheels.rmdir()
    hidden.rename(wheels)
    assert steps(start(checkout, "setup")) == ["Installing", *UP_TO_DATE]


@pytest.mark.postgresql
def test_says_which_step_failed(checkout: Path) -> None:
    (checkout / "manage.py").write_text("import sys; sys.exit('disk full')")
    result = start(checkout, "setup")
    assert result.returncode == 1
    assert "disk full\n`manage.py migrate --verbosity 0` failed" in result.stderr
    assert "Traceback" not in result.stderr


@pytest.mark.postgresql
def test_is_ready_without_pictures(checkout: Path) -> None:
    (checkout / "scripts" / "fetch_sprites.py").write_text("import sys; sys.exit(1)")
    assert steps(start(checkout, "setup")) == EVERYTHING


def test_says_that_the_venv_module_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    without = tmp_path / "python3"
    without.write_text("#!/bin/sh\necho 'because ensurepip is not\navailable.'\nexit 1\n")
    without.chmod(0o755)
    monkeypatch.setattr(sys, "_base_executable", os.fspath(without))
    environment = bootstrap.VirtualEnvironment(tmp_path / ".venv")
    with pytest.raises(bootstrap.SetupError, match="apt install python3-venv"):
        environment.install("runtime")
    assert not (tmp_path / ".venv").exists()


@pytest.fixture
def busy_port() -> Iterator[int]:
    """A port on which another program listens."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield listener.getsockname()[1]


def test_says_that_the_port_is_busy_before_anything_else(checkout: Path, busy_port: int) -> None:
    result = start(checkout, "run", str(busy_port))
    assert (result.returncode, result.stdout) == (1, "")
    assert result.stderr == (
        f"Port {busy_port} is in use by another program; choose another: make run PORT=8001\n"
    )
    assert not (checkout / ".venv").exists()


@pytest.mark.parametrize("text", ["", "0", "65536", "-1", "http", "²"])
def test_refuses_what_is_no_port(text: str) -> None:
    with pytest.raises(bootstrap.SetupError, match="choose one from 1 to 65535"):
        bootstrap.checked_port(text)


def test_takes_a_free_port(busy_port: int) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        free = probe.getsockname()[1]
    assert bootstrap.checked_port(str(free)) == free


def test_an_old_python_can_read_the_script() -> None:
    ast.parse(SCRIPT.read_text(encoding="utf-8"), feature_version=(3, 6))


def test_an_old_python_gets_a_sentence() -> None:
    pretend = "import runpy, sys; sys.version_info = (3, 8, 18); "
    pretend += "runpy.run_path(sys.argv[1], run_name='__main__')"
    result = subprocess.run(
        [sys.executable, "-c", pretend, SCRIPT],
        check=False,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert result.returncode == 1
    assert result.stderr == "Python 3.11 or newer is needed, and this is Python 3.8.\n"
