"""What uv is told, so that it works wherever pip does."""

from __future__ import annotations

import subprocess
from typing import Any

import pytest

from deploy.local import virtualenv


def pip_says(monkeypatch: pytest.MonkeyPatch, listed: str) -> None:
    def answer(*_: Any, **__: Any) -> subprocess.CompletedProcess[str]:
        return subprocess.CompletedProcess([], 0, stdout=listed)

    monkeypatch.setattr(subprocess, "run", answer)


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("UV_SYSTEM_CERTS", "UV_DEFAULT_INDEX", "SSL_CERT_FILE"):
        monkeypatch.delenv(name, raising=False)


def test_uv_trusts_the_machines_certificates_as_debians_pip_does(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pip_says(monkeypatch, "")
    assert virtualenv.uv_settings() == {"UV_SYSTEM_CERTS": "true"}


def test_uv_uses_the_index_and_certificates_pip_is_set_up_with(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pip_says(
        monkeypatch, "global.index-url='https://mirror.example/simple'\nglobal.cert='/ca.crt'\n"
    )
    told = virtualenv.uv_settings()
    assert told["UV_DEFAULT_INDEX"] == "https://mirror.example/simple"
    assert told["SSL_CERT_FILE"] == "/ca.crt"


def test_what_the_caller_set_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    pip_says(monkeypatch, "global.index-url='https://mirror.example/simple'\n")
    monkeypatch.setenv("UV_DEFAULT_INDEX", "https://own.example/simple")
    monkeypatch.setenv("UV_SYSTEM_CERTS", "false")
    assert virtualenv.uv_settings() == {}
