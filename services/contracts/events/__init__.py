"""Published events, found by (source, name, version).

`EVENTS` is the registry: a class missing here does not exist on the wire.
"""

from __future__ import annotations

from services.contracts.envelope import Event
from services.contracts.events.accounts import (
    BindingChangedV1,
    OrganisationChangedV1,
    RoleChangedV1,
    RouteNode,
)
from services.contracts.events.applications import (
    ApplicationResubmittedV1,
    ApplicationSubmittedV1,
    ClosingSoonV1,
    DraftLapsedV1,
)
from services.contracts.events.documents import DocumentRenderedV1, RenderFailedV1
from services.contracts.events.notices import MessageDeliveredV1
from services.contracts.events.quotas import (
    CycleChangedV1,
    CycleOpenedV1,
    CycleRules,
    PlanAmendedV1,
    PlanPublishedV1,
    PlanRow,
    QuotaConfirmedV1,
    QuotaRefusedV1,
    QuotaReleasedV1,
    QuotaReservedV1,
)
from services.contracts.events.review import (
    ApplicationApprovedV1,
    ApplicationDelistedV1,
    ApplicationDeterminedV1,
    ApplicationGivenUpV1,
    ApplicationNominatedV1,
    ApplicationRefusedV1,
    ApplicationReturnedV1,
    ApplicationWithdrawnV1,
    DeskChangedV1,
    DueSoonV1,
    ListFrozenV1,
    ListReturnedV1,
    ListSubmittedV1,
    ListVoidedV1,
    OpinionSignedV1,
    PackageClosedV1,
    PackageReceivedV1,
    ReReviewAskedV1,
    ReReviewDecidedV1,
)

__all__ = [
    "EVENTS",
    "ApplicationApprovedV1",
    "ApplicationDelistedV1",
    "ApplicationDeterminedV1",
    "ApplicationGivenUpV1",
    "ApplicationNominatedV1",
    "ApplicationRefusedV1",
    "ApplicationResubmittedV1",
    "ApplicationReturnedV1",
    "ApplicationSubmittedV1",
    "ApplicationWithdrawnV1",
    "BindingChangedV1",
    "ClosingSoonV1",
    "CycleChangedV1",
    "CycleOpenedV1",
    "CycleRules",
    "DeskChangedV1",
    "DocumentRenderedV1",
    "DraftLapsedV1",
    "DueSoonV1",
    "ListFrozenV1",
    "ListReturnedV1",
    "ListSubmittedV1",
    "ListVoidedV1",
    "MessageDeliveredV1",
    "OpinionSignedV1",
    "OrganisationChangedV1",
    "PackageClosedV1",
    "PackageReceivedV1",
    "PlanAmendedV1",
    "PlanPublishedV1",
    "PlanRow",
    "QuotaConfirmedV1",
    "QuotaRefusedV1",
    "QuotaReleasedV1",
    "QuotaReservedV1",
    "ReReviewAskedV1",
    "ReReviewDecidedV1",
    "RenderFailedV1",
    "RoleChangedV1",
    "RouteNode",
]

_CLASSES: tuple[type[Event], ...] = (
    ApplicationSubmittedV1,
    ApplicationResubmittedV1,
    DraftLapsedV1,
    ClosingSoonV1,
    ApplicationApprovedV1,
    ApplicationReturnedV1,
    ApplicationRefusedV1,
    ApplicationWithdrawnV1,
    OpinionSignedV1,
    DeskChangedV1,
    DueSoonV1,
    ReReviewAskedV1,
    ReReviewDecidedV1,
    ApplicationNominatedV1,
    ApplicationDelistedV1,
    ApplicationDeterminedV1,
    ApplicationGivenUpV1,
    ListFrozenV1,
    ListVoidedV1,
    ListSubmittedV1,
    ListReturnedV1,
    PackageClosedV1,
    PackageReceivedV1,
    CycleOpenedV1,
    CycleChangedV1,
    PlanPublishedV1,
    PlanAmendedV1,
    QuotaReservedV1,
    QuotaRefusedV1,
    QuotaReleasedV1,
    QuotaConfirmedV1,
    OrganisationChangedV1,
    RoleChangedV1,
    BindingChangedV1,
    DocumentRenderedV1,
    RenderFailedV1,
    MessageDeliveredV1,
)

EVENTS: dict[tuple[str, str, int], type[Event]] = {
    (cls.source, cls.name, cls.version): cls for cls in _CLASSES
}
