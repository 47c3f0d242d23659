"""What can be missing on a machine, each with an exit code of its own."""

from __future__ import annotations

from enum import IntEnum


class ExitCode(IntEnum):
    """Exit codes of ``python3 -m deploy.local`` (2 is argparse's own, for a wrong call)."""

    PYTHON = 9
    PACKAGES = 10
    VIRTUALENV = 11
    PORTS = 12
    DISK = 13
    MEMORY = 14
    RIGHTS = 15
    PART = 16
    NOT_RUNNING = 17
    BUSY = 18
    FRONTEND = 19


class StackError(Exception):
    """Something the stack cannot go on without; the text says what to do next.

    Args:
        code: The exit code of the command.
        message: Chinese sentence for the person at the keyboard.
    """

    def __init__(self, code: ExitCode, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
