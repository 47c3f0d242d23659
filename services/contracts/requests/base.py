"""Base of all RPC requests.

A request class names the service and method that answers it and the model of the answer, so that
client, entrypoint, gateway and reference are derived from one definition.
"""

from __future__ import annotations

from typing import ClassVar

from pydantic import BaseModel, ConfigDict


class Answer(BaseModel):
    """Base of all answers: plain, frozen data."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Acknowledged(Answer):
    """Done, nothing more to say."""

    done: bool = True


class Request(BaseModel):
    """One command (writes) or question (does not) to one service."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    service: ClassVar[str]
    method: ClassVar[str]
    writes: ClassVar[bool] = False
    answer: ClassVar[type[Answer]] = Acknowledged
    stores_answer: ClassVar[bool] = True
    """False when the answer holds a secret that must not lie in the idempotency table."""
