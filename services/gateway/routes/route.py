"""What a row of the API's tables says.

An HTTP request, the request of the contracts it becomes, who may make it, how it is described.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from services.contracts.errors import TepeiError
from services.contracts.requests.base import Request
from services.gateway.access import SIGNED_IN, Access

PREFIX = "/api/v1"
ORDINARY_BODY_BYTES = 64 * 1024
FILE_BODY_BYTES = 2 * 1024 * 1024

VERSION_FIELDS = ("version", "expected_revision")
"""Fields of the contracts that `If-Match` may bring instead of the body."""

_PATH_NAME = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiRoute:
    """One operation of the API.

    Path parameters, then query (GET, DELETE) or body (POST, PUT, PATCH) fill the fields of
    `request` by name; nothing else is accepted.
    """

    method: str
    path: str
    request: type[Request]
    summary: str
    tag: str
    access: Access = SIGNED_IN
    status: int = 200
    description: str = ""
    example: dict[str, Any] | None = None
    problems: tuple[type[TepeiError], ...] = ()
    seconds: float = 5.0
    body_bytes: int = ORDINARY_BODY_BYTES
    file_field: str | None = None
    location: str | None = None
    operation: str = ""
    fixed: dict[str, Any] = field(default_factory=dict)

    @property
    def operation_id(self) -> str:
        """The operation's name for generated clients: service and method unless one is given."""
        return self.operation or f"{self.request.service}_{self.request.method}"

    @property
    def template(self) -> str:
        """The whole path with its placeholders."""
        return PREFIX + self.path

    @property
    def path_names(self) -> tuple[str, ...]:
        """Placeholders of the path, in order."""
        return tuple(_PATH_NAME.findall(self.path))

    @property
    def has_body(self) -> bool:
        """Whether the fields come in a body."""
        return self.method in {"POST", "PUT", "PATCH"}

    @property
    def open_fields(self) -> tuple[str, ...]:
        """Fields of the request that query or body may fill."""
        bound = {*self.path_names, *self.fixed}
        return tuple(name for name in self.request.model_fields if name not in bound)

    @property
    def version_field(self) -> str | None:
        """The field `If-Match` stands for, if the request has one."""
        return next((name for name in VERSION_FIELDS if name in self.open_fields), None)
