"""Requests to the accounts service: people, sign-in, roles, organisations, bindings, tokens."""

from __future__ import annotations

from datetime import date
from typing import ClassVar
from uuid import UUID

from pydantic import AwareDatetime, Base64Bytes, Field

from services.contracts.requests.accounts_clients import (
    ClientIdentity,
    ClientTokenView,
    IssueClientToken,
    IssueClientTokenResult,
    ListClientTokens,
    ListClientTokensResult,
    RevokeClientToken,
    Scope,
    VerifyClientToken,
)
from services.contracts.requests.accounts_secret import Secret
from services.contracts.requests.base import Answer, Request
from services.contracts.vocabulary import (
    LabelledEnum,
    NodeKind,
    OrganisationType,
    Role,
    RouteLine,
    UnitNature,
)

__all__ = [
    "LOGIN_PATTERN",
    "MAX_ORGANISATION_FILE_BYTES",
    "BindingState",
    "BindingView",
    "ChangePassword",
    "ClientIdentity",
    "ClientTokenView",
    "ConfirmBinding",
    "CreatePerson",
    "FormerName",
    "GrantRole",
    "Identity",
    "ImportFinding",
    "ImportOrganisations",
    "ImportOrganisationsResult",
    "IssueClientToken",
    "IssueClientTokenResult",
    "ListBindings",
    "ListBindingsResult",
    "ListClientTokens",
    "ListClientTokensResult",
    "ListOrganisations",
    "ListOrganisationsResult",
    "OrganisationSummary",
    "OrganisationView",
    "ReadIdentity",
    "ReadOrganisation",
    "RequestBinding",
    "RevokeClientToken",
    "RevokeRole",
    "RoleView",
    "RouteNodeView",
    "Scope",
    "Secret",
    "SignIn",
    "SignUp",
    "VerifyClientToken",
]

MAX_ORGANISATION_FILE_BYTES = 1024 * 1024


LOGIN_PATTERN = r"^[A-Za-z0-9][A-Za-z0-9._@-]{3,63}$"


class BindingState(LabelledEnum):
    """Whether the unit says that the applicant works there."""

    REQUESTED = "REQUESTED", "待单位确认"
    CONFIRMED = "CONFIRMED", "已确认"
    REFUSED = "REFUSED", "单位不予确认"
    ENDED = "ENDED", "已结束"


class RoleView(Answer):
    """One role held in one organisation, with its dates (inclusive; none = open)."""

    grant_id: UUID
    role: Role
    organisation_id: UUID
    organisation_name: str
    valid_from: date
    valid_to: date | None


class Identity(Answer):
    """Who somebody is: what the gateway puts into a session and signs into actors.

    `roles` holds only grants in force today. Everybody may apply, so APPLICANT is not granted.
    """

    person_id: UUID
    login: str
    name: str = Field(description="Display name, printed under opinions")
    mobile: str | None
    roles: tuple[RoleView, ...]
    password_changed_at: AwareDatetime


class SignUp(Request):
    """Create an applicant's account (anonymous).

    A taken login or a weak password is a `validation_failed` with findings on `login`, `password`.
    """

    service: ClassVar[str] = "accounts"
    method: ClassVar[str] = "sign_up"
    writes: ClassVar[bool] = True
    answer: ClassVar[type[Answer]] = Identity

    login: str = Field(pattern=LOGIN_PATTERN)
    password: Secret = Field(max_length=128)
    name: str = Field(min_length=1, max_length=100)
    mobile: str | None = Field(default=None, pattern=r"^1[3-9]\d{9}$")


class SignIn(Request):
    """Check login and password (anonymous); `sign_in_failed` alike for all failures.

    Not a write in the sense of idempotency: trying twice is two tries.
    """

    service: ClassVar[str] = "accounts"
    method: ClassVar[str] = "sign_in"
    answer: ClassVar[type[Answer]] = Identity
    stores_answer: ClassVar[bool] = False

    login: str = Field(max_length=64)
    password: Secret = Field(max_length=128)


class ReadIdentity(Request):
    """The current identity of a person: oneself, the gateway service, or the administrators."""

    service: ClassVar[str] = "accounts"
    method: ClassVar[str] = "read_identity"
    answer: ClassVar[type[Answer]] = Identity

    person_id: UUID


class ChangePassword(Request):
    """Change one's own password; sessions begun before `password_changed_at` end."""

    service: ClassVar[str] = "accounts"
    method: ClassVar[str] = "change_password"
    writes: ClassVar[bool] = True
    answer: ClassVar[type[Answer]] = Identity

    current_password: Secret = Field(max_length=128)
    new_password: Secret = Field(max_length=128)


class CreatePerson(Request):
    """Create a staff account with a first password (SYSTEM_ADMIN); roles are granted apart."""

    service: ClassVar[str] = "accounts"
    method: ClassVar[str] = "create_person"
    writes: ClassVar[bool] = True
    answer: ClassVar[type[Answer]] = Identity

    login: str = Field(pattern=LOGIN_PATTERN)
    password: Secret = Field(max_length=128)
    name: str = Field(min_length=1, max_length=100)
    mobile: str | None = Field(default=None, pattern=r"^1[3-9]\d{9}$")


class GrantRole(Request):
    """Grant a role in an organisation (SECURITY_ADMIN, never to oneself).

    Refused by `separation_of_duties` when it would join two of SYSTEM_ADMIN, SECURITY_ADMIN and
    AUDITOR, or one of them and a reviewing role, in one person.
    """

    service: ClassVar[str] = "accounts"
    method: ClassVar[str] = "grant_role"
    writes: ClassVar[bool] = True
    answer: ClassVar[type[Answer]] = Identity

    person_id: UUID
    role: Role
    organisation_id: UUID
    valid_from: date | None = Field(default=None, description="Today when absent")
    valid_to: date | None = None


