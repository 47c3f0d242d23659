"""Entrypoints of the applications service."""

from __future__ import annotations

from services.applications import handlers
from services.applications.app import build_app
from services.chassis.audit_reading import check_audit, read_audit
from services.chassis.causes import Call, Delivery
from services.chassis.entrypoints import command, query, subscribe, timer
from services.chassis.service import AppProvider
from services.contracts import events
from services.contracts.requests import applications as requests
from services.contracts.requests import applications_addresses as addresses
from services.contracts.requests import applications_consents as consents
from services.contracts.requests import applications_fairness as fairness
from services.contracts.requests import applications_names as names
from services.contracts.requests import applications_prints as prints
from services.contracts.requests import applications_scans as uploads
from services.contracts.requests import applications_views as views
from services.contracts.requests import audit


class ApplicationsService:
    """Drafts, frozen versions, findings and scans."""

    name = "applications"
    app = AppProvider(build_app)

    @command(requests.CreateDraft)
    def create_draft(self, call: Call[requests.CreateDraft]) -> requests.DraftCreated:
        return handlers.create_draft(self.app, call)

    @query(requests.ReadMyApplications)
    def read_my_applications(
        self, call: Call[requests.ReadMyApplications]
    ) -> requests.MyApplications:
        return handlers.read_my_applications(self.app, call)

    @query(requests.ReadApplication)
    def read_application(self, call: Call[requests.ReadApplication]) -> views.ApplicationView:
        return handlers.read_application(self.app, call)

    @query(requests.ReadForm)
    def read_form(self, call: Call[requests.ReadForm]) -> views.FormView:
        return handlers.read_form(self.app, call)

    @command(requests.SaveDraft)
    def save_draft(self, call: Call[requests.SaveDraft]) -> requests.DraftSaved:
        return handlers.save_draft(self.app, call)

    @query(requests.CheckDraft)
    def check_draft(self, call: Call[requests.CheckDraft]) -> views.DraftCheck:
        return handlers.check_draft(self.app, call)

    @query(requests.ReadDraft)
    def read_draft(self, call: Call[requests.ReadDraft]) -> views.OwnDraft:
        return handlers.read_draft(self.app, call)

    @command(requests.SubmitApplication)
    def submit_application(self, call: Call[requests.SubmitApplication]) -> views.SubmissionReceipt:
        return handlers.submit_application(self.app, call)

    @command(requests.ResubmitApplication)
    def resubmit_application(
        self, call: Call[requests.ResubmitApplication]
    ) -> views.SubmissionReceipt:
        return handlers.resubmit_application(self.app, call)

    @command(requests.WithdrawDraft)
    def withdraw_draft(self, call: Call[requests.WithdrawDraft]) -> requests.DraftWithdrawn:
        return handlers.withdraw_draft(self.app, call)

    @query(requests.UnmaskIdNumber)
    def unmask_id_number(self, call: Call[requests.UnmaskIdNumber]) -> requests.IdNumberShown:
        return handlers.unmask_id_number(self.app, call)

    @query(requests.ReadVersions)
    def read_versions(self, call: Call[requests.ReadVersions]) -> requests.VersionList:
        return handlers.read_versions(self.app, call)

    @query(requests.ReadAccesses)
    def read_accesses(self, call: Call[requests.ReadAccesses]) -> requests.AccessList:
        return handlers.read_accesses(self.app, call)

    @command(uploads.BeginUpload)
    def begin_upload(self, call: Call[uploads.BeginUpload]) -> views.UploadTicket:
        return handlers.begin_upload(self.app, call)

    @query(consents.ReadConsents)
    def read_consents(self, call: Call[consents.ReadConsents]) -> consents.ConsentList:
        return handlers.read_consents(self.app, call)

    @command(consents.GiveConsent)
    def give_consent(self, call: Call[consents.GiveConsent]) -> consents.ConsentList:
        return handlers.give_consent(self.app, call)

    @command(consents.WithdrawConsent)
    def withdraw_consent(self, call: Call[consents.WithdrawConsent]) -> consents.ConsentList:
        return handlers.withdraw_consent(self.app, call)

    @query(uploads.RenewUpload)
    def renew_upload(self, call: Call[uploads.RenewUpload]) -> views.UploadTicket:
        return handlers.renew_upload(self.app, call)

    @command(uploads.CompleteUpload)
    def complete_upload(self, call: Call[uploads.CompleteUpload]) -> views.ScanView:
        return handlers.complete_upload(self.app, call)

    @command(uploads.RemoveScan)
    def remove_scan(self, call: Call[uploads.RemoveScan]) -> views.ScanView:
        return handlers.remove_scan(self.app, call)

    @query(uploads.ListScans)
    def list_scans(self, call: Call[uploads.ListScans]) -> uploads.ScanList:
        return handlers.list_scans(self.app, call)

    @query(uploads.ReadScan)
    def read_scan(self, call: Call[uploads.ReadScan]) -> uploads.ScanLink:
        return handlers.read_scan(self.app, call)

    @query(uploads.ShowScan)
    def show_scan(self, call: Call[uploads.ShowScan]) -> uploads.ScanLink:
        return handlers.show_scan(self.app, call)

    @query(uploads.ReadPictures)
    def read_pictures(self, call: Call[uploads.ReadPictures]) -> uploads.Pictures:
        return handlers.read_pictures(self.app, call)

    @query(prints.PrintCopy)
    def print_copy(self, call: Call[prints.PrintCopy]) -> prints.PrintCopyAnswer:
        return handlers.print_copy(self.app, call)

    @query(prints.NameOrder)
    def name_order(self, call: Call[prints.NameOrder]) -> prints.NameOrderAnswer:
        return handlers.name_order(self.app, call)

    @query(prints.ListEntries)
    def list_entries(self, call: Call[prints.ListEntries]) -> prints.ListEntriesAnswer:
        return handlers.list_entries(self.app, call)

    @query(prints.ExportedNames)
    def exported_names(self, call: Call[prints.ExportedNames]) -> prints.ExportedNamesAnswer:
        return handlers.exported_names(self.app, call)

    @query(fairness.ReadFairness)
    def read_fairness(self, call: Call[fairness.ReadFairness]) -> fairness.FairnessReport:
        return handlers.read_fairness(self.app, call)

    @query(names.ReadNames)
    def read_names(self, call: Call[names.ReadNames]) -> names.NamedFiles:
        return handlers.read_names(self.app, call)

    @query(names.FindFiles)
    def find_files(self, call: Call[names.FindFiles]) -> names.NamedFiles:
        return handlers.find_files(self.app, call)

    @query(addresses.MailAddresses)
    def mail_addresses(self, call: Call[addresses.MailAddresses]) -> addresses.MailAddressesAnswer:
        return handlers.mail_addresses(self.app, call)

    @query(prints.MayRead)
    def may_read(self, call: Call[prints.MayRead]) -> prints.ReadingRight:
        return handlers.may_read(self.app, call)

    @subscribe(events.CycleOpenedV1)
    def on_cycle_opened(self, delivery: Delivery[events.CycleOpenedV1]) -> None:
        handlers.on_cycle(self.app, delivery)

    @subscribe(events.CycleChangedV1)
    def on_cycle_changed(self, delivery: Delivery[events.CycleChangedV1]) -> None:
        handlers.on_cycle(self.app, delivery)

    @subscribe(events.PlanPublishedV1)
    def on_plan_published(self, delivery: Delivery[events.PlanPublishedV1]) -> None:
        handlers.on_plan(self.app, delivery)

    @subscribe(events.PlanAmendedV1)
    def on_plan_amended(self, delivery: Delivery[events.PlanAmendedV1]) -> None:
        handlers.on_plan(self.app, delivery)

    @subscribe(events.OrganisationChangedV1)
    def on_organisation_changed(self, delivery: Delivery[events.OrganisationChangedV1]) -> None:
        handlers.on_organisation_changed(self.app, delivery)

    @subscribe(events.BindingChangedV1)
    def on_binding_changed(self, delivery: Delivery[events.BindingChangedV1]) -> None:
        handlers.on_binding_changed(self.app, delivery)

    @subscribe(events.DeskChangedV1)
    def on_desk_changed(self, delivery: Delivery[events.DeskChangedV1]) -> None:
        handlers.on_desk_changed(self.app, delivery)

    @subscribe(events.ApplicationReturnedV1)
    def on_returned(self, delivery: Delivery[events.ApplicationReturnedV1]) -> None:
        handlers.on_returned(self.app, delivery)

    @subscribe(events.ReReviewAskedV1)
    def on_re_review_asked(self, delivery: Delivery[events.ReReviewAskedV1]) -> None:
        handlers.on_re_review_asked(self.app, delivery)

    @subscribe(events.ReReviewDecidedV1)
    def on_re_review_decided(self, delivery: Delivery[events.ReReviewDecidedV1]) -> None:
        handlers.on_re_review_decided(self.app, delivery)

    @subscribe(events.ApplicationWithdrawnV1)
    def on_withdrawn(self, delivery: Delivery[events.ApplicationWithdrawnV1]) -> None:
        handlers.on_withdrawn(self.app, delivery)

    @timer(60)
    def lapse_drafts(self) -> None:
        handlers.lapse_drafts(self.app)

    @timer(60)
    def remind_drafts(self) -> None:
        handlers.remind_drafts(self.app)

    @timer(60)
    def sweep_scans(self) -> None:
        handlers.sweep_scans(self.app)

    @query(audit.ReadApplicationsAudit)
    def read_audit(self, call: Call[audit.ReadApplicationsAudit]) -> audit.AuditPage:
        return read_audit(self.app.uow, call)

    @query(audit.CheckApplicationsAudit)
    def check_audit(self, call: Call[audit.CheckApplicationsAudit]) -> audit.AuditCheck:
        return check_audit(self.app.uow, self.app.settings, call)


SERVICE = ApplicationsService
