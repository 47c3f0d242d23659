"""What the handlers of the documents service and its renderers work with."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from pydantic import Field
from pydantic_settings import SettingsConfigDict

from services.chassis.clock import Clock
from services.chassis.database import Database
from services.chassis.objects import MinioObjectStore, ObjectStore
from services.chassis.patience import ANSWERING, WORKING, Patience
from services.chassis.rpc.client import KombuRpcClient, RpcClient
from services.chassis.rpc.threaded import ThreadedRpcClient
from services.chassis.settings import ServiceSettings, build_clock
from services.chassis.work import UnitOfWork
from services.documents.render.layout import PrintProgramme

BUCKET: Final = "documents"
_WORKER_POOL: Final = 2


class DocumentsSettings(ServiceSettings):
    """Settings of the documents service and its renderers: prefix `DOCUMENTS_`."""

    model_config = SettingsConfigDict(env_prefix="DOCUMENTS_")

    renderer_ops_port: int = 0
    """Port of a renderer's /healthz and /metrics; its `--ops-port` argument wins."""

    export_days: int = Field(default=7, ge=1, le=60)
    """How long the file of an export waits for its owner."""


class Programmes:
    """Print templates by year, read once each."""

    def __init__(self, folder: Path) -> None:
        """Remember where the programmes lie."""
        self._folder = folder
        self._known: dict[int, PrintProgramme] = {}

    def years(self) -> tuple[int, ...]:
        """The years that have print templates."""
        found = self._folder.glob("[0-9][0-9][0-9][0-9]/print/form.toml")
        return tuple(sorted(int(path.parts[-3]) for path in found))

    def of(self, year: int) -> PrintProgramme:
        """The templates of a year's cycle."""
        if year not in self._known:
            self._known[year] = PrintProgramme(self._folder / str(year) / "print")
        return self._known[year]


@dataclass(frozen=True, slots=True)
class DocumentsApp:
    """The parts of one process."""

    settings: DocumentsSettings
    clock: Clock
    database: Database
    uow: UnitOfWork
    rpc: RpcClient
    objects: ObjectStore
    programmes: Programmes = field(kw_only=True)


def build_app(settings: DocumentsSettings) -> DocumentsApp:
    """Put the parts of the service together."""
    clock = build_clock(settings)
    rpc = ThreadedRpcClient.from_settings(settings, clock)
    return _assemble(settings, clock, rpc, settings.pool_size, ANSWERING)


def build_renderer_app(settings: DocumentsSettings) -> DocumentsApp:
    """Put the parts of a renderer together: one job, one question at a time."""
    clock = build_clock(settings)
    rpc = KombuRpcClient.from_settings(settings, clock)
    return _assemble(settings, clock, rpc, _WORKER_POOL, WORKING)


def _assemble(
    settings: DocumentsSettings,
    clock: Clock,
    rpc: RpcClient,
    pool_size: int,
    patience: Patience,
) -> DocumentsApp:
    database = Database(
        settings.database_url.get_secret_value(), pool_size, application_name="documents"
    )
    return DocumentsApp(
        settings,
        clock,
        database,
        UnitOfWork(database, clock, "documents"),
        rpc,
        MinioObjectStore.from_settings(settings, BUCKET, patience),
        programmes=Programmes(settings.programmes_dir),
    )
