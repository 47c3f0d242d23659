"""The audit is sealed beside every service, whatever happens, and once more at its end."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import cast

import pytest

from services.chassis.audit import AuditSealer
from services.chassis.chassis_metrics import AUDIT_SEAL_FAILURES
from services.chassis.database import Database
from services.chassis.sealing import Sealing, build_sealer
from services.chassis.settings import ServiceSettings
from tests.support.rounds import FOR_EVER, Rounds


class _Sealer(Rounds):
    """Seals nothing, in rounds."""

    seal = Rounds.one


def beside(sealer: _Sealer, period: float) -> Sealing:
    return Sealing(cast("AuditSealer", sealer), period)


def settings_with(audit_key: str | None, head: Path | None = None) -> ServiceSettings:
    return ServiceSettings.model_validate(
        {
            "database_url": "postgresql+psycopg://nobody@127.0.0.1/none",
            "broker_url": "amqp://x",
            "audit_key": audit_key,
            "audit_head_dir": head,
        }
    )


def test_a_failure_is_counted_and_the_next_round_comes() -> None:
    sealer, before = _Sealer(failures=2), AUDIT_SEAL_FAILURES.value()
    sealing = beside(sealer, 0.001)
    sealing.start()
    assert sealer.reach(3)
    sealing.stop()
    assert AUDIT_SEAL_FAILURES.value() == before + 2


def test_what_was_committed_last_is_sealed_when_the_service_stops() -> None:
    sealer = _Sealer()
    sealing = beside(sealer, FOR_EVER)
    sealing.start()
    assert sealer.count == 0
    sealing.stop()
    assert sealer.count == 1


def test_without_a_key_nothing_is_sealed_and_the_log_says_so(
    capsys: pytest.CaptureFixture[str],
) -> None:
    database = Database("postgresql+psycopg://nobody@127.0.0.1/none")
    sealing = Sealing.beside(settings_with(None), database)
    sealing.start()
    sealing.stop()
    assert "audit_is_not_sealed" in capsys.readouterr().out


@pytest.mark.parametrize("copied", [True, False])
def test_the_head_is_copied_out_where_there_is_a_folder_for_it(
    tmp_path: Path, *, copied: bool
) -> None:
    key = base64.b64encode(bytes(32)).decode()
    settings = settings_with(key, tmp_path if copied else None)
    sealer = build_sealer(settings, Database("postgresql+psycopg://nobody@127.0.0.1/none"))
    assert (sealer._head_file is not None) is copied
