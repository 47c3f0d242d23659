"""What the review service answers about summary lists (Annex 4).

One list per (cycle, final reviewing unit, seat kind). Its rows are files; freezing makes a list
version with its own code, and only a frozen, printed version goes up (R34, R35, R42).
"""

from __future__ import annotations

from typing import ClassVar
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from services.contracts.requests.base import Answer, Request
from services.contracts.requests.review import CaseCommand
from services.contracts.vocabulary import ApplicationState, LabelledEnum, SeatKind


class ListStatus(LabelledEnum):
    """Where a list stands."""

    OPEN = "OPEN", "编制中"
    FROZEN = "FROZEN", "已定稿，待打印报送"
    SUBMITTED = "SUBMITTED", "已报送"


class ListVersionStatus(LabelledEnum):
    """Where one frozen version stands."""

    CURRENT = "CURRENT", "当前版本"
    SUPERSEDED = "SUPERSEDED", "已失效"
    SUBMITTED = "SUBMITTED", "已报送"
    RETURNED = "RETURNED", "已被退回"


RETURN_TEXT_MIN, RETURN_TEXT_MAX = 10, 500
"""Length of the reasons for returning a list as a whole, in characters."""


# --- commands -----------------------------------------------------------------------------------


class NominateApplication(CaseCommand):
    """Add a READY_TO_LIST file to its list: NOMINATING until the seat is taken or refused."""

    method: ClassVar[str] = "nominate_application"


class RemoveListRow(CaseCommand):
    """Take a LISTED file off its list, giving its seat back."""

    method: ClassVar[str] = "remove_list_row"

    reason: str = Field(min_length=2, max_length=200)


class ListChanged(Answer):
    """The list after a command."""

    list_id: UUID
    version: int
    status: ListStatus
    status_label: str
    list_version_id: UUID | None = None
    list_version_no: int | None = None
    receipt_no: str | None = None
    received_at: AwareDatetime | None = None


class ListCommand(Request):
    """Base of commands on one list."""

    service: ClassVar[str] = "review"
    writes: ClassVar[bool] = True
    answer: ClassVar[type[Answer]] = ListChanged

    list_id: UUID
    version: int = Field(ge=1, description="The list's version the person saw")


class RowOrder(BaseModel):
    """A person's order for one row. `recommend_order` None takes an order away (R11)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    application_id: UUID
    recommend_order: int | None = Field(default=None, ge=1, le=999)
    reason: str | None = Field(default=None, min_length=10, max_length=300)
    remark: str | None = Field(default=None, max_length=40, description="备注")


class OrderList(ListCommand):
    """Enter orders and remarks; an order needs a reason, which the applicant can read."""

    method: ClassVar[str] = "order_list"

    rows: tuple[RowOrder, ...] = Field(min_length=1, max_length=300)


class FreezeList(ListCommand):
    """Freeze the LISTED rows as a new list version; refused while a row is NOMINATING."""

    method: ClassVar[str] = "freeze_list"


class SubmitList(ListCommand):
    """FINAL_LEADER sends the frozen version up, giving the code printed on the paper."""

    method: ClassVar[str] = "submit_list"

    verify_code: str = Field(min_length=12, max_length=20)


class ReturnList(ListCommand):
    """The region's office returns a list as a whole; it opens for a new version (transition 31).

    Rows keep their seats. They may go up again until `due_at`, whatever the cycle's dates say.
    """

    method: ClassVar[str] = "return_list"

    text: str = Field(min_length=RETURN_TEXT_MIN, max_length=RETURN_TEXT_MAX)
    due_at: AwareDatetime


# --- questions ----------------------------------------------------------------------------------


class ListVersionView(Answer):
    """One frozen version. Its code is read from the paper, never from here."""

    list_version_id: UUID
    version_no: int
    status: ListVersionStatus
    status_label: str
    rows: int
    content_hash: str
    frozen_by: str
    frozen_at: AwareDatetime
    submitted_by: str | None
    submitted_at: AwareDatetime | None
    receipt_no: str | None
    superseded_at: AwareDatetime | None


class ListReturned(Answer):
    """That the region returned the list as a whole and it has not gone up again."""

    text: str
    due_at: AwareDatetime
    returned_at: AwareDatetime
    person_name: str


class ListSummary(Answer):
    """One list in an overview."""

    list_id: UUID
    version: int
    cycle_id: UUID
    organisation_id: UUID
    organisation_name: str
    seat_kind: SeatKind
    title_suffix: str
    status: ListStatus
    status_label: str
    nominating: int
    listed: int
    submitted: int
    current_version: ListVersionView | None
    returned: ListReturned | None = None


class ListCandidate(Answer):
    """A file that may be added."""

    application_id: UUID
    application_no: str
    version: int
    seat_kind: SeatKind
    plan_row_id: UUID
    specialty: str
    since: AwareDatetime
    refused_reason: str | None = Field(description="名额已满 with the plan row, after a refusal")


class ListsAnswer(Answer):
    """The lists an organisation may read."""

    lists: tuple[ListSummary, ...]
    candidates: tuple[ListCandidate, ...] = Field(description="READY_TO_LIST files, by seat kind")


class ReadLists(Request):
    """Lists of a final reviewing unit, or the submitted ones for a region office."""

    service: ClassVar[str] = "review"
    method: ClassVar[str] = "read_lists"
    answer: ClassVar[type[Answer]] = ListsAnswer

    organisation_id: UUID
    cycle_id: UUID | None = None


class ListRowView(Answer):
    """One row: numbers and codes; names are joined by the one who shows them."""

    position: int = Field(description="1…n in the order of the list")
    application_id: UUID
    application_no: str
    version: int
    version_id: UUID
    version_no: int
    state: ApplicationState
    state_label: str
    plan_row_id: UUID
    specialty: str
    recommend_order: int | None
    recommend_reason: str | None
    remark: str | None


class ListView(Answer):
    """One list with its rows and all its versions."""

    summary: ListSummary
    rows: tuple[ListRowView, ...] = Field(description="In the order of the list")
    row_count: int = Field(description="Rows in all; `rows` may be a part of them")
    versions: tuple[ListVersionView, ...]
    can_order: bool
    can_freeze: bool
    can_submit: bool
    can_return: bool = Field(default=False, description="The region may return it as a whole")


class ReadList(Request):
    """One list; a foreign one is not found."""

    service: ClassVar[str] = "review"
    method: ClassVar[str] = "read_list"
    answer: ClassVar[type[Answer]] = ListView

    list_id: UUID
    offset: int = Field(default=0, ge=0, description="Rows before the first one")
    limit: int | None = Field(default=None, ge=1, le=200, description="Rows at most; all if unset")


class MayReadList(Request):
    """Asked for the person whose token is forwarded; `NotFoundError` when they may not."""

    service: ClassVar[str] = "review"
    method: ClassVar[str] = "may_read_list"

    list_id: UUID
