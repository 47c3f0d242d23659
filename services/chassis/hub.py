"""eventlet's hub: the first thing an entry script of a nameko service touches.

`prepare()` patches the standard library and gives psycopg a wait function that yields to the hub.
Plain processes (workers, gateway, tools) never call it and never load eventlet.
"""

from __future__ import annotations

import os
import select
import sys
from typing import Any


def is_patched() -> bool:
    """Whether eventlet has patched this process' sockets."""
    patcher = sys.modules.get("eventlet.patcher")
    return patcher is not None and bool(patcher.is_monkey_patched("socket"))


def original_select() -> Any:
    """The unpatched `select` module; only that one has `poll`."""
    if not is_patched():
        return select
    from eventlet.patcher import original  # noqa: PLC0415 -- only nameko services load eventlet

    return original("select")


def prepare() -> None:
    """Patch the standard library and make psycopg yield; call before any other import."""
    # A second line of defence: psycopg reads it when something imports it before the next lines.
    os.environ["PSYCOPG_WAIT_FUNC"] = "wait_selector"
    # Threads of `offload`: more would only fight over the cores, and each hash takes 64 MB.
    os.environ.setdefault("EVENTLET_THREADPOOL_SIZE", "4")
    import eventlet  # noqa: PLC0415 -- only nameko services load eventlet

    eventlet.monkey_patch()
    from services.chassis import hub_wait  # noqa: PLC0415 -- must come after the patch

    hub_wait.install()
