"""统一社会信用代码 (GB 32100-2015): the check character."""

from __future__ import annotations

_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
_LENGTH = 18


def check_character(first_17: str) -> str:
    """The 18th character of a code.

    Raises:
        ValueError: not 17 characters of the standard's alphabet (no I, O, S, V, Z).
    """
    if len(first_17) != _LENGTH - 1:
        raise ValueError("a code has 17 characters before its check character")
    values = (_ALPHABET.index(character) for character in first_17)
    total = sum(weight * value for weight, value in zip(_WEIGHTS, values, strict=True))
    return _ALPHABET[-total % len(_ALPHABET)]


def is_valid(code: str) -> bool:
    """Whether a code has the right length, alphabet and check character."""
    if len(code) != _LENGTH or not set(code) <= set(_ALPHABET):
        return False
    return check_character(code[:-1]) == code[-1]
