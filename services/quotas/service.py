"""Entrypoints of the quotas service."""

from __future__ import annotations

from services.chassis.causes import Call, Delivery
from services.chassis.entrypoints import command, query, subscribe, timer
from services.chassis.service import AppProvider
from services.contracts import events
from services.contracts.requests import quotas as requests
from services.quotas import handlers
from services.quotas.app import build_app


class QuotasService:
    """Cycles, plan and seats."""

    name = "quotas"
    app = AppProvider(build_app)

    @command(requests.OpenCycle)
    def open_cycle(self, call: Call[requests.OpenCycle]) -> requests.CycleView:
        return handlers.open_cycle(self.app, call)

    @command(requests.ExtendCycle)
    def extend_cycle(self, call: Call[requests.ExtendCycle]) -> requests.CycleView:
        return handlers.extend_cycle(self.app, call)

    @query(requests.ReadCycle)
    def read_cycle(self, call: Call[requests.ReadCycle]) -> requests.CycleView:
        return handlers.read_cycle(self.app, call)

    @query(requests.ListCycles)
    def list_cycles(self, call: Call[requests.ListCycles]) -> requests.ListCyclesResult:
        return handlers.list_cycles(self.app, call)

    @command(requests.ImportPlan)
    def import_plan(self, call: Call[requests.ImportPlan]) -> requests.ImportPlanResult:
        return handlers.import_plan(self.app, call)

    @command(requests.PublishPlan)
    def publish_plan(self, call: Call[requests.PublishPlan]) -> requests.PublishPlanResult:
        return handlers.publish_plan(self.app, call)

    @query(requests.ReadPlan)
    def read_plan(self, call: Call[requests.ReadPlan]) -> requests.ReadPlanResult:
        return handlers.read_plan(self.app, call)

    @query(requests.ReadSeats)
    def read_seats(self, call: Call[requests.ReadSeats]) -> requests.ReadSeatsResult:
        return handlers.read_seats(self.app, call)

    @query(requests.ReadSeatLedger)
    def read_seat_ledger(
        self, call: Call[requests.ReadSeatLedger]
    ) -> requests.ReadSeatLedgerResult:
        return handlers.read_seat_ledger(self.app, call)

    @subscribe(events.ApplicationNominatedV1)
    def on_nominated(self, delivery: Delivery[events.ApplicationNominatedV1]) -> None:
        handlers.on_nominated(self.app, delivery)

    @subscribe(events.ApplicationDelistedV1)
    def on_delisted(self, delivery: Delivery[events.ApplicationDelistedV1]) -> None:
        handlers.on_delisted(self.app, delivery)

    @subscribe(events.ApplicationWithdrawnV1)
    def on_withdrawn(self, delivery: Delivery[events.ApplicationWithdrawnV1]) -> None:
        handlers.on_withdrawn(self.app, delivery)

    @subscribe(events.ApplicationDeterminedV1)
    def on_determined(self, delivery: Delivery[events.ApplicationDeterminedV1]) -> None:
        handlers.on_determined(self.app, delivery)

    @subscribe(events.ApplicationGivenUpV1)
    def on_given_up(self, delivery: Delivery[events.ApplicationGivenUpV1]) -> None:
        handlers.on_given_up(self.app, delivery)

    @subscribe(events.OrganisationChangedV1)
    def on_organisation_changed(self, delivery: Delivery[events.OrganisationChangedV1]) -> None:
        handlers.on_organisation_changed(self.app, delivery)

    @timer(15)
    def measure_seats(self) -> None:
        handlers.measure_seats(self.app)


SERVICE = QuotasService
