"""Sealed fields open only in their row, with their key, unchanged."""

from __future__ import annotations

import base64
import os

import pytest

from services.chassis.crypto import BlindIndex, DecryptionError, FieldCipher, decode_key

KEY, OTHER = os.urandom(32), os.urandom(32)
PLAIN = "650000198501011234"


def test_a_field_opens_in_its_row_only() -> None:
    cipher = FieldCipher(KEY)
    sealed = cipher.encrypt(PLAIN, bound_to="row-1")
    assert cipher.decrypt(sealed, bound_to="row-1") == PLAIN
    with pytest.raises(DecryptionError):
        cipher.decrypt(sealed, bound_to="row-2")


def test_equal_fields_are_sealed_differently_and_show_nothing() -> None:
    cipher = FieldCipher(KEY)
    first, second = (cipher.encrypt(PLAIN, bound_to="row-1") for _ in range(2))
    assert first != second
    assert PLAIN.encode() not in first


@pytest.mark.parametrize("place", [0, 1, 5, 17, -1])
def test_a_changed_byte_anywhere_is_noticed(place: int) -> None:
    cipher = FieldCipher(KEY)
    sealed = bytearray(cipher.encrypt(PLAIN, bound_to="row-1"))
    sealed[place] ^= 1
    with pytest.raises(DecryptionError):
        cipher.decrypt(bytes(sealed), bound_to="row-1")


@pytest.mark.parametrize("sealed", [b"", b"\x01", b"\x01" * 20])
def test_something_else_is_not_taken_for_a_field(sealed: bytes) -> None:
    with pytest.raises(DecryptionError):
        FieldCipher(KEY).decrypt(sealed, bound_to="row-1")


def test_a_retired_key_still_opens_and_is_known_as_retired() -> None:
    old = FieldCipher(KEY).encrypt(PLAIN, bound_to="row-1")
    rotated = FieldCipher(OTHER, KEY)
    assert rotated.decrypt(old, bound_to="row-1") == PLAIN
    assert not rotated.is_current(old)
    assert rotated.is_current(rotated.encrypt(PLAIN, bound_to="row-1"))
    with pytest.raises(DecryptionError, match="unknown key"):
        FieldCipher(OTHER).decrypt(old, bound_to="row-1")


def test_the_index_is_equal_for_equal_values_under_one_key_only() -> None:
    index = BlindIndex(KEY)
    assert index.digest(PLAIN) == index.digest(PLAIN)
    assert len({index.digest(PLAIN), index.digest("x"), BlindIndex(OTHER).digest(PLAIN)}) == 3


def test_a_key_must_be_32_bytes_of_base64() -> None:
    assert decode_key(base64.b64encode(KEY).decode()) == KEY
    for wrong in ("not base64!", base64.b64encode(b"short").decode(), ""):
        with pytest.raises(ValueError, match="key must be"):
            decode_key(wrong)
