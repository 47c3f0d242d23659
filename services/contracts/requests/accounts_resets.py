"""Requests about forgotten passwords and one's own sign-ins; `accounts` names them too."""

from __future__ import annotations

from typing import ClassVar
from uuid import UUID

from pydantic import AwareDatetime, Field

from services.contracts.requests.accounts_secret import Secret
from services.contracts.requests.base import Acknowledged, Answer, Request


class AskPasswordReset(Request):
    """Say that one forgot the password (anonymous); the answer is the same for whoever exists.

    The clerk of one's unit checks the ID card and hands out a code. Whoever holds a role, or has
    no unit with a clerk, goes to the system administrator; an administrator to another one of the
    same office.
    """

    service: ClassVar[str] = "accounts"
    method: ClassVar[str] = "ask_password_reset"
    writes: ClassVar[bool] = True
    answer: ClassVar[type[Answer]] = Acknowledged

    login: Secret = Field(max_length=64, description="Login or ID number")


class PasswordResetView(Answer):
    """Somebody who waits for a code."""

    reset_id: UUID
    person_name: str
    asked_at: AwareDatetime
    asks_id_number: bool = Field(description="The number on the ID card must be typed and agree")
    code_until: AwareDatetime | None = Field(description="While a code that was issued is good")


class PasswordResets(Answer):
    """Oldest first."""

    resets: tuple[PasswordResetView, ...]


class ListPasswordResets(Request):
    """Who waits at a unit (its UNIT_HR), or at one's own office as an administrator."""

    service: ClassVar[str] = "accounts"
    method: ClassVar[str] = "list_password_resets"
    answer: ClassVar[type[Answer]] = PasswordResets

    organisation_id: UUID | None = None


class ResetCode(Answer):
    """The only time the code is shown; it is handed to the person and good once."""

    code: str
    until: AwareDatetime


class IssueResetCode(Request):
    """Issue a code for somebody whose ID card was checked (the unit's clerk, the administrator).

    A number that does not agree is a `validation_failed` on `id_number`; after five of them the
    person must ask again. A code issued before is worth nothing.
    """

    service: ClassVar[str] = "accounts"
    method: ClassVar[str] = "issue_reset_code"
    writes: ClassVar[bool] = True
    answer: ClassVar[type[Answer]] = ResetCode
    stores_answer: ClassVar[bool] = False

    reset_id: UUID
    id_number: Secret | None = Field(default=None, max_length=40)


class PasswordReset(Answer):
    """Whose sessions end now."""

    person_id: UUID


class ResetPassword(Request):
    """Set a new password with a code (anonymous); all sessions of the person end.

    A wrong or old code and an unknown login are one `validation_failed` on `code`; a weak password
    is one on `new_password`.
    """

    service: ClassVar[str] = "accounts"
    method: ClassVar[str] = "reset_password"
    writes: ClassVar[bool] = True
    answer: ClassVar[type[Answer]] = PasswordReset

    login: Secret = Field(max_length=64, description="Login or ID number")
    code: Secret = Field(max_length=40)
    new_password: Secret = Field(max_length=128)


class SignInView(Answer):
    """One try to sign in."""

    at: AwareDatetime
    succeeded: bool
    device: str | None = Field(description="Browser and system in words; no address")


class MySignIns(Answer):
    """Newest first."""

    sign_ins: tuple[SignInView, ...]


class ReadMySignIns(Request):
    """When and with what somebody signed in, or tried to, as oneself (a person)."""

    service: ClassVar[str] = "accounts"
    method: ClassVar[str] = "read_my_sign_ins"
    answer: ClassVar[type[Answer]] = MySignIns
