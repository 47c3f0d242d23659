"""Use cases of the accounts service: load, decide, save, say so; one unit of work each."""

from __future__ import annotations

from services.accounts.handlers.bindings import confirm_binding, list_bindings, request_binding
from services.accounts.handlers.colleagues import read_colleagues
from services.accounts.handlers.credentials import (
    change_password,
    read_identity,
    read_my_sign_ins,
    sign_in,
)
from services.accounts.handlers.organisation_edits import (
    apply_due_changes,
    cancel_organisation_change,
    check_organisation_edit,
    read_organisation_history,
    update_organisation,
)
from services.accounts.handlers.organisations import (
    import_organisations,
    list_organisations,
    preview_organisations,
    read_organisation,
)
from services.accounts.handlers.registration import create_person, sign_up
from services.accounts.handlers.resets import (
    ask_password_reset,
    issue_reset_code,
    list_password_resets,
    reset_password,
)
from services.accounts.handlers.roles import check_grant, grant_role, revoke_role
from services.accounts.handlers.staff import (
    list_grants,
    list_people,
    read_actor_names,
    read_person,
)
from services.accounts.handlers.tokens import (
    issue_client_token,
    list_client_tokens,
    revoke_client_token,
    verify_client_token,
)
from services.accounts.handlers.units import (
    decide_unit_registration,
    list_unit_registrations,
    read_unit_registration,
    register_unit,
)

__all__ = [
    "apply_due_changes",
    "ask_password_reset",
    "cancel_organisation_change",
    "change_password",
    "check_grant",
    "check_organisation_edit",
    "confirm_binding",
    "create_person",
    "decide_unit_registration",
    "grant_role",
    "import_organisations",
    "issue_client_token",
    "issue_reset_code",
    "list_bindings",
    "list_client_tokens",
    "list_grants",
    "list_organisations",
    "list_password_resets",
    "list_people",
    "list_unit_registrations",
    "preview_organisations",
    "read_actor_names",
    "read_colleagues",
    "read_identity",
    "read_my_sign_ins",
    "read_organisation",
    "read_organisation_history",
    "read_person",
    "read_unit_registration",
    "register_unit",
    "request_binding",
    "reset_password",
    "revoke_client_token",
    "revoke_role",
    "sign_in",
    "sign_up",
    "update_organisation",
    "verify_client_token",
]
