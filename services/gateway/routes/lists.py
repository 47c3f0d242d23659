"""Summary lists (Annex 4): candidates, rows, order, freezing, submission."""

from __future__ import annotations

from services.contracts.errors import (
    IllegalTransitionError,
    LateError,
    ListNotReadyError,
    NotFoundError,
    SeparationOfDutiesError,
    StaleVersionError,
    ValidationFailedError,
    WrongVerifyCodeError,
)
from services.contracts.requests import (
    documents,
    review_list_selection,
    review_lists,
    review_reserve,
)
from services.contracts.vocabulary import Role
from services.gateway.access import PUBLIC, staff
from services.gateway.routes.applications import APPLICATIONS
from services.gateway.routes.route import ApiRoute

LISTS = "名单汇总表"

LIST_ROLES = (
    Role.FINAL_OFFICER,
    Role.FINAL_LEADER,
    Role.REGION_OFFICER_INLAND,
    Role.REGION_OFFICER_IN_REGION,
    Role.REGION_LEADER,
)
READERS = staff(*LIST_ROLES, client_scope="review:read")
FINAL = staff(Role.FINAL_OFFICER)
CHANGING = (NotFoundError, StaleVersionError, IllegalTransitionError, ListNotReadyError)

ROUTES: tuple[ApiRoute, ...] = (
    ApiRoute(
        method="GET",
        path="/lists",
        request=review_lists.ReadLists,
        summary="本单位的汇总表与待汇总的申报",
        tag=LISTS,
        access=READERS,
        problems=(NotFoundError,),
    ),
    ApiRoute(
        method="POST",
        path="/lists/nominations",
        request=review_lists.NominateApplication,
        summary="列入汇总表（随即核定名额）",
        description="答复时状态为“待核定名额”；名额核定后变为“已列入汇总表”或退回“待汇总”。",
        tag=LISTS,
        access=FINAL,
        problems=CHANGING,
        example={"application_id": "9d0b1c52-0a4e-4c2c-9f0e-3a1f5b7c9d21", "version": 10},
    ),
    ApiRoute(
        method="POST",
        path="/lists/nominations/several",
        request=review_list_selection.NominateFiles,
        summary="将多人列入同一汇总表（名额逐一核定）",
        description=(
            "逐一答复：`asked`中的随即核定名额，`refused`中的没有改变并写明原因。"
            "每人的名额由计划逐一核定，可能只有一部分人列入。"
        ),
        tag=LISTS,
        access=FINAL,
        problems=(NotFoundError,),
        example={
            "organisation_id": "1b7d6f0e-5c3a-4e8e-9a51-7f0f2c6f3d10",
            "cycle_id": "5e2c9d0a-8f4b-4b7e-8a3d-6c1f9e2b7a54",
            "seat_kind": "INLAND",
            "files": [{"application_id": "9d0b1c52-0a4e-4c2c-9f0e-3a1f5b7c9d21", "version": 10}],
        },
    ),
    ApiRoute(
        method="POST",
        path="/lists/reserve",
        request=review_reserve.PlaceOnReserve,
        summary="名额已满的列为候补，由人填写顺序并写明理由",
        tag=LISTS,
        access=FINAL,
        problems=(*CHANGING, SeparationOfDutiesError, ValidationFailedError),
        example={
            "application_id": "9d0b1c52-0a4e-4c2c-9f0e-3a1f5b7c9d21",
            "version": 12,
            "place": 1,
            "reason": "本专业工作年限长，所在县急需此专业人员。",
        },
    ),
    ApiRoute(
        method="POST",
        path="/lists/removals",
        request=review_lists.RemoveListRow,
        summary="移出汇总表（退还名额）",
        tag=LISTS,
        access=FINAL,
        problems=CHANGING,
        example={
            "application_id": "9d0b1c52-0a4e-4c2c-9f0e-3a1f5b7c9d21",
            "version": 12,
            "reason": "申报人原件尚未补齐",
        },
    ),
    ApiRoute(
        method="GET",
        path="/lists/{list_id}",
        request=review_lists.ReadList,
        summary="一份汇总表及其各版本",
        tag=LISTS,
        access=READERS,
        problems=(NotFoundError,),
    ),
    ApiRoute(
        method="POST",
        path="/lists/{list_id}/order",
        request=review_lists.OrderList,
        summary="填写推荐顺序与备注（须写明理由）",
        tag=LISTS,
        access=FINAL,
        problems=CHANGING,
    ),
    ApiRoute(
        method="POST",
        path="/lists/{list_id}/freezing",
        request=review_lists.FreezeList,
        summary="定稿，生成可打印的版本",
        tag=LISTS,
        access=FINAL,
        seconds=15.0,
        problems=CHANGING,
        example={"version": 5},
    ),
    ApiRoute(
        method="POST",
        path="/lists/{list_id}/submission",
        request=review_lists.SubmitList,
        summary="报送（最终审核单位负责人，须填纸上核验码）",
        tag=LISTS,
        access=staff(Role.FINAL_LEADER),
        seconds=15.0,
        problems=(*CHANGING, WrongVerifyCodeError, LateError),
        example={"version": 6, "verify_code": "7K3M-9Q2T-XW4H"},
    ),
    ApiRoute(
        method="POST",
        path="/lists/{list_id}/return",
        request=review_lists.ReturnList,
        summary="整份退回（自治区）：名额保留，可在期限内重新报送",
        tag=LISTS,
        access=staff(Role.REGION_OFFICER_INLAND, Role.REGION_OFFICER_IN_REGION),
        seconds=15.0,
        problems=(*CHANGING, SeparationOfDutiesError, ValidationFailedError),
        example={
            "version": 7,
            "text": "汇总表第二页未盖章，请核对后重新报送。",
            "due_at": "2019-03-30T23:59:59+08:00",
        },
    ),
    ApiRoute(
        method="GET",
        path="/lists/{list_id}/documents",
        request=documents.ReadDocuments,
        operation="documents_read_list_documents",
        summary="汇总表的各份打印件",
        tag=LISTS,
        access=staff(*LIST_ROLES, client_scope="documents:read"),
        fixed={"application_id": None},
        problems=(NotFoundError,),
    ),
    ApiRoute(
        method="GET",
        path="/codes/{verify_code}",
        request=documents.LookUpCode,
        summary="核对打印件上的核验码（不需登录）",
        description="只说明是哪种文件、第几版、是否当前有效。",
        tag=APPLICATIONS,
        access=PUBLIC,
        problems=(NotFoundError,),
    ),
)
