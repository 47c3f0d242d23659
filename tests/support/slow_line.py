"""A slow line between a browser and everything else: a proxy that can be cut and mended."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from urllib.parse import urlsplit

_CHUNK = 8 * 1024
_HEAD_END = b"\r\n\r\n"


class SlowLine:
    """A plain HTTP proxy on the loopback; what goes up is slowed down, one request a connection."""

    def __init__(self, *, bytes_a_second: int) -> None:
        self._pause = _CHUNK / bytes_a_second
        self._port = 0
        self._door: socket.socket | None = None
        self._open: set[socket.socket] = set()

    @property
    def address(self) -> str:
        """For the browser's settings."""
        return f"http://127.0.0.1:{self._port}"

    def mend(self) -> None:
        """Take connections, always at the same port."""
        self._door = socket.create_server(("127.0.0.1", self._port))
        self._port = self._door.getsockname()[1]
        threading.Thread(target=self._accept, args=(self._door,), daemon=True).start()

    def cut(self) -> None:
        """Break every connection and take none."""
        for end in (*self._open, self._door):
            if end is not None:
                with contextlib.suppress(OSError):
                    end.shutdown(socket.SHUT_RDWR)
                end.close()
        self._open.clear()

    def _accept(self, door: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while True:
                near, _ = door.accept()
                self._open.add(near)
                threading.Thread(target=self._serve, args=(near,), daemon=True).start()

    def _serve(self, near: socket.socket) -> None:
        with contextlib.suppress(OSError, ValueError), near:
            head, rest = _head_of(near)
            first, *fields = head.decode("latin1").split("\r\n")
            method, url, version = first.split(" ")
            tunnel = method == "CONNECT"
            target = urlsplit(f"//{url}" if tunnel else url)
            with socket.create_connection((target.hostname or "", target.port or 80)) as far:
                self._open.add(far)
                if tunnel:
                    near.sendall(b"HTTP/1.1 200 Connected" + _HEAD_END)
                else:
                    path = url.split(target.netloc, 1)[1] or "/"
                    kept = [field for field in fields if not field.lower().startswith(_HOP_BY_HOP)]
                    lines = [f"{method} {path} {version}", *kept, "Connection: close"]
                    far.sendall("\r\n".join(lines).encode("latin1") + _HEAD_END)
                up = threading.Thread(target=self._slowly, args=(near, far, rest), daemon=True)
                up.start()
                while piece := far.recv(_CHUNK):
                    near.sendall(piece)

    def _slowly(self, near: socket.socket, far: socket.socket, piece: bytes) -> None:
        with contextlib.suppress(OSError):
            while True:
                if piece:
                    far.sendall(piece)
                    time.sleep(self._pause)
                piece = near.recv(_CHUNK)
                if not piece:
                    return


_HOP_BY_HOP = ("connection:", "proxy-connection:", "keep-alive:")


def _head_of(near: socket.socket) -> tuple[bytes, bytes]:
    got = b""
    while _HEAD_END not in got:
        piece = near.recv(_CHUNK)
        if not piece:
            raise ValueError("no head")
        got += piece
    head, rest = got.split(_HEAD_END, 1)
    return head, rest
