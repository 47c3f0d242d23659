"""Tables of packages and the list versions in them."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, Index, String, Uuid
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from services.contracts.requests.review_packages import DIFFERENCES_MAX, PackageStatus
from services.contracts.requests.review_paper import CARRIER_MAX, WAYBILL_MAX
from services.contracts.vocabulary import Track
from services.review.storage.base import INSTANT, Base, EnumText
from services.review.storage.rows_case import NAME


class Package(Base):
    """One package, from closing to its receipt (R43, R47)."""

    __tablename__ = "package"

    package_id: Mapped[UUID] = mapped_column(primary_key=True)
    package_no: Mapped[str] = mapped_column(String(60), unique=True)
    cycle_id: Mapped[UUID]
    organisation_id: Mapped[UUID]
    organisation_name: Mapped[str] = mapped_column(String(NAME))
    track: Mapped[Track] = mapped_column(EnumText(Track))
    status: Mapped[PackageStatus] = mapped_column(EnumText(PackageStatus))
    version: Mapped[int]
    sequence: Mapped[int] = mapped_column(BigInteger)
    application_ids: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid))
    list_copies: Mapped[int]
    own_deadline_on: Mapped[date | None]
    """The last day of dispatch when everybody in it has a later deadline of the own."""
    closed_by: Mapped[UUID]
    closed_by_name: Mapped[str] = mapped_column(String(NAME))
    closed_at: Mapped[datetime] = mapped_column(INSTANT)
    dispatched_on: Mapped[date | None]
    carrier: Mapped[str | None] = mapped_column(String(CARRIER_MAX))
    waybill: Mapped[str | None] = mapped_column(String(WAYBILL_MAX))
    dispatched_by: Mapped[UUID | None]
    dispatched_by_name: Mapped[str | None] = mapped_column(String(NAME))
    dispatched_at: Mapped[datetime | None] = mapped_column(INSTANT)
    received_on: Mapped[date | None]
    postmarked_on: Mapped[date | None]
    forms_received: Mapped[int | None]
    lists_received: Mapped[int | None]
    differences: Mapped[str | None] = mapped_column(String(DIFFERENCES_MAX))
    deadline_on: Mapped[date | None]
    """The last day of dispatch that bound when it was received."""
    received_by: Mapped[UUID | None]
    received_by_name: Mapped[str | None] = mapped_column(String(NAME))
    received_at: Mapped[datetime | None] = mapped_column(INSTANT)

    __table_args__ = (
        Index("ix_package_cycle_organisation", "cycle_id", "organisation_id"),
        Index("ix_package_cycle_track", "cycle_id", "track", "status"),
    )


class PackageList(Base):
    """A list version in a package: in one and no other."""

    __tablename__ = "package_list"

    list_version_id: Mapped[UUID] = mapped_column(
        ForeignKey("list_version.list_version_id", ondelete="CASCADE"), primary_key=True
    )
    package_id: Mapped[UUID] = mapped_column(
        ForeignKey("package.package_id", ondelete="CASCADE"), index=True
    )
