"""What the service hears from its neighbours before anybody applies, and what people bring."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from PIL import Image

from services.contracts import events
from services.contracts.actors import Actor, RoleGrant
from services.contracts.values.id_numbers import check_character
from services.contracts.vocabulary import (
    NodeKind,
    OrganisationType,
    Role,
    RouteLine,
    UnitNature,
)
from tests.factories.causes import person
from tests.unit.applications.drafts import FINAL_ID, PLAN_ROW_ID, UNIT_ID

OPEN_AT = datetime(2019, 2, 14, 16, 0, tzinfo=UTC)
CLOSE_AT = datetime(2019, 3, 15, 16, 0, tzinfo=UTC)
NOON = datetime(2019, 3, 1, 4, 0, tzinfo=UTC)


def id_number(serial: int) -> str:
    first17 = f"65000019840501{serial:03d}"
    return first17 + check_character(first17)


def picture(width: int, height: int) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (width, height), (230, 240, 250)).save(buffer, format="JPEG")
    return buffer.getvalue()


def cycle_event(cycle_id: UUID, close_at: datetime = CLOSE_AT) -> events.CycleOpenedV1:
    rules = events.CycleRules(
        age_reference_date=date(2019, 3, 15), region_codes_on=date(2019, 2, 15)
    )
    return events.CycleOpenedV1(
        cycle_id=cycle_id,
        year=2019,
        batch_no=5,
        title="样例年度",
        open_at=OPEN_AT,
        close_at=close_at,
        correction_close_at=close_at + timedelta(days=5),
        review_close_at=close_at + timedelta(days=5),
        dispatch_deadline_on=date(2019, 3, 20),
        rules=rules,
    )


def unit_event(**changes: Any) -> events.OrganisationChangedV1:
    nodes = (
        events.RouteNode(kind=NodeKind.UNIT, organisation_id=UNIT_ID, organisation_name="样例医院"),
        events.RouteNode(
            kind=NodeKind.FINAL, organisation_id=FINAL_ID, organisation_name="和田地区样例人社局"
        ),
    )
    facts: dict[str, Any] = {
        "organisation_id": UNIT_ID,
        "code": "YL-001",
        "organisation_name": "（样例）和田市第一样例医院",
        "type": OrganisationType.RECOMMENDING_UNIT,
        "unit_nature": UnitNature.PUBLIC_INSTITUTION,
        "region_code": "653201",
        "plan_unit_code": "XJ-6532",
        "line": RouteLine.A2,
        "route": nodes,
        "active_from": date(2019, 1, 1),
    }
    return events.OrganisationChangedV1(**{**facts, **changes})


def plan_event(cycle_id: UUID, version: int = 1) -> events.PlanPublishedV1:
    row = events.PlanRow(
        plan_row_id=PLAN_ROW_ID,
        seq=1,
        plan_unit_code="XJ-6532",
        plan_unit_name="和田地区",
        unit_kind="地州市",
        region_code="653200",
        southern_four=True,
        specialty="内科学",
        quota_inland=3,
        quota_long=2,
        quota_short=0,
        shortage=False,
    )
    return events.PlanPublishedV1(cycle_id=cycle_id, plan_version=version, rows=(row,))


def desk_of(organisation_id: UUID, *roles: Role) -> Actor:
    actor = person()
    grants = tuple(RoleGrant(role=role, organisation_id=organisation_id) for role in roles)
    return actor.model_copy(update={"roles": grants})
