"""Keeps the local copies of organisations, cycles and plans; older events change nothing."""

from __future__ import annotations

from services.chassis.causes import Delivery
from services.contracts.errors import TryAgain
from services.contracts.events import (
    CycleChangedV1,
    CycleOpenedV1,
    OrganisationChangedV1,
    PlanAmendedV1,
    PlanPublishedV1,
)
from services.review.app import ReviewApp
from services.review.storage.copies import CopyStore


def on_organisation_changed(app: ReviewApp, delivery: Delivery[OrganisationChangedV1]) -> None:
    """Store the organisation; running files keep the route they started with."""
    event = delivery.event
    with app.uow(delivery) as tx:
        CopyStore(tx.session).put_organisation(
            {
                "organisation_id": event.organisation_id,
                "code": event.code,
                "name": event.organisation_name,
                "type": event.type,
                "plan_unit_code": event.plan_unit_code,
                "route": [node.model_dump(mode="json") for node in event.route],
                "sequence": delivery.sequence,
            }
        )


def on_cycle(app: ReviewApp, delivery: Delivery[CycleOpenedV1] | Delivery[CycleChangedV1]) -> None:
    """Store the dates that bind desks."""
    event = delivery.event
    with app.uow(delivery) as tx:
        CopyStore(tx.session).put_cycle(
            {
                "cycle_id": event.cycle_id,
                "year": event.year,
                "correction_close_at": event.correction_close_at,
                "review_close_at": event.review_close_at,
                "dispatch_deadline_on": event.dispatch_deadline_on,
                "sequence": delivery.sequence,
            }
        )


def on_plan(app: ReviewApp, delivery: Delivery[PlanPublishedV1] | Delivery[PlanAmendedV1]) -> None:
    """Store the plan in force.

    Raises:
        TryAgain: the cycle itself has not been told of yet.
    """
    event = delivery.event
    with app.uow(delivery) as tx:
        store = CopyStore(tx.session)
        cycle = store.lock_cycle(event.cycle_id)
        if cycle is None:
            raise TryAgain("the plan's cycle is not known here yet")
        store.put_plan(cycle, event.plan_version, event.rows)
