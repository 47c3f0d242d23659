"""Entrypoints of the documents service."""

from __future__ import annotations

from services.chassis.audit_reading import check_audit, read_audit
from services.chassis.causes import Call, Delivery
from services.chassis.entrypoints import command, query, subscribe, timer
from services.chassis.service import AppProvider
from services.contracts import events
from services.contracts.requests import audit
from services.contracts.requests import documents as requests
from services.contracts.requests import documents_exports as exports
from services.documents import handlers
from services.documents.app import build_app


class DocumentsService:
    """Which prints exist, who may have them, what their codes stand for."""

    name = "documents"
    app = AppProvider(build_app)

    @query(requests.ReadDocuments)
    def read_documents(self, call: Call[requests.ReadDocuments]) -> requests.ReadDocumentsResult:
        return handlers.read_documents(self.app, call)

    @query(requests.FetchDocument)
    def fetch_document(self, call: Call[requests.FetchDocument]) -> requests.FetchDocumentResult:
        return handlers.fetch_document(self.app, call)

    @query(requests.LookUpCode)
    def look_up_code(self, call: Call[requests.LookUpCode]) -> requests.LookUpCodeResult:
        return handlers.look_up_code(self.app, call)

    @command(exports.RequestExport)
    def request_export(self, call: Call[exports.RequestExport]) -> exports.ExportView:
        return handlers.request_export(self.app, call)

    @query(exports.ReadExports)
    def read_exports(self, call: Call[exports.ReadExports]) -> exports.ReadExportsResult:
        return handlers.read_exports(self.app, call)

    @query(exports.ReadExport)
    def read_export(self, call: Call[exports.ReadExport]) -> exports.ExportView:
        return handlers.read_export(self.app, call)

    @query(exports.FetchExport)
    def fetch_export(self, call: Call[exports.FetchExport]) -> requests.FetchDocumentResult:
        return handlers.fetch_export(self.app, call)

    @subscribe(events.ApplicationSubmittedV1)
    def on_submitted(self, delivery: Delivery[events.ApplicationSubmittedV1]) -> None:
        handlers.on_submitted(self.app, delivery)

    @subscribe(events.ApplicationResubmittedV1)
    def on_resubmitted(self, delivery: Delivery[events.ApplicationResubmittedV1]) -> None:
        handlers.on_resubmitted(self.app, delivery)

    @subscribe(events.ApplicationApprovedV1)
    def on_approved(self, delivery: Delivery[events.ApplicationApprovedV1]) -> None:
        handlers.on_approved(self.app, delivery)

    @subscribe(events.ApplicationWithdrawnV1)
    def on_withdrawn(self, delivery: Delivery[events.ApplicationWithdrawnV1]) -> None:
        handlers.on_withdrawn(self.app, delivery)

    @subscribe(events.ListFrozenV1)
    def on_list_frozen(self, delivery: Delivery[events.ListFrozenV1]) -> None:
        handlers.on_list_frozen(self.app, delivery)

    @subscribe(events.ListVoidedV1)
    def on_list_voided(self, delivery: Delivery[events.ListVoidedV1]) -> None:
        handlers.on_list_voided(self.app, delivery)

    @timer(10)
    def measure_documents(self) -> None:
        handlers.measure_documents(self.app)

    @timer(300)
    def expire_exports(self) -> None:
        handlers.expire_exports(self.app)

    @query(audit.ReadDocumentsAudit)
    def read_audit(self, call: Call[audit.ReadDocumentsAudit]) -> audit.AuditPage:
        return read_audit(self.app.uow, call)

    @query(audit.CheckDocumentsAudit)
    def check_audit(self, call: Call[audit.CheckDocumentsAudit]) -> audit.AuditCheck:
        return check_audit(self.app.uow, self.app.settings, call)


SERVICE = DocumentsService
