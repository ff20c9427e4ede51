"""The environment is judged whole: whoever runs Vangnet reads once what must be mended."""

from __future__ import annotations

import base64
import os
import subprocess
import sys
from pathlib import Path

import pytest

from vangnet.config import env
from vangnet.core.errors import InvalidInput

GOOD = {
    "VANGNET_MODE": "production",
    "DATABASE_URL": "postgresql://vangnet@db.example/vangnet",
    "VANGNET_SECRET_KEY": "Zo-lang-en-grillig-genoeg-0123456789-abcdefghijklmnop",
    "VANGNET_VAULT_KEYS": "k2:" + base64.b64encode(bytes(range(32))).decode(),
    "VANGNET_PUBLIC_URL": "https://vangnet.example",
    "VANGNET_MAIL_URL": "smtp://mail.example:587",
    "VANGNET_MAIL_FROM": "vangnet@vangnet.example",
}


def faults(**changes: str) -> dict[str, str]:
    with pytest.raises(InvalidInput) as refusal:
        env.read(GOOD | changes)
    return refusal.value.fields


def test_nothing_set_is_the_demo() -> None:
    assert env.read({}).mode == env.DEMO


def test_a_database_of_ones_own_is_production_unless_said_otherwise() -> None:
    assert env.read({k: v for k, v in GOOD.items() if k != "VANGNET_MODE"}).mode == env.PRODUCTION
    assert env.read({"DATABASE_URL": GOOD["DATABASE_URL"], "VANGNET_MODE": "demo"}).mode == env.DEMO


def test_a_whole_production_environment_passes() -> None:
    assert env.read(GOOD).owner_url == GOOD["DATABASE_URL"]


def test_production_names_everything_that_misses_at_once() -> None:
    with pytest.raises(InvalidInput) as refusal:
        env.read({"VANGNET_MODE": "production"})
    assert set(refusal.value.fields) == set(GOOD) - {"VANGNET_MODE"}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("VANGNET_SECRET_KEY", env.DEMO_SECRET),
        ("VANGNET_SECRET_KEY", "kort"),
        ("VANGNET_SECRET_KEY", "a" * 60),
        ("VANGNET_VAULT_KEYS", env.DEMO_VAULT),
        ("VANGNET_VAULT_KEYS", "k1:" + base64.b64encode(bytes(32)).decode()),
        ("VANGNET_VAULT_KEYS", "k1:AAAA"),
        ("VANGNET_VAULT_KEYS", "zonder naam"),
        ("VANGNET_VAULT_KEYS", f"{GOOD['VANGNET_VAULT_KEYS']},{GOOD['VANGNET_VAULT_KEYS']}"),
        ("VANGNET_PUBLIC_URL", "http://vangnet.example"),
        ("VANGNET_PUBLIC_URL", "https://vangnet.example/pad"),
        ("VANGNET_HOSTS", "*"),
        ("VANGNET_MAIL_URL", "mail.example"),
        ("DEBUG", "1"),
        ("DJANGO_DEBUG", "true"),
        ("DATABASE_URL", "mysql://db.example/vangnet"),
        ("DATABASE_OWNER_URL", "nergens"),
        ("VANGNET_THREADS", "veel"),
        ("VANGNET_THREADS", "0"),
        ("VANGNET_LOG_LEVEL", "LUID"),
        ("VANGNET_POSTGRES", "mysql"),
        ("VANGNET_ISSUERS", "/bestaat/niet.toml"),
    ],
)
def test_one_fault_is_named_and_no_other(name: str, value: str) -> None:
    assert set(faults(**{name: value})) == {name}


def test_faults_of_every_kind_come_together() -> None:
    wrong = {"VANGNET_SECRET_KEY": env.DEMO_SECRET, "VANGNET_THREADS": "x", "VANGNET_MAIL_FROM": "", "DEBUG": "1"}
    assert set(faults(**wrong)) == set(wrong)


def test_no_message_repeats_a_secret() -> None:
    secret = "dit-geheim-mag-nergens-staan"
    told = str(faults(VANGNET_SECRET_KEY=secret, DATABASE_URL=f"mysql://naam:{secret}@db.example/x"))
    assert secret not in told


def run(**variables: str) -> subprocess.CompletedProcess[str]:
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    source = str(Path(__file__).resolve().parents[2] / "src")
    return subprocess.run(
        [sys.executable, "-c", "from django.conf import settings; print(settings.DEBUG, settings.DEMO_SIGN_IN)"],
        env=kept | {"PYTHONPATH": source} | variables,
        capture_output=True,
        text=True,
        check=False,
    )


def test_production_settings_do_not_load_by_naming_the_module_alone() -> None:
    done = run(DJANGO_SETTINGS_MODULE="vangnet.config.settings.production")
    assert done.returncode != 0
    assert "environment-invalid" in done.stderr


def test_production_settings_load_when_all_is_there() -> None:
    done = run(DJANGO_SETTINGS_MODULE="vangnet.config.settings.production", **GOOD)
    assert done.stdout == "False False\n", done.stderr
