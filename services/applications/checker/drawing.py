"""Draws the pages of a PDF in a process of its own, which may hang, crash or eat memory alone.

PDFium is a large program fed with what strangers send. It runs in a fork of the checker's child:
pages come back one by one through a pipe, and whatever ends the fork, those that came are kept.
"""

from __future__ import annotations

import ctypes
import os
import resource
import select
import signal
import struct
import time
from collections.abc import Iterator
from typing import Final, NoReturn

import pypdfium2
from PIL import Image

SECONDS: Final = 20.0
"""Wall time for all pages of a file; the job itself has a minute."""
CPU_SECONDS: Final = 15
MEMORY_MB: Final = 768
"""Address space beyond what the checker's child holds already when it forks."""

_PR_SET_PDEATHSIG: Final = 1
_MIB: Final = 1024 * 1024
_HEAD: Final = struct.Struct(">III")
"""Number of the page, width, height; then three bytes a pixel."""
_CHUNK: Final = 1 << 18
_PAGE_KB: Final = resource.getpagesize() // 1024


def drawn_pages(pdf: bytes, side: int) -> Iterator[tuple[int, Image.Image]]:
    """The pages that could be drawn within the limits, `side` pixels along their longer side."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        _draw_and_end(pdf, side, writing)
    os.close(writing)
    try:
        pipe = _Pipe(reading, time.monotonic() + SECONDS)
        while (head := pipe.read(_HEAD.size)) is not None:
            number, width, height = _HEAD.unpack(head)
            pixels = pipe.read(width * height * 3)
            if pixels is None:
                return
            yield number, Image.frombytes("RGB", (width, height), pixels)
    finally:
        os.close(reading)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)


class _Pipe:
    """The reading end, with a time by which everything must have come."""

    def __init__(self, end: int, until: float) -> None:
        self._end = end
        self._until = until

    def read(self, size: int) -> bytes | None:
        """So many bytes; None when fewer came."""
        got = bytearray()
        while len(got) < size:
            left = self._until - time.monotonic()
            if left <= 0 or not select.select([self._end], (), (), left)[0]:
                return None
            piece = os.read(self._end, min(size - len(got), _CHUNK))
            if not piece:
                return None
            got += piece
        return bytes(got)


def _draw_and_end(pdf: bytes, side: int, writing: int) -> NoReturn:
    """The life of the fork; it never returns into the code of its parent."""
    try:
        _live_within_limits()
        with os.fdopen(writing, "wb") as pipe:
            document = pypdfium2.PdfDocument(pdf)
            document.init_forms()
            for number in range(1, len(document) + 1):
                picture = _drawn(document, number, side)
                if picture is not None:
                    pipe.write(_HEAD.pack(number, *picture.size))
                    pipe.write(picture.tobytes())
                    pipe.flush()
    except BaseException:  # noqa: BLE001 -- whatever it is, it ends here; the pages before it count
        os._exit(1)
    os._exit(0)


def _drawn(document: pypdfium2.PdfDocument, number: int, side: int) -> Image.Image | None:
    """One page; None when it cannot be read or has no size."""
    try:
        page = document[number - 1]
        bitmap = page.render(scale=side / max(page.get_size()), rev_byteorder=True)
        picture: Image.Image = bitmap.to_pil()
        return picture.convert("RGB")
    except (pypdfium2.PdfiumError, ArithmeticError, ValueError):
        return None


def _live_within_limits() -> None:
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_REAL, SECONDS)
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    wanted = _address_space() + MEMORY_MB * _MIB
    limit = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))


def _address_space() -> int:
    """What this process has mapped now, in bytes."""
    with open("/proc/self/statm", encoding="ascii") as statm:  # noqa: PTH123 -- no Path in a fork
        return int(statm.read().split()[0]) * _PAGE_KB * 1024
