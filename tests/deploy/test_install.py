"""Installing from a bundle: nothing of a damaged one, each version beside the one before, and back again."""

import subprocess
from configparser import ConfigParser
from hashlib import sha256
from pathlib import Path
from shutil import copy

import pytest

from api.cli.commands import COMMANDS

DEPLOY = Path(__file__).parents[2] / "deploy"

PYTHON = """#!/bin/sh
case "$2" in
venv) mkdir -p "$3/bin"; cp "$0" "$3/bin/python";;
pip) echo "$@" >>"$LOG"; [ -z "${BROKEN:-}" ];;
esac
"""
"""Stands for Python: makes a folder where an environment is asked for, and notes what would be installed."""


class Bundles:
    """Bundles of several versions, and the folder that they are installed in."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.installed = folder / "opt"
        self.log = folder / "log"
        self.python = folder / "python"
        self.python.write_text(PYTHON)
        self.python.chmod(0o755)

    def bundle(self, version: str) -> Path:
        made = self.folder / f"dolen-{version}"
        (made / "wheels").mkdir(parents=True)
        copy(DEPLOY / "install.sh", made)
        (made / "VERSION").write_text(f"{version}\n")
        (made / "requirements.txt").write_text("")
        names = ("install.sh", "VERSION", "requirements.txt")
        digests = (f"{sha256((made / name).read_bytes()).hexdigest()}  ./{name}\n" for name in names)
        (made / "SHA256SUMS").write_text("".join(digests))
        return made

    def install(self, bundle: Path, **more: str) -> subprocess.CompletedProcess[str]:
        given = {"PATH": "/usr/bin:/bin", "PYTHON": str(self.python), "LOG": str(self.log), **more}
        command = ["sh", str(bundle / "install.sh"), str(self.installed)]
        return subprocess.run(command, env=given, capture_output=True, text=True, check=False)

    @property
    def current(self) -> str:
        return str((self.installed / "current").readlink())


@pytest.fixture
def bundles(tmp_path: Path) -> Bundles:
    return Bundles(tmp_path)


def test_it_is_installed_without_a_network_and_only_what_has_its_digest(bundles: Bundles) -> None:
    done = bundles.install(bundles.bundle("1.0"))

    assert done.returncode == 0, done.stderr
    assert "Dolen 1.0 is in" in done.stdout
    assert bundles.current == "1.0"
    first, second = bundles.log.read_text().splitlines()
    assert all("--no-index --find-links wheels" in line for line in (first, second))
    assert "--require-hashes --requirement requirements.txt" in first
    assert second.endswith("--no-deps dolen==1.0")


def test_an_upgrade_stands_beside_the_version_before_and_says_the_way_back(bundles: Bundles) -> None:
    bundles.install(bundles.bundle("1.0"))
    done = bundles.install(bundles.bundle("1.1"))

    assert bundles.current == "1.1"
    assert (bundles.installed / "1.0" / "bin" / "python").exists()
    assert f"ln -sfn 1.0 {bundles.installed}/current" in done.stdout
    again = bundles.install(bundles.folder / "dolen-1.1")
    assert again.returncode == 1
    assert "is there already" in again.stderr


def test_a_damaged_bundle_and_a_broken_installation_leave_what_is_in_use(bundles: Bundles) -> None:
    bundles.install(bundles.bundle("1.0"))
    damaged = bundles.bundle("1.1")
    (damaged / "requirements.txt").write_text("something-else\n")

    refused = bundles.install(damaged)
    assert refused.returncode == 1
    assert "not as it was made" in refused.stderr
    broken = bundles.install(bundles.bundle("1.2"), BROKEN="yes")
    assert broken.returncode != 0
    assert bundles.current == "1.0"
    assert sorted(each.name for each in bundles.installed.iterdir()) == ["1.0", "current"]


def test_the_service_runs_what_is_in_use_and_names_no_secret() -> None:
    unit = ConfigParser(strict=False, interpolation=None)
    unit.optionxform = str  # type: ignore[assignment,method-assign]  # systemd's own way to keep capitals
    unit.read(DEPLOY / "dolen.service")
    service = unit["Service"]

    program, command = service["ExecStart"].split()
    assert program == "/srv/dolen/current/bin/dolen"
    assert command in COMMANDS
    assert service["Environment"] == "DOLEN_HOME=/var/lib/dolen"
    assert service["StateDirectoryMode"] == "0700"
    assert "DOLEN_" not in service["ExecStart"]
