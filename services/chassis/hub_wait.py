"""How psycopg waits under eventlet: on the hub, so that other green threads run meanwhile.

psycopg's own functions either block the hub (`wait_c`) or build a selector for each query
(`wait_selector`). Imported by `hub.prepare` only, after the standard library was patched.
"""

from __future__ import annotations

from collections.abc import Generator
from time import monotonic
from typing import Any

import psycopg.waiting
from eventlet.hubs import trampoline
from eventlet.patcher import original
from psycopg.errors import _WaitTimeout
from psycopg.waiting import READY_R, READY_W, WAIT_R, WAIT_RW

_RECHECK_SECONDS = 0.01
_select = original("select")
"""Only the unpatched module has `poll`."""


class _Elapsed(Exception):  # noqa: N818 -- a signal between the hub and the wait, not an error
    """The hub's timer fired before the socket was ready."""


def install() -> None:
    """Make psycopg wait on the hub; it looks `waiting.wait` up at each call."""
    psycopg.waiting.wait = wait_on_hub


def wait_on_hub(
    gen: Generator[Any, Any, Any],
    fileno: int,
    interval: float = 0.0,  # noqa: ARG001 -- psycopg's signature: how often to look for Ctrl-C
    timeout: float | None = None,
) -> Any:
    """Drive one database operation to its end, yielding whenever it would block.

    Without a timeout the server's own limits (`statement_timeout`, TCP keep-alive) end the wait.
    """
    deadline = None if timeout is None else monotonic() + timeout
    try:
        wanted = next(gen)
        while True:
            wanted = gen.send(_wait_ready(fileno, wanted, deadline))
    except StopIteration as stop:
        return stop.value


def _wait_ready(fileno: int, wanted: int, deadline: float | None) -> int:
    """Yield until the socket is ready for something wanted; say for what."""
    if wanted == WAIT_RW:
        return _wait_for_either(fileno, deadline)
    _yield_until(fileno, deadline, read=wanted == WAIT_R)
    return wanted


def _wait_for_either(fileno: int, deadline: float | None) -> int:
    """Both directions, as libpq asks while it sends.

    The hub lets a green thread wait for one direction only. A socket one sends to is nearly always
    writable at once. When it is not, answers must be read meanwhile, or both sides wait for ever
    with full buffers: so wait for an answer and look again soon.
    """
    while not (ready := _poll_now(fileno)):
        soon = monotonic() + _RECHECK_SECONDS
        try:
            _yield_until(fileno, soon, read=True)
        except _WaitTimeout:
            if deadline is not None and monotonic() >= deadline:
                raise
    return ready


def _poll_now(fileno: int) -> int:
    poll = _select.poll()
    poll.register(fileno, _select.POLLIN | _select.POLLOUT)
    ready = 0
    for _, event in poll.poll(0):
        ready |= READY_W if event & ~_select.POLLIN else 0
        ready |= READY_R if event & ~_select.POLLOUT else 0
    return ready


def _yield_until(fileno: int, deadline: float | None, *, read: bool) -> None:
    left = None if deadline is None else max(0.0, deadline - monotonic())
    try:
        trampoline(fileno, read=read, write=not read, timeout=left, timeout_exc=_Elapsed)
    except _Elapsed:
        raise _WaitTimeout("wait timeout expired") from None
