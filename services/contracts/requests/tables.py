"""Tables that people send in a request: one limit, said alike wherever it is told."""

from __future__ import annotations

from typing import Annotated

from pydantic import Base64Bytes, Field

MAX_TABLE_BYTES = 1024 * 1024
"""A plan or a list of organisations with thousands of rows is far below this."""

MAX_TABLE_SIZE = "1 MB"
"""The same for people."""

TableFile = Annotated[
    Base64Bytes,
    Field(
        max_length=MAX_TABLE_BYTES,
        description="csv (UTF-8) or xlsx as base64, at most 1 MiB before it",
        json_schema_extra={"maxLength": -(-MAX_TABLE_BYTES // 3) * 4},
    ),
]
"""`Annotated`, so that the limit counts the bytes and not the text of four characters for three."""
