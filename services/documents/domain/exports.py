"""How exports are called; nothing of a person in a name or a key."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from services.contracts.requests.documents_exports import ExportKind

XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def export_file_name(kind: ExportKind, year: int, export_id: UUID) -> str:
    """The name under which the browser saves it."""
    return f"{year}年{kind.label}-{export_id.hex[:8]}.xlsx"


def export_key(export_id: UUID) -> str:
    """Where its file lies; random, never another's."""
    return f"exports/{export_id}"
