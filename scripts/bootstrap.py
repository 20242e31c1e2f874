"""Set the project up on a machine with nothing but Python, and serve it: `make setup`, `make run`.

Usage: bootstrap.py setup | run PORT | packages runtime|dev|next [VENV]

Standard library only, since it runs before anything is installed, and in the syntax of
Python 3.6, so that an old interpreter is answered with a sentence and not with a SyntaxError.
Whatever goes wrong ends in one sentence and an exit code other than 0.
"""

import hashlib
import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path
from typing import List

ROOT = Path(__file__).resolve().parent.parent
OLDEST_PYTHON = (3, 11)
# Which sets are complete once the named one is installed: dev holds all of runtime, same pins.
SETS = {"runtime": ["runtime"], "dev": ["dev", "runtime"], "next": ["next"]}
PIP_OPTIONS = ["--require-hashes", "--only-binary", ":all:", "--no-input"]
# The user's own settings hold otherwise, but `user = true` is meant for outside of a venv.
PIP_OPTIONS += ["--disable-pip-version-check", "--no-user"]
# What pip prints, by version and case, when it gets no answer.
NO_NETWORK = ("after connection broken by", "Max retries exceeded", "timed out")


class SetupError(Exception):
    """Something the person at the keyboard has to put right; its text says what and how."""


def say(text: str) -> None:
    """Print one line about the step that begins, at once."""
    print("==> " + text, flush=True)


def checked_port(text: str) -> int:
    """Return the port as a number; raises SetupError when it is none or is taken."""
    if not (text.isdecimal() and 1 <= int(text) <= 65535):
        raise SetupError(f"PORT={text} is not a port; choose one from 1 to 65535.")
    port = int(text)
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        # As the server does: a port whose last connections are still closing counts as free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except PermissionError:
            raise SetupError(
                f"Port {port} is for administrators only; choose another: make run PORT=8001"
            ) from None
        except OSError:
            other = 8000 if port == 8001 else 8001
            raise SetupError(
                f"Port {port} is in use by another program; choose another: make run PORT={other}"
            ) from None
    return port


