"""The quotas service on a scratch database, and invented nominations for it."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from services.chassis.causes import Call, Delivery
from services.chassis.clock import real_now
from services.contracts.actors import Actor, ActorKind, RoleGrant
from services.contracts.events.review import ApplicationNominatedV1
from services.contracts.requests.quotas import ImportPlan, OpenCycle, PublishPlan, ReadPlan
from services.contracts.vocabulary import Role, SeatKind
from services.quotas import handlers
from services.quotas.app import QuotasApp, QuotasSettings, build_app

YEAR = 2019
PLAN = Path(__file__).resolve().parents[2] / "programmes" / str(YEAR) / "plan.csv"


def service() -> QuotasApp:
    """The service of the environment, without a relay: its events stay in the outbox."""
    app = build_app(QuotasSettings())
    app.uow.on_commit(lambda: None)
    return app


def open_cycle(app: QuotasApp) -> tuple[UUID, list[UUID]]:
    """Open the cycle with the sample plan in force; the cycle and its plan rows."""
    cycle = handlers.open_cycle(app, _call(OpenCycle(year=YEAR)))
    content = PLAN.read_bytes()
    given = ImportPlan.model_construct(year=YEAR, filename=PLAN.name, content=content)
    preview = handlers.import_plan(app, _call(given))
    if preview.plan_version is None:
        raise ValueError(preview.findings)
    publication = PublishPlan(year=YEAR, plan_version=preview.plan_version)
    handlers.publish_plan(app, _call(publication))
    rows = handlers.read_plan(app, _call(ReadPlan(year=YEAR))).rows
    return cycle.cycle_id, [row.plan_row_id for row in rows]


def nomination(app: QuotasApp, cell: dict[str, Any]) -> Delivery[ApplicationNominatedV1]:
    """A fresh application that asks for a seat of the cell."""
    application_id = uuid4()
    event = ApplicationNominatedV1(
        application_id=application_id,
        version_id=uuid4(),
        cycle_id=UUID(cell["cycle_id"]),
        nomination_id=uuid4(),
        list_id=uuid4(),
        plan_row_id=UUID(cell["plan_row_id"]),
        seat_kind=SeatKind[cell["seat_kind"]],
    )
    return Delivery(
        event=event,
        event_id=uuid4(),
        event_name=event.name,
        occurred_at=app.clock.now(),
        correlation_id=uuid4().hex,
        causation_id=None,
        aggregate_id=application_id,
        sequence=1,
        handler="quotas.on_nominated",
    )


def _call(request: Any) -> Call[Any]:
    leader = RoleGrant(role=Role.REGION_LEADER, organisation_id=uuid4())
    return Call(
        data=request,
        actor=Actor(kind=ActorKind.PERSON, person_id=uuid4(), name="样例江", roles=(leader,)),
        arrived_at=real_now(),
        idempotency_key=uuid4().hex if request.writes else None,
        correlation_id=uuid4().hex,
        deadline=real_now() + timedelta(seconds=30),
        token="",
    )
