"""What people typed on the pages of accounts: what is missing, what was changed, what is doubtful.

The services judge again; here is said what can be said before asking them, at the right field.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from services.contracts.requests.accounts import LOGIN_PATTERN, Identity
from services.contracts.values.names import parse_name
from services.contracts.values.notes import NoteKind
from services.gateway.pages.core.page import PageFinding

_LOGIN = re.compile(LOGIN_PATTERN)
_MOBILE = re.compile(r"1[3-9]\d{9}")
_LONGEST_PASSWORD = 128

LOGIN_RULE = "用户名为4至64个字母、数字或 . _ @ -，以字母或数字开头。"
MOBILE_RULE = "请填写11位手机号码。"


@dataclass(frozen=True)
class TypedName:
    """A name in its normal form, with what a person should know about it."""

    value: str
    changes: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()
    fault: str = ""


def read_name(raw: str) -> TypedName:
    """Bring a typed name into its normal form (`domain` §6.2)."""
    if not raw.strip():
        return TypedName("", fault="请填写姓名。")
    parsed = parse_name(raw)
    if parsed.problem is not None:
        return TypedName(raw, fault=parsed.problem.message)
    told = {kind: tuple(n.message for n in parsed.notes if n.kind is kind) for kind in NoteKind}
    return TypedName(str(parsed.value), told[NoteKind.CHANGED], told[NoteKind.ASK])


def sign_up_findings(
    values: Mapping[str, str], name: TypedName, password: str, *, name_sure: bool
) -> list[PageFinding]:
    """What keeps a sign-up form from being sent on, in the order of its fields."""
    rules: Iterable[tuple[bool, str, str]] = (
        (bool(name.fault), "name", name.fault),
        (bool(name.doubts) and not name_sure, "name", " ".join(name.doubts)),
        (not values.get("id_number"), "id_number", "请填写公民身份号码。"),
        (not _MOBILE.fullmatch(values.get("mobile", "")), "mobile", MOBILE_RULE),
        (not _LOGIN.fullmatch(values.get("login", "")), "login", LOGIN_RULE),
    )
    found = [PageFinding(field, text) for broken, field, text in rules if broken]
    return [*found, *password_findings(password, "password")]


def password_findings(password: str, field: str) -> list[PageFinding]:
    """What keeps a password from being sent on; how good it is, accounts judges."""
    if not password:
        return [PageFinding(field, "请填写密码。")]
    if len(password) > _LONGEST_PASSWORD:
        return [PageFinding(field, f"密码最多{_LONGEST_PASSWORD}个字符。")]
    return []


def missing(values: Mapping[str, str], wanted: Mapping[str, str]) -> list[PageFinding]:
    """A finding for each field that is empty; `wanted` holds what to say of it."""
    return [PageFinding(field, text) for field, text in wanted.items() if not values.get(field)]


def greeting(person: Identity, name: TypedName) -> str:
    """What is said after signing up: the name as it is kept, and what was changed in it."""
    changed = " ".join(name.changes)
    return f"{person.name}，您的账号已建立。{changed}".strip()
