"""Entrypoints of the review service; everything else is in the handlers."""

from __future__ import annotations

from services.chassis.audit_reading import check_audit, read_audit
from services.chassis.causes import Call, Delivery
from services.chassis.entrypoints import command, query, subscribe, timer
from services.chassis.service import AppProvider
from services.contracts import events
from services.contracts.requests import (
    audit,
    review,
    review_desk,
    review_list_desk,
    review_lists,
    review_paper,
    review_prints,
    review_progress,
    review_public,
    review_views,
)
from services.contracts.requests import review_list_selection as several
from services.contracts.requests.base import Acknowledged
from services.review.app import build_app
from services.review.handlers import (
    claims,
    copies,
    desks,
    exports,
    files,
    levels,
    list_desk,
    list_selection,
    list_views,
    listing,
    lists,
    opening,
    opinions,
    paper_files,
    papers,
    prints,
    progress,
    public_state,
    queues,
    returns,
    status,
    withdrawal,
)


class ReviewService:
    """Desks, decisions and lists."""

    name = "review"
    app = AppProvider(build_app)

    # --- events ---------------------------------------------------------------------------------

    @subscribe(events.ApplicationSubmittedV1)
    def on_submitted(self, delivery: Delivery[events.ApplicationSubmittedV1]) -> None:
        opening.on_submitted(self.app, delivery)

    @subscribe(events.ApplicationResubmittedV1)
    def on_resubmitted(self, delivery: Delivery[events.ApplicationResubmittedV1]) -> None:
        opening.on_resubmitted(self.app, delivery)

    @subscribe(events.QuotaReservedV1)
    def on_quota_reserved(self, delivery: Delivery[events.QuotaReservedV1]) -> None:
        listing.on_quota_reserved(self.app, delivery)

    @subscribe(events.QuotaRefusedV1)
    def on_quota_refused(self, delivery: Delivery[events.QuotaRefusedV1]) -> None:
        listing.on_quota_refused(self.app, delivery)

    @subscribe(events.OrganisationChangedV1)
    def on_organisation_changed(self, delivery: Delivery[events.OrganisationChangedV1]) -> None:
        copies.on_organisation_changed(self.app, delivery)

    @subscribe(events.CycleOpenedV1)
    def on_cycle_opened(self, delivery: Delivery[events.CycleOpenedV1]) -> None:
        copies.on_cycle(self.app, delivery)

    @subscribe(events.CycleChangedV1)
    def on_cycle_changed(self, delivery: Delivery[events.CycleChangedV1]) -> None:
        copies.on_cycle(self.app, delivery)

    @subscribe(events.PlanPublishedV1)
    def on_plan_published(self, delivery: Delivery[events.PlanPublishedV1]) -> None:
        copies.on_plan(self.app, delivery)

    @subscribe(events.PlanAmendedV1)
    def on_plan_amended(self, delivery: Delivery[events.PlanAmendedV1]) -> None:
        copies.on_plan(self.app, delivery)

    @timer(20)
    def return_overdue(self) -> None:
        returns.return_overdue(self.app)

    # --- commands on one file -------------------------------------------------------------------

    @command(review.SetVerdicts)
    def set_verdicts(self, call: Call[review.SetVerdicts]) -> review.CaseChanged:
        return levels.set_verdicts(self.app, call)

    @command(review.WriteUnitOpinion)
    def write_unit_opinion(self, call: Call[review.WriteUnitOpinion]) -> review.CaseChanged:
        return opinions.write_unit_opinion(self.app, call)

    @command(review.SignUnitOpinion)
    def sign_unit_opinion(self, call: Call[review.SignUnitOpinion]) -> review.CaseChanged:
        return opinions.sign_unit_opinion(self.app, call)

    @command(review.PassLevel)
    def pass_level(self, call: Call[review.PassLevel]) -> review.CaseChanged:
        return levels.pass_level(self.app, call)

    @command(review.ReturnApplication)
    def return_application(self, call: Call[review.ReturnApplication]) -> review.CaseChanged:
        return returns.return_application(self.app, call)

    @command(review.WithdrawApplication)
    def withdraw_application(self, call: Call[review.WithdrawApplication]) -> review.CaseChanged:
        return withdrawal.withdraw(self.app, call)

    @command(review.CheckPaper)
    def check_paper(self, call: Call[review.CheckPaper]) -> review.CaseChanged:
        return papers.pass_paper(self.app, call)

    # --- how desks share their work -------------------------------------------------------------

    @command(review_desk.ClaimFiles)
    def claim_files(self, call: Call[review_desk.ClaimFiles]) -> review_desk.SelectionDone:
        return claims.claim_files(self.app, call)

    @command(review_desk.HandOverFiles)
    def hand_over_files(self, call: Call[review_desk.HandOverFiles]) -> review_desk.SelectionDone:
        return claims.hand_over_files(self.app, call)

    @command(review_desk.ReleaseFiles)
    def release_files(self, call: Call[review_desk.ReleaseFiles]) -> review_desk.SelectionDone:
        return claims.release_files(self.app, call)

    @command(review_desk.AddDeskNote)
    def add_desk_note(self, call: Call[review_desk.AddDeskNote]) -> Acknowledged:
        return desks.add_desk_note(self.app, call)

    @command(review_desk.SavePhrases)
    def save_phrases(self, call: Call[review_desk.SavePhrases]) -> Acknowledged:
        return desks.save_phrases(self.app, call)

    @command(review_desk.NameDeputy)
    def name_deputy(self, call: Call[review_desk.NameDeputy]) -> Acknowledged:
        return desks.name_deputy(self.app, call)

    @query(review_desk.ReadDeskFile)
    def read_desk_file(self, call: Call[review_desk.ReadDeskFile]) -> review_desk.DeskFile:
        return desks.read_desk_file(self.app, call)

    @query(review_desk.ReadDeskTeam)
    def read_desk_team(self, call: Call[review_desk.ReadDeskTeam]) -> review_desk.DeskTeam:
        return desks.read_desk_team(self.app, call)

    # --- commands on lists ----------------------------------------------------------------------

    @command(review_lists.NominateApplication)
    def nominate_application(
        self, call: Call[review_lists.NominateApplication]
    ) -> review.CaseChanged:
        return listing.nominate(self.app, call)

    @command(several.NominateFiles)
    def nominate_files(self, call: Call[several.NominateFiles]) -> several.FilesNominated:
        return list_selection.nominate_files(self.app, call)

    @command(review_lists.RemoveListRow)
    def remove_list_row(self, call: Call[review_lists.RemoveListRow]) -> review.CaseChanged:
        return listing.remove_row(self.app, call)

    @command(review_lists.OrderList)
    def order_list(self, call: Call[review_lists.OrderList]) -> review_lists.ListChanged:
        return lists.order_list(self.app, call)

    @command(review_lists.FreezeList)
    def freeze_list(self, call: Call[review_lists.FreezeList]) -> review_lists.ListChanged:
        return lists.freeze_list(self.app, call)

    @command(review_lists.SubmitList)
    def submit_list(self, call: Call[review_lists.SubmitList]) -> review_lists.ListChanged:
        return lists.submit_list(self.app, call)

    # --- questions ------------------------------------------------------------------------------

    @query(review_views.ReadQueue)
    def read_queue(self, call: Call[review_views.ReadQueue]) -> review_views.Queue:
        return queues.read_queue(self.app, call)

    @query(review_progress.ReadProgress)
    def read_progress(self, call: Call[review_progress.ReadProgress]) -> review_progress.Progress:
        return progress.read_progress(self.app, call)

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

    @query(review_lists.ReadLists)
    def read_lists(self, call: Call[review_lists.ReadLists]) -> review_lists.ListsAnswer:
        return list_views.read_lists(self.app, call)

    @query(review_lists.ReadList)
    def read_list(self, call: Call[review_lists.ReadList]) -> review_lists.ListView:
        return list_views.read_list(self.app, call)

    @query(review_list_desk.ReadListDesk)
    def read_list_desk(
        self, call: Call[review_list_desk.ReadListDesk]
    ) -> review_list_desk.ListDesk:
        return list_desk.read_list_desk(self.app, call)

    @query(several.ReadFilesForList)
    def read_files_for_list(self, call: Call[several.ReadFilesForList]) -> several.FilesForList:
        return list_selection.read_files_for_list(self.app, call)

    @query(review_list_desk.ReadListMark)
    def read_list_mark(
        self, call: Call[review_list_desk.ReadListMark]
    ) -> review_list_desk.ListMark:
        return list_desk.read_list_mark(self.app, call)

    @query(review_list_desk.ReadListOverview)
    def read_list_overview(
        self, call: Call[review_list_desk.ReadListOverview]
    ) -> review_list_desk.ListOverview:
        return list_desk.read_list_overview(self.app, call)

    @query(review_list_desk.ReadReceivedLists)
    def read_received_lists(
        self, call: Call[review_list_desk.ReadReceivedLists]
    ) -> review_list_desk.ReceivedLists:
        return list_desk.read_received_lists(self.app, call)

    @query(review_paper.ReadCaseByCode)
    def read_case_by_code(self, call: Call[review_paper.ReadCaseByCode]) -> review_paper.PaperFile:
        return paper_files.read_case_by_code(self.app, call)

    @query(review_lists.MayReadList)
    def may_read_list(self, call: Call[review_lists.MayReadList]) -> Acknowledged:
        return list_views.may_read_list(self.app, call)

    @query(review_prints.Opinions)
    def opinions(self, call: Call[review_prints.Opinions]) -> review_prints.OpinionsAnswer:
        return prints.opinions(self.app, call)

    @query(review_prints.ListRows)
    def list_rows(self, call: Call[review_prints.ListRows]) -> review_prints.FrozenList:
        return prints.list_rows(self.app, call)

    @query(review_prints.ReadPrintStatus)
    def read_print_status(
        self, call: Call[review_prints.ReadPrintStatus]
    ) -> review_prints.PrintStatus:
        return prints.read_print_status(self.app, call)

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


SERVICE = ReviewService
