"""Questions to the review service; those about lists stand with the lists."""

from __future__ import annotations

from services.chassis.audit_reading import check_audit, read_audit
from services.chassis.causes import Call
from services.chassis.entrypoints import query
from services.contracts.requests import (
    audit,
    review_counts,
    review_give_up,
    review_prints,
    review_progress,
    review_public,
    review_rates,
    review_re_review,
    review_views,
)
from services.review.handlers import (
    contestable,
    exports,
    files,
    give_ups,
    prints,
    progress,
    public_counts,
    public_state,
    queues,
    rates,
    status,
)
from services.review.service.part import Part


class Questions(Part):
    """What desks, applicants and other services ask."""

    @query(review_views.ReadQueue)
    def read_queue(self, call: Call[review_views.ReadQueue]) -> review_views.Queue:
        return queues.read_queue(self.app, call)

    @query(review_progress.ReadProgress)
    def read_progress(self, call: Call[review_progress.ReadProgress]) -> review_progress.Progress:
        return progress.read_progress(self.app, call)

    @query(review_counts.ReadPublicCounts)
    def read_public_counts(
        self, call: Call[review_counts.ReadPublicCounts]
    ) -> review_counts.PublicCounts:
        return public_counts.read_public_counts(self.app, call)

    @query(review_rates.ReadRates)
    def read_rates(self, call: Call[review_rates.ReadRates]) -> review_rates.Rates:
        return rates.read_rates(self.app, call)

    @query(review_progress.MayExport)
    def may_export(self, call: Call[review_progress.MayExport]) -> review_progress.ExportRight:
        return exports.may_export(self.app, call)

    @query(review_progress.ExportedProgress)
    def exported_progress(
        self, call: Call[review_progress.ExportedProgress]
    ) -> review_progress.Progress:
        return exports.exported_progress(self.app, call)

    @query(review_progress.ExportedFiles)
    def exported_files(
        self, call: Call[review_progress.ExportedFiles]
    ) -> review_progress.ExportedFilesAnswer:
        return exports.exported_files(self.app, call)

    @query(review_views.ReadCase)
    def read_case(self, call: Call[review_views.ReadCase]) -> review_views.CaseView:
        return files.read_case(self.app, call)

    @query(review_views.ReadMyStatus)
    def read_my_status(self, call: Call[review_views.ReadMyStatus]) -> review_views.MyStatus:
        return status.read_my_status(self.app, call)

    @query(review_prints.Opinions)
    def opinions(self, call: Call[review_prints.Opinions]) -> review_prints.OpinionsAnswer:
        return prints.opinions(self.app, call)

    @query(review_prints.ReadPrintStatus)
    def read_print_status(
        self, call: Call[review_prints.ReadPrintStatus]
    ) -> review_prints.PrintStatus:
        return prints.read_print_status(self.app, call)

    @query(review_re_review.ReadReReviews)
    def read_re_reviews(
        self, call: Call[review_re_review.ReadReReviews]
    ) -> review_re_review.ReReviewQueue:
        return contestable.read_re_reviews(self.app, call)

    @query(review_give_up.ReadGiveUps)
    def read_give_ups(self, call: Call[review_give_up.ReadGiveUps]) -> review_give_up.GiveUpDesk:
        return give_ups.read_give_ups(self.app, call)

    @query(review_public.ReadPublicState)
    def read_public_state(
        self, call: Call[review_public.ReadPublicState]
    ) -> review_public.PublicState:
        return public_state.read_public_state(self.app, call)

    @query(audit.ReadReviewAudit)
    def read_audit(self, call: Call[audit.ReadReviewAudit]) -> audit.AuditPage:
        return read_audit(self.app.uow, call)

    @query(audit.CheckReviewAudit)
    def check_audit(self, call: Call[audit.CheckReviewAudit]) -> audit.AuditCheck:
        return check_audit(self.app.uow, self.app.settings, call)
