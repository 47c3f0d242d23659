"""Who hears that somebody was selected, and who has read it (R55)."""

from __future__ import annotations

from uuid import UUID

from services.chassis.causes import Call
from services.contracts.errors import NotFoundError
from services.contracts.requests.base import Acknowledged
from services.contracts.requests.review_training import (
    AcknowledgeNotification,
    Addressee,
    Notifications,
    NotificationView,
    ReadNotifications,
    TrainingPlan,
)
from services.review.app import ReviewApp
from services.review.domain.permissions import organisations_read_for
from services.review.domain.routes import Route
from services.review.handlers.access import OpenFile
from services.review.storage.cases import CaseStore
from services.review.storage.rows_training import Notification
from services.review.storage.training import NotificationStore


def tell_addressees(opened: OpenFile) -> None:
    """One notification each for the final unit, the 主管单位 and the applicant."""
    for addressee, organisation_id in _addressees(opened.facts.route).items():
        opened.store.add(
            Notification(
                application_id=opened.case.application_id,
                addressee=addressee,
                organisation_id=organisation_id,
                created_at=opened.tx.now,
            )
        )


def read_notifications(app: ReviewApp, call: Call[ReadNotifications]) -> Notifications:
    """What was told to a unit, or to the applicant of a file."""
    data, actor = call.data, call.actor
    with app.uow(call) as tx:
        if data.organisation_id is not None:
            if data.organisation_id not in organisations_read_for(actor):
                raise NotFoundError
        else:
            case = None
            if data.application_id is not None:
                case = CaseStore(tx.session).find(data.application_id)
            if case is None or case.applicant_id != actor.person_id:
                raise NotFoundError
        found = NotificationStore(tx.session).for_reader(data.organisation_id, data.application_id)
        return Notifications(
            notifications=tuple(
                NotificationView(
                    application_id=case.application_id,
                    application_no=case.application_no,
                    plan=TrainingPlan.model_validate(training.plan),
                    notified_at=row.created_at,
                    read_at=row.read_at,
                    read_by=row.read_by_name,
                )
                for row, case, training in found
                if data.cycle_id in {None, case.cycle_id}
            )
        )


def acknowledge(app: ReviewApp, call: Call[AcknowledgeNotification]) -> Acknowledged:
    """Keep who read it first, and when."""
    data, actor = call.data, call.actor
    with app.uow(call) as tx:
        case = CaseStore(tx.session).lock(data.application_id)
        if data.organisation_id is None:
            mine = case is not None and case.applicant_id == actor.person_id
        else:
            mine = data.organisation_id in organisations_read_for(actor)
        rows = NotificationStore(tx.session).of_files([data.application_id])
        told = [
            row
            for row in rows.get(data.application_id, [])
            if row.organisation_id == data.organisation_id
        ]
        if not mine or not told:
            raise NotFoundError
        for row in told:
            if row.read_at is None:
                row.read_at, row.read_by_name = tx.now, actor.name
                tx.audit(
                    "notification_read",
                    object_type="application",
                    object_id=data.application_id,
                    details={"addressee": row.addressee.value},
                )
        return tx.respond(Acknowledged())


def _addressees(route: Route) -> dict[Addressee, UUID | None]:
    """The 主管单位 is the desk above the unit; of short routes the final unit itself (R55)."""
    above = route.nodes[1]
    return {
        Addressee.FINAL_UNIT: route.final.organisation_id,
        Addressee.SUPERVISOR: above.organisation_id,
        Addressee.APPLICANT: None,
    }
