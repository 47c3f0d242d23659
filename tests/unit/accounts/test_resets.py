"""Who helps whom to a new password, and what a code looks like."""

from __future__ import annotations

import re

import pytest

from services.accounts.domain.resets import new_code, office_for, typed_code
from services.contracts.vocabulary import Role


@pytest.mark.parametrize(
    ("roles", "clerk", "office"),
    [
        ([], True, Role.UNIT_HR),
        ([], False, Role.SYSTEM_ADMIN),
        ([Role.UNIT_HR], True, Role.SYSTEM_ADMIN),
        ([Role.REGION_LEADER, Role.UNIT_LEADER], True, Role.SYSTEM_ADMIN),
        ([Role.SYSTEM_ADMIN], True, Role.SYSTEM_ADMIN),
        ([Role.SECURITY_ADMIN], True, Role.SECURITY_ADMIN),
        ([Role.AUDITOR], False, Role.AUDITOR),
    ],
)
def test_nobody_gains_the_powers_of_another_office(
    roles: list[Role], clerk: bool, office: Role
) -> None:
    assert office_for(roles, unit_has_clerk=clerk) is office


def test_a_code_is_easy_to_copy_and_compared_whatever_the_hand_wrote() -> None:
    codes = {new_code() for _ in range(200)}
    assert len(codes) == 200
    assert all(re.fullmatch(r"[a-z2-9]{5}-[a-z2-9]{5}", code) for code in codes)
    assert not set("il1o0") & set("".join(codes))
    assert typed_code(" ABCDE fgh-23 ") == typed_code("abcde-fgh23") == "abcdefgh23"
