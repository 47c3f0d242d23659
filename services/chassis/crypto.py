"""Encryption of single fields and an index that finds them without decrypting.

A field is sealed with AES-256-GCM under a key from outside the database. The associated data ties
it to its row, so that a ciphertext moved to another row does not open. The index is an HMAC under
a key of its own: equal values have equal digests and nothing else can be read from them.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

_FORMAT = b"\x01"
_KEY_BYTES = 32
_KEY_ID_BYTES = 4
_NONCE_BYTES = 12
_HEADER_BYTES = len(_FORMAT) + _KEY_ID_BYTES + _NONCE_BYTES


class DecryptionError(Exception):
    """The field was changed, moved to another row, or sealed under a key we do not have."""


def decode_key(encoded: str) -> bytes:
    """A 256-bit key from its base64 form in the environment.

    Raises:
        ValueError: it is not base64 of exactly 32 bytes.
    """
    try:
        key = base64.b64decode(encoded, validate=True)
    except binascii.Error as error:
        raise ValueError("a key must be base64") from error
    if len(key) != _KEY_BYTES:
        raise ValueError("a key must be 32 bytes")
    return key


def key_id(key: bytes) -> bytes:
    """Four bytes that name a key in what it sealed, without telling anything of it."""
    return hashlib.sha256(b"tepei key id\n" + key).digest()[:_KEY_ID_BYTES]


def derived_key(key: bytes, purpose: str) -> bytes:
    """A key of its own for one purpose, from which neither the first nor another can be told."""
    return HKDF(SHA256(), _KEY_BYTES, salt=None, info=b"tepei " + purpose.encode()).derive(key)


class FieldCipher:
    """Seals with the active key, opens with any known one.

    Layout: format (1), key id (4), nonce (12), ciphertext and tag (16).
    """

    def __init__(self, active: bytes, *retired: bytes) -> None:
        self._active_id = key_id(active)
        self._keys = {key_id(key): AESGCM(key) for key in (*retired, active)}

    def encrypt(self, plaintext: str, *, bound_to: str) -> bytes:
        """Seal a field; `bound_to` names its row and must be given again to open it."""
        nonce = os.urandom(_NONCE_BYTES)
        header = _FORMAT + self._active_id + nonce
        sealed = self._keys[self._active_id].encrypt(
            nonce, plaintext.encode(), _associated(header, bound_to)
        )
        return header + sealed

    def decrypt(self, sealed: bytes, *, bound_to: str) -> str:
        """Open a field.

        Raises:
            DecryptionError: wrong row, wrong key, or changed bytes.
        """
        header, body = sealed[:_HEADER_BYTES], sealed[_HEADER_BYTES:]
        key = self._keys.get(header[1 : 1 + _KEY_ID_BYTES])
        if header[:1] != _FORMAT or key is None or len(header) != _HEADER_BYTES:
            raise DecryptionError("unknown key or format")
        try:
            nonce = header[-_NONCE_BYTES:]
            return key.decrypt(nonce, body, _associated(header, bound_to)).decode()
        except InvalidTag as error:
            raise DecryptionError("the field was changed or belongs to another row") from error

    def is_current(self, sealed: bytes) -> bool:
        """Whether the field was sealed with the active key (or must be sealed anew)."""
        return sealed[1 : 1 + _KEY_ID_BYTES] == self._active_id


class BlindIndex:
    """Digests for looking up and keeping unique what is stored encrypted."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    def digest(self, value: str) -> bytes:
        """HMAC-SHA256 of the value; the caller normalises it first."""
        return hmac.digest(self._key, value.encode(), "sha256")


def _associated(header: bytes, bound_to: str) -> bytes:
    return header + bound_to.encode()
