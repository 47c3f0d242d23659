"""What a password must be (`domain` §8.2): long enough, mixed, not common, not one's own name."""

from __future__ import annotations

import string
import unicodedata
from collections.abc import Callable, Container, Iterable
from dataclasses import dataclass

MIN_LENGTH = 10
MAX_LENGTH = 128
MIN_CLASSES = 3
REMEMBERED = 5
"""So many earlier passwords may not be used again."""

_MIN_LOGIN_PART = 4
_LOOKALIKES = str.maketrans("013457@$!", "oleastasi")

Judge = Callable[[str], bool]

_CLASSES: tuple[Judge, ...] = (str.islower, str.isupper, str.isdigit)


@dataclass(frozen=True, slots=True)
class Weakness:
    """Why a password is not accepted."""

    code: str
    message: str


def weaknesses(password: str, *, login: str, common: Container[str]) -> list[Weakness]:
    """Everything that is wrong with a new password.

    Args:
        password: what the person typed.
        login: the name it must not contain.
        common: words, lower case, that are no password even with digits or signs around them.
    """
    rules: Iterable[tuple[bool, Weakness]] = (
        (len(password) < MIN_LENGTH, TOO_SHORT),
        (len(password) > MAX_LENGTH, TOO_LONG),
        (classes(password) < MIN_CLASSES, TOO_UNIFORM),
        (core(password) in common or password.lower() in common, TOO_COMMON),
        (_contains_login(password, login), LIKE_LOGIN),
    )
    return [weakness for broken, weakness in rules if broken]


def classes(password: str) -> int:
    """How many of lower case, upper case, digits and everything else occur."""
    found = sum(any(judge(character) for character in password) for judge in _CLASSES)
    return found + any(not any(judge(c) for judge in _CLASSES) for c in password)


def core(password: str) -> str:
    """The word inside: lower case, look-alikes undone, digits and signs around it stripped."""
    around = string.digits + string.punctuation + string.whitespace
    return password.lower().strip(around).translate(_LOOKALIKES)


def normalised(password: str) -> str:
    """The form that is hashed: one keyboard's é is another's e plus accent (NFKC)."""
    return unicodedata.normalize("NFKC", password)


def _contains_login(password: str, login: str) -> bool:
    name = login.lower().split("@")[0]
    return len(name) >= _MIN_LOGIN_PART and name in password.lower()


TOO_SHORT = Weakness("too_short", f"密码至少{MIN_LENGTH}个字符。")
TOO_LONG = Weakness("too_long", f"密码最多{MAX_LENGTH}个字符。")
TOO_UNIFORM = Weakness(
    "too_uniform", f"密码须含大写字母、小写字母、数字、符号中的至少{MIN_CLASSES}类。"
)
TOO_COMMON = Weakness("too_common", "密码过于常见，容易被猜中，请换一个。")
LIKE_LOGIN = Weakness("like_login", "密码不能包含用户名。")
USED_BEFORE = Weakness("used_before", f"不能使用最近{REMEMBERED}次用过的密码。")
