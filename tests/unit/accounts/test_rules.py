"""Passwords, credit codes, separation of duties and routes, without a database."""

from __future__ import annotations

from uuid import UUID

import pytest

from services.accounts.app import DEMO_PASSWORD, load_common_passwords
from services.accounts.domain import uscc
from services.accounts.domain.passwords import normalised, weaknesses
from services.accounts.domain.routes import Desk, route_faults
from services.accounts.domain.separation import (
    ADMINISTRATORS,
    REVIEWERS,
    conflict,
    fits_organisation,
    grant_of,
)
from services.contracts.vocabulary import OrganisationType, Role, RouteLine, UnitNature

HERE, THERE = UUID(int=1), UUID(int=2)
COMMON = load_common_passwords()


@pytest.mark.parametrize(
    ("password", "codes"),
    [
        ("Kunlun-2019", []),
        (DEMO_PASSWORD, []),
        ("Kl-2019", ["too_short"]),
        ("kunlunxuefeng", ["too_uniform"]),
        ("P@ssw0rd2019!", ["too_common"]),
        ("Qwertyuiop123", ["too_common"]),
        ("Aygul-2019-x", ["like_login"]),
        ("K1" + "-a" * 64, ["too_long"]),
        ("12345", ["too_short", "too_uniform"]),
    ],
)
def test_a_password_is_judged_with_every_reason(password: str, codes: list[str]) -> None:
    found = weaknesses(password, login="aygul@example.invalid", common=COMMON)
    assert [weakness.code for weakness in found] == codes


def test_full_width_and_plain_letters_are_one_password() -> None:
    assert normalised("Ｋunlun-２019") == "Kunlun-2019"


def test_the_check_character_of_a_credit_code_is_that_of_the_standard() -> None:
    # The example of GB 32100-2015.
    assert uscc.check_character("91350100M000100Y4") == "3"
    assert uscc.is_valid("91350100M000100Y43")


@pytest.mark.parametrize(
    "code", ["91350100M000100Y44", "91350100M000100Y4", "91350100O000100Y43", ""]
)
def test_a_wrong_credit_code_is_found(code: str) -> None:
    assert not uscc.is_valid(code)


@pytest.mark.parametrize("one", sorted(ADMINISTRATORS))
@pytest.mark.parametrize("other", sorted(ADMINISTRATORS | REVIEWERS))
def test_administrators_are_three_people_who_never_review(one: Role, other: Role) -> None:
    clash = one is not other
    assert conflict([grant_of(one, HERE)], grant_of(other, THERE)) is clash
    assert conflict([grant_of(other, THERE)], grant_of(one, HERE)) is clash


def test_in_one_house_recommending_and_reviewing_are_different_people() -> None:
    held = [grant_of(Role.UNIT_HR, HERE)]
    assert conflict(held, grant_of(Role.FINAL_OFFICER, HERE))
    assert not conflict(held, grant_of(Role.FINAL_OFFICER, THERE))
    assert not conflict([], grant_of(Role.FINAL_OFFICER, HERE))


def test_roles_of_the_region_exist_there_alone() -> None:
    assert fits_organisation(Role.REGION_LEADER, OrganisationType.REGION_HRSS)
    assert not fits_organisation(Role.REGION_LEADER, OrganisationType.UNIVERSITY)
    assert not fits_organisation(Role.UNIT_HR, OrganisationType.REGION_HRSS)
    assert fits_organisation(Role.RE_REVIEWER, OrganisationType.REGION_HRSS)
    assert fits_organisation(Role.RE_REVIEWER, OrganisationType.PREFECTURE_HRSS)
    assert not fits_organisation(Role.RE_REVIEWER, OrganisationType.RECOMMENDING_UNIT)
    assert not fits_organisation(Role.APPLICANT, OrganisationType.RECOMMENDING_UNIT)


T = OrganisationType
UNIT = Desk("U", T.RECOMMENDING_UNIT)
COUNTY, COUNTY_OFFICE = Desk("C", T.COUNTY_HRSS), Desk("CD", T.COUNTY_DEPARTMENT)
PREFECTURE, HEALTH = Desk("P", T.PREFECTURE_HRSS), Desk("PD", T.PREFECTURE_DEPARTMENT)
MINISTRY, HOUSE = Desk("D", T.REGION_DEPARTMENT), Desk("S", T.UNIVERSITY)
PUBLIC, PRIVATE = UnitNature.PUBLIC_INSTITUTION, UnitNature.PRIVATE_ENTERPRISE


@pytest.mark.requirement("R02", "R31")
@pytest.mark.parametrize(
    ("line", "nature", "unit", "desks"),
    [
        (RouteLine.A1, PUBLIC, UNIT, [COUNTY, PREFECTURE]),
        (RouteLine.A1, PUBLIC, UNIT, [COUNTY_OFFICE, COUNTY, PREFECTURE]),
        (RouteLine.A2, PUBLIC, UNIT, [HEALTH, PREFECTURE]),
        (RouteLine.A2, PUBLIC, UNIT, [PREFECTURE]),
        (RouteLine.A3, PRIVATE, UNIT, [COUNTY, PREFECTURE]),
        (RouteLine.B, PUBLIC, UNIT, [MINISTRY]),
        (RouteLine.C, PUBLIC, HOUSE, [HOUSE]),
        (RouteLine.C, PUBLIC, UNIT, [Desk("S-M", T.RECOMMENDING_UNIT), HOUSE]),
    ],
)
def test_the_routes_of_the_handbook_are_right(
    line: RouteLine, nature: UnitNature, unit: Desk, desks: list[Desk]
) -> None:
    assert route_faults(line, nature, unit, desks) == []


@pytest.mark.parametrize(
    ("line", "nature", "unit", "desks"),
    [
        (RouteLine.A1, PUBLIC, UNIT, []),
        (RouteLine.A1, PUBLIC, UNIT, [PREFECTURE]),
        (RouteLine.A1, PUBLIC, UNIT, [COUNTY, COUNTY_OFFICE, PREFECTURE]),
        (RouteLine.A1, PRIVATE, UNIT, [COUNTY, PREFECTURE]),
        (RouteLine.A2, PUBLIC, UNIT, [COUNTY, PREFECTURE]),
        (RouteLine.A3, PUBLIC, UNIT, [COUNTY, PREFECTURE]),
        (RouteLine.B, PUBLIC, UNIT, [PREFECTURE]),
        (RouteLine.B, UnitNature.GOVERNMENT_BODY, UNIT, [MINISTRY]),
        (RouteLine.C, PUBLIC, UNIT, [MINISTRY]),
        (RouteLine.A1, PUBLIC, UNIT, [COUNTY, COUNTY, PREFECTURE]),
    ],
)
def test_a_route_of_another_shape_is_refused(
    line: RouteLine, nature: UnitNature, unit: Desk, desks: list[Desk]
) -> None:
    assert route_faults(line, nature, unit, desks) != []
