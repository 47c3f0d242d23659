"""The paper of one file: registered when it comes in (R41), found by the code printed on it.

The code itself is read from the paper, never from an answer.
"""

from __future__ import annotations

from datetime import date
from typing import ClassVar
from uuid import UUID

from pydantic import AwareDatetime, Field

from services.contracts.requests.base import Answer, Request
from services.contracts.requests.review import CaseCommand
from services.contracts.vocabulary import ApplicationState, LabelledEnum, SeatKind

MISSING_MAX = 200
"""Longest list of what is missing in characters."""
CARRIER_MAX, WAYBILL_MAX = 40, 40


class PaperWay(LabelledEnum):
    """How paper came in."""

    HAND = "HAND", "当面送交"
    POST = "POST", "邮寄"


class RegisterPaper(CaseCommand):
    """FINAL_OFFICER registers that paper came in: when, how, how many copies, what is missing.

    This checks nothing yet; a code of an older form is registered and said to be one.
    """

    method: ClassVar[str] = "register_paper"

    verify_code: str = Field(min_length=12, max_length=20, description="As printed, hyphens free")
    received_on: date
    way: PaperWay
    posted_on: date | None = Field(default=None, description="POST only: the postmark")
    carrier: str | None = Field(default=None, max_length=CARRIER_MAX)
    waybill: str | None = Field(default=None, max_length=WAYBILL_MAX)
    copies: int = Field(ge=0, le=99)
    missing: str | None = Field(default=None, max_length=MISSING_MAX)


class PaperArrivalView(Answer):
    """Paper that came in, by whom registered (R41)."""

    received_on: date
    way: PaperWay
    posted_on: date | None
    carrier: str | None
    waybill: str | None
    copies: int
    missing: str | None
    version_no: int = Field(description="The version the paper shows")
    is_current: bool = Field(description="It showed the version that was valid then")
    officer_name: str
    registered_at: AwareDatetime


class PaperForm(Answer):
    """One official form: which version it shows, since when, and until when it was current."""

    version_no: int
    issued_at: AwareDatetime
    superseded_at: AwareDatetime | None


class PaperOriginal(Answer):
    """A material whose original must be shown with this file, its photocopy complete (R40)."""

    code: str
    label: str


class PaperReceiptView(Answer):
    """What of the paper was seen, by whom (R41)."""

    copies: int
    originals: tuple[str, ...]
    officer_name: str
    checked_at: AwareDatetime


class PaperFile(Answer):
    """The file whose official form bears a code, with what its paper check must see."""

    application_id: UUID
    application_no: str
    version: int
    version_no: int
    state: ApplicationState
    state_label: str
    unit_name: str
    seat_kind: SeatKind
    specialty: str
    form: PaperForm = Field(description="The form that bears the code")
    current: PaperForm | None = Field(description="The form that is valid now, if there is one")
    copies: int = Field(description="Copies that must be handed in (R39)")
    originals: tuple[PaperOriginal, ...]
    arrivals: tuple[PaperArrivalView, ...] = Field(description="What came in, newest first")
    receipts: tuple[PaperReceiptView, ...] = Field(description="Paper checks passed, newest first")
    can_register: bool = Field(description="The reader may register that this paper came in")
    can_check: bool = Field(description="The reader may pass the paper check now")
    can_return: bool


class ReadCaseByCode(Request):
    """The file behind a code, for its final reviewing unit; a foreign one is not found.

    What is no code at all is `WrongVerifyCodeError`; a superseded form is found and says so.
    """

    service: ClassVar[str] = "review"
    method: ClassVar[str] = "read_case_by_code"
    answer: ClassVar[type[Answer]] = PaperFile

    organisation_id: UUID
    verify_code: str = Field(max_length=20, description="As printed, hyphens free")
