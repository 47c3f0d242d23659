"""Requests about units that are missing and register themselves (R04); `accounts` names them."""

from __future__ import annotations

from typing import ClassVar
from uuid import UUID

from pydantic import AwareDatetime, Field

from services.contracts.requests.base import Answer, Request
from services.contracts.vocabulary import LabelledEnum, UnitNature


class RegistrationState(LabelledEnum):
    """Whether the local bureau says that the firm is what it says."""

    PENDING = "PENDING", "待人社局确认"
    CONFIRMED = "CONFIRMED", "已确认"
    REFUSED = "REFUSED", "不予确认"


class UnitRegistrationView(Answer):
    """A unit that wants to be on the list, as its registering person described it."""

    registration_id: UUID
    state: RegistrationState
    person_name: str
    name: str
    uscc: str
    region_code: str
    unit_nature: UnitNature
    address: str
    hr_contact: str
    hr_phone: str
    bureau_id: UUID
    bureau_name: str = Field(description="人社局 of the place, who confirms")
    requested_at: AwareDatetime
    decided_at: AwareDatetime | None
    reason: str | None = Field(description="Why the bureau refused")
    organisation_id: UUID | None = Field(description="The unit it became")


class UnitRegistrations(Answer):
    """Newest first; `total` counts all that match."""

    registrations: tuple[UnitRegistrationView, ...]
    total: int


class RegisterUnit(Request):
    """Register one's own firm, which has no 主管部门 (a person); 县（市、区）人社局 confirms it.

    What is wrong comes as findings on the fields; one registration per person waits at a time.
    """

    service: ClassVar[str] = "accounts"
    method: ClassVar[str] = "register_unit"
    writes: ClassVar[bool] = True
    answer: ClassVar[type[Answer]] = UnitRegistrationView

    name: str = Field(min_length=1, max_length=100)
    uscc: str = Field(min_length=1, max_length=40, description="统一社会信用代码 (GB 32100)")
    region_code: str = Field(pattern=r"^\d{6}$", description="Of the county, city or district")
    unit_nature: UnitNature
    address: str = Field(min_length=1, max_length=120)
    hr_contact: str = Field(min_length=1, max_length=50)
    hr_phone: str = Field(min_length=1, max_length=20)


class ListUnitRegistrations(Request):
    """Registrations that a bureau decides on (its officers), or one's own without a bureau."""

    service: ClassVar[str] = "accounts"
    method: ClassVar[str] = "list_unit_registrations"
    answer: ClassVar[type[Answer]] = UnitRegistrations

    bureau_id: UUID | None = None
    state: RegistrationState | None = None
    offset: int = Field(default=0, ge=0)
    limit: int = Field(default=50, ge=1, le=200)


class ReadUnitRegistration(Request):
    """One registration (the registering person, officers of the bureau)."""

    service: ClassVar[str] = "accounts"
    method: ClassVar[str] = "read_unit_registration"
    answer: ClassVar[type[Answer]] = UnitRegistrationView

    registration_id: UUID


class DecideUnitRegistration(Request):
    """Confirm a unit, which then exists with its route (line A3), or refuse it with a reason.

    For officers of the bureau, never for the registering person. The registering person's binding
    to the new unit is requested with it.
    """

    service: ClassVar[str] = "accounts"
    method: ClassVar[str] = "decide_unit_registration"
    writes: ClassVar[bool] = True
    answer: ClassVar[type[Answer]] = UnitRegistrationView

    registration_id: UUID
    confirm: bool
    reason: str | None = Field(default=None, max_length=200)
