"""Numbers and codes of an application: readable, unique, and without meaning of their own."""

from __future__ import annotations

import secrets

_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LENGTH, _GROUP = 12, 4


def new_verify_code() -> str:
    """A random code of 60 bits: 12 Crockford characters in three groups."""
    text = "".join(secrets.choice(_CROCKFORD) for _ in range(_LENGTH))
    return "-".join(text[start : start + _GROUP] for start in range(0, _LENGTH, _GROUP))


def application_number(year: int, region_code: str, sequence: int) -> str:
    """`TP2019-653201-00017`; a sixth digit of the sequence is allowed rather than cut."""
    return f"TP{year}-{region_code}-{sequence:05d}"
