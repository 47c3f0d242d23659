"""Frozen versions, their changes, codes, unlocking, and who may read."""

from __future__ import annotations

import re
from typing import Any
from uuid import uuid4

import pytest

from services.applications.domain.access import Reach, desk_grant, full_id_grant, is_owner
from services.applications.domain.canonical import canonical_json, digest_of
from services.applications.domain.codes import application_number, new_verify_code
from services.applications.domain.scans import megabytes, plan_parts, required_materials
from services.applications.domain.states import resume_state
from services.applications.domain.versions import changes_between
from services.contracts.actors import Actor, ActorKind, RoleGrant
from services.contracts.vocabulary import ApplicationState, Role
from tests.unit.applications.drafts import complete_data
from tests.unit.applications.programme import programme_2019

FORM = programme_2019().form
ORGANISATION, PERSON = uuid4(), uuid4()


def content(**changes: Any) -> dict[str, Any]:
    scans = [{"slot": "A01", "sha256": "a"}, {"slot": "A02", "sha256": "b"}]
    return {"fields": {**complete_data(**changes), "id_number": "digest"}, "attachments": scans}


def test_the_canonical_form_does_not_depend_on_order() -> None:
    assert canonical_json({"b": [1, "样例"], "a": None}) == '{"a":null,"b":[1,"样例"]}'
    assert digest_of({"a": 1, "b": 2}) == digest_of({"b": 2, "a": 1})


def test_nothing_changed_is_no_change() -> None:
    changes = changes_between(FORM, content(), content())
    assert (changes.fields, changes.items, changes.key) == ((), (), False)


KEY = [
    ("track", "IN_REGION", "intention"),
    ("term", "LONG", "intention"),
    ("plan_row_id", str(uuid4()), "intention"),
    ("unit_id", str(uuid4()), "unit"),
    ("title_code", "232", "title"),
    ("education_code", "14", "education"),
    ("degree", "MASTER", "education"),
]


@pytest.mark.parametrize(("field", "value", "item"), KEY)
def test_a_key_field_restarts_the_review(field: str, value: str, item: str) -> None:
    changes = changes_between(FORM, content(), content(**{field: value}))
    assert (changes.fields, changes.items, changes.key) == ((field,), (item,), True)


def test_another_id_number_restarts_the_review() -> None:
    after = content()
    after["fields"]["id_number"] = "other"
    assert changes_between(FORM, content(), after).key


def test_a_replaced_scan_is_a_change_of_its_item_but_no_key_change() -> None:
    after = content()
    after["attachments"] = [{"slot": "A01", "sha256": "a"}, {"slot": "A02", "sha256": "c"}]
    changes = changes_between(FORM, content(), after)
    assert (changes.fields, changes.items, changes.key) == (("A02",), ("education",), False)


@pytest.mark.parametrize(
    ("items", "opened", "closed"),
    [
        (("identity",), {"name", "id_number", "A01"}, {"mobile", "A02"}),
        (("mobile",), {"mobile"}, {"email", "name"}),
        (("A02",), {"A02"}, {"A03", "education_code"}),
        (("unheard-of",), {"name", "mobile", "A01", "A11"}, set()),
    ],
)
def test_a_return_opens_what_it_names(
    items: tuple[str, ...], opened: set[str], closed: set[str]
) -> None:
    codes = FORM.unlocked_by(items)
    assert opened <= codes
    assert not closed & codes


def test_every_writable_field_and_material_belongs_to_an_item() -> None:
    everything = FORM.unlocked_by(FORM.items)
    assert everything == FORM.writable | frozenset(FORM.materials)


def test_codes_are_crockford_and_differ() -> None:
    codes = {new_verify_code() for _ in range(500)}
    assert len(codes) == 500
    assert all(re.fullmatch(r"([0-9A-HJKMNP-TV-Z]{4}-){2}[0-9A-HJKMNP-TV-Z]{4}", c) for c in codes)


def test_a_sixth_digit_of_the_number_is_kept() -> None:
    assert application_number(2019, "653201", 17) == "TP2019-653201-00017"
    assert application_number(2019, "653201", 123456) == "TP2019-653201-123456"


def test_parts_cover_the_file_without_gap() -> None:
    parts = plan_parts(2_500_000, 1_048_576)
    assert [(p.number, p.offset) for p in parts] == [(1, 0), (2, 1_048_576), (3, 2_097_152)]
    assert sum(part.size for part in parts) == 2_500_000


def test_a_size_over_the_limit_never_reads_like_the_limit() -> None:
    assert megabytes(10 * 1024 * 1024) == "10MB"
    assert megabytes(10 * 1024 * 1024 + 1) == "10.1MB"


def test_required_materials_follow_the_person() -> None:
    rules = FORM.materials.values()
    plain = required_materials(rules, has_degree=False, private_enterprise=False)
    assert plain == ("PHOTO", "A01", "A02", "A04")
    full = required_materials(rules, has_degree=True, private_enterprise=True)
    assert full == ("PHOTO", "A01", "A02", "A03", "A04", "A09")


def test_what_was_returned_late_goes_through_final_review() -> None:
    assert resume_state(ApplicationState.MID_REVIEW) is ApplicationState.MID_REVIEW
    assert resume_state(ApplicationState.LISTED) is ApplicationState.FINAL_REVIEW


def actor(*roles: Role) -> Actor:
    grants = tuple(RoleGrant(role=role, organisation_id=ORGANISATION) for role in roles)
    return Actor(kind=ActorKind.PERSON, person_id=PERSON, roles=grants)


def reach(track: str = "INLAND", *, owner: bool = False, reader: bool = True) -> Reach:
    readers = {ORGANISATION} if reader else {uuid4()}
    return Reach(PERSON if owner else uuid4(), readers, track)


READS = {
    Role.UNIT_HR, Role.UNIT_LEADER, Role.MID_OFFICER, Role.FINAL_OFFICER, Role.FINAL_LEADER,
    Role.REGION_OFFICER_INLAND, Role.REGION_LEADER,
}  # fmt: skip
UNMASKS = {Role.UNIT_HR, Role.MID_OFFICER, Role.FINAL_OFFICER, Role.REGION_OFFICER_INLAND}


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.requirement("R32")
def test_each_role_reads_and_unmasks_by_the_permission_table(role: Role) -> None:
    assert (desk_grant(actor(role), reach()) is not None) is (role in READS)
    assert (full_id_grant(actor(role), reach()) is not None) is (role in UNMASKS)
    assert desk_grant(actor(role), reach(reader=False)) is None


def test_region_offices_read_their_own_track_only() -> None:
    centre = actor(Role.REGION_OFFICER_IN_REGION)
    assert desk_grant(centre, reach("INLAND")) is None
    assert desk_grant(centre, reach("IN_REGION")) is not None


@pytest.mark.requirement("X10")
def test_nobody_is_a_desk_of_the_own_file() -> None:
    officer = actor(Role.UNIT_HR)
    assert is_owner(officer, reach(owner=True))
    assert desk_grant(officer, reach(owner=True)) is None
    assert full_id_grant(officer, reach(owner=True)) is None
