"""CPU work of a few hundred milliseconds (password hashes) off the hub.

Only for code that releases the interpreter lock; what holds it longer belongs in a process of its
own.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import ParamSpec, TypeVar, cast

from services.chassis.hub import is_patched

P = ParamSpec("P")
T = TypeVar("T")


def run_in_thread(work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Run in a native thread while the hub goes on; call directly where there is no hub.

    The number of threads is bounded by `hub.prepare`, since each hash takes 64 MB.
    """
    if not is_patched():
        return work(*args, **kwargs)
    from eventlet import tpool  # noqa: PLC0415 -- only nameko services load eventlet

    return cast("T", tpool.execute(work, *args, **kwargs))
