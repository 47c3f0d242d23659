"""Entrypoints of the quotas service."""

from __future__ import annotations

from services.chassis.audit_reading import check_audit, read_audit
from services.chassis.causes import Call, Delivery
from services.chassis.entrypoints import command, query, subscribe, timer
from services.chassis.service import AppProvider
from services.contracts import events
from services.contracts.requests import audit
from services.contracts.requests import quotas as requests
from services.contracts.requests import quotas_dates as dates
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

    @query(dates.ListExtensions)
    def list_extensions(self, call: Call[dates.ListExtensions]) -> dates.ExtensionList:
        return handlers.list_extensions(self.app, call)

    @command(dates.ProposeExtension)
    def propose_extension(self, call: Call[dates.ProposeExtension]) -> dates.ExtensionView:
        return handlers.propose_extension(self.app, call)

    @command(dates.PublishExtension)
    def publish_extension(self, call: Call[dates.PublishExtension]) -> dates.ExtensionView:
        return handlers.publish_extension(self.app, call)

    @command(dates.RefuseExtension)
    def refuse_extension(self, call: Call[dates.RefuseExtension]) -> dates.ExtensionView:
        return handlers.refuse_extension(self.app, call)

    @query(requests.ReadCycle)
    def read_cycle(self, call: Call[requests.ReadCycle]) -> requests.CycleView:
        return handlers.read_cycle(self.app, call)

    @query(requests.ListCycles)
    def list_cycles(self, call: Call[requests.ListCycles]) -> requests.ListCyclesResult:
        return handlers.list_cycles(self.app, call)

    @query(requests.ListProgrammes)
    def list_programmes(self, call: Call[requests.ListProgrammes]) -> requests.ListProgrammesResult:
        return handlers.list_programmes(self.app, call)

    @command(requests.ImportPlan)
    def import_plan(self, call: Call[requests.ImportPlan]) -> requests.ImportPlanResult:
        return handlers.import_plan(self.app, call)

    @command(requests.PublishPlan)
    def publish_plan(self, call: Call[requests.PublishPlan]) -> requests.PublishPlanResult:
        return handlers.publish_plan(self.app, call)

    @query(requests.ReadPlan)
    def read_plan(self, call: Call[requests.ReadPlan]) -> requests.ReadPlanResult:
        return handlers.read_plan(self.app, call)

    @query(requests.ReadPlanDraft)
    def read_plan_draft(self, call: Call[requests.ReadPlanDraft]) -> requests.ReadPlanDraftResult:
        return handlers.read_plan_draft(self.app, call)

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

    @query(audit.ReadQuotasAudit)
    def read_audit(self, call: Call[audit.ReadQuotasAudit]) -> audit.AuditPage:
        return read_audit(self.app.uow, call)

    @query(audit.CheckQuotasAudit)
    def check_audit(self, call: Call[audit.CheckQuotasAudit]) -> audit.AuditCheck:
        return check_audit(self.app.uow, self.app.settings, call)


SERVICE = QuotasService
