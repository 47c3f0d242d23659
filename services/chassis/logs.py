"""Structured logs: one JSON object per line, with service, event and correlation id.

    log = get_logger(__name__)
    with bound(correlation_id=call.correlation_id, application_id=str(application_id)):
        log.info("application_submitted", sequence=3)

Records of foreign libraries (kombu, SQLAlchemy, nameko, uvicorn) take the same way out, through
the same redaction.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import MutableMapping
from contextlib import AbstractContextManager
from typing import Any, TextIO

import structlog

from services.chassis.redaction import redact
from services.chassis.settings import SharedSettings

_QUIET = {"amqp": "WARNING", "kombu": "WARNING", "urllib3": "WARNING", "aiormq": "WARNING"}
"""Libraries whose INFO lines say nothing about the service."""


def configure_logging(
    settings: SharedSettings, service: str, *, stream: TextIO | None = None
) -> None:
    """Set the process' logging up; call once, first thing after reading the settings."""

    def add_service(
        _logger: object, _method: str, event: MutableMapping[str, Any]
    ) -> MutableMapping[str, Any]:
        event.setdefault("service", service)
        return event

    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.PositionalArgumentsFormatter(),
        add_service,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *shared,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=shared,
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.format_exc_info,
            redact,
            *_renderers(settings.log_format),
        ],
    )
    _forget_callers()
    handler = logging.StreamHandler(stream or sys.stdout)
    handler.setFormatter(formatter)
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(settings.log_level)
    for library, level in _QUIET.items():
        logging.getLogger(library).setLevel(level)


def _forget_callers() -> None:
    """Spare every record what no line of ours shows: walking the stack for the caller, and so on.

    The switches of the standard library's own documentation; half of a line's cost goes with them.
    """
    logging._srcfile = None  # noqa: SLF001 -- documented under "Optimization", though underscored
    logging.logThreads = False
    logging.logProcesses = False
    logging.logMultiprocessing = False


def get_logger(name: str) -> structlog.stdlib.BoundLogger:
    """The logger of a module."""
    logger: structlog.stdlib.BoundLogger = structlog.stdlib.get_logger(name)
    return logger


def bound(**fields: str) -> AbstractContextManager[None]:
    """Add fields to every line written inside the block, in this green thread or task only."""
    return structlog.contextvars.bound_contextvars(**fields)


def bound_correlation_id() -> str:
    """The correlation id that lines written here bear; empty outside of any request or job."""
    return str(structlog.contextvars.get_contextvars().get("correlation_id", ""))


def _renderers(log_format: str) -> list[Any]:
    if log_format == "console":
        return [structlog.dev.ConsoleRenderer(colors=False)]
    return [structlog.processors.JSONRenderer(ensure_ascii=False, default=str)]
