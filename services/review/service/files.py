"""Commands on one file."""

from __future__ import annotations

from services.chassis.causes import Call
from services.chassis.entrypoints import command
from services.contracts.requests import (
    review,
    review_give_up,
    review_negative,
    review_paper,
    review_re_review,
)
from services.review.handlers import (
    give_ups,
    levels,
    negatives,
    opinions,
    papers,
    re_reviews,
    returns,
    withdrawal,
)
from services.review.service.part import Part


class Files(Part):
    """What persons do with a file."""

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

    @command(review_paper.RegisterPaper)
    def register_paper(self, call: Call[review_paper.RegisterPaper]) -> review.CaseChanged:
        return papers.register_paper(self.app, call)

    @command(review.CheckPaper)
    def check_paper(self, call: Call[review.CheckPaper]) -> review.CaseChanged:
        return papers.pass_paper(self.app, call)

    @command(review_negative.ProposeNegative)
    def propose_negative(self, call: Call[review_negative.ProposeNegative]) -> review.CaseChanged:
        return negatives.propose_negative(self.app, call)

    @command(review_negative.AnswerNegative)
    def answer_negative(self, call: Call[review_negative.AnswerNegative]) -> review.CaseChanged:
        return negatives.answer_negative(self.app, call)

    @command(review_negative.DecideNegative)
    def decide_negative(self, call: Call[review_negative.DecideNegative]) -> review.CaseChanged:
        return negatives.decide_negative(self.app, call)

    @command(review_re_review.AskReReview)
    def ask_re_review(self, call: Call[review_re_review.AskReReview]) -> review.CaseChanged:
        return re_reviews.ask_re_review(self.app, call)

    @command(review_re_review.DecideReReview)
    def decide_re_review(self, call: Call[review_re_review.DecideReReview]) -> review.CaseChanged:
        return re_reviews.decide_re_review(self.app, call)

    @command(review_give_up.AskGiveUp)
    def ask_give_up(self, call: Call[review_give_up.AskGiveUp]) -> review.CaseChanged:
        return give_ups.ask_give_up(self.app, call)

    @command(review_give_up.StateOnGiveUp)
    def state_on_give_up(self, call: Call[review_give_up.StateOnGiveUp]) -> review.CaseChanged:
        return give_ups.state_on_give_up(self.app, call)

    @command(review_give_up.ProposeGiveUp)
    def propose_give_up(self, call: Call[review_give_up.ProposeGiveUp]) -> review.CaseChanged:
        return give_ups.propose_give_up(self.app, call)

    @command(review_give_up.DecideGiveUp)
    def decide_give_up(self, call: Call[review_give_up.DecideGiveUp]) -> review.CaseChanged:
        return give_ups.decide_give_up(self.app, call)
