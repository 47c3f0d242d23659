"""What the review service answers about the paper of one file: found by the code printed on it.

The code itself is read from the paper, never from an answer.
"""

from __future__ import annotations

from typing import ClassVar
from uuid import UUID

from pydantic import AwareDatetime, Field

from services.contracts.requests.base import Answer, Request
from services.contracts.vocabulary import ApplicationState, SeatKind


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
    receipts: tuple[PaperReceiptView, ...] = Field(description="Paper checks passed, newest first")
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
