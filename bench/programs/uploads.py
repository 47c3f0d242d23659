"""A browser that uploads scans, and a bare client that puts the same bytes into the store.

The parts go side by side over a few connections, as browsers send them.
"""

from __future__ import annotations

import asyncio
import json
import os
import time
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

from bench.child import answer_all
from bench.wire import Answer, Wire, request

LANES = 3
"""Parts on their way at the same moment."""
BOUNDARY = "part-of-a-scan"
TAIL = f"\r\n--{BOUNDARY}--\r\n".encode()
FIRST_FAILURE = 300
SLOT = "A07"


@dataclass
class Browser:
    """One signed-in applicant with connections to the gateway and to the store."""

    host: str
    headers: dict[str, str]
    door: Wire
    lanes: list[Wire]
    content: bytes

    async def upload(self, application_id: str) -> tuple[float, float]:
        """Announce, send, complete; the seconds in all and of the parts alone."""
        began = time.perf_counter()
        announced = {
            "slot": SLOT,
            "filename": "样例.pdf",
            "content_type": "application/pdf",
            "size": len(self.content),
            "consent": False,
        }
        ticket = await self._post(f"/api/v1/applications/{application_id}/uploads", announced)
        parts = time.perf_counter()
        waiting = iter(ticket["parts"])
        await asyncio.gather(*(self._send_parts(lane, waiting) for lane in self.lanes))
        sent = time.perf_counter()
        await self._post(f"/api/v1/uploads/{ticket['upload_id']}/completion", {})
        return time.perf_counter() - began, sent - parts

    async def _send_parts(self, lane: Wire, waiting: Any) -> None:
        for part in waiting:
            address = urlsplit(part["url"])
            piece = self.content[part["offset"] : part["offset"] + part["size"]]
            headers = {"content-type": f"multipart/form-data; boundary={BOUNDARY}"}
            raw = request("POST", address.path, address.netloc, headers, form(part, piece))
            checked(await lane.send(raw))

    async def _post(self, target: str, body: dict[str, Any]) -> Any:
        headers = self.headers | {"idempotency-key": uuid4().hex}
        raw = request("POST", target, self.host, headers, json.dumps(body).encode())
        return checked(await self.door.send(raw)).data


def form(part: dict[str, Any], piece: bytes) -> bytes:
    """The presigned form with the piece as its file."""
    fields = [
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in part["fields"].items()
    ]
    file = (
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="part"\r\n'
        "Content-Type: application/octet-stream\r\n\r\n"
    )
    return b"".join(["".join(fields).encode(), file.encode(), piece, TAIL])


def checked(answer: Answer) -> Answer:
    """The answer, if it is one of success.

    Raises:
        RuntimeError: It is not.
    """
    if answer.status >= FIRST_FAILURE:
        raise RuntimeError(f"{answer.status} {answer.body[:300].decode(errors='replace')}")
    return answer


async def uploaded(question: dict[str, Any]) -> dict[str, Any]:
    """A round of uploads, one after the other."""
    host, port = question["gateway"]
    headers = {
        "accept": "application/json",
        "content-type": "application/json",
        "cookie": f"tepei_session={question['cookie']}",
        "x-csrf-token": question["csrf"],
    }
    lanes = [await Wire.open(*question["store"]) for _ in range(LANES)]
    door = await Wire.open(host, port)
    browser = Browser(f"{host}:{port}", headers, door, lanes, os.urandom(question["size"]))
    seconds = [await browser.upload(each) for each in question["applications"]]
    await asyncio.gather(*(wire.close() for wire in [door, *lanes]))
    return {"whole": [one[0] for one in seconds], "parts": [one[1] for one in seconds]}


async def put(question: dict[str, Any]) -> dict[str, Any]:
    """A round of bare PUTs to presigned addresses, one after the other."""
    content = os.urandom(question["size"])
    wire = await Wire.open(*question["store"])
    seconds = []
    for url in question["urls"]:
        address = urlsplit(url)
        target = f"{address.path}?{address.query}"
        began = time.perf_counter()
        checked(await wire.send(request("PUT", target, address.netloc, {}, content)))
        seconds.append(time.perf_counter() - began)
    await wire.close()
    return {"whole": seconds}


if __name__ == "__main__":
    answer_all(lambda question: asyncio.run((put if "urls" in question else uploaded)(question)))
