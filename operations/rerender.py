"""Documents that could not be rendered: `make rerender` on a native instance.

ID names a document, CODE a kind of failure; with a REASON they are queued again. The command itself
is `services.documents.rerender`.
"""

from __future__ import annotations

import os
import sys

from deploy.local.client import Stack
from services.documents.app import DocumentsSettings, build_app
from services.documents.rerender import run

OPTIONS = {"ID": "--document", "CODE": "--code", "REASON": "--reason"}


def main(arguments: list[str]) -> int:
    """`[ID=document] [CODE=failure] [REASON=…]` with the account of the documents service."""
    given = dict(setting.split("=", 1) for setting in arguments)
    words = [f"{OPTIONS[name]}={value}" for name, value in given.items() if value]
    stack = Stack.load(os.environ.get("TEPEI_INSTANCE", "main"))
    os.environ.update(stack.environment("documents"))
    return run(build_app(DocumentsSettings()), words, sys.stdout)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
