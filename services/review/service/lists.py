"""Commands and questions about summary lists and paper."""

from __future__ import annotations

from services.chassis.causes import Call
from services.chassis.entrypoints import command, query
from services.contracts.requests import (
    review,
    review_list_desk,
    review_lists,
    review_paper,
    review_prints,
    review_reserve,
)
from services.contracts.requests import review_list_selection as several
from services.contracts.requests.base import Acknowledged
from services.review.handlers import (
    list_desk,
    list_returns,
    list_selection,
    list_views,
    listing,
    lists,
    paper_files,
    prints,
    reserve,
)
from services.review.service.part import Part


class Lists(Part):
    """Summary lists."""

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

    @command(review_lists.ReturnList)
    def return_list(self, call: Call[review_lists.ReturnList]) -> review_lists.ListChanged:
        return list_returns.return_list(self.app, call)

    @command(review_reserve.PlaceOnReserve)
    def place_on_reserve(self, call: Call[review_reserve.PlaceOnReserve]) -> review.CaseChanged:
        return reserve.place_on_reserve(self.app, call)

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

    @query(review_prints.ListRows)
    def list_rows(self, call: Call[review_prints.ListRows]) -> review_prints.FrozenList:
        return prints.list_rows(self.app, call)

    @query(several.ReadFilesForList)
    def read_files_for_list(self, call: Call[several.ReadFilesForList]) -> several.FilesForList:
        return list_selection.read_files_for_list(self.app, call)
