"""Requests to the accounts service: people, sign-in, roles, organisations, bindings, tokens.

Each topic has a module of its own; this one names all that the service answers.
"""

from __future__ import annotations

from services.contracts.requests.accounts_bindings import (
    BindingState,
    BindingView,
    ConfirmBinding,
    ListBindings,
    ListBindingsResult,
    RequestBinding,
)
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
from services.contracts.requests.accounts_organisations import (
    MAX_ORGANISATION_FILE_BYTES,
    FormerName,
    ImportFinding,
    ImportOrganisations,
    ImportOrganisationsResult,
    ListOrganisations,
    ListOrganisationsResult,
    OrganisationSummary,
    OrganisationView,
    ReadOrganisation,
    RouteNodeView,
)
from services.contracts.requests.accounts_people import (
    LOGIN_PATTERN,
    ChangePassword,
    CreatePerson,
    GrantRole,
    Identity,
    ReadIdentity,
    RevokeRole,
    RoleView,
    SignIn,
    SignUp,
)
from services.contracts.requests.accounts_secret import Secret
from services.contracts.requests.accounts_units import (
    DecideUnitRegistration,
    ListUnitRegistrations,
    ReadUnitRegistration,
    RegisterUnit,
    RegistrationState,
    UnitRegistrations,
    UnitRegistrationView,
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
    "DecideUnitRegistration",
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
    "ListUnitRegistrations",
    "OrganisationSummary",
    "OrganisationView",
    "ReadIdentity",
    "ReadOrganisation",
    "ReadUnitRegistration",
    "RegisterUnit",
    "RegistrationState",
    "RequestBinding",
    "RevokeClientToken",
    "RevokeRole",
    "RoleView",
    "RouteNodeView",
    "Scope",
    "Secret",
    "SignIn",
    "SignUp",
    "UnitRegistrationView",
    "UnitRegistrations",
    "VerifyClientToken",
]
