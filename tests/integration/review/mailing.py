"""Lists that go up and packages that follow them, as the people of one unit do it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from services.contracts.requests.review_lists import FreezeList, ListSummary, SubmitList
from services.contracts.requests.review_packages import (
    ClosePackage,
    DispatchPackage,
    PackageContents,
    PackageDesk,
    ReadPackage,
    ReadPackageDesk,
    ReceivePackage,
)
from services.contracts.vocabulary import ApplicationState as S
from services.contracts.vocabulary import Role, SeatKind, Track
from tests.integration.review.furniture import CYCLE
from tests.integration.review.world import World

BUREAU = "地区人社局"
OFFICE = {
    Track.INLAND: Role.REGION_OFFICER_INLAND,
    Track.IN_REGION: Role.REGION_OFFICER_IN_REGION,
}


def list_of(world: World, kind: SeatKind) -> ListSummary:
    """The unit's list of a kind."""
    found: ListSummary = next(row for row in world.lists(BUREAU).lists if row.seat_kind is kind)
    return found


def send_list_up(world: World, kind: SeatKind = SeatKind.INLAND) -> UUID:
    """Freeze, print, submit; answers the list."""
    officer = world.someone(Role.FINAL_OFFICER, BUREAU)
    summary = list_of(world, kind)
    list_id = summary.list_id
    frozen = world.ask(FreezeList(list_id=list_id, version=summary.version), officer)
    code = world.last(list_id, "list-frozen")["verify_code"]
    leader = world.someone(Role.FINAL_LEADER, BUREAU, "样例局长")
    world.ask(SubmitList(list_id=list_id, version=frozen.version, verify_code=code), leader)
    return list_id


def gone_up(world: World, kind: SeatKind = SeatKind.INLAND, people: int = 1) -> list[UUID]:
    """So many files that the region has before it."""
    files = [world.bring_to(world.submit(kind=kind), S.LISTED) for _ in range(people)]
    send_list_up(world, kind)
    return files


def package_desk(world: World) -> PackageDesk:
    """What the unit has to pack and has packed."""
    desk: PackageDesk = world.ask(
        ReadPackageDesk(organisation_id=world.where(BUREAU), cycle_id=CYCLE),
        world.someone(Role.FINAL_OFFICER, BUREAU),
    )
    return desk


def close(world: World, track: Track = Track.INLAND, **changes: Any) -> Any:
    """Close a package with everything in it that waits for the office of the track."""
    waiting = next(row for row in package_desk(world).to_pack if row.track is track)
    data = {
        "organisation_id": world.where(BUREAU),
        "track": track,
        "list_version_ids": _ids(one.list_version_id for one in waiting.lists),
        "packed": _ids(one.application_id for one in waiting.people),
        "list_copies": 2,
        **changes,
    }
    return world.ask(ClosePackage(**data), world.someone(Role.FINAL_OFFICER, BUREAU))


def dispatch(world: World, package_id: UUID, on: date, **changes: Any) -> Any:
    """Hand the package to the post."""
    data = {
        "package_id": package_id,
        "version": read(world, package_id).package.version,
        "dispatched_on": on,
        "carrier": "邮政特快专递",
        "waybill": "EA1",
        **changes,
    }
    return world.ask(DispatchPackage(**data), world.someone(Role.FINAL_OFFICER, BUREAU))


def receive(world: World, package_id: UUID, on: date, **changes: Any) -> Any:
    """The region's office registers what came, as it is on the sheet."""
    seen = read(world, package_id).package
    data = {
        "package_id": package_id,
        "version": seen.version,
        "received_on": on,
        "postmarked_on": seen.dispatched_on,
        "forms": seen.forms,
        "lists": seen.sheets - seen.forms,
        **changes,
    }
    return world.ask(ReceivePackage(**data), world.someone(OFFICE[seen.track], "XJ"))


def read(world: World, package_id: UUID) -> PackageContents:
    """The package as its sender sees it."""
    contents: PackageContents = world.ask(
        ReadPackage(package_id=package_id), world.someone(Role.FINAL_OFFICER, BUREAU)
    )
    return contents


def _ids(found: Iterable[UUID]) -> tuple[UUID, ...]:
    return tuple(found)