class VirtualEnvironment:
    """A folder of packages that belongs to this checkout, with a stamp of what is in it.

    The stamp's first line is the folder's own path (scripts inside name it, so a moved folder
    does not work); each further line is the name and SHA-256 of a requirements file that has been
    installed completely. While packages are being installed a file named `unfinished` stands there.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.python = folder / "bin" / "python"
        self.stamp = folder / "installed.txt"
        self.unfinished = folder / "unfinished"
        self.log = folder / "pip-output.txt"

    def install(self, name: str) -> None:
        """Make sure that what requirements/<name>.txt names is installed, and nothing is broken."""
        if self.folder.exists() or self.folder.is_symlink():
            if not self.is_sound():
                self.remove()
            elif stamp_line(name) in self.stamped():
                return
        if not self.folder.exists():
            self.make()
        self.install_packages(name)

    def is_sound(self) -> bool:
        """Tell whether the folder is whole, in its place and of the Python that was asked for."""
        if self.unfinished.exists():
            return False
        stamped = self.stamped()
        if stamped and stamped[0] != str(self.folder):
            return False
        code = "import pip, django" if stamped else "import pip"
        if os.environ.get("PYTHON"):
            version = tuple(sys.version_info[:2])
            code += f", sys; sys.exit(sys.version_info[:2] != {version})"
        return self.runs(code)

    def stamped(self) -> List[str]:
        """Return the stamp's lines, none where nothing has been installed completely yet."""
        if not self.stamp.exists():
            return []
        return self.stamp.read_text(encoding="utf-8").splitlines()

    def runs(self, code: str) -> bool:
        """Tell whether the folder's interpreter runs this without an error."""
        try:
            result = subprocess.run(
                [str(self.python), "-c", code], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
            )
        except OSError:
            return False
        return result.returncode == 0

    def remove(self) -> None:
        """Delete the folder; raises SetupError where it does not look like one of ours."""
        is_folder = self.folder.is_dir() and not self.folder.is_symlink()
        contents = {entry.name for entry in self.folder.iterdir()} if is_folder else set()
        if not is_folder or (contents and not contents & {"bin", "pyvenv.cfg", "unfinished"}):
            raise SetupError(f"{self.folder} is in the way: move it elsewhere and run this again.")
        say(f"{self.folder.name} is incomplete or does not fit: making it anew")
        shutil.rmtree(str(self.folder))

    def make(self) -> None:
        """Create the folder with an interpreter and pip in it."""
        version = "{}.{}.{}".format(*sys.version_info[:3])
        say(f"Making the virtual environment {self.folder.name} with Python {version}")
        self.folder.mkdir()
        self.unfinished.touch()
        # Started from inside a virtual environment, build on the interpreter beneath it.
        interpreter = getattr(sys, "_base_executable", None) or sys.executable
        result = subprocess.run(
            [interpreter, "-m", "venv", str(self.folder)],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        if result.returncode == 0 and self.runs("import pip"):
            return
        shutil.rmtree(str(self.folder))
        output = result.stdout.decode(errors="replace")
        if "ensurepip" in output or "No module named venv" in output:
            raise SetupError(
                "This Python lacks its venv module. On Debian and Ubuntu: apt install python3-venv"
            )
        reason = (output.strip() or "no pip in it").splitlines()[-1]
        raise SetupError(f"Could not make {self.folder}: {reason}")

    def install_packages(self, name: str) -> None:
        """Install one set with pip, under the user's own pip settings."""
        requirements = ROOT / "requirements" / f"{name}.txt"
        say(f"Installing the packages of requirements/{name}.txt (a minute or two the first time)")
        self.unfinished.touch()
        with self.log.open("wb") as log:
            code = subprocess.run(
                [str(self.python), "-m", "pip", "install", *PIP_OPTIONS, "-r", str(requirements)],
                stdout=log,
                stderr=subprocess.STDOUT,
            ).returncode
        if code == 0:
            lines = [str(self.folder)] + [stamp_line(each) for each in SETS[name]]
            self.stamp.write_text("\n".join(lines) + "\n", encoding="utf-8")
        if code >= 0:
            # When pip fails by itself, it leaves what was installed before as it was.
            self.unfinished.unlink()
        if code != 0:
            raise SetupError(self.explain_pip())

    def explain_pip(self) -> str:
        """Return what pip's output means, in a sentence."""
        output = self.log.read_text(encoding="utf-8", errors="replace")
        if any(sign in output for sign in NO_NETWORK):
            return (
                "The Python packages could not be downloaded: the package index cannot be reached."
                " Check the network, or pip's own settings, and run this again."
            )
        if "DO NOT MATCH THE HASHES" in output:
            return (
                "A downloaded package is not the one that was locked (its hash differs)."
                f" More in {self.log}"
            )
        errors = [line for line in output.splitlines() if line.startswith("ERROR: ")]
        reason = errors[-1] if errors else "it was stopped."
        return f"pip could not install the packages: {reason} (more in {self.log})"


def stamp_line(name: str) -> str:
    """Return the stamp's line for requirements/<name>.txt as it is now."""
    content = (ROOT / "requirements" / f"{name}.txt").read_bytes()
    return f"{name}.txt {hashlib.sha256(content).hexdigest()}"


def manage(environment: VirtualEnvironment, *arguments: str) -> None:
    """Run manage.py with the development settings; raises SetupError when it fails."""
    code = subprocess.run(
        [str(environment.python), "manage.py", *arguments], cwd=str(ROOT)
    ).returncode
    if code != 0:
        raise SetupError(
            f"`manage.py {' '.join(arguments)}` failed; the reason is above."
            " Where a package is missing, delete .venv and run this again."
        )


def set_up(environment: VirtualEnvironment) -> None:
    """Bring packages, database, catalog and pictures to what this checkout needs."""
    environment.install("runtime")
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings.dev"
    say("Bringing the database up to date")
    manage(environment, "migrate", "--verbosity", "0")
    say("Loading the catalog of games and routes, where it is missing or outdated")
    manage(environment, "loaddata", "catalog", "--if-needed")
    # Pictures are no condition: whatever keeps them away is said there, and the site works.
    subprocess.run(
        [str(environment.python), "scripts/fetch_sprites.py", "--if-needed"], cwd=str(ROOT)
    )


def main(arguments: List[str]) -> None:
    """Do what the command line asks for."""
    if tuple(sys.version_info[:2]) < OLDEST_PYTHON:
        raise SetupError(
            "Python {}.{} or newer is needed, and this is Python {}.{}.".format(
                *(OLDEST_PYTHON + tuple(sys.version_info[:2]))
            )
        )
    command, options = arguments[:1], arguments[1:]
    environment = VirtualEnvironment(ROOT / ".venv")
    if command == ["setup"] and not options:
        set_up(environment)
        say("Ready. `make run` serves it")
    elif command == ["run"] and len(options) == 1:
        port = checked_port(options[0])
        set_up(environment)
        say(f"Serving http://127.0.0.1:{port} (Ctrl-C stops it)")
        os.chdir(str(ROOT))
        server = [str(environment.python), "manage.py", "runserver", f"127.0.0.1:{port}"]
        os.execv(server[0], server)
    elif command == ["packages"] and len(options) in (1, 2) and options[0] in SETS:
        if len(options) == 2:
            environment = VirtualEnvironment(ROOT / options[1])
        environment.install(options[0])
    else:
        raise SetupError("Usage: bootstrap.py setup | run PORT | packages runtime|dev|next [VENV]")


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except SetupError as error:
        sys.exit(str(error))
    except OSError as error:
        sys.exit(f"Cannot go on: {error}")
    except KeyboardInterrupt:
        sys.exit(130)
