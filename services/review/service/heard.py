"""Events the review service hears, and what it does by the clock."""

from __future__ import annotations

from services.chassis.causes import Delivery
from services.chassis.entrypoints import subscribe, timer
from services.contracts import events
from services.review.handlers import (
    closures,
    copies,
    listing,
    negatives,
    opening,
    reminding,
    returns,
)
from services.review.service.part import Part


class Heard(Part):
    """Facts of other services, and timers."""

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

    @timer(60)
    def remind_returns(self) -> None:
        reminding.remind_returns(self.app)

    @timer(60)
    def settle_refusals(self) -> None:
        negatives.settle_refusals(self.app)

    @timer(60)
    def settle_closures(self) -> None:
        closures.settle_closures(self.app)

    @timer(60)
    def close_reviews(self) -> None:
        closures.close_reviews(self.app)
