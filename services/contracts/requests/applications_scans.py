"""Questions and commands about scans: upload in parts, state, download.

Bytes never pass through a service: the client sends parts straight to the store with the tickets.
"""

from __future__ import annotations

from typing import ClassVar
from uuid import UUID

from pydantic import AwareDatetime, Field

from services.contracts.requests.applications_views import ScanView, UploadTicket
from services.contracts.requests.base import Answer, Request
from services.contracts.vocabulary import Material


class ScanRequest(Request):
    """Base of the scan requests."""

    service: ClassVar[str] = "applications"


class BeginUpload(ScanRequest):
    """Announce a scan; PHOTO, A01 and A06 need a separate consent (D06), here or given before."""

    method: ClassVar[str] = "begin_upload"
    writes: ClassVar[bool] = True
    answer: ClassVar[type[Answer]] = UploadTicket

    application_id: UUID
    slot: Material
    filename: str = Field(min_length=1, max_length=200)
    content_type: str = Field(max_length=100)
    size: int = Field(ge=1)
    sha256: str | None = Field(default=None, pattern=r"^[0-9a-f]{64}$")
    consent: bool = False


class RenewUpload(ScanRequest):
    """Fresh tickets for the parts that are not in the store yet."""

    method: ClassVar[str] = "renew_upload"
    answer: ClassVar[type[Answer]] = UploadTicket

    upload_id: UUID


class CompleteUpload(ScanRequest):
    """All parts are sent: hand the scan to the checkers; poll ListScans for the result."""

    method: ClassVar[str] = "complete_upload"
    writes: ClassVar[bool] = True
    answer: ClassVar[type[Answer]] = ScanView

    upload_id: UUID


class RemoveScan(ScanRequest):
    """Take a scan off the draft; frozen versions keep theirs."""

    method: ClassVar[str] = "remove_scan"
    writes: ClassVar[bool] = True
    answer: ClassVar[type[Answer]] = ScanView

    scan_id: UUID


class ScanList(Answer):
    """The scans of an application, in order of slot and upload."""

    scans: tuple[ScanView, ...]


class ListScans(ScanRequest):
    """The scans of an application, for its owner and its desks."""

    method: ClassVar[str] = "list_scans"
    answer: ClassVar[type[Answer]] = ScanList

    application_id: UUID


class ScanLink(Answer):
    """A presigned GET that downloads, valid for a few minutes of real time."""

    scan_id: UUID
    url: str
    expires_at: AwareDatetime
    content_type: str
    filename: str
    size: int
    sha256: str


class ReadScan(ScanRequest):
    """A download link for an accepted scan; audited when the reader is not the owner."""

    method: ClassVar[str] = "read_scan"
    answer: ClassVar[type[Answer]] = ScanLink

    scan_id: UUID


class ShowScan(ScanRequest):
    """As ReadScan, but the file is shown in the browser and not saved."""

    method: ClassVar[str] = "show_scan"
    answer: ClassVar[type[Answer]] = ScanLink

    scan_id: UUID


class PagePicture(Answer):
    """One page as a JPEG behind a presigned GET; number 0 is the small one of the first page."""

    number: int
    width: int
    height: int
    url: str


class ScanPictures(Answer):
    """A scan's pages; those that could not be drawn are left out, `page_count` counts all."""

    scan_id: UUID
    page_count: int
    pictures: tuple[PagePicture, ...]


class Pictures(Answer):
    """Of those scans asked for that the asker may read, in order of slot and upload."""

    scans: tuple[ScanPictures, ...]
    expires_at: AwareDatetime = Field(description="Real time; ask again for fresh addresses")


class ReadPictures(ScanRequest):
    """The pages of accepted scans as pictures.

    Allowed as ReadScan is. A desk's reading is recorded once for each material, whatever the
    number of its pages.
    """

    method: ClassVar[str] = "read_pictures"
    answer: ClassVar[type[Answer]] = Pictures

    application_id: UUID
    scan_ids: tuple[UUID, ...] = Field(
        default=(), max_length=100, description="All that are shown now if none is named"
    )
    small: bool = Field(default=False, description="Only the small picture of each first page")
