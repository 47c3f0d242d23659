"""Requests about people, how they sign in, and their roles; `accounts` names them too."""

from __future__ import annotations

from datetime import date
from typing import ClassVar
from uuid import UUID

from pydantic import AwareDatetime, Field

from services.contracts.requests.accounts_secret import Secret
from services.contracts.requests.base import Answer, Request
from services.contracts.vocabulary import Role

LOGIN_PATTERN = r"^[A-Za-z0-9][A-Za-z0-9._@-]{3,63}$"


class RoleView(Answer):
    """One role held in one organisation, with its dates (inclusive; none = open)."""

    grant_id: UUID
    role: Role
    organisation_id: UUID
    organisation_name: str
    valid_from: date
    valid_to: date | None


class Identity(Answer):
    """Who somebody is: what the gateway puts into a session and signs into actors.

    `roles` holds only grants in force today. Everybody may apply, so APPLICANT is not granted.
    """

    person_id: UUID
    login: str
    name: str = Field(description="Display name, printed under opinions")
    mobile: str | None
    roles: tuple[RoleView, ...]
    password_changed_at: AwareDatetime
    first_password: bool = Field(
        default=False, description="Chosen by an administrator: no roles until it is changed"
    )


class NewAccount(Request):
    """Base of what creates an account."""

    service: ClassVar[str] = "accounts"
    writes: ClassVar[bool] = True
    answer: ClassVar[type[Answer]] = Identity

    login: str = Field(pattern=LOGIN_PATTERN)
    password: Secret = Field(max_length=128)
    name: str = Field(min_length=1, max_length=100)
    mobile: str | None = Field(default=None, pattern=r"^1[3-9]\d{9}$")


class SignUp(NewAccount):
    """Create an applicant's account (anonymous): one for each ID number.

    A taken login or ID number or a weak password is a `validation_failed` with findings on
    `login`, `id_number`, `password`. Of the ID number nothing but an HMAC is kept.
    """

    method: ClassVar[str] = "sign_up"

    id_number: Secret = Field(max_length=40, description="公民身份号码, 18位")


class SignIn(Request):
    """Check login and password (anonymous); `sign_in_failed` alike for all failures.

    An applicant may give the ID number instead of the login.

    Not a write in the sense of idempotency: trying twice is two tries.
    """

    service: ClassVar[str] = "accounts"
    method: ClassVar[str] = "sign_in"
    answer: ClassVar[type[Answer]] = Identity
    stores_answer: ClassVar[bool] = False

    login: str = Field(max_length=64)
    password: Secret = Field(max_length=128)
    device: str | None = Field(
        default=None, max_length=40, description="Browser and system; the gateway says it"
    )


class ReadIdentity(Request):
    """The current identity of a person: oneself, the gateway service, or the administrators."""

    service: ClassVar[str] = "accounts"
    method: ClassVar[str] = "read_identity"
    answer: ClassVar[type[Answer]] = Identity

    person_id: UUID


class ChangePassword(Request):
    """Change one's own password; sessions begun before `password_changed_at` end."""

    service: ClassVar[str] = "accounts"
    method: ClassVar[str] = "change_password"
    writes: ClassVar[bool] = True
    answer: ClassVar[type[Answer]] = Identity

    current_password: Secret = Field(max_length=128)
    new_password: Secret = Field(max_length=128)


class CreatePerson(NewAccount):
    """Create a staff account with a first password (SYSTEM_ADMIN); roles are granted apart."""

    method: ClassVar[str] = "create_person"


class GrantTerms(Request):
    """Base of what names a grant."""

    service: ClassVar[str] = "accounts"

    person_id: UUID
    role: Role
    organisation_id: UUID
    valid_from: date | None = Field(default=None, description="Today when absent")
    valid_to: date | None = None


class GrantRole(GrantTerms):
    """Grant a role in an organisation (SECURITY_ADMIN, never to oneself).

    Refused by `separation_of_duties` when it would join two of SYSTEM_ADMIN, SECURITY_ADMIN and
    AUDITOR, or one of them and a reviewing role, in one person.
    """

    method: ClassVar[str] = "grant_role"
    writes: ClassVar[bool] = True
    answer: ClassVar[type[Answer]] = Identity


class RevokeRole(Request):
    """End a grant today (SECURITY_ADMIN)."""

    service: ClassVar[str] = "accounts"
    method: ClassVar[str] = "revoke_role"
    writes: ClassVar[bool] = True
    answer: ClassVar[type[Answer]] = Identity

    grant_id: UUID
