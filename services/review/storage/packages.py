"""Packages, and submitted list versions that are in none yet."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from uuid import UUID

from sqlalchemy import case, func, select, update
from sqlalchemy.orm import Session

from services.contracts.requests.review_lists import ListVersionStatus
from services.contracts.requests.review_packages import PackageStatus
from services.contracts.vocabulary import Track
from services.review.storage.rows_list import ListVersion, SummaryList
from services.review.storage.rows_package import Package, PackageList

Listed = tuple[ListVersion, SummaryList]


class PackageStore:
    """The rows of packages within one session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def find(self, package_id: UUID) -> Package | None:
        """One package, for reading."""
        return self._session.get(Package, package_id)

    def lock(self, package_id: UUID) -> Package | None:
        """One package, locked; its files are locked before it."""
        return self._session.scalar(
            select(Package).where(Package.package_id == package_id).with_for_update()
        )

    def count(self, organisation_id: UUID, cycle_id: UUID, track: Track) -> int:
        """How many packages a unit closed for one office."""
        found = self._session.scalar(
            select(func.count())
            .select_from(Package)
            .where(
                Package.organisation_id == organisation_id,
                Package.cycle_id == cycle_id,
                Package.track == track,
            )
        )
        return found or 0

    def of_organisation(self, organisation_id: UUID, cycle_id: UUID) -> Sequence[Package]:
        """Packages of a unit, newest first."""
        return self._session.scalars(
            select(Package)
            .where(Package.organisation_id == organisation_id, Package.cycle_id == cycle_id)
            .order_by(Package.closed_at.desc())
        ).all()

    def sent_to(
        self, tracks: Collection[Track], cycle_id: UUID, *, offset: int, limit: int
    ) -> tuple[int, Sequence[Package]]:
        """Packages on their way to an office or there, those on their way first."""
        query = select(Package).where(
            Package.cycle_id == cycle_id,
            Package.track.in_(tuple(tracks)),
            Package.dispatched_on.is_not(None),
        )
        total = self._session.scalar(select(func.count()).select_from(query.subquery())) or 0
        on_the_way = case((Package.status == PackageStatus.DISPATCHED, 0), else_=1)
        page = query.order_by(on_the_way, Package.dispatched_at, Package.package_no)
        return total, self._session.scalars(page.offset(offset).limit(limit)).all()

    def lists_of(self, package_ids: Iterable[UUID]) -> Mapping[UUID, list[Listed]]:
        """The list versions in each package, by seat kind."""
        rows = self._session.execute(
            select(PackageList.package_id, ListVersion, SummaryList)
            .join(ListVersion, ListVersion.list_version_id == PackageList.list_version_id)
            .join(SummaryList, SummaryList.list_id == ListVersion.list_id)
            .where(PackageList.package_id.in_(tuple(package_ids)))
            .order_by(SummaryList.seat_kind, ListVersion.version_no)
        )
        found: dict[UUID, list[Listed]] = {}
        for package_id, version, summary in rows:
            found.setdefault(package_id, []).append((version, summary))
        return found

    def to_pack(self, organisation_id: UUID, cycle_id: UUID) -> list[Listed]:
        """Submitted list versions of a unit that are in no package."""
        packed = select(PackageList.list_version_id)
        rows = self._session.execute(
            select(ListVersion, SummaryList)
            .join(SummaryList, SummaryList.list_id == ListVersion.list_id)
            .where(
                SummaryList.organisation_id == organisation_id,
                SummaryList.cycle_id == cycle_id,
                ListVersion.status == ListVersionStatus.SUBMITTED,
                ListVersion.list_version_id.not_in(packed),
            )
            .order_by(SummaryList.seat_kind, ListVersion.version_no)
        )
        return [(version, summary) for version, summary in rows]

    def cycles_of(self, list_version_ids: Iterable[UUID]) -> frozenset[UUID]:
        """The cycles that list versions belong to."""
        return frozenset(
            self._session.scalars(
                select(SummaryList.cycle_id)
                .join(ListVersion, ListVersion.list_id == SummaryList.list_id)
                .where(ListVersion.list_version_id.in_(tuple(list_version_ids)))
            )
        )

    def lock_lists_of(self, organisation_id: UUID, cycle_id: UUID) -> None:
        """Lock all lists of a unit in id order, so that nothing of them is packed twice."""
        self._session.execute(
            select(SummaryList.list_id)
            .where(SummaryList.organisation_id == organisation_id, SummaryList.cycle_id == cycle_id)
            .order_by(SummaryList.list_id)
            .with_for_update()
        )

    def void_closed(self, list_id: UUID) -> None:
        """Packages not yet dispatched that hold a version of the list: it is returned."""
        inside = (
            select(PackageList.package_id)
            .join(ListVersion, ListVersion.list_version_id == PackageList.list_version_id)
            .where(ListVersion.list_id == list_id)
        )
        self._session.execute(
            update(Package)
            .where(Package.package_id.in_(inside), Package.status == PackageStatus.CLOSED)
            .values(status=PackageStatus.VOID, version=Package.version + 1)
        )
