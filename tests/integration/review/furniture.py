"""The furniture of the tests' world: one unit per line with its desks, people, a plan, the wire."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import select, text

from services.chassis.causes import Call
from services.chassis.clock import BEIJING, real_now
from services.chassis.testing.messaging import ServiceUnderTest
from services.chassis.work import Duplicate
from services.contracts import events
from services.contracts.actors import Actor, ActorKind, RoleGrant
from services.contracts.envelope import Event
from services.contracts.events import PlanRow, RouteNode
from services.contracts.requests.base import Request
from services.contracts.vocabulary import (
    NodeKind,
    OrganisationType,
    Role,
    RouteLine,
    SeatKind,
)
from services.review.app import ReviewApp
from services.review.service import ReviewService
from services.review.storage.tables import METADATA

LINES: dict[RouteLine, tuple[str, ...]] = {
    RouteLine.A1: ("县农业农村局", "县人社局", "地区人社局"),
    RouteLine.A2: ("地区卫生健康委", "地区人社局"),
    RouteLine.A3: ("县人社局", "地区人社局"),
    RouteLine.B: ("自治区某厅人事处",),
    RouteLine.C: (),
}
CYCLE = uuid4()


@dataclass
class Furniture:
    """Organisations, people, a plan, and the wire to one review service."""

    app: ReviewApp
    clock: Any
    service: ServiceUnderTest = field(init=False)
    organisations: dict[str, UUID] = field(default_factory=dict)
    people: dict[tuple[str, UUID], Actor] = field(default_factory=dict)
    applicants: dict[UUID, Actor] = field(default_factory=dict)
    facts: dict[UUID, dict[str, Any]] = field(default_factory=dict)
    sent: Counter[UUID] = field(default_factory=Counter)
    plan_rows: dict[SeatKind, UUID] = field(
        default_factory=lambda: dict.fromkeys(SeatKind, uuid4())
    )

    def __post_init__(self) -> None:
        self.service = ServiceUnderTest(ReviewService, self.app)

    # --- set-up ---------------------------------------------------------------------------------

    def furnish(self) -> None:
        """Region, one unit per line with its desks, the cycle and a plan of two rows."""
        self._organisation("XJ", OrganisationType.REGION_HRSS)
        for line, desks in LINES.items():
            unit = self.organisation_id(f"单位{line.value}")
            ids = [self._desk(name) for name in desks] or [unit]
            route = (
                self._node(NodeKind.UNIT, unit),
                *(self._node(NodeKind.MID, desk) for desk in ids[:-1]),
                self._node(NodeKind.FINAL, ids[-1]),
                self._node(NodeKind.REGION, self.organisation_id("XJ")),
            )
            self._organisation(
                f"单位{line.value}", OrganisationType.RECOMMENDING_UNIT, line=line, route=route
            )
        self.deliver(self.cycle_opened(), CYCLE)
        self.deliver(self.plan(version=1), CYCLE)

    def cycle_opened(self, **changes: Any) -> events.CycleOpenedV1:
        """The 2019 cycle as quotas tells of it."""
        return events.CycleOpenedV1(
            **{
                "cycle_id": CYCLE,
                "year": 2019,
                "batch_no": 5,
                "title": "2019年度（样例）",
                "open_at": datetime(2019, 2, 15, tzinfo=BEIJING),
                "close_at": datetime(2019, 3, 16, tzinfo=BEIJING),
                "correction_close_at": datetime(2019, 3, 21, tzinfo=BEIJING),
                "review_close_at": datetime(2019, 3, 21, tzinfo=BEIJING),
                "dispatch_deadline_on": date(2019, 3, 20),
                "rules": events.CycleRules(
                    age_reference_date=date(2019, 3, 15), region_codes_on=date(2019, 2, 15)
                ),
                **changes,
            }
        )

    def plan(self, *, version: int, specialty: str = "内科学") -> events.PlanPublishedV1:
        """A plan whose row for every seat kind is the same or its own."""
        rows = tuple(
            PlanRow(
                plan_row_id=row_id,
                seq=seq,
                plan_unit_code="XJ-6529",
                plan_unit_name="阿克苏地区（样例）",
                unit_kind="地州市",
                region_code="652900",
                southern_four=True,
                specialty=specialty,
                quota_inland=3,
                quota_long=2,
                quota_short=1,
                shortage=False,
            )
            for seq, row_id in enumerate(dict.fromkeys(self.plan_rows.values()), start=1)
        )
        return events.PlanPublishedV1(cycle_id=CYCLE, plan_version=version, rows=rows)

    def organisation_id(self, name: str) -> UUID:
        """The id of an organisation by its name."""
        return self.organisations.setdefault(name, uuid4())

    def where(self, organisation: str | UUID) -> UUID:
        """An organisation by id or by name."""
        if isinstance(organisation, UUID):
            return organisation
        return self.organisation_id(organisation)

    def someone(self, role: Role, organisation: str | UUID, name: str = "样例甲") -> Actor:
        """The person of this name who holds the role there; the same one each time."""
        where = (
            organisation if isinstance(organisation, UUID) else self.organisation_id(organisation)
        )
        key = (f"{role.value} {name}", where)
        if key not in self.people:
            grants = (RoleGrant(role=role, organisation_id=where),)
            self.people[key] = Actor(
                kind=ActorKind.PERSON, person_id=uuid4(), name=name, roles=grants
            )
        return self.people[key]

    # --- wire -----------------------------------------------------------------------------------

    def deliver(
        self, event: Event, aggregate_id: UUID, *, sequence: int | None = None, **context: Any
    ) -> bool:
        """Let the service hear an event; False when it had heard it before."""
        if sequence is None:
            self.sent[aggregate_id] += 1
            sequence = self.sent[aggregate_id]
        try:
            self.service.deliver(event, aggregate_id=aggregate_id, sequence=sequence, **context)
        except Duplicate:
            return False
        return True

    def ask(
        self, request: Request, actor: Actor, *, key: str | None = None, at: datetime | None = None
    ) -> Any:
        """Ask as a person whose request arrives now."""
        return self.service.ask(
            request,
            actor=actor,
            arrived_at=at or self.clock.now(),
            idempotency_key=key or (uuid4().hex if request.writes else None),
        )

    def call(self, request: Request, actor: Actor) -> Call[Any]:
        """A call to hand to a handler in a thread."""
        return Call(
            data=request,
            actor=actor,
            arrived_at=self.clock.now(),
            idempotency_key=uuid4().hex,
            correlation_id=uuid4().hex,
            deadline=real_now() + timedelta(seconds=30),
            token="token",
        )

    def published(self, aggregate_id: UUID) -> list[tuple[int, str, dict[str, Any]]]:
        """Events of one file or list in their sequence: number, name, data."""
        with self.app.database.session_factory() as session:
            rows = session.execute(
                text(
                    "SELECT sequence, routing_key, payload FROM outbox"
                    " WHERE aggregate_id = :id ORDER BY sequence"
                ),
                {"id": aggregate_id},
            )
            return [(number, name, payload["data"]) for number, name, payload in rows]

    def audited(self, application_id: UUID) -> list[str]:
        """Audited acts on one file, in order."""
        with self.app.database.session_factory() as session:
            rows = session.execute(
                text("SELECT action FROM audit_event WHERE object_id = :id ORDER BY id"),
                {"id": str(application_id)},
            )
            return list(rows.scalars())

    def copied(self, table: str, column: str, row_id: UUID) -> Any:
        """One value of a local copy."""
        copies = METADATA.tables[table]
        key = next(iter(copies.primary_key))
        with self.app.database.session_factory() as session:
            return session.scalar(select(copies.c[column]).where(key == row_id))

    def names(self, aggregate_id: UUID) -> list[str]:
        """Names of the events of one file or list, in sequence."""
        return [name for _, name, _ in self.published(aggregate_id)]

    def last(self, aggregate_id: UUID, name: str) -> dict[str, Any]:
        """Data of the newest event of a name."""
        return [data for _, known, data in self.published(aggregate_id) if known == name][-1]

    def _node(self, kind: NodeKind, organisation_id: UUID) -> RouteNode:
        return RouteNode(kind=kind, organisation_id=organisation_id, organisation_name="（样例）")

    def _desk(self, name: str) -> UUID:
        self._organisation(name, OrganisationType.PREFECTURE_HRSS, plan_unit_code="XJ-6529")
        return self.organisation_id(name)

    def _organisation(self, name: str, kind: OrganisationType, **more: Any) -> None:
        organisation_id = self.organisation_id(name)
        event = events.OrganisationChangedV1(
            organisation_id=organisation_id,
            code=name,
            organisation_name=f"（样例）{name}",
            type=kind,
            region_code="652900",
            active_from=date(2000, 1, 1),
            **more,
        )
        self.deliver(event, organisation_id)
