"""Packages: closed and dispatched by the final reviewing unit, received by the region."""

from __future__ import annotations

from services.contracts.errors import (
    IllegalTransitionError,
    NotFoundError,
    PackageIncompleteError,
    SeparationOfDutiesError,
    StaleVersionError,
    ValidationFailedError,
)
from services.contracts.requests import review_packages
from services.contracts.vocabulary import Role
from services.gateway.access import staff
from services.gateway.routes.route import ApiRoute

PACKAGES = "材料包"

SENDERS = (Role.FINAL_OFFICER, Role.FINAL_LEADER)
RECEIVERS = (Role.REGION_OFFICER_INLAND, Role.REGION_OFFICER_IN_REGION)
OFFICES = (*RECEIVERS, Role.REGION_LEADER)
CHANGING = (NotFoundError, StaleVersionError, IllegalTransitionError, ValidationFailedError)

ROUTES: tuple[ApiRoute, ...] = (
    ApiRoute(
        method="GET",
        path="/packages",
        request=review_packages.ReadPackageDesk,
        summary="本单位待封装的汇总表与材料包",
        tag=PACKAGES,
        access=staff(*SENDERS, client_scope="review:read"),
        problems=(NotFoundError,),
    ),
    ApiRoute(
        method="POST",
        path="/packages",
        request=review_packages.ClosePackage,
        summary="封装材料包（缺一份也不能封装）",
        tag=PACKAGES,
        access=staff(Role.FINAL_OFFICER),
        problems=(
            NotFoundError,
            PackageIncompleteError,
            SeparationOfDutiesError,
            ValidationFailedError,
        ),
        example={
            "organisation_id": "1b7d6f0e-5c3a-4e8e-9a51-7f0f2c6f3d10",
            "track": "INLAND",
            "list_version_ids": ["5e2c9d0a-8f4b-4b7e-8a3d-6c1f9e2b7a54"],
            "packed": ["9d0b1c52-0a4e-4c2c-9f0e-3a1f5b7c9d21"],
            "list_copies": 1,
        },
    ),
    ApiRoute(
        method="GET",
        path="/packages/received",
        request=review_packages.ReadPackagesReceived,
        summary="寄往本办公室的材料包（自治区）",
        tag=PACKAGES,
        access=staff(*OFFICES, client_scope="review:read"),
        problems=(NotFoundError,),
    ),
    ApiRoute(
        method="GET",
        path="/packages/{package_id}",
        request=review_packages.ReadPackage,
        summary="一个材料包及包内人员",
        tag=PACKAGES,
        access=staff(*SENDERS, *OFFICES, client_scope="review:read"),
        problems=(NotFoundError,),
    ),
    ApiRoute(
        method="POST",
        path="/packages/{package_id}/dispatch",
        request=review_packages.DispatchPackage,
        summary="登记寄出（以邮戳为准）",
        tag=PACKAGES,
        access=staff(Role.FINAL_OFFICER),
        problems=CHANGING,
        example={
            "version": 1,
            "dispatched_on": "2019-03-20",
            "carrier": "邮政特快专递",
            "waybill": "EA123456789CN",
        },
    ),
    ApiRoute(
        method="POST",
        path="/packages/{package_id}/receipt",
        request=review_packages.ReceivePackage,
        summary="登记收到；逾期寄出的整件不予受理（自治区）",
        description="是否逾期以邮戳日期为准，晚到不算逾期。逾期的登记后包内每人收到理由，可申请复核。",
        tag=PACKAGES,
        access=staff(*RECEIVERS),
        seconds=15.0,
        problems=(*CHANGING, SeparationOfDutiesError),
        example={
            "version": 2,
            "received_on": "2019-03-25",
            "postmarked_on": "2019-03-20",
            "forms": 2,
            "lists": 1,
        },
    ),
)
