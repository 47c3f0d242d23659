"""Session ids, what is stored of them, and the CSRF token that belongs to one."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets

SESSION_ID_BYTES = 32
"""256 random bits."""
TOKEN_BYTES = 24


class SessionSecrets:
    """Derives the stored hash and the CSRF token of a session id from the gateway's session key.

    A copy of the database opens no session: the id cannot be told from the hash, and neither can
    the CSRF token without the key.
    """

    def __init__(self, key: bytes) -> None:
        self._key = key

    @staticmethod
    def new_id() -> str:
        """A fresh session id for a cookie."""
        return secrets.token_urlsafe(SESSION_ID_BYTES)

    def stored_hash(self, session_id: str) -> bytes:
        """What the database knows of the session id."""
        return self._mac(b"session:", session_id)

    def csrf_token(self, session_id: str) -> str:
        """The token a page must send with each write of this session."""
        return base64.urlsafe_b64encode(self._mac(b"csrf:", session_id)[:TOKEN_BYTES]).decode()

    def masked_token(self, session_id: str) -> str:
        """The CSRF token for one page, never twice alike: packed pages tell nothing of it."""
        mask = secrets.token_bytes(TOKEN_BYTES)
        token = self._mac(b"csrf:", session_id)[:TOKEN_BYTES]
        return base64.urlsafe_b64encode(mask + _xor(mask, token)).decode()

    def csrf_matches(self, session_id: str, token: str) -> bool:
        """Compare in constant time; both the plain and the masked form are known."""
        try:
            shown = base64.urlsafe_b64decode(token.encode())
        except ValueError:
            return False
        if len(shown) == 2 * TOKEN_BYTES:
            shown = _xor(shown[:TOKEN_BYTES], shown[TOKEN_BYTES:])
        return hmac.compare_digest(self._mac(b"csrf:", session_id)[:TOKEN_BYTES], shown)

    def _mac(self, purpose: bytes, session_id: str) -> bytes:
        return hmac.new(self._key, purpose + session_id.encode(), hashlib.sha256).digest()


def _xor(left: bytes, right: bytes) -> bytes:
    return bytes(one ^ other for one, other in zip(left, right, strict=True))
