"""Entrypoints of the accounts service."""

from __future__ import annotations

from services.accounts import handlers, policies
from services.accounts.app import build_app
from services.chassis.audit_reading import check_audit, read_audit
from services.chassis.causes import Call
from services.chassis.entrypoints import command, query, timer
from services.chassis.service import AppProvider
from services.contracts.requests import accounts as requests
from services.contracts.requests import accounts_colleagues as colleagues
from services.contracts.requests import audit
from services.contracts.requests.base import Acknowledged


class AccountsService:
    """People, organisations, roles, bindings, client tokens."""

    name = "accounts"
    app = AppProvider(build_app)

    @command(requests.SignUp)
    def sign_up(self, call: Call[requests.SignUp]) -> requests.Identity:
        return handlers.sign_up(self.app, call)

    @query(requests.SignIn)
    def sign_in(self, call: Call[requests.SignIn]) -> requests.Identity:
        return handlers.sign_in(self.app, call)

    @query(requests.ReadIdentity)
    def read_identity(self, call: Call[requests.ReadIdentity]) -> requests.Identity:
        return handlers.read_identity(self.app, call)

    @command(requests.ChangePassword)
    def change_password(self, call: Call[requests.ChangePassword]) -> requests.Identity:
        return handlers.change_password(self.app, call)

    @command(requests.CreatePerson)
    def create_person(self, call: Call[requests.CreatePerson]) -> requests.Identity:
        return handlers.create_person(self.app, call)

    @command(requests.GrantRole)
    def grant_role(self, call: Call[requests.GrantRole]) -> requests.Identity:
        return handlers.grant_role(self.app, call)

    @command(requests.RevokeRole)
    def revoke_role(self, call: Call[requests.RevokeRole]) -> requests.Identity:
        return handlers.revoke_role(self.app, call)

    @query(requests.ListOrganisations)
    def list_organisations(
        self, call: Call[requests.ListOrganisations]
    ) -> requests.ListOrganisationsResult:
        return handlers.list_organisations(self.app, call)

    @query(requests.ReadOrganisation)
    def read_organisation(self, call: Call[requests.ReadOrganisation]) -> requests.OrganisationView:
        return handlers.read_organisation(self.app, call)

    @command(requests.ImportOrganisations)
    def import_organisations(
        self, call: Call[requests.ImportOrganisations]
    ) -> requests.ImportOrganisationsResult:
        return handlers.import_organisations(self.app, call)

    @command(requests.RequestBinding)
    def request_binding(self, call: Call[requests.RequestBinding]) -> requests.BindingView:
        return handlers.request_binding(self.app, call)

    @command(requests.ConfirmBinding)
    def confirm_binding(self, call: Call[requests.ConfirmBinding]) -> requests.BindingView:
        return handlers.confirm_binding(self.app, call)

    @query(requests.ListBindings)
    def list_bindings(self, call: Call[requests.ListBindings]) -> requests.ListBindingsResult:
        return handlers.list_bindings(self.app, call)

    @command(requests.AskPasswordReset)
    def ask_password_reset(self, call: Call[requests.AskPasswordReset]) -> Acknowledged:
        return handlers.ask_password_reset(self.app, call)

    @query(requests.ListPasswordResets)
    def list_password_resets(
        self, call: Call[requests.ListPasswordResets]
    ) -> requests.PasswordResets:
        return handlers.list_password_resets(self.app, call)

    @command(requests.IssueResetCode)
    def issue_reset_code(self, call: Call[requests.IssueResetCode]) -> requests.ResetCode:
        return handlers.issue_reset_code(self.app, call)

    @command(requests.ResetPassword)
    def reset_password(self, call: Call[requests.ResetPassword]) -> requests.PasswordReset:
        return handlers.reset_password(self.app, call)

    @query(requests.ReadMySignIns)
    def read_my_sign_ins(self, call: Call[requests.ReadMySignIns]) -> requests.MySignIns:
        return handlers.read_my_sign_ins(self.app, call)

    @command(requests.RegisterUnit)
    def register_unit(self, call: Call[requests.RegisterUnit]) -> requests.UnitRegistrationView:
        return handlers.register_unit(self.app, call)

    @query(requests.ListUnitRegistrations)
    def list_unit_registrations(
        self, call: Call[requests.ListUnitRegistrations]
    ) -> requests.UnitRegistrations:
        return handlers.list_unit_registrations(self.app, call)

    @query(requests.ReadUnitRegistration)
    def read_unit_registration(
        self, call: Call[requests.ReadUnitRegistration]
    ) -> requests.UnitRegistrationView:
        return handlers.read_unit_registration(self.app, call)

    @command(requests.DecideUnitRegistration)
    def decide_unit_registration(
        self, call: Call[requests.DecideUnitRegistration]
    ) -> requests.UnitRegistrationView:
        return handlers.decide_unit_registration(self.app, call)

    @command(requests.IssueClientToken)
    def issue_client_token(
        self, call: Call[requests.IssueClientToken]
    ) -> requests.IssueClientTokenResult:
        return handlers.issue_client_token(self.app, call)

    @query(requests.VerifyClientToken)
    def verify_client_token(
        self, call: Call[requests.VerifyClientToken]
    ) -> requests.ClientIdentity:
        return handlers.verify_client_token(self.app, call)

    @command(requests.RevokeClientToken)
    def revoke_client_token(self, call: Call[requests.RevokeClientToken]) -> Acknowledged:
        return handlers.revoke_client_token(self.app, call)

    @query(requests.ListClientTokens)
    def list_client_tokens(
        self, call: Call[requests.ListClientTokens]
    ) -> requests.ListClientTokensResult:
        return handlers.list_client_tokens(self.app, call)

    @query(requests.CheckGrant)
    def check_grant(self, call: Call[requests.CheckGrant]) -> requests.GrantPreview:
        return handlers.check_grant(self.app, call)

    @query(requests.ListPeople)
    def list_people(self, call: Call[requests.ListPeople]) -> requests.People:
        return handlers.list_people(self.app, call)

    @query(requests.ReadPerson)
    def read_person(self, call: Call[requests.ReadPerson]) -> requests.PersonSummary:
        return handlers.read_person(self.app, call)

    @query(requests.ListGrants)
    def list_grants(self, call: Call[requests.ListGrants]) -> requests.OrganisationGrants:
        return handlers.list_grants(self.app, call)

    @query(requests.ReadActorNames)
    def read_actor_names(self, call: Call[requests.ReadActorNames]) -> requests.ActorNames:
        return handlers.read_actor_names(self.app, call)

    @query(colleagues.ReadColleagues)
    def read_colleagues(
        self, call: Call[colleagues.ReadColleagues]
    ) -> colleagues.OrganisationColleagues:
        return handlers.read_colleagues(self.app, call)

    @query(requests.PreviewOrganisations)
    def preview_organisations(
        self, call: Call[requests.PreviewOrganisations]
    ) -> requests.ImportPreview:
        return handlers.preview_organisations(self.app, call)

    @query(requests.ReadOrganisationHistory)
    def read_organisation_history(
        self, call: Call[requests.ReadOrganisationHistory]
    ) -> requests.OrganisationHistory:
        return handlers.read_organisation_history(self.app, call)

    @query(requests.CheckOrganisationEdit)
    def check_organisation_edit(
        self, call: Call[requests.CheckOrganisationEdit]
    ) -> requests.OrganisationChange:
        return handlers.check_organisation_edit(self.app, call)

    @command(requests.UpdateOrganisation)
    def update_organisation(
        self, call: Call[requests.UpdateOrganisation]
    ) -> requests.OrganisationChange:
        return handlers.update_organisation(self.app, call)

    @command(requests.CancelOrganisationChange)
    def cancel_organisation_change(
        self, call: Call[requests.CancelOrganisationChange]
    ) -> requests.OrganisationHistory:
        return handlers.cancel_organisation_change(self.app, call)

    @timer(60)
    def apply_due_changes(self) -> None:
        handlers.apply_due_changes(self.app)

    @query(audit.ReadAccountsAudit)
    def read_audit(self, call: Call[audit.ReadAccountsAudit]) -> audit.AuditPage:
        return read_audit(self.app.uow, call, policies.SECURITY_ACTIONS)

    @query(audit.CheckAccountsAudit)
    def check_audit(self, call: Call[audit.CheckAccountsAudit]) -> audit.AuditCheck:
        return check_audit(self.app.uow, self.app.settings, call)


SERVICE = AccountsService
