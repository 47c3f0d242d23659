"""Commands and questions about determination."""

from __future__ import annotations

from services.chassis.causes import Call
from services.chassis.entrypoints import command, query
from services.contracts.requests import review, review_determination
from services.review.handlers import determination_views, determining, withdrawal
from services.review.service.part import Part


class Determinations(Part):
    """The region determines, the ministry's result is recorded."""

    @command(review_determination.ProposeDetermination)
    def propose_determination(
        self, call: Call[review_determination.ProposeDetermination]
    ) -> review_determination.DeterminationChanged:
        return determining.propose_determination(self.app, call)

    @command(review_determination.ProposeMinistryResult)
    def propose_ministry_result(
        self, call: Call[review_determination.ProposeMinistryResult]
    ) -> review_determination.DeterminationChanged:
        return determining.propose_result(self.app, call)

    @command(review_determination.DecideDetermination)
    def decide_determination(
        self, call: Call[review_determination.DecideDetermination]
    ) -> review_determination.DeterminationChanged:
        return determining.decide(self.app, call)

    @command(review_determination.ReceiveWithdrawal)
    def receive_withdrawal(
        self, call: Call[review_determination.ReceiveWithdrawal]
    ) -> review.CaseChanged:
        return withdrawal.receive_withdrawal(self.app, call)

    @query(review_determination.ReadDeterminationDesk)
    def read_determination_desk(
        self, call: Call[review_determination.ReadDeterminationDesk]
    ) -> review_determination.DeterminationDesk:
        return determination_views.read_desk(self.app, call)

    @query(review_determination.ReadDetermination)
    def read_determination(
        self, call: Call[review_determination.ReadDetermination]
    ) -> review_determination.DeterminationContents:
        return determination_views.read_determination(self.app, call)

    @query(review_determination.ReadFilesToDetermine)
    def read_files_to_determine(
        self, call: Call[review_determination.ReadFilesToDetermine]
    ) -> review_determination.FilesToDetermine:
        return determination_views.read_files(self.app, call)
