"""The region's steps after lists came up, as its people take them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from services.contracts.actors import Actor
from services.contracts.requests.review_determination import (
    DecideDetermination,
    DeterminationChanged,
    DeterminationDesk,
    PersonResult,
    ProposeDetermination,
    ProposeMinistryResult,
    ReadDeterminationDesk,
)
from services.contracts.requests.review_list_selection import FileSeen
from services.contracts.vocabulary import Role, Track
from tests.integration.review.furniture import CYCLE
from tests.integration.review.mailing import OFFICE
from tests.integration.review.world import World

REASON = "（样例）文件所附名单中没有此人，理由见文件第三页。"


def officer(world: World, track: Track) -> Actor:
    """Who handles the track at the region."""
    return world.someone(OFFICE[track], "XJ")


def leader(world: World, name: str = "样例处长") -> Actor:
    """Who decides at the region."""
    return world.someone(Role.REGION_LEADER, "XJ", name)


def propose(
    world: World, files: Iterable[UUID], track: Track = Track.INLAND, **changes: Any
) -> DeterminationChanged:
    """The officer proposes these people."""
    seen = tuple(FileSeen(application_id=one, version=world.version(one)) for one in files)
    data = {
        "organisation_id": world.where("XJ"),
        "cycle_id": CYCLE,
        "track": track,
        "files": seen,
    }
    done: DeterminationChanged = world.ask(
        ProposeDetermination(**data), changes.get("actor") or officer(world, track)
    )
    return done


def decide(world: World, found: DeterminationChanged, **changes: Any) -> DeterminationChanged:
    """The leader decides about a proposal."""
    actor = changes.pop("actor", None) or leader(world)
    data = {
        "determination_id": found.determination_id,
        "version": found.version,
        "agreed": True,
        **changes,
    }
    done: DeterminationChanged = world.ask(DecideDetermination(**data), actor)
    return done


def record_result(
    world: World, results: dict[UUID, bool], reason: str | None = REASON
) -> DeterminationChanged:
    """The inland office records the ministry's answer."""
    people = tuple(
        PersonResult(
            application_id=one,
            version=world.version(one),
            selected=selected,
            reason=None if selected else reason,
        )
        for one, selected in results.items()
    )
    done: DeterminationChanged = world.ask(
        ProposeMinistryResult(
            organisation_id=world.where("XJ"),
            cycle_id=CYCLE,
            document_no="人社厅函〔2019〕样例1号",
            document_on=date(2019, 2, 20),
            scan_ref="（样例）专技处2019年收文第1号",
            results=people,
        ),
        officer(world, Track.INLAND),
    )
    return done


def determine(world: World, files: Iterable[UUID], track: Track = Track.INLAND) -> None:
    """Proposed and confirmed."""
    decide(world, propose(world, files, track))


def read_desk(world: World, actor: Actor) -> DeterminationDesk:
    """The region's desk as somebody sees it."""
    desk: DeterminationDesk = world.ask(
        ReadDeterminationDesk(organisation_id=world.where("XJ"), cycle_id=CYCLE), actor
    )
    return desk
