"""Who sees what: the owner the draft, desks the frozen version, everybody else nothing."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest

from services.applications import handlers
from services.contracts.actors import Actor, service_actor
from services.contracts.errors import ForbiddenError, NotFoundError
from services.contracts.requests import applications as requests
from services.contracts.requests import applications_prints as prints
from services.contracts.requests import applications_scans as uploads
from services.contracts.requests.applications_views import ApplicationView
from services.contracts.vocabulary import ApplicationState, Role
from tests.integration.applications.furniture import desk_of, id_number, picture
from tests.integration.applications.world import World
from tests.unit.applications.drafts import FINAL_ID, UNIT_ID

UNIT_HR = desk_of(UNIT_ID, Role.UNIT_HR)


def read(world: World, application_id: UUID, actor: Actor) -> ApplicationView:
    request = requests.ReadApplication(application_id=application_id)
    return handlers.read_application(world.app, world.call(request, actor))


def test_the_owner_sees_the_number_masked_and_everybody_else_nothing(world: World) -> None:
    actor = world.applicant()
    application_id, _ = world.filled(actor)
    view = read(world, application_id, actor)
    assert view.fields["id_number"] == "650***********" + id_number(world.serial)[-4:]
    assert "name" in view.editable
    for stranger in (world.applicant(), UNIT_HR, desk_of(UNIT_ID, Role.SYSTEM_ADMIN)):
        with pytest.raises(NotFoundError):
            read(world, application_id, stranger)


def test_a_desk_reads_the_frozen_version_and_the_applicant_sees_that(world: World) -> None:
    actor = world.applicant()
    receipt = world.submitted(actor)
    world.move(receipt, ApplicationState.UNIT_REVIEW)
    view = read(world, receipt.application_id, UNIT_HR)
    assert (view.version_no, view.editable) == (1, ())
    request = requests.ReadAccesses(application_id=receipt.application_id)
    accesses = handlers.read_accesses(world.app, world.call(request, actor)).accesses
    assert [(a.organisation, a.role, a.kind) for a in accesses] == [
        ("（样例）和田市第一样例医院", "单位人事经办人", "file")
    ]
    assert world.rows("SELECT 1 FROM audit_event WHERE action = 'file_read'")


@pytest.mark.requirement("F8")
def test_a_desk_sees_ethnicity_inside_the_finding_only(world: World) -> None:
    receipt = world.submitted(world.applicant())
    world.move(receipt, ApplicationState.UNIT_REVIEW)
    view = read(world, receipt.application_id, UNIT_HR)
    outside = view.model_copy(update={"findings": ()}).model_dump_json()
    assert "维吾尔族" not in outside
    assert "ethnicity_code" not in view.fields
    scope = next(finding for finding in view.findings if finding.rule == "E03")
    assert "维吾尔族" in scope.explanation


@pytest.mark.parametrize(
    ("organisation", "role"),
    [
        (FINAL_ID, Role.FINAL_OFFICER),
        (uuid4(), Role.UNIT_HR),
        (UNIT_ID, Role.SYSTEM_ADMIN),
        (UNIT_ID, Role.AUDITOR),
        (UNIT_ID, Role.HELPLINE),
        (UNIT_ID, Role.REGION_OFFICER_IN_REGION),
    ],
)
def test_an_organisation_review_did_not_name_or_a_foreign_role_finds_nothing(
    world: World, organisation: UUID, role: Role
) -> None:
    receipt = world.submitted(world.applicant())
    world.move(receipt, ApplicationState.UNIT_REVIEW)
    stranger = desk_of(organisation, role)
    with pytest.raises(NotFoundError):
        read(world, receipt.application_id, stranger)
    asked = prints.MayRead(application_id=receipt.application_id)
    assert not handlers.may_read(world.app, world.call(asked, stranger)).allowed


@pytest.mark.requirement("F14", "D05")
def test_the_full_number_needs_the_right_and_leaves_a_purpose(world: World) -> None:
    receipt = world.submitted(world.applicant())
    world.move(receipt, ApplicationState.UNIT_REVIEW)
    request = requests.UnmaskIdNumber(
        application_id=receipt.application_id, purpose="核对身份证原件"
    )
    shown = handlers.unmask_id_number(world.app, world.call(request, UNIT_HR))
    assert shown.id_number == id_number(world.serial)
    (row,) = world.rows("SELECT purpose FROM audit_event WHERE action = 'id_number_read'")
    assert row.purpose == "核对身份证原件"
    leader = desk_of(UNIT_ID, Role.UNIT_LEADER)
    with pytest.raises(ForbiddenError):
        handlers.unmask_id_number(world.app, world.call(request, leader))


def test_the_health_certificate_is_for_unit_and_final_officer(world: World) -> None:
    actor = world.applicant()
    application_id, _ = world.filled(actor)
    scan = world.upload(actor, application_id, "A06", picture(600, 800))
    receipt = world.submit(actor, application_id, world.revision(actor, application_id))
    world.move(receipt, ApplicationState.FINAL_REVIEW, UNIT_ID, FINAL_ID)
    request = uploads.ReadScan(scan_id=scan.scan_id)
    link = handlers.read_scan(world.app, world.call(request, UNIT_HR))
    assert link.content_type == "image/jpeg"
    with pytest.raises(NotFoundError):
        handlers.read_scan(world.app, world.call(request, desk_of(FINAL_ID, Role.FINAL_LEADER)))


def test_documents_gets_everything_the_form_prints(world: World) -> None:
    receipt = world.submitted(world.applicant())
    request = prints.PrintCopy(version_id=receipt.version_id)
    call = world.call(request, service_actor("documents"))
    copy = handlers.print_copy(world.app, call)
    wanted = {
        "id_number": id_number(world.serial),
        "sex": "男",
        "ethnicity_code": "维吾尔族",
        "birth_date": "1984.05",
        "education_code": "大学本科",
        "title": "主治医师（中级）",
        "unit_region": "和田地区和田市",
        "unit_nature": "事业单位",
        "zh_line": "听能胜任，说能胜任，读能胜任，写基本胜任",
        "specialty": "内科学",
        "host_line": "（样例）某某大学附属医院 / 某教授（心内科）",
        "track_line": "内地·一年",
        "admin_post": "无",
    }
    assert {code: copy.values[code] for code in wanted} == wanted
    assert [row.period for row in copy.work_history] == ["2007.08—2013.12", "2013.12—至今"]
    assert len(copy.photo_base64) > 1000
    assert copy.verify_code == receipt.verify_code


@pytest.mark.parametrize("asker", [service_actor("review"), UNIT_HR], ids=["review", "desk"])
def test_nobody_but_documents_gets_print_data(world: World, asker: Actor) -> None:
    receipt = world.submitted(world.applicant())
    with pytest.raises(NotFoundError):
        handlers.print_copy(
            world.app, world.call(prints.PrintCopy(version_id=receipt.version_id), asker)
        )


@pytest.mark.requirement("R34")
def test_list_entries_keep_the_order_asked_for(world: World) -> None:
    first, second = (world.submitted(world.applicant()) for _ in range(2))
    request = prints.ListEntries(version_ids=(second.version_id, first.version_id))
    answer = handlers.list_entries(world.app, world.call(request, service_actor("documents")))
    assert [entry.application_no for entry in answer.entries] == [
        second.application_no,
        first.application_no,
    ]
    assert answer.entries[0].education_degree == "大学本科/学士"
    assert answer.entries[0].unit_and_post == "（样例）和田市第一样例医院内科"


def test_names_are_ordered_by_pinyin_of_the_whole_name(world: World) -> None:
    names = ("样例·张", "阿样例·江", "古丽样例", "样例艾山")
    receipts = {name: world.submitted(world.applicant(), name=name) for name in names}
    request = prints.NameOrder(
        application_ids=tuple(receipt.application_id for receipt in receipts.values())
    )
    ordered = handlers.name_order(world.app, world.call(request, service_actor("review")))
    by_id = {receipt.application_id: name for name, receipt in receipts.items()}
    assert [by_id[found] for found in ordered.application_ids] == [
        "阿样例·江",
        "古丽样例",
        "样例艾山",
        "样例·张",
    ]
