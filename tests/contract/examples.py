"""One example of every published event: what the golden files hold, byte for byte."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from services.contracts import events
from services.contracts.envelope import Event
from services.contracts.vocabulary import (
    ApplicationState,
    Channel,
    DocumentKind,
    Material,
    NodeKind,
    OrganisationType,
    ReminderStage,
    Role,
    RouteLine,
    SeatKind,
    Term,
    Track,
    UnitNature,
)


def uid(n: int) -> UUID:
    """A recognisable UUID."""
    return UUID(int=0x6500_0000_0000_4000_8000_0000_0000_0000 + n)


AT = datetime(2019, 3, 1, 4, 30, tzinfo=UTC)
CODE = "7F3A-91C2-XK0M"
CASE: dict[str, Any] = {"application_id": uid(1), "version_id": uid(2), "cycle_id": uid(3)}
SUBMITTED: dict[str, Any] = {
    **CASE,
    "application_no": "TP2019-653201-00017",
    "cycle_year": 2019,
    "applicant_id": uid(4),
    "unit_id": uid(5),
    "version_no": 1,
    "verify_code": CODE,
    "plan_row_id": uid(6),
    "track": Track.INLAND,
    "term": Term.Y1,
    "seat_kind": SeatKind.INLAND,
    "materials": (Material.PHOTO, Material.A01, Material.A02, Material.A04),
    "submitted_at": AT,
}
PACKAGE: dict[str, Any] = {
    "package_id": uid(16),
    "cycle_id": uid(3),
    "organisation_id": uid(13),
    "track": Track.INLAND,
}
CYCLE: dict[str, Any] = {
    "cycle_id": uid(3),
    "year": 2019,
    "batch_no": 5,
    "title": "2019年度新疆少数民族科技骨干特殊培养",
    "open_at": datetime(2019, 2, 14, 16, tzinfo=UTC),
    "close_at": datetime(2019, 3, 15, 16, tzinfo=UTC),
    "correction_close_at": datetime(2019, 3, 20, 16, tzinfo=UTC),
    "review_close_at": datetime(2019, 3, 20, 16, tzinfo=UTC),
    "dispatch_deadline_on": date(2019, 3, 20),
    "rules": events.CycleRules(
        age_reference_date=date(2019, 3, 15), region_codes_on=date(2019, 2, 15)
    ),
}
ROW = events.PlanRow(
    plan_row_id=uid(6),
    seq=1,
    plan_unit_code="XJ-6532",
    plan_unit_name="和田地区",
    unit_kind="地州市",
    region_code="653200",
    southern_four=True,
    specialty="内科学",
    quota_inland=3,
    quota_long=2,
    quota_short=1,
    shortage=False,
)
SEAT: dict[str, Any] = {
    "application_id": uid(1),
    "nomination_id": uid(7),
    "cycle_id": uid(3),
    "plan_row_id": uid(6),
    "seat_kind": SeatKind.INLAND,
}
LIST: dict[str, Any] = {"list_id": uid(8), "list_version_id": uid(9)}
DOCUMENT: dict[str, Any] = {
    "document_id": uid(10),
    "kind": DocumentKind.APPLICANT_COPY,
    "application_id": uid(1),
}

EXAMPLES: tuple[Event, ...] = (
    events.ApplicationSubmittedV1(**SUBMITTED),
    events.ApplicationResubmittedV1(
        **{**SUBMITTED, "version_no": 2, "version_id": uid(12)},
        previous_version_id=uid(2),
        return_id=uid(11),
        changed_items=("education",),
        key_fields_changed=False,
    ),
    events.DraftLapsedV1(application_id=uid(1), cycle_id=uid(3), applicant_id=uid(4)),
    events.ApplicationApprovedV1(
        **CASE,
        node_kind=NodeKind.FINAL,
        node_index=2,
        organisation_id=uid(13),
        final=True,
        opinions_digest="0" * 64,
        verify_code=CODE,
        decided_at=AT,
    ),
    events.ApplicationReturnedV1(
        **CASE,
        return_id=uid(11),
        to_applicant=True,
        items=("education",),
        due_at=AT,
        organisation_id=uid(13),
        returned_at=AT,
    ),
    events.ApplicationRefusedV1(
        **CASE,
        node_kind=NodeKind.UNIT,
        organisation_id=uid(13),
        decided_at=AT,
        contest_until=AT,
    ),
    events.ApplicationWithdrawnV1(**CASE, withdrawn_at=AT),
    events.ReReviewAskedV1(
        **CASE,
        re_review_id=uid(31),
        organisation_id=uid(13),
        decide_until=AT,
        return_id=uid(32),
        return_due_at=AT,
        asked_at=AT,
    ),
    events.ReReviewDecidedV1(
        **CASE,
        re_review_id=uid(31),
        organisation_id=uid(13),
        outcome="UPHELD",
        return_id=uid(32),
        return_due_at=AT,
        decided_at=AT,
    ),
    events.DeskChangedV1(
        **CASE,
        state=ApplicationState.UNIT_REVIEW,
        node_kind=NodeKind.UNIT,
        organisation_id=uid(5),
        readers=(uid(5),),
        since=AT,
    ),
    events.ApplicationNominatedV1(
        **CASE,
        nomination_id=uid(7),
        list_id=uid(8),
        plan_row_id=uid(6),
        seat_kind=SeatKind.INLAND,
    ),
    events.ApplicationDelistedV1(**CASE, nomination_id=uid(7), list_id=uid(8), reason="removed"),
    events.ApplicationDeterminedV1(**CASE, nomination_id=uid(7), selected=True, decided_at=AT),
    events.ApplicationGivenUpV1(**CASE, nomination_id=uid(7), decided_at=AT),
    events.ListFrozenV1(
        **LIST,
        list_version_no=1,
        cycle_id=uid(3),
        organisation_id=uid(13),
        seat_kind=SeatKind.INLAND,
        verify_code=CODE,
        row_count=1,
        frozen_at=AT,
    ),
    events.ListVoidedV1(**LIST, voided_at=AT),
    events.ListSubmittedV1(
        **LIST,
        cycle_id=uid(3),
        organisation_id=uid(13),
        seat_kind=SeatKind.INLAND,
        application_ids=(uid(1),),
        receipt_no="R-1",
        submitted_at=AT,
    ),
    events.ListReturnedV1(
        list_id=uid(8),
        cycle_id=uid(3),
        organisation_id=uid(13),
        seat_kind=SeatKind.INLAND,
        application_ids=(uid(1),),
        due_at=AT,
        returned_at=AT,
    ),
    events.PackageClosedV1(
        **PACKAGE,
        package_no="BG2019-653200-ND-01",
        list_version_ids=(uid(9),),
        persons=1,
        closed_at=AT,
    ),
    events.PackageReceivedV1(
        **PACKAGE,
        received_on=date(2019, 3, 22),
        postmarked_on=date(2019, 3, 20),
        refused=False,
    ),
    events.CycleOpenedV1(**CYCLE),
    events.CycleChangedV1(**CYCLE),
    events.PlanPublishedV1(cycle_id=uid(3), plan_version=1, rows=(ROW,)),
    events.PlanAmendedV1(cycle_id=uid(3), plan_version=2, rows=(ROW,)),
    events.QuotaReservedV1(**SEAT, reservation_id=uid(14)),
    events.QuotaRefusedV1(**SEAT, reason="cell_full", quota=3, taken=3),
    events.QuotaReleasedV1(**SEAT, reason="removed"),
    events.QuotaConfirmedV1(**SEAT),
    events.OrganisationChangedV1(
        organisation_id=uid(5),
        code="U-653201-01",
        organisation_name="（样例）和田市第一样例医院",
        type=OrganisationType.RECOMMENDING_UNIT,
        unit_nature=UnitNature.PUBLIC_INSTITUTION,
        region_code="653201",
        plan_unit_code="XJ-6532",
        line=RouteLine.A1,
        route=(
            events.RouteNode(
                kind=NodeKind.UNIT,
                organisation_id=uid(5),
                organisation_name="（样例）和田市第一样例医院",
            ),
        ),
        active_from=date(2019, 1, 1),
    ),
    events.RoleChangedV1(person_id=uid(15), organisation_id=uid(5), role=Role.UNIT_HR, active=True),
    events.BindingChangedV1(person_id=uid(4), unit_id=uid(5), confirmed=True),
    events.DocumentRenderedV1(
        **DOCUMENT, version_id=uid(2), sha256="0" * 64, size_bytes=1, pages=4
    ),
    events.OpinionSignedV1(**CASE, node_kind=NodeKind.UNIT, organisation_id=uid(5), signed_at=AT),
    events.ClosingSoonV1(
        application_id=uid(1),
        cycle_id=uid(3),
        cycle_year=2019,
        applicant_id=uid(4),
        closes_at=AT,
        stage=ReminderStage.DAYS_3,
    ),
    events.DueSoonV1(**CASE, return_id=uid(71), due_at=AT, stage=ReminderStage.HOURS_2),
    events.MessageDeliveredV1(
        message_id=uid(70), application_id=uid(1), channel=Channel.INBOX, delivered_at=AT
    ),
    events.RenderFailedV1(**DOCUMENT, code="missing_glyph", field="name", codepoint="U+2A700"),
)
