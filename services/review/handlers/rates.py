"""The fairness report's part about desks: counts of decisions, no names (F9)."""

from __future__ import annotations

from services.chassis.causes import Call
from services.contracts.errors import ForbiddenError
from services.contracts.requests.review_rates import DeskRates, Rates, ReadRates
from services.contracts.vocabulary import Role
from services.review.app import ReviewApp
from services.review.storage.rates import decisions_by_desk

READERS = (Role.AUDITOR, Role.REGION_LEADER)


def read_rates(app: ReviewApp, call: Call[ReadRates]) -> Rates:
    """Count a cycle's decisions by organisation.

    Raises:
        ForbiddenError: the asker neither audits nor leads.
    """
    if not call.actor.holds(*READERS):
        raise ForbiddenError
    with app.uow(call) as tx:
        return Rates(
            desks=tuple(
                DeskRates(
                    organisation_id=organisation_id,
                    name=name,
                    passed=passed,
                    returned=returned,
                    refused=refused,
                )
                for organisation_id, name, passed, returned, refused in decisions_by_desk(
                    tx.session, call.data.cycle_id
                )
            )
        )
