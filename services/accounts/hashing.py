"""Argon2id hashes of passwords; the work is done in a native thread, never on the hub."""

from __future__ import annotations

from enum import StrEnum

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from services.accounts.domain.passwords import normalised
from services.chassis.offload import run_in_thread


class PasswordCost(StrEnum):
    """How much work a guess at a password costs.

    STANDARD is argon2-cffi's own choice (RFC 9106, low memory: 64 MiB, 3 passes, 4 lanes). LIGHT
    is the least that OWASP's Password Storage Cheat Sheet accepts (19 MiB, 2 passes, 1 lane), for
    machines where a whole system shares two cores.
    """

    STANDARD = "standard"
    LIGHT = "light"


HASHERS = {
    PasswordCost.STANDARD: PasswordHasher(),
    PasswordCost.LIGHT: PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1),
}


class PasswordHashes:
    """Makes and checks hashes.

    An unknown login is checked against a hash that nobody knows the password of, so that its
    answer takes as long as that of a known one.
    """

    def __init__(self, hasher: PasswordHasher) -> None:
        self._hasher = hasher
        self._nobody = self._hasher.hash("nobody has this password")

    def make(self, password: str) -> str:
        """Hash a new password."""
        return run_in_thread(self._hasher.hash, normalised(password))

    def matches(self, password_hash: str | None, password: str) -> bool:
        """Check a password; None stands for somebody unknown and never matches."""
        right = run_in_thread(self._verify, password_hash or self._nobody, normalised(password))
        return right and password_hash is not None

    def is_outdated(self, password_hash: str) -> bool:
        """Whether the hash was made under weaker parameters than today's."""
        return self._hasher.check_needs_rehash(password_hash)

    def _verify(self, password_hash: str, password: str) -> bool:
        try:
            return self._hasher.verify(password_hash, password)
        except (VerificationError, InvalidHashError):
            return False
