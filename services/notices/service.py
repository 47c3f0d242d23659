"""Entrypoints of the notices service."""

from __future__ import annotations

from services.chassis.audit_reading import check_audit, read_audit
from services.chassis.causes import Call, Delivery
from services.chassis.entrypoints import command, query, subscribe, timer
from services.chassis.service import AppProvider
from services.contracts import events
from services.contracts.requests import audit
from services.contracts.requests import notices as requests
from services.contracts.requests import notices_messages as inbox
from services.notices import handlers
from services.notices.app import build_app


class NoticesService:
    """The public notice, guides, editable texts, contact points; messages to applicants."""

    name = "notices"
    app = AppProvider(build_app)

    @query(requests.ListTexts)
    def list_texts(self, call: Call[requests.ListTexts]) -> requests.TextList:
        return handlers.list_texts(self.app, call)

    @query(requests.ReadText)
    def read_text(self, call: Call[requests.ReadText]) -> requests.TextView:
        return handlers.read_text(self.app, call)

    @query(requests.ReadTextVersions)
    def read_text_versions(self, call: Call[requests.ReadTextVersions]) -> requests.TextVersions:
        return handlers.read_text_versions(self.app, call)

    @query(requests.SearchGuides)
    def search_guides(self, call: Call[requests.SearchGuides]) -> requests.GuideHits:
        return handlers.search_guides(self.app, call)

    @query(requests.ListContacts)
    def list_contacts(self, call: Call[requests.ListContacts]) -> requests.ContactList:
        return handlers.list_contacts(self.app, call)

    @command(requests.ProposeText)
    def propose_text(self, call: Call[requests.ProposeText]) -> requests.TextView:
        return handlers.propose_text(self.app, call)

    @command(requests.PublishText)
    def publish_text(self, call: Call[requests.PublishText]) -> requests.TextView:
        return handlers.publish_text(self.app, call)

    @command(requests.RefuseText)
    def refuse_text(self, call: Call[requests.RefuseText]) -> requests.TextView:
        return handlers.refuse_text(self.app, call)

    @query(inbox.ReadInbox)
    def read_inbox(self, call: Call[inbox.ReadInbox]) -> inbox.Inbox:
        return handlers.read_inbox(self.app, call)

    @query(inbox.ReadMessage)
    def read_message(self, call: Call[inbox.ReadMessage]) -> inbox.MessageView:
        return handlers.read_message(self.app, call)

    @command(inbox.MarkMessagesRead)
    def mark_messages_read(self, call: Call[inbox.MarkMessagesRead]) -> inbox.MessagesRead:
        return handlers.mark_messages_read(self.app, call)

    @subscribe(events.ApplicationSubmittedV1)
    def on_submitted(self, delivery: Delivery[events.ApplicationSubmittedV1]) -> None:
        handlers.on_submission(self.app, delivery)

    @subscribe(events.ApplicationResubmittedV1)
    def on_resubmitted(self, delivery: Delivery[events.ApplicationResubmittedV1]) -> None:
        handlers.on_submission(self.app, delivery)

    @subscribe(events.ApplicationApprovedV1)
    def on_approved(self, delivery: Delivery[events.ApplicationApprovedV1]) -> None:
        handlers.on_fact(self.app, delivery)

    @subscribe(events.ApplicationReturnedV1)
    def on_returned(self, delivery: Delivery[events.ApplicationReturnedV1]) -> None:
        handlers.on_fact(self.app, delivery)

    @subscribe(events.ApplicationRefusedV1)
    def on_refused(self, delivery: Delivery[events.ApplicationRefusedV1]) -> None:
        handlers.on_fact(self.app, delivery)

    @subscribe(events.ReReviewAskedV1)
    def on_re_review_asked(self, delivery: Delivery[events.ReReviewAskedV1]) -> None:
        handlers.on_fact(self.app, delivery)

    @subscribe(events.ReReviewDecidedV1)
    def on_re_review_decided(self, delivery: Delivery[events.ReReviewDecidedV1]) -> None:
        handlers.on_fact(self.app, delivery)

    @subscribe(events.OpinionSignedV1)
    def on_opinion_signed(self, delivery: Delivery[events.OpinionSignedV1]) -> None:
        handlers.on_fact(self.app, delivery)

    @subscribe(events.ClosingSoonV1)
    def on_closing_soon(self, delivery: Delivery[events.ClosingSoonV1]) -> None:
        handlers.on_closing_soon(self.app, delivery)

    @subscribe(events.DueSoonV1)
    def on_due_soon(self, delivery: Delivery[events.DueSoonV1]) -> None:
        handlers.on_due_soon(self.app, delivery)

    @subscribe(events.DeskChangedV1)
    def on_desk_changed(self, delivery: Delivery[events.DeskChangedV1]) -> None:
        handlers.on_desk_changed(self.app, delivery)

    @timer(15)
    def measure_texts(self) -> None:
        handlers.measure_texts(self.app)

    @timer(5)
    def send_mails(self) -> None:
        handlers.send_mails(self.app)

    @timer(15)
    def measure_mails(self) -> None:
        handlers.measure_mails(self.app)

    @query(audit.ReadNoticesAudit)
    def read_audit(self, call: Call[audit.ReadNoticesAudit]) -> audit.AuditPage:
        return read_audit(self.app.uow, call)

    @query(audit.CheckNoticesAudit)
    def check_audit(self, call: Call[audit.CheckNoticesAudit]) -> audit.AuditCheck:
        return check_audit(self.app.uow, self.app.settings, call)


SERVICE = NoticesService
