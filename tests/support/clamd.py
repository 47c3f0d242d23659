"""A small server that speaks clamd's INSTREAM protocol and knows one virus."""

from __future__ import annotations

import socket
import struct
import threading
from collections.abc import Callable

from tests.unit.applications.scans import EICAR

Answer = Callable[[bytes], bytes]


def as_clamd(content: bytes) -> bytes:
    return b"stream: Eicar-Test-Signature FOUND\0" if EICAR in content else b"stream: OK\0"


class FakeClamd:
    """Answers one connection after the other; what it was sent is kept."""

    def __init__(self, door: socket.socket, answer: Answer, *, in_pieces: bool = False) -> None:
        self._door = door
        self._answer = answer
        self._in_pieces = in_pieces
        self.heard: list[bytes] = []
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def _serve(self) -> None:
        while True:
            try:
                line, _ = self._door.accept()
            except OSError:
                return
            with line:
                content = self._read(line)
                self.heard.append(content)
                for piece in self._pieces(self._answer(content)):
                    line.sendall(piece)

    def _pieces(self, answer: bytes) -> list[bytes]:
        return [answer[i : i + 1] for i in range(len(answer))] if self._in_pieces else [answer]

    @staticmethod
    def _read(line: socket.socket) -> bytes:
        def exactly(count: int) -> bytes:
            read = b""
            while len(read) < count:
                more = line.recv(count - len(read))
                assert more, "the stream ended early"
                read += more
            return read

        assert exactly(10) == b"zINSTREAM\0"
        content = b""
        while length := struct.unpack("!I", exactly(4))[0]:
            content += exactly(length)
        return content

    def close(self) -> None:
        self._door.shutdown(socket.SHUT_RDWR)
        self._door.close()
        self._thread.join(5)
