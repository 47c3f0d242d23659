"""What the supervisor knows about one part of an instance: data, written by us, read by it."""

from __future__ import annotations

import json
import signal
from dataclasses import asdict, dataclass, field
from enum import IntEnum
from pathlib import Path
from typing import Any, Literal, Self

from deploy.local.runas import RunUser

Probe = Literal["tcp", "amqp", "postgres", "http"]


class Stage(IntEnum):
    """Order of starting; stopping goes backwards."""

    NAMES = 0
    SERVERS = 1
    SERVICES = 2


@dataclass(frozen=True)
class Ready:
    """How to see that a part answers.

    Attributes:
        probe: Kind of question.
        port: Loopback port it is asked on.
        path: For ``http``: the path that must answer 200.
    """

    probe: Probe
    port: int
    path: str = ""


@dataclass(frozen=True)
class Part:
    """One supervised process.

    Attributes:
        name: Unique in the instance.
        argv: Program and arguments; never a secret among them.
        stage: When it is started and stopped.
        ready: How to see that it answers.
        folder: Working directory.
        log: File that takes what it prints.
        environment: Settings that are no secret.
        environment_file: File of KEY=VALUE lines with its secrets, or none.
        user: Whom it runs as; None for the supervisor's own user.
        stop_signal: The one signal that asks it to finish.
        stop_seconds: How long it may take before it is killed.
    """

    name: str
    argv: tuple[str, ...]
    stage: Stage
    ready: Ready
    folder: Path
    log: Path
    environment: dict[str, str] = field(default_factory=dict)
    environment_file: Path | None = None
    user: RunUser | None = None
    stop_signal: int = signal.SIGTERM
    stop_seconds: float = 25.0

    def to_json(self) -> dict[str, Any]:
        """Plain data for ``parts.json``."""
        plain = asdict(self)
        plain.update(folder=str(self.folder), log=str(self.log), argv=list(self.argv))
        plain["environment_file"] = str(self.environment_file) if self.environment_file else None
        return plain

    @classmethod
    def from_json(cls, plain: dict[str, Any]) -> Self:
        """The part that :meth:`to_json` described."""
        file, user = plain["environment_file"], plain["user"]
        built = plain | {
            "argv": tuple(plain["argv"]),
            "stage": Stage(plain["stage"]),
            "ready": Ready(**plain["ready"]),
            "folder": Path(plain["folder"]),
            "log": Path(plain["log"]),
            "environment_file": Path(file) if file else None,
            "user": RunUser(**user) if user else None,
        }
        return cls(**built)


def dump_parts(parts: list[Part]) -> str:
    """The text of ``parts.json``."""
    return json.dumps([part.to_json() for part in parts], indent=1, ensure_ascii=False)


def load_parts(path: Path) -> list[Part]:
    """Read what :func:`dump_parts` wrote."""
    return [Part.from_json(plain) for plain in json.loads(path.read_text(encoding="utf-8"))]
