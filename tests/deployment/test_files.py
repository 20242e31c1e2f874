"""Dockerfile, docker-compose.yml and docs/operations.md agree with each other and the settings."""

import re
from pathlib import Path

import pytest

from tests import postgres

ROOT = Path(__file__).resolve().parents[2]
COMPOSE = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")
WEB, DATABASE = COMPOSE.split("\n  database:\n")[:2]
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")
IGNORED = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
OPERATIONS = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
READ_FROM_THE_ENVIRONMENT = {
    name
    for path in (ROOT / "config").rglob("*.py")
    for name in re.findall(
        r"""(?:\benv\.\w+|environ\.get)\(\s*["']([A-Z_]+)["']""", path.read_text(encoding="utf-8")
    )
}


def documented() -> set[str]:
    """Return the variables of the table in docs/operations.md."""
    return set(re.findall(r"^\| `([A-Z_]+)` \|", OPERATIONS, re.MULTILINE))


def test_the_suite_runs_on_the_postgresql_that_compose_runs() -> None:
    assert re.findall(r"image: postgres:(\d+)", COMPOSE) == [postgres.DEFAULT_MAJOR]


def test_compose_sets_only_what_the_settings_read() -> None:
    given = set(re.findall(r"^      ([A-Z_]+): ", WEB, re.MULTILINE))
    assert {"SECRET_KEY", "DATABASE_URL", "ALLOWED_HOSTS", "HTTPS"} <= given
    assert given <= READ_FROM_THE_ENVIRONMENT


@pytest.mark.parametrize("name", ["SECRET_KEY", "POSTGRES_PASSWORD"])
def test_compose_says_which_secret_is_missing(name: str) -> None:
    assert re.search(rf"\$\{{{name}:\?put one, [^}}]+ into the file \.env[^}}]*\}}", COMPOSE)


def test_compose_answers_on_this_machine_only_and_without_https() -> None:
    assert '"127.0.0.1:8000:8000"' in WEB
    assert "HTTPS: ${HTTPS:-off}" in WEB
    assert "ports:" not in DATABASE


def test_compose_waits_for_a_healthy_database() -> None:
    assert "condition: service_healthy" in WEB
    assert "pg_isready" in DATABASE
    assert "- database:/var/lib/postgresql/data" in DATABASE


def test_the_image_starts_as_an_unprivileged_user() -> None:
    last_stage = DOCKERFILE.rpartition("\nFROM ")[2]
    users = re.findall(r"^USER (\S+)$", last_stage, re.MULTILINE)
    assert users == ["tracker"]
    assert re.search(r"^RUN useradd .* tracker$", last_stage, re.MULTILINE)
    assert last_stage.index("collectstatic") < last_stage.index("\nUSER ")


def test_the_image_knows_whether_it_is_healthy() -> None:
    assert re.search(r"^HEALTHCHECK [^\n]*\\\n    CMD .*/healthz", DOCKERFILE, re.MULTILINE)


def test_the_image_holds_no_secret_and_nothing_that_it_does_not_need() -> None:
    assert not re.search(r"^(ENV|ARG)\b.*(SECRET|PASSWORD|DATABASE_URL)", DOCKERFILE, re.MULTILINE)
    assert IGNORED[1:2] == ["*"], "everything is left out that is not named"
    named = {line[1:] for line in IGNORED if line.startswith("!")}
    assert [name for name in named if not (ROOT / name).exists()] == []
    assert not named & {".env", "db.sqlite3", ".git", "tests"}


def test_the_image_installs_the_locked_packages() -> None:
    assert "--require-hashes --only-binary :all: -r /runtime.txt" in DOCKERFILE


def test_every_setting_is_documented() -> None:
    assert documented() == READ_FROM_THE_ENVIRONMENT | {"POSTGRES_PASSWORD"}


def test_scripts_that_containers_run_are_executable() -> None:
    for name in ("serve", "create-role"):
        assert (ROOT / "scripts" / name).stat().st_mode & 0o111 == 0o111, name
