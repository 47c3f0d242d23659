"""The copied head is replaced as a whole; the audit key is read strictly."""

from __future__ import annotations

import base64
import os
from pathlib import Path

import pytest

from services.chassis.audit_head import AuditHead, AuditHeadFile, load_audit_key
from services.chassis.database import Database
from services.chassis.sealing import Sealing, build_sealer
from services.chassis.settings import ServiceSettings

FIRST = AuditHead(number=1, hash=b"\x01" * 32, signature=b"\x02" * 64)
SECOND = AuditHead(number=2, hash=b"\x03" * 32, signature=b"\x04" * 64)


def test_the_newest_head_is_kept_and_nothing_beside_it(tmp_path: Path) -> None:
    folder = tmp_path / "heads"
    file = AuditHeadFile(folder, "samples")
    assert file.read() is None
    for head in (FIRST, SECOND):
        file.write(head)
        assert file.read() == head
    assert [path.name for path in folder.iterdir()] == ["samples.json"]


@pytest.mark.parametrize("encoded", ["no base64!", base64.b64encode(b"short").decode()])
def test_a_key_of_another_shape_is_refused(encoded: str) -> None:
    with pytest.raises(ValueError, match=r"base64|32 bytes"):
        load_audit_key(encoded)
    load_audit_key(base64.b64encode(os.urandom(32)).decode())


def test_a_service_without_a_key_has_no_sealer() -> None:
    settings = ServiceSettings.model_validate(
        {"database_url": "postgresql+psycopg://x", "broker_url": "amqp://x"}
    )
    with pytest.raises(ValueError, match="no audit key"):
        build_sealer(settings, Database("postgresql+psycopg://nobody@127.0.0.1/none"))
    assert Sealing(None)._sealer is None
