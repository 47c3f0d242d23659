"""Packages: sealed lists and two forms of each person on their way to the region (R43-R47).

A package holds submitted list versions of one track, so nobody of the other track can be in it. It
is closed once everything lies in it, dispatched with its postmark and waybill, and received by the
region's office, which checks the postmark: what was dispatched late is refused as a whole.
"""

from __future__ import annotations

from datetime import date
from typing import ClassVar
from uuid import UUID

from pydantic import AwareDatetime, Field

from services.contracts.requests.base import Answer, Request
from services.contracts.requests.review_paper import CARRIER_MAX, WAYBILL_MAX
from services.contracts.vocabulary import LabelledEnum, SeatKind, Track

FORMS_EACH = 2
"""Copies of a person's form that go on to the region (R43)."""
DIFFERENCES_MAX = 300
"""Longest note on what differs from the sheet in characters."""
_MOST_SHEETS = 9_999


class PackageStatus(LabelledEnum):
    """Where a package is."""

    CLOSED = "CLOSED", "已封装，待寄出"
    DISPATCHED = "DISPATCHED", "已寄出"
    RECEIVED = "RECEIVED", "自治区已收到"
    REFUSED = "REFUSED", "逾期寄出，整件不予受理"
    VOID = "VOID", "已作废，汇总表被退回"


class PackageChanged(Answer):
    """The package after a command."""

    package_id: UUID
    package_no: str
    version: int
    status: PackageStatus
    status_label: str


class ClosePackage(Request):
    """FINAL_OFFICER closes a package; `packed` are the people whose two forms lie in it."""

    service: ClassVar[str] = "review"
    method: ClassVar[str] = "close_package"
    writes: ClassVar[bool] = True
    answer: ClassVar[type[Answer]] = PackageChanged

    organisation_id: UUID
    track: Track
    list_version_ids: tuple[UUID, ...] = Field(min_length=1, max_length=10)
    packed: tuple[UUID, ...] = Field(max_length=1000)
    list_copies: int = Field(ge=0, le=99, description="Sealed copies of each list in it")


class PackageCommand(Request):
    """Base of commands on one package."""

    service: ClassVar[str] = "review"
    writes: ClassVar[bool] = True
    answer: ClassVar[type[Answer]] = PackageChanged

    package_id: UUID
    version: int = Field(ge=1, description="The package's version the person saw")


class DispatchPackage(PackageCommand):
    """FINAL_OFFICER says that it was handed to the carrier: postmark and waybill."""

    method: ClassVar[str] = "dispatch_package"

    dispatched_on: date
    carrier: str = Field(min_length=1, max_length=CARRIER_MAX)
    waybill: str = Field(min_length=1, max_length=WAYBILL_MAX)


class ReceivePackage(PackageCommand):
    """The region's office of the track registers receipt; the postmark decides whether it is late.

    A package dispatched late is registered and refused as a whole: everybody in it is
    NOT_RECOMMENDED, contestable, and keeps the seat until nobody can contest (transition 30).
    """

    method: ClassVar[str] = "receive_package"

    received_on: date
    postmarked_on: date
    forms: int = Field(ge=0, le=_MOST_SHEETS)
    lists: int = Field(ge=0, le=_MOST_SHEETS)
    differences: str | None = Field(
        default=None, max_length=DIFFERENCES_MAX, description="Needed when counts or dates differ"
    )


class ListInPackage(Answer):
    """One submitted version of a list."""

    list_version_id: UUID
    list_id: UUID
    seat_kind: SeatKind
    version_no: int
    receipt_no: str
    submitted_at: AwareDatetime


class PackedPerson(Answer):
    """Somebody who goes up with a list: numbers only."""

    application_id: UUID
    application_no: str
    seat_kind: SeatKind
    position: int = Field(description="The place on the list")


class PackageView(Answer):
    """One package with its sheet (`domain` §3.5)."""

    package_id: UUID
    package_no: str
    version: int
    status: PackageStatus
    status_label: str
    organisation_id: UUID
    organisation_name: str
    track: Track
    recipient: str
    lists: tuple[ListInPackage, ...]
    persons: int
    forms: int = Field(description="Two of each person")
    list_copies: int = Field(description="Of each list")
    sheets: int = Field(description="Lists and forms together")
    closed_by: str
    closed_at: AwareDatetime
    dispatched_on: date | None
    carrier: str | None
    waybill: str | None
    dispatched_by: str | None
    deadline_on: date = Field(description="Last day of dispatch; after receipt the one that bound")
    received_on: date | None
    postmarked_on: date | None
    forms_received: int | None
    lists_received: int | None
    differences: str | None
    received_by: str | None


class PackageContents(Answer):
    """A package with the people in it."""

    package: PackageView
    people: tuple[PackedPerson, ...] = Field(description="By list, in the order of the lists")
    can_dispatch: bool
    can_receive: bool


class ReadPackage(Request):
    """One package, for its sender and, once dispatched, for the region's office of its track."""

    service: ClassVar[str] = "review"
    method: ClassVar[str] = "read_package"
    answer: ClassVar[type[Answer]] = PackageContents

    package_id: UUID


class ToPack(Answer):
    """What waits to be packed for one office."""

    track: Track
    recipient: str
    lists: tuple[ListInPackage, ...]
    people: tuple[PackedPerson, ...]


class PackageDesk(Answer):
    """Packages of a final reviewing unit and what waits to be packed."""

    packages: tuple[PackageView, ...] = Field(description="Newest first")
    to_pack: tuple[ToPack, ...] = Field(description="Tracks with lists that went up unpacked")
    deadline_on: date
    can_pack: bool


class ReadPackageDesk(Request):
    """Packages as the final reviewing unit works with them."""

    service: ClassVar[str] = "review"
    method: ClassVar[str] = "read_package_desk"
    answer: ClassVar[type[Answer]] = PackageDesk

    organisation_id: UUID
    cycle_id: UUID


class PackagesReceived(Answer):
    """A page of the packages on their way to the reader's offices or there."""

    packages: tuple[PackageView, ...]
    total: int


class ReadPackagesReceived(Request):
    """Packages for the region's offices of the reader, those on their way first."""

    service: ClassVar[str] = "review"
    method: ClassVar[str] = "read_packages_received"
    answer: ClassVar[type[Answer]] = PackagesReceived

    organisation_id: UUID
    cycle_id: UUID
    offset: int = Field(default=0, ge=0)
    limit: int = Field(default=50, ge=1, le=200)
