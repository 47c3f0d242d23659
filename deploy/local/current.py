"""Remember which preparing steps are done, so that a second start repeats none of them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from deploy.local.runas import write_private


def fingerprint(*inputs: str | Path) -> str:
    """A short name for the state of texts, files and folders of Python, SQL and data files."""
    digest = hashlib.sha256()
    for item in inputs:
        for piece in pieces(item):
            digest.update(len(piece).to_bytes(8, "big") + piece)
    return digest.hexdigest()[:24]


def pieces(item: str | Path) -> Iterable[bytes]:
    """The bytes an input stands for, names of files included."""
    if isinstance(item, str):
        yield item.encode()
    elif item.is_dir():
        for path in sorted(item.rglob("*")):
            if path.is_file() and path.suffix != ".pyc":
                yield str(path.relative_to(item)).encode()
                yield path.read_bytes()
    elif item.exists():
        yield item.read_bytes()


@dataclass
class Steps:
    """The done steps of one instance, in ``steps.json``.

    Attributes:
        path: The file.
    """

    path: Path

    def load(self) -> dict[str, str]:
        """Step → fingerprint of what it was done with."""
        if not self.path.exists():
            return {}
        done: dict[str, str] = json.loads(self.path.read_text(encoding="utf-8"))
        return done

    def is_current(self, step: str, state: str) -> bool:
        """Whether the step was done with exactly these inputs."""
        return self.load().get(step) == state

    def once(self, step: str, state: str, act: Callable[[], None]) -> bool:
        """Do a step unless it is current.

        Returns:
            Whether it was done now.
        """
        if self.is_current(step, state):
            return False
        act()
        self.note(step, state)
        return True

    def note(self, step: str, state: str) -> None:
        """Remember a step as done."""
        write_private(self.path, json.dumps(self.load() | {step: state}, indent=1))
