"""A program of the bench in a process of its own: questions and answers as lines of JSON."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any, Self

ROOT = Path(__file__).resolve().parents[1]


class ChildFailedError(RuntimeError):
    """A program of the bench ended instead of answering; what it wrote stands above."""


class Child:
    """One running program; it ends with the block."""

    def __init__(self, module: str, **environment: str) -> None:
        self._module = module
        self._process = subprocess.Popen(
            [sys.executable, "-m", module],
            cwd=ROOT,
            env=os.environ | environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def __enter__(self) -> Self:
        """The program runs."""
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _traceback: TracebackType | None,
    ) -> None:
        """End the program: it stops at the end of its input, or is killed."""
        self._process.communicate(timeout=None if self._process.poll() is not None else 30)

    def ask(self, **question: Any) -> Any:
        """Send one question and wait for its answer.

        Raises:
            ChildFailedError: The program ended.
        """
        if self._process.stdin is None or self._process.stdout is None:
            raise ChildFailedError(self._module)
        self._process.stdin.write(json.dumps(question) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        if not line:
            raise ChildFailedError(f"{self._module} ended with code {self._process.wait()}")
        return json.loads(line)


def answer_all(answer: Callable[[dict[str, Any]], Any]) -> None:
    """The other side: answer every question until there is no more."""
    for line in sys.stdin:
        sys.stdout.write(json.dumps(answer(json.loads(line))) + "\n")
        sys.stdout.flush()
