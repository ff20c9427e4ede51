"""Our client at a decision point that somebody else built: Cerbos, the real one, from the npm registry.

Cerbos makes a role of the subject's type. Without npm, or off 64-bit Linux, this is skipped and says so.
"""

from __future__ import annotations

import platform
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from vangnet.connections.authzen.answers import Question
from vangnet.connections.authzen.client import ForeignDecisionPoint
from vangnet.core.trace_context import begin

PACKAGE = "@cerbos/cerbos-linux-x64"
VERSION = "0.55.0"
AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
POLICY = """
apiVersion: api.cerbos.dev/v1
resourcePolicy:
  version: default
  resource: record
  rules:
    - actions: [read]
      effect: EFFECT_ALLOW
      roles: [worker]
      condition:
        match:
          expr: R.attr.status == "active"
"""
CONFIG = """
server: {{httpListenAddr: "127.0.0.1:{http}", grpcListenAddr: "127.0.0.1:{grpc}"}}
telemetry: {{disabled: true}}
storage: {{driver: disk, disk: {{directory: "{policies}", watchForChanges: false}}}}
"""


@pytest.fixture(scope="module")
def binary(request: pytest.FixtureRequest) -> Path:
    if platform.system() != "Linux" or platform.machine() != "x86_64" or not shutil.which("npm"):
        pytest.skip("Cerbos needs npm on 64-bit Linux")
    assert request.config.cache is not None
    folder = request.config.cache.mkdir(f"cerbos-{VERSION}")
    found = folder / "node_modules" / PACKAGE / "cerbos-linux-x64"
    if not found.exists():
        command = [
            "npm",
            "install",
            "--no-audit",
            "--no-fund",
            "--no-save",
            "--prefix",
            str(folder),
            f"{PACKAGE}@{VERSION}",
        ]
        done = subprocess.run(command, capture_output=True, timeout=120, check=False)
        if done.returncode or not found.exists():
            pytest.skip("npm cannot give Cerbos here")
    found.chmod(0o755)
    return found


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
        return port


@pytest.fixture(scope="module")
def cerbos(binary: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("cerbos")
    policies = folder / "policies"
    policies.mkdir()
    (policies / "record.yaml").write_text(POLICY, encoding="utf-8")
    http, grpc = free_port(), free_port()
    config = folder / "config.yaml"
    config.write_text(CONFIG.format(http=http, grpc=grpc, policies=policies), encoding="utf-8")
    process = subprocess.Popen([binary, "server", f"--config={config}"], stdout=subprocess.DEVNULL)
    try:
        until = time.monotonic() + 20
        while time.monotonic() < until:
            try:
                socket.create_connection(("127.0.0.1", http), timeout=1).close()
                break
            except OSError:
                assert process.poll() is None
                time.sleep(0.05)
        yield f"http://127.0.0.1:{http}"
    finally:
        process.terminate()
        process.wait(timeout=15)


@pytest.mark.parametrize(
    ("subject", "action", "status", "expected"),
    [
        ("worker", "read", "active", True),
        ("worker", "write", "active", False),
        ("worker", "read", "archived", False),
        ("visitor", "read", "active", False),
    ],
)
def test_cerbos_decides_and_we_follow(cerbos: str, subject: str, action: str, status: str, expected: bool):
    question = Question((subject, "w-1"), action, ("record", "r-1"), AT, resource_properties={"status": status})
    answer = ForeignDecisionPoint(cerbos, seconds=5).evaluate(question, trace=begin())
    assert (answer.decision, answer.reason) == (expected, "foreign-permit" if expected else "foreign-deny")


def test_a_question_that_cerbos_cannot_read_is_a_deny(cerbos: str):
    question = Question(("", ""), "", ("", ""), AT)
    answer = ForeignDecisionPoint(cerbos, seconds=5).evaluate(question, trace=begin())
    assert (answer.decision, answer.reason) == (False, "foreign-error")
