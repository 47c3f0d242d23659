"""Who hears what: the one table from which topology, relay and checks are derived.

Queue names contain the consumer's method name and are part of the wire: neither is ever renamed.
"""

from __future__ import annotations

from dataclasses import dataclass

from services.contracts import events
from services.contracts.envelope import Event

SERVICES: tuple[str, ...] = (
    "accounts",
    "applications",
    "review",
    "quotas",
    "documents",
    "notices",
)

RPC_EXCHANGE = "nameko-rpc"


@dataclass(frozen=True, slots=True)
class Subscription:
    """One consumer of one event."""

    event: type[Event]
    service: str

    @property
    def method(self) -> str:
        """The entrypoint's name: `on_quota_reserved`."""
        return "on_" + self.event.name.replace("-", "_")

    @property
    def queue(self) -> str:
        """The queue's name, shared by all versions of the event."""
        return f"evt-{self.event.source}-{self.event.name}--{self.service}.{self.method}"


@dataclass(frozen=True, slots=True)
class WorkQueue:
    """A queue of jobs for worker processes; jobs hold ids only."""

    name: str
    service: str


CONSUMERS: dict[type[Event], tuple[str, ...]] = {
    events.ApplicationSubmittedV1: ("review", "documents", "notices"),
    events.ApplicationResubmittedV1: ("review", "documents", "notices"),
    events.ApplicationApprovedV1: ("documents", "notices"),
    events.ApplicationReturnedV1: ("applications", "notices"),
    events.ApplicationWithdrawnV1: ("applications", "quotas", "documents"),
    events.ApplicationRefusedV1: ("notices",),
    events.DeskChangedV1: ("applications", "notices"),
    events.OpinionSignedV1: ("notices",),
    events.ClosingSoonV1: ("notices",),
    events.DueSoonV1: ("notices",),
    events.ReReviewAskedV1: ("applications", "notices"),
    events.ReReviewDecidedV1: ("applications", "notices"),
    events.ApplicationNominatedV1: ("quotas",),
    events.ApplicationDelistedV1: ("quotas",),
    events.ApplicationDeterminedV1: ("quotas",),
    events.ApplicationGivenUpV1: ("quotas",),
    events.ListFrozenV1: ("documents",),
    events.ListVoidedV1: ("documents",),
    events.CycleOpenedV1: ("applications", "review"),
    events.CycleChangedV1: ("applications", "review"),
    events.PlanPublishedV1: ("applications", "review"),
    events.PlanAmendedV1: ("applications", "review"),
    events.QuotaReservedV1: ("review",),
    events.QuotaRefusedV1: ("review",),
    events.OrganisationChangedV1: ("applications", "review", "quotas"),
    events.BindingChangedV1: ("applications",),
}
"""Which services consume an event. An event missing here is for operators and the log only and is
published without `mandatory`."""

SUBSCRIPTIONS: tuple[Subscription, ...] = tuple(
    Subscription(event, service) for event, heard_by in CONSUMERS.items() for service in heard_by
)

CHECK_QUEUE = WorkQueue("applications.check", "applications")
RENDER_QUEUE = WorkQueue("documents.render", "documents")
RENDER_BULK_QUEUE = WorkQueue("documents.render-bulk", "documents")

WORK_QUEUES: tuple[WorkQueue, ...] = (CHECK_QUEUE, RENDER_QUEUE, RENDER_BULK_QUEUE)


def events_exchange(service: str) -> str:
    """The topic exchange a service publishes to."""
    return f"{service}.events"


def delays_exchange(service: str) -> str:
    """The direct exchange through which a consumer sends a message to its own delay queues."""
    return f"{service}.delays"


def parked_exchange(service: str) -> str:
    """The direct exchange that leads to a consumer's parking queues."""
    return f"{service}.parked"


def jobs_exchange(service: str) -> str:
    """The direct exchange through which a service hands jobs to its own workers."""
    return f"{service}.jobs"


def rpc_queue(service: str) -> str:
    """The queue on which a service answers."""
    return f"rpc-{service}"
