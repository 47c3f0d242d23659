"""Questions and commands of applicants and desks to the applications service.

Owner = the person who created the application. A desk = an organisation that review named as a
reader of the file, seen by an actor with a review role in it. Anybody else gets `not_found`.
Questions of other services are in `applications_prints`, scans in `applications_scans`; both are
imported here, so that this module names everything the service answers.
"""

from __future__ import annotations

from typing import Annotated, Any, ClassVar
from uuid import UUID

from pydantic import AwareDatetime, Field

from services.contracts.requests.applications_prints import (
    ListEntries,
    MayRead,
    NameOrder,
    PrintCopy,
)
from services.contracts.requests.applications_scans import (
    BeginUpload,
    CompleteUpload,
    ListScans,
    ReadScan,
    RemoveScan,
    RenewUpload,
)
from services.contracts.requests.applications_views import (
    AccessView,
    ApplicationSummary,
    ApplicationView,
    DraftCheck,
    FieldNote,
    FieldProblem,
    FormView,
    OwnDraft,
    SubmissionReceipt,
    VersionSummary,
)
from services.contracts.requests.base import Answer, Request
from services.contracts.vocabulary import ApplicationState, Material

__all__ = [
    "BeginUpload",
    "CheckDraft",
    "CompleteUpload",
    "CreateDraft",
    "ListEntries",
    "ListScans",
    "MayRead",
    "NameOrder",
    "PrintCopy",
    "ReadAccesses",
    "ReadApplication",
    "ReadDraft",
    "ReadForm",
    "ReadMyApplications",
    "ReadScan",
    "ReadVersions",
    "RemoveScan",
    "RenewUpload",
    "ResubmitApplication",
    "SaveDraft",
    "SubmitApplication",
    "UnmaskIdNumber",
    "WithdrawDraft",
]

Purpose = Annotated[str, Field(min_length=4, max_length=200)]
"""Why sensitive data is read, typed by a person and shown to the applicant (F13, F14)."""


# --- the draft ----------------------------------------------------------------------------------


class ApplicationsRequest(Request):
    """Base of what applications answers."""

    service: ClassVar[str] = "applications"


class DraftCreated(Answer):
    """The new draft."""

    application_id: UUID
    cycle_id: UUID
    revision: int
    state: ApplicationState


class CreateDraft(ApplicationsRequest):
    """Open a draft (T1): cycle open, privacy notice acknowledged (D06), no live application."""

    method: ClassVar[str] = "create_draft"
    writes: ClassVar[bool] = True
    answer: ClassVar[type[Answer]] = DraftCreated

    cycle_id: UUID
    privacy_notice_version: int = Field(ge=1)
    privacy_acknowledged: bool
    consents: tuple[Material, ...] = Field(
        default=(), max_length=len(Material), description="Separate consents given at once (D06)"
    )


class DraftSaved(Answer):
    """Valid values are stored even where others were refused; `values` as they now are (masked)."""

    application_id: UUID
    revision: int
    saved: tuple[str, ...]
    values: dict[str, Any]
    notes: tuple[FieldNote, ...]
    problems: tuple[FieldProblem, ...]


class SaveDraft(ApplicationsRequest):
    """Store a patch of field values by code name; None clears one.

    After the window → `window_closed`, after a return's own due date → `late`. Another revision →
    `stale_version` with your and the stored values; an unknown or locked field
    → `invalid_request`/`forbidden` and nothing is stored; a malformed value → a problem of that
    field, the others are stored.
    """

    method: ClassVar[str] = "save_draft"
    writes: ClassVar[bool] = True
    answer: ClassVar[type[Answer]] = DraftSaved

    application_id: UUID
    expected_revision: int = Field(ge=0)
    fields: dict[str, Any] = Field(min_length=1, max_length=100)


class CheckDraft(ApplicationsRequest):
    """Gaps, problems and eligibility findings of the draft as it is."""

    method: ClassVar[str] = "check_draft"
    answer: ClassVar[type[Answer]] = DraftCheck

    application_id: UUID


