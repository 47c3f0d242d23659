"""The newest seal, copied out of the database: what shows that the chain's end was cut off.

One JSON file per service in a folder that the database cannot write; operators keep older copies
elsewhere.
"""

from __future__ import annotations

import base64
import binascii
import json
import os
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey


@dataclass(frozen=True, slots=True)
class AuditHead:
    """Number, hash and signature of the newest seal."""

    number: int
    hash: bytes
    signature: bytes


class AuditHeadFile:
    """Where one service's head is kept."""

    def __init__(self, folder: Path, service: str) -> None:
        self._path = folder / f"{service}.json"

    def write(self, head: AuditHead) -> None:
        """Replace the head, all of it or nothing, and on the disk when this returns."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        draft = self._path.with_suffix(f".{os.getpid()}.new")
        content = {
            "number": head.number,
            "hash": head.hash.hex(),
            "signature": head.signature.hex(),
        }
        with draft.open("w", encoding="ascii") as file:
            json.dump(content, file)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(self._path)

    def read(self) -> AuditHead | None:
        """The head that was written last; None when none was."""
        try:
            content = json.loads(self._path.read_text(encoding="ascii"))
        except FileNotFoundError:
            return None
        return AuditHead(
            number=int(content["number"]),
            hash=bytes.fromhex(content["hash"]),
            signature=bytes.fromhex(content["signature"]),
        )


def load_audit_key(encoded: str) -> Ed25519PrivateKey:
    """The signing key from its base64 raw form in the environment.

    Raises:
        ValueError: it is not base64 of 32 bytes.
    """
    try:
        return Ed25519PrivateKey.from_private_bytes(base64.b64decode(encoded, validate=True))
    except binascii.Error as error:
        raise ValueError("the audit key must be base64") from error
