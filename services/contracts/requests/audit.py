"""Questions about the audit trail; each service answers them about its own (`domain` §7.4).

Rows hold ids and codes, never a name: whoever shows them asks `accounts` who an id is.
"""

from __future__ import annotations

from typing import ClassVar

from pydantic import AwareDatetime, Field

from services.contracts.requests.base import Answer, Request

CURSOR_PATTERN = r"^\d{1,18}-\d{1,19}$"
CODE_PATTERN = r"^[a-z0-9_]{1,60}$"


class AuditRow(Answer):
    """One act as it was recorded."""

    row_id: int
    at: AwareDatetime = Field(description="Business time")
    recorded_at: AwareDatetime = Field(description="Real time")
    actor: str = Field(description="`person:<id>`, `client:<id>`, `service:<name>`, `anonymous`")
    action: str
    object_type: str
    object_id: str
    purpose: str | None
    cause: str
    correlation_id: str
    details: str = Field(description="Ids and codes as JSON")
    seal: int | None = Field(description="Number of the seal over it; none in its first seconds")


class AuditPage(Answer):
    """Newest first; `after` leads to the older rows, nothing when there are none."""

    rows: tuple[AuditRow, ...]
    after: str | None
    last_seal: int
    sealed_at: AwareDatetime | None


class ReadAudit(Request):
    """What was done and read in one service (AUDITOR; SECURITY_ADMIN what concerns security).

    Reading it is recorded in it.
    """

    method: ClassVar[str] = "read_audit"
    answer: ClassVar[type[Answer]] = AuditPage

    since: AwareDatetime | None = None
    until: AwareDatetime | None = Field(default=None, description="Not itself")
    actor: str | None = Field(default=None, max_length=60)
    action: str | None = Field(default=None, pattern=CODE_PATTERN)
    object_id: str | None = Field(default=None, max_length=64)
    after: str | None = Field(default=None, pattern=CURSOR_PATTERN)
    limit: int = Field(default=50, ge=1, le=200)


class AuditCheck(Answer):
    """What a look at a part of the chain found."""

    checked_up_to: int = Field(description="Number of the last seal that was looked at")
    sealed_at: AwareDatetime | None
    rows: int = Field(description="Rows under the seals that were looked at now")
    finished: bool = Field(description="No seal comes after")
    faults: tuple[str, ...] = Field(description="What is wrong, as codes with the seal's number")


class CheckAudit(Request):
    """Recompute the next seals of one service from their rows, keys and predecessors (AUDITOR)."""

    method: ClassVar[str] = "check_audit"
    answer: ClassVar[type[Answer]] = AuditCheck

    after: int = Field(default=0, ge=0, description="The last seal that was looked at before")
    limit: int = Field(default=200, ge=1, le=1000, description="Seals")


class ReadAccountsAudit(ReadAudit):
    """What was done and read in `accounts`."""

    service: ClassVar[str] = "accounts"


class ReadApplicationsAudit(ReadAudit):
    """What was done and read in `applications`."""

    service: ClassVar[str] = "applications"


class ReadReviewAudit(ReadAudit):
    """What was done and read in `review`."""

    service: ClassVar[str] = "review"


class ReadQuotasAudit(ReadAudit):
    """What was done in `quotas`."""

    service: ClassVar[str] = "quotas"


class ReadDocumentsAudit(ReadAudit):
    """What was done and read in `documents`."""

    service: ClassVar[str] = "documents"


class ReadNoticesAudit(ReadAudit):
    """What was done in `notices`."""

    service: ClassVar[str] = "notices"


class CheckAccountsAudit(CheckAudit):
    """The chain of `accounts`."""

    service: ClassVar[str] = "accounts"


class CheckApplicationsAudit(CheckAudit):
    """The chain of `applications`."""

    service: ClassVar[str] = "applications"


class CheckReviewAudit(CheckAudit):
    """The chain of `review`."""

    service: ClassVar[str] = "review"


class CheckQuotasAudit(CheckAudit):
    """The chain of `quotas`."""

    service: ClassVar[str] = "quotas"


class CheckDocumentsAudit(CheckAudit):
    """The chain of `documents`."""

    service: ClassVar[str] = "documents"


class CheckNoticesAudit(CheckAudit):
    """The chain of `notices`."""

    service: ClassVar[str] = "notices"