class ReadDraft(ApplicationsRequest):
    """The draft together with its check, for its owner: one look for pages that show both."""

    method: ClassVar[str] = "read_draft"
    answer: ClassVar[type[Answer]] = OwnDraft

    application_id: UUID


class SubmitApplication(ApplicationsRequest):
    """Submit a draft (T2); `pledge` true = 本人承诺 of that text version is given."""

    method: ClassVar[str] = "submit_application"
    writes: ClassVar[bool] = True
    answer: ClassVar[type[Answer]] = SubmissionReceipt

    application_id: UUID
    expected_revision: int = Field(ge=0)
    pledge: bool
    pledge_version: int = Field(ge=1)


class ResubmitApplication(ApplicationsRequest):
    """Hand in a returned form again before its due date (T16)."""

    method: ClassVar[str] = "resubmit_application"
    writes: ClassVar[bool] = True
    answer: ClassVar[type[Answer]] = SubmissionReceipt

    application_id: UUID
    expected_revision: int = Field(ge=0)
    pledge: bool
    pledge_version: int = Field(ge=1)


class DraftWithdrawn(Answer):
    """The draft is gone from the live ones; a new one may be opened while the window is open."""

    application_id: UUID
    state: ApplicationState
    withdrawn_at: AwareDatetime


class WithdrawDraft(ApplicationsRequest):
    """Withdraw what was never submitted; no reason needed (T19, F12)."""

    method: ClassVar[str] = "withdraw_draft"
    writes: ClassVar[bool] = True
    answer: ClassVar[type[Answer]] = DraftWithdrawn

    application_id: UUID


# --- reading ------------------------------------------------------------------------------------


class MyApplications(Answer):
    """The actor's own applications, newest first."""

    applications: tuple[ApplicationSummary, ...]


class ReadMyApplications(ApplicationsRequest):
    """The actor's own applications of all cycles."""

    method: ClassVar[str] = "read_my_applications"
    answer: ClassVar[type[Answer]] = MyApplications


class ReadApplication(ApplicationsRequest):
    """One application; `version_no` None = the draft for its owner, the newest for a desk.

    A desk's reading is audited and shown to the applicant (F13).
    """

    method: ClassVar[str] = "read_application"
    answer: ClassVar[type[Answer]] = ApplicationView

    application_id: UUID
    version_no: int | None = Field(default=None, ge=1)


class ReadForm(ApplicationsRequest):
    """The form definition of a year with code tables and texts; for everybody.

    Of the newest cycle when no year is named.
    """

    method: ClassVar[str] = "read_form"
    answer: ClassVar[type[Answer]] = FormView

    year: int | None = Field(default=None, ge=2000, le=2100)


class VersionList(Answer):
    """Frozen versions, oldest first."""

    versions: tuple[VersionSummary, ...]


class ReadVersions(ApplicationsRequest):
    """The frozen versions of an application."""

    method: ClassVar[str] = "read_versions"
    answer: ClassVar[type[Answer]] = VersionList

    application_id: UUID


class IdNumberShown(Answer):
    """The ID number in full."""

    application_id: UUID
    id_number: str


class UnmaskIdNumber(ApplicationsRequest):
    """The ID number in full, for the owner or a desk with that right (§7.4); audited."""

    method: ClassVar[str] = "unmask_id_number"
    answer: ClassVar[type[Answer]] = IdNumberShown
    stores_answer: ClassVar[bool] = False

    application_id: UUID
    purpose: Purpose


class AccessList(Answer):
    """Readings by others, newest first."""

    accesses: tuple[AccessView, ...]


class ReadAccesses(ApplicationsRequest):
    """谁看过我的申报 (F13); owner only."""

    method: ClassVar[str] = "read_accesses"
    answer: ClassVar[type[Answer]] = AccessList

    application_id: UUID
