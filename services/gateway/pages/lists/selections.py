"""A selection of people to be added to a list: how it is sent, whom it concerns, what became of it.

Nobody is chosen here: where more are ticked than a cell has seats, a person takes ticks away.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from uuid import UUID

from services.contracts.errors import InvalidRequestError
from services.contracts.requests.quotas import SeatCellView
from services.contracts.requests.review_list_selection import (
    MOST_AT_ONCE,
    FileForList,
    FileSeen,
    FilesForList,
)
from services.contracts.vocabulary import ApplicationState
from services.gateway.pages.core.forms import Form
from services.gateway.pages.core.page import PageFinding

NO_SEAT = "名额已满：“{specialty}”没有剩余名额"
TOO_MANY = (
    "“{specialty}”剩余{left}个名额，勾选了{chosen}人，请取消勾选{over}人。"
    "名额给谁由您决定，系统不代为挑选"
)
NOBODY = "请至少勾选一人"
SEATS_CHANGED = "名额刚刚有变动，请核对后再确认"
_BETWEEN = "."


@dataclass(frozen=True)
class Pick:
    """One person ticked in the preview, as it was seen there."""

    application_id: UUID
    version: int
    plan_row_id: UUID

    @property
    def seen(self) -> FileSeen:
        """The file in the version that was seen."""
        return FileSeen(application_id=self.application_id, version=self.version)


@dataclass(frozen=True)
class CellShare:
    """A seat cell and how many of the selection want a seat of it."""

    cell: SeatCellView
    chosen: int

    @property
    def over(self) -> int:
        """How many too many are ticked."""
        return max(self.chosen - self.cell.left, 0)

    @property
    def left_after(self) -> int:
        """Seats left when all of them are listed."""
        return max(self.cell.left - self.chosen, 0)

    @property
    def words(self) -> str:
        """What to do about too many."""
        return TOO_MANY.format(
            specialty=self.cell.specialty, left=self.cell.left, chosen=self.chosen, over=self.over
        )


@dataclass(frozen=True)
class Preview:
    """Whom the selection concerns: who can be added, in the order of the list, and who cannot."""

    can: tuple[FileForList, ...]
    cannot: tuple[tuple[FileForList, str], ...]
    shares: tuple[CellShare, ...]
    ticked: frozenset[UUID]
    frozen_version_no: int | None

    @property
    def findings(self) -> list[PageFinding]:
        """Cells of which more seats are wanted than there are."""
        return [
            PageFinding(f"cell-{share.cell.plan_row_id}", share.words)
            for share in self.shares
            if share.over
        ]


@dataclass(frozen=True)
class Outcome:
    """What became of one person of the selection."""

    application_id: UUID
    file: FileForList | None
    word: str
    colour: str
    text: str = ""


def preview_of(
    found: FilesForList, cells: Iterable[SeatCellView], ticked: Collection[UUID] | None = None
) -> Preview:
    """The selection with its seats; everybody who can be added is ticked unless it is said who."""
    by_row = {cell.plan_row_id: cell for cell in cells}
    reasons = [(file, _why_not(file, by_row.get(file.plan_row_id))) for file in found.files]
    can = sorted((f for f, reason in reasons if reason is None), key=lambda f: f.position or 0)
    chosen = frozenset(
        f.application_id for f in can if ticked is None or f.application_id in ticked
    )
    wanted = Counter(f.plan_row_id for f in can if f.application_id in chosen)
    rows = dict.fromkeys(file.plan_row_id for file in can)
    return Preview(
        can=tuple(can),
        cannot=tuple((file, reason) for file, reason in reasons if reason is not None),
        shares=tuple(CellShare(by_row[row], wanted[row]) for row in rows),
        ticked=chosen,
        frozen_version_no=found.frozen_version_no,
    )


def pick_word(file: FileForList) -> str:
    """A person as the form of the preview sends them."""
    return f"{file.application_id}:{file.version}:{file.plan_row_id}"


def ids_in(form: Form, name: str) -> tuple[UUID, ...]:
    """The people ticked or shown, each once.

    Raises:
        InvalidRequestError: no ids, or more than a page has.
    """
    try:
        found = tuple(dict.fromkeys(UUID(text) for text in form.getlist(name)))
    except ValueError:
        raise InvalidRequestError from None
    return _few(found)


def picks_in(form: Form) -> tuple[Pick, ...]:
    """The people ticked in the preview, each once.

    Raises:
        InvalidRequestError: the form was made by hand.
    """
    picks: dict[UUID, Pick] = {}
    try:
        for text in form.getlist("pick"):
            application_id, version, row = text.split(":")
            picks[UUID(application_id)] = Pick(UUID(application_id), int(version[:9]), UUID(row))
    except ValueError:
        raise InvalidRequestError from None
    _few(tuple(picks))
    return tuple(picks.values())


def more_than_were_left(picks: Iterable[Pick], form: Form) -> bool:
    """Whether more are ticked for a cell than the preview said it has seats.

    Only what the preview said is asked: the same form sent again gets the same answer, although
    its own people hold the seats by then. Whether there still are seats, quotas says of each.
    """
    wanted = Counter(pick.plan_row_id for pick in picks)
    return any(count > _number(form[f"left-{row}"]) for row, count in wanted.items())


def joined(ids: Iterable[UUID]) -> str:
    """Ids as they stand in the address of the outcome."""
    return _BETWEEN.join(one.hex for one in ids)


def parted(*texts: str) -> list[tuple[UUID, ...]]:
    """The ids of such an address, for each part of it.

    Raises:
        InvalidRequestError: there are no such.
    """
    try:
        parts = [tuple(UUID(one) for one in text.split(_BETWEEN) if one) for text in texts]
    except ValueError:
        raise InvalidRequestError from None
    _few(tuple(chain(*parts)))
    return parts


def outcomes_of(
    found: Iterable[FileForList], asked: Sequence[UUID], refused: Sequence[UUID]
) -> list[Outcome]:
    """What became of everybody, as it is now: those asked for first."""
    files = {file.application_id: file for file in found}
    outcomes = [_of_asked(one, files) for one in asked]
    return outcomes + [_of_refused(one, files) for one in refused]


def _of_asked(one: UUID, files: Mapping[UUID, FileForList]) -> Outcome:
    file = files.get(one)
    if file is None:
        return Outcome(one, None, "未列入", "red", "此后已不在本单位办理环节")
    match file.state:
        case ApplicationState.LISTED:
            return Outcome(one, file, "已列入", "green", "名额已核定")
        case ApplicationState.REGION_REVIEW:
            return Outcome(one, file, "已列入", "green", "已随汇总表报送自治区")
        case ApplicationState.NOMINATING:
            return Outcome(one, file, "正在核定名额", "yellow")
        case _:
            text = file.refused_reason or f"此后又有变动，现为“{file.state_label}”"
            return Outcome(one, file, "未列入", "red", text)


def _of_refused(one: UUID, files: Mapping[UUID, FileForList]) -> Outcome:
    file = files.get(one)
    if file is None:
        return Outcome(one, None, "未列入", "red", "不在本单位办理环节，或不能由您办理")
    text = file.problem or "确认前刚刚有变动，本次没有列入。请核对最新情况后再列入"
    return Outcome(one, file, "未列入", "red", text)


def _why_not(file: FileForList, cell: SeatCellView | None) -> str | None:
    if file.problem is None and (cell is None or cell.left <= 0):
        return NO_SEAT.format(specialty=file.specialty)
    return file.problem


def _few(ids: tuple[UUID, ...]) -> tuple[UUID, ...]:
    if len(ids) > MOST_AT_ONCE:
        raise InvalidRequestError
    return ids


def _number(text: str) -> int:
    return int(text[:9]) if text.isascii() and text.isdigit() else 0
