"""Keeping read copies of cycles, plans, organisations and bindings."""

from __future__ import annotations

from services.applications.app import ApplicationsApp
from services.applications.storage import copies
from services.chassis.causes import Delivery
from services.contracts import events


def on_cycle(
    app: ApplicationsApp, delivery: Delivery[events.CycleOpenedV1] | Delivery[events.CycleChangedV1]
) -> None:
    """A cycle was opened or changed."""
    with app.uow(delivery) as tx:
        copies.save_cycle(tx.session, delivery.event, delivery.sequence)


def on_plan(
    app: ApplicationsApp,
    delivery: Delivery[events.PlanPublishedV1] | Delivery[events.PlanAmendedV1],
) -> None:
    """A plan was published or amended."""
    with app.uow(delivery) as tx:
        copies.save_plan(tx.session, delivery.event, delivery.sequence)


def on_organisation_changed(
    app: ApplicationsApp, delivery: Delivery[events.OrganisationChangedV1]
) -> None:
    """An organisation was created or changed."""
    with app.uow(delivery) as tx:
        copies.save_organisation(tx.session, delivery.event, delivery.sequence)


def on_binding_changed(app: ApplicationsApp, delivery: Delivery[events.BindingChangedV1]) -> None:
    """A unit confirmed or ended that a person works there."""
    with app.uow(delivery) as tx:
        copies.save_binding(tx.session, delivery.event, delivery.sequence)
