"""Errors that cross the wire: a code for machines, a Chinese sentence for people.

Every class is registered by its code, so that an error raised in one service is the same class in
the caller. `params` fill the sentence and travel as data; they never hold personal data.
`findings` list what is wrong field by field.
"""

from __future__ import annotations

from typing import Any, ClassVar, Self

from pydantic import BaseModel, ConfigDict
from typing_extensions import override


class Finding(BaseModel):
    """One thing that is wrong with one field, row or rule."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    field: str
    code: str
    message: str


_REGISTRY: dict[str, type[TepeiError]] = {}


class TepeiError(Exception):
    """Base of all errors a caller may see."""

    code: ClassVar[str] = "internal"
    title: ClassVar[str] = "系统内部错误"
    sentence: ClassVar[str] = "系统暂时无法完成此操作，您的数据没有丢失，请稍后重试。"

    @override
    def __init_subclass__(cls, **kwargs: Any) -> None:
        """Register the class under its code."""
        super().__init_subclass__(**kwargs)
        _REGISTRY[cls.code] = cls

    def __init__(
        self,
        message: str | None = None,
        *,
        findings: tuple[Finding, ...] = (),
        **params: Any,
    ) -> None:
        """Build the sentence from the class' template unless one is given."""
        self.params = params
        self.findings = findings
        self.message = message or self.sentence.format_map(params)
        super().__init__(self.message)

    def to_wire(self) -> dict[str, Any]:
        """The problem as plain data for a reply."""
        return {
            "code": self.code,
            "message": self.message,
            "params": {key: _plain(value) for key, value in self.params.items()},
            "findings": [finding.model_dump() for finding in self.findings],
        }

    @classmethod
    def from_wire(cls, problem: dict[str, Any]) -> TepeiError:
        """Rebuild the error; an unknown code becomes `InternalError`, its message kept."""
        known = _REGISTRY.get(str(problem.get("code")), InternalError)
        findings = tuple(Finding.model_validate(row) for row in problem.get("findings", ()))
        return known(problem.get("message"), findings=findings, **dict(problem.get("params", {})))

    @override
    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle by wire form (worker children hand errors to their parent)."""
        return _rebuild, (self.to_wire(),)

    def with_findings(self, *findings: Finding) -> Self:
        """The same error with findings added."""
        return type(self)(self.message, findings=(*self.findings, *findings), **self.params)


def _rebuild(problem: dict[str, Any]) -> TepeiError:
    return TepeiError.from_wire(problem)


def _plain(value: Any) -> Any:
    return value if isinstance(value, str | int | float | bool | list | dict | None) else str(value)


def registered_errors() -> dict[str, type[TepeiError]]:
    """All error classes by code (the gateway's table and the reference page cover each)."""
    return dict(_REGISTRY)


class InternalError(TepeiError):
    """Something unforeseen; details are in the log under the correlation id."""

    code = "internal_error"