class RevokeRole(Request):
    """End a grant today (SECURITY_ADMIN)."""

    service: ClassVar[str] = "accounts"
    method: ClassVar[str] = "revoke_role"
    writes: ClassVar[bool] = True
    answer: ClassVar[type[Answer]] = Identity

    grant_id: UUID


class RouteNodeView(Answer):
    """One node of a unit's review route.

    REGION is always 自治区人社厅: which of its two offices acts follows from the track, through
    the roles REGION_OFFICER_INLAND and REGION_OFFICER_IN_REGION, which are held there.
    """

    position: int = Field(description="The unit is 0")
    kind: NodeKind
    organisation_id: UUID
    organisation_name: str


class OrganisationSummary(Answer):
    """What a person needs to choose an organisation."""

    organisation_id: UUID
    code: str
    name: str
    organisation_type: OrganisationType
    region_code: str
    plan_unit_code: str | None
    can_be_bound: bool = Field(description="Applicants may name it as their unit")
    active: bool


class FormerName(Answer):
    """A name the organisation bore until that day."""

    name: str
    valid_from: date
    valid_to: date


class OrganisationView(Answer):
    """One organisation with its route in force today (no nodes when it recommends nobody)."""

    organisation_id: UUID
    code: str
    name: str
    former_names: tuple[FormerName, ...]
    organisation_type: OrganisationType
    unit_nature: UnitNature | None = Field(description="Recommending units only")
    region_code: str
    uscc: str | None
    plan_unit_code: str | None
    supervising_org_id: UUID | None
    supervising_org_name: str | None
    address: str | None
    hr_contact: str | None
    hr_phone: str | None
    line: RouteLine | None
    route: tuple[RouteNodeView, ...]
    active_from: date
    active_to: date | None
    sequence: int = Field(description="Of its latest organisation-changed event")


class ListOrganisationsResult(Answer):
    """Ordered by code; `total` counts all that match."""

    organisations: tuple[OrganisationSummary, ...]
    total: int


class ListOrganisations(Request):
    """Search organisations (open to everybody: the list of units is public)."""

    service: ClassVar[str] = "accounts"
    method: ClassVar[str] = "list_organisations"
    answer: ClassVar[type[Answer]] = ListOrganisationsResult

    text: str | None = Field(default=None, max_length=50, description="Part of the name or code")
    organisation_type: OrganisationType | None = None
    region_code: str | None = Field(default=None, description="Full code, or its first 4 digits")
    plan_unit_code: str | None = None
    only_bindable: bool = False
    offset: int = Field(default=0, ge=0)
    limit: int = Field(default=50, ge=1, le=500)


class ReadOrganisation(Request):
    """One organisation by id or by code; contact data only for signed-in persons and services."""

    service: ClassVar[str] = "accounts"
    method: ClassVar[str] = "read_organisation"
    answer: ClassVar[type[Answer]] = OrganisationView

    organisation_id: UUID | None = None
    code: str | None = None


class ImportFinding(Answer):
    """One problem of an import file."""

    row: int | None
    column: str | None
    message: str


class ImportOrganisationsResult(Answer):
    """What the import did; with findings nothing is stored."""

    created: int
    changed: int
    unchanged: int
    findings: tuple[ImportFinding, ...]


class ImportOrganisations(Request):
    """Create and change organisations and routes from a csv or xlsx file (SYSTEM_ADMIN).

    Rows are matched by code. A changed route takes effect today; running applications keep theirs.
    """

    service: ClassVar[str] = "accounts"
    method: ClassVar[str] = "import_organisations"
    writes: ClassVar[bool] = True
    answer: ClassVar[type[Answer]] = ImportOrganisationsResult

    filename: str = Field(min_length=1, max_length=200)
    content: Base64Bytes = Field(
        description="csv (UTF-8) or xlsx as base64, at most 1 MiB",
        max_length=MAX_ORGANISATION_FILE_BYTES,
    )


class BindingView(Answer):
    """A person's tie to the unit they apply from."""

    binding_id: UUID
    person_id: UUID
    person_name: str
    organisation_id: UUID
    organisation_name: str
    state: BindingState
    requested_at: AwareDatetime
    decided_at: AwareDatetime | None
    reason: str | None = Field(description="Why the unit refused")


class ListBindingsResult(Answer):
    """Newest request first; `total` counts all that match."""

    bindings: tuple[BindingView, ...]
    total: int


class RequestBinding(Request):
    """Name the unit one works in; an earlier open or confirmed binding to another unit ends.

    The same unit again returns the binding as it stands.
    """

    service: ClassVar[str] = "accounts"
    method: ClassVar[str] = "request_binding"
    writes: ClassVar[bool] = True
    answer: ClassVar[type[Answer]] = BindingView

    organisation_id: UUID


class ConfirmBinding(Request):
    """Confirm or refuse that the person works in the unit (UNIT_HR of that unit, another person).

    A refusal needs a reason, which the applicant sees.
    """

    service: ClassVar[str] = "accounts"
    method: ClassVar[str] = "confirm_binding"
    writes: ClassVar[bool] = True
    answer: ClassVar[type[Answer]] = BindingView

    binding_id: UUID
    confirm: bool = True
    reason: str | None = Field(default=None, max_length=200)


class ListBindings(Request):
    """Bindings of one's unit (UNIT_HR), or one's own when no organisation is named."""

    service: ClassVar[str] = "accounts"
    method: ClassVar[str] = "list_bindings"
    answer: ClassVar[type[Answer]] = ListBindingsResult

    organisation_id: UUID | None = None
    state: BindingState | None = None
    offset: int = Field(default=0, ge=0)
    limit: int = Field(default=50, ge=1, le=500)
