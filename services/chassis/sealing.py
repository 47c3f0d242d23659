"""Runs the audit sealer beside a service: every two seconds, whatever happens."""

from __future__ import annotations

from typing import Self

from typing_extensions import override

from services.chassis.audit import AuditSealer
from services.chassis.audit_head import AuditHeadFile, load_audit_key
from services.chassis.chassis_metrics import AUDIT_SEAL_FAILURES
from services.chassis.database import Database
from services.chassis.logs import get_logger
from services.chassis.periodic import Periodic
from services.chassis.settings import ServiceSettings

_PERIOD_SECONDS = 2.0

log = get_logger(__name__)


def build_sealer(settings: ServiceSettings, database: Database) -> AuditSealer:
    """The sealer of a service.

    Raises:
        ValueError: the service has no audit key.
    """
    if settings.audit_key is None:
        raise ValueError(f"{settings.service} has no audit key")
    folder = settings.audit_head_dir
    return AuditSealer(
        database,
        load_audit_key(settings.audit_key.get_secret_value()),
        None if folder is None else AuditHeadFile(folder, settings.service),
    )


class Sealing(Periodic):
    """Seals until it is stopped, and once more then; what a crash leaves the next process seals."""

    def __init__(self, sealer: AuditSealer | None, period: float = _PERIOD_SECONDS) -> None:
        super().__init__("audit-sealer", period, self._seal, once_more=True)
        self._sealer = sealer

    @classmethod
    def beside(cls, settings: ServiceSettings, database: Database) -> Self:
        """For a service; without an audit key nothing is sealed and the log says so."""
        return cls(None if settings.audit_key is None else build_sealer(settings, database))

    @override
    def start(self) -> None:
        """Begin."""
        if self._sealer is None:
            log.warning("audit_is_not_sealed", reason="no audit key")
            return
        super().start()

    def _seal(self) -> None:
        if self._sealer is None:
            return
        try:
            self._sealer.seal()
        except Exception:
            AUDIT_SEAL_FAILURES.inc()
            log.exception("audit_not_sealed")
