"""Verification codes: 60 random bits as 12 Crockford characters; nothing can be read from them."""

from __future__ import annotations

from services.contracts.errors import WrongVerifyCodeError

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 12
BITS = 5 * LENGTH
_MISREAD = str.maketrans({"O": "0", "I": "1", "L": "1", "-": "", " ": "", "\u3000": ""})


def format_code(bits: int) -> str:
    """Write 60 bits as `XXXX-XXXX-XXXX`."""
    characters = [ALPHABET[(bits >> (5 * place)) & 31] for place in reversed(range(LENGTH))]
    text = "".join(characters)
    return "-".join(text[start : start + 4] for start in range(0, LENGTH, 4))


def canonical_code(typed: str) -> str:
    """What a person typed from paper in canonical form: case, blanks, O/0 and I/L/1 forgiven.

    Raises:
        WrongVerifyCodeError: it is no code at all.
    """
    plain = typed.strip().upper().translate(_MISREAD)
    if len(plain) != LENGTH or any(character not in ALPHABET for character in plain):
        raise WrongVerifyCodeError("核验码应为12位字母和数字，请对照纸质材料重新输入。")
    return "-".join(plain[start : start + 4] for start in range(0, LENGTH, 4))
