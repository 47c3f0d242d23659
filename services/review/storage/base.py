"""The declarative base of review's tables and the column types they share."""

from __future__ import annotations

from enum import StrEnum
from typing import Any, Generic, TypeVar

from sqlalchemy import DateTime, Dialect, String, TypeDecorator
from sqlalchemy.orm import DeclarativeBase
from typing_extensions import override

from services.chassis.database import metadata
from services.chassis.tables import chassis_tables

METADATA = metadata()
CHASSIS = chassis_tables(METADATA)

INSTANT = DateTime(timezone=True)

E = TypeVar("E", bound=StrEnum)


class Base(DeclarativeBase):
    """Base of all row classes."""

    metadata = METADATA


class EnumText(TypeDecorator[E], Generic[E]):
    """A vocabulary stored by its value as text: a member may be added without a migration."""

    impl = String
    cache_ok = True

    def __init__(self, kind: type[E], length: int = 24) -> None:
        super().__init__(length)
        self.kind = kind

    @override
    def process_bind_param(self, value: E | None, dialect: Dialect) -> str | None:
        """Store the value."""
        del dialect
        return None if value is None else str(value)

    @override
    def process_result_value(self, value: Any | None, dialect: Dialect) -> E | None:
        """Read the member back; an unknown value is an error, not a surprise later."""
        del dialect
        return None if value is None else self.kind(value)
