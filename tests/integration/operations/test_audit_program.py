"""The audit as people and machines start it: `make audit`, `make audit ARGS=--json`."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from dataclasses import replace

import pytest

from deploy.local.client import Stack
from operations.audit import __main__ as program
from operations.audit.__main__ import audit
from operations.audit.stores import StoreAddresses, Stores
from tests.support.live import INSTANCE, ROOT


def run(*words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "operations.audit", "--instance", INSTANCE, "--wait", "0"]
    return subprocess.run(
        [*command, *words], cwd=ROOT, capture_output=True, text=True, check=False, timeout=120
    )


def test_a_committed_violation_is_printed_and_the_exit_code_is_1(
    addresses: StoreAddresses,
) -> None:
    audit(addresses, wait_seconds=60)
    store, bucket = Stores(addresses).objects, addresses.buckets["documents"]
    store.put_object(bucket, "nobodys-file", io.BytesIO(b"x"), 1)
    try:
        shown, machine = run(), run("--json")
    finally:
        store.remove_object(bucket, "nobodys-file")
    assert (shown.returncode, machine.returncode) == (1, 1)
    assert f"[1] objects owned: {bucket}/nobodys-file: belongs to nobody" in shown.stdout
    told = json.loads(machine.stdout)
    assert told["outcome"] == "VIOLATIONS"
    assert f"{bucket}/nobodys-file" in {each["subject"] for each in told["violations"]}


def test_an_object_store_that_is_down_is_not_called_clean(
    addresses: StoreAddresses,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(
        program, "of_instance", lambda _: replace(addresses, s3_endpoint="127.0.0.1:1")
    )
    assert program.main(["--wait", "0", "--json"]) == 2
    assert json.loads(capsys.readouterr().out)["outcome"] == "NOT_CHECKED"


def test_a_frozen_object_store_does_not_hold_it_up(
    stack: Stack, addresses: StoreAddresses, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("operations.audit.stores.PATIENCE_SECONDS", 1)
    monkeypatch.setattr(program, "of_instance", lambda _: addresses)
    with stack.paused("minio"):
        assert program.main(["--wait", "0"]) == 2
    stack.wait_ready("minio")
