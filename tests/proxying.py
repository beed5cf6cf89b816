"""A real nginx before real servers, with the very configuration that compose.yaml mounts; only folders, ports and instances differ."""

from __future__ import annotations

import http.client
import os
import shutil
import ssl
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from tests.serving import ROOT, Served, free_port

NGINX_CONF = ROOT / "deploy" / "nginx.conf"
NGINX = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
OPENSSL = shutil.which("openssl")
CERTIFICATE = (
    "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=localhost -addext subjectAltName=IP:127.0.0.1"
)


def replaced(text: str, changes: Mapping[str, str]) -> str:
    """`text` with each change made at the one place that it names."""
    for old, new in changes.items():
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return text


class Proxy(Served):
    """nginx on a port of its own, with TLS, before `instances`; `changes` are further ones of its configuration."""

    def __init__(self, folder: Path, instances: Sequence[Served], changes: Mapping[str, str] | None = None) -> None:
        if NGINX is None or OPENSSL is None:
            pytest.skip("needs nginx and openssl (Debian: apt-get install nginx-light openssl)")
        self.plain_port, port = free_port(), free_port()
        here = folder / f"nginx-{port}"
        here.mkdir()
        command = [OPENSSL, *CERTIFICATE.split(), "-keyout", f"{here}/board.key", "-out", f"{here}/board.crt"]
        subprocess.run(command, check=True, capture_output=True)
        self.tls = ssl.create_default_context(cafile=f"{here}/board.crt")
        text = replaced(
            NGINX_CONF.read_text(),
            {
                "server board:8050;": " ".join(f"server 127.0.0.1:{instance.port};" for instance in instances),
                "listen 8080;": f"listen 127.0.0.1:{self.plain_port};",
                "listen 8443 ssl;": f"listen 127.0.0.1:{port} ssl;",
                **(changes or {}),
            },
        )
        user = "user root; " if os.geteuid() == 0 else ""
        configuration = here / "nginx.conf"
        configuration.write_text(user + text.replace("/tmp/", f"{here}/").replace("/etc/nginx/tls/", f"{here}/"))
        super().__init__(folder, f"{NGINX} -p {here} -c {configuration} -e stderr -g 'daemon off;'", says="", port=port)
        self.connected().close()

    def connection(self) -> http.client.HTTPConnection:
        return http.client.HTTPSConnection("127.0.0.1", self.port, timeout=20, context=self.tls)
