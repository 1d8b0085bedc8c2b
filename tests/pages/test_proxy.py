"""The proxy's sample configuration, checked by its own program, and it and the settings say the same."""

import re
import shutil
import subprocess
from pathlib import Path

from api.web.connections import Bounds
from graph.settings import Settings

SAMPLE = Path(__file__).parents[2] / "deploy" / "nginx.conf"


def test_the_proxy_takes_its_sample_configuration(tmp_path: Path) -> None:
    nginx = shutil.which("nginx", path="/usr/sbin:/usr/local/sbin:/usr/bin:/bin")
    assert nginx, "nginx is missing: sh tests/support/bring-tools.sh brings it"
    made = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=dolen.example", "-days", "1"]
    subprocess.run(
        [*made, "-keyout", tmp_path / "KEY.pem", "-out", tmp_path / "CERTIFICATE.pem"], check=True, capture_output=True
    )
    written = SAMPLE.read_text(encoding="utf-8")
    assert "/etc/ssl/dolen/" in written
    here = written.replace("/etc/ssl/dolen/", f"{tmp_path}/").replace("/var/log/nginx/", f"{tmp_path}/")
    (tmp_path / "dolen.conf").write_text(here, encoding="utf-8")
    places = "".join(
        f"{kind}_temp_path {tmp_path}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    whole = f"pid {tmp_path}/pid; error_log {tmp_path}/e.log; events {{}} http {{ {places} include dolen.conf; }}"
    (tmp_path / "nginx.conf").write_text(whole, encoding="utf-8")
    checked = subprocess.run(
        [nginx, "-t", "-p", tmp_path, "-c", tmp_path / "nginx.conf", "-e", tmp_path / "e.log"],
        capture_output=True,
        text=True,
        check=False,
    )

    assert checked.returncode == 0, checked.stderr
    assert "[warn]" not in checked.stderr


def test_the_proxy_and_dolen_say_the_same() -> None:
    said = dict(re.findall(r"^\s*(\w+) ([^;]+);", SAMPLE.read_text(encoding="utf-8"), re.MULTILINE))
    settings = Settings()
    bounds = Bounds.of(settings)

    assert said["client_max_body_size"] == f"{settings.upload_megabytes + 1}m"
    assert said["client_header_timeout"] == f"{bounds.head:g}s"
    assert said["client_body_timeout"] == f"{bounds.body:g}s"
    assert said["send_timeout"] == f"{bounds.answer:g}s"
    assert said["limit_conn"] == f"dolen_address {bounds.of_one_address}"
