"""The compose file, without docker: what its web service runs, with the settings and files of secrets that it names."""

import os
import subprocess
import sys
import urllib.request
from collections.abc import Generator
from pathlib import Path
from typing import Any, cast

import pytest
import yaml

from graph.errors import SettingsWrong
from graph.settings import Settings, read_settings
from tests.support.neo4j.server import Neo4jServer
from tests.support.ports import free_port
from tests.support.postgresql.server import PostgresServer

ROOT = Path(__file__).parents[2]
BIN = Path(sys.executable).parent
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]


@pytest.fixture
def secrets(tmp_path: Path) -> Path:
    """The files that the administrator makes first."""
    script = ROOT / "deploy" / "make-secrets.sh"
    subprocess.run(("sh", script), cwd=tmp_path, check=True, capture_output=True)
    return tmp_path / "secrets"


def test_every_secret_that_a_service_names_is_made_for_its_owner_only(secrets: Path) -> None:
    made = {path.name: path.read_text() for path in secrets.iterdir()}
    declared = {name: each["file"] for name, each in COMPOSE["secrets"].items()}

    assert {f"secrets/{name}" for name in made} == set(declared.values())
    assert {name for service in SERVICES.values() for name in service["secrets"]} == declared.keys()
    assert secrets.stat().st_mode & 0o077 == 0
    assert made["neo4j_auth"] == f"neo4j/{made['dolen_store_password']}"
    assert made["postgresql_password"] in made["dolen_sql"]
    assert len(made["postgresql_password"]) == len(made["dolen_store_password"]) == 48


def test_secrets_that_are_there_are_left_unchanged(secrets: Path) -> None:
    before = {path.name: path.read_text() for path in secrets.iterdir()}

    again = subprocess.run(
        ("sh", ROOT / "deploy" / "make-secrets.sh"), cwd=secrets.parent, check=False, capture_output=True
    )

    assert again.returncode == 1
    assert {path.name: path.read_text() for path in secrets.iterdir()} == before


def test_no_service_runs_as_root_or_has_a_password_in_its_environment() -> None:
    for name, service in SERVICES.items():
        assert not str(service["user"]).startswith("0"), name
        assert service["cap_drop"] == ["ALL"], name
        assert not [key for key in service["environment"] if "PASSWORD" in key and not key.endswith("_FILE")], name
    assert {name for name, service in SERVICES.items() if service.get("read_only")} == {"web", "command", "postgresql"}
    assert {name for name, service in SERVICES.items() if "healthcheck" in service} == {"web", "neo4j", "postgresql"}


def test_a_setting_is_read_from_a_file_after_variables(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOLEN_SECRETS", str(tmp_path))
    (tmp_path / "dolen_store_password").write_text("from the file\n")
    (tmp_path / "dolen_marking").write_text("from the file")
    monkeypatch.setenv("DOLEN_MARKING", "from the variable")
    settings = Settings()

    assert settings.store_password.get_secret_value() == "from the file"
    assert settings.marking == "from the variable"


def test_a_folder_of_secrets_that_is_not_there_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOLEN_SECRETS", str(tmp_path / "nowhere"))

    with pytest.raises(SettingsWrong, match="nowhere"):
        read_settings()


@pytest.fixture
def environment(
    secrets: Path, tmp_path: Path, neo4j_server: Neo4jServer, postgres_server: PostgresServer
) -> Generator[dict[str, str]]:
    """The web service's environment, with the addresses of the session's servers in place of the containers' names."""
    with postgres_server.database() as address:
        for name, text in (("dolen_store_password", neo4j_server.password), ("dolen_sql", address)):
            (secrets / name).chmod(0o600)
            (secrets / name).write_text(text)
        own = {name: value for name, value in os.environ.items() if not name.startswith("DOLEN_")}
        named = dict(cast("dict[str, str]", SERVICES["web"]["environment"]))
        assert named.keys() == {"DOLEN_HOME", "DOLEN_STORE", "DOLEN_SECRETS"}
        places = {"DOLEN_HOME": str(tmp_path / "data"), "DOLEN_SECRETS": str(secrets), "DOLEN_STORE": neo4j_server.uri}
        yield {**own, **named, **places, "PATH": f"{BIN}:{os.environ['PATH']}"}


@pytest.mark.engine
def test_the_pages_are_served_and_the_first_administrator_is_made(environment: dict[str, str], tmp_path: Path) -> None:
    web, port = SERVICES["web"], str(free_port())
    command = [
        "dolen",
        *("127.0.0.1" if word == "0.0.0.0" else port if word == "8000" else word for word in web["command"]),
    ]
    check = [word.replace(":8000/", f":{port}/") for word in web["healthcheck"]["test"][1:]]

    with subprocess.Popen(command, env=environment, cwd=tmp_path, stdout=subprocess.PIPE, text=True) as serving:
        try:
            assert serving.stdout is not None
            assert port in serving.stdout.readline()
            healthy = subprocess.run(check, env=environment, cwd=tmp_path, check=False, timeout=60)
            added = subprocess.run(
                ("dolen", "user", "add", "j.morgan", "--role", "administrator", "--password-stdin"),
                env=environment, cwd=tmp_path, input="correct horse battery staple\n",
                capture_output=True, text=True, check=False, timeout=60,
            )  # fmt: skip
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/sign-in", timeout=10) as page:
                status = page.status
        finally:
            serving.terminate()

    assert (healthy.returncode, status) == (0, 200)
    assert added.stdout == "Added j.morgan (administrator).\n", added.stderr
