"""The materials of one person: what is needed, what is there, what is said beforehand."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest

from services.contracts.requests.applications_scans import PagePicture, Pictures, ScanPictures
from services.contracts.requests.applications_views import (
    ApplicationView,
    FormView,
    ScanLimits,
    ScanState,
    ScanView,
)
from services.contracts.vocabulary import ApplicationState, Material, Outcome
from services.gateway.pages.scans.slots import Slot, is_required, limit_words, size_text, slots_of

NOON = datetime(2019, 3, 1, 4, 0, tzinfo=UTC)
LIMITS = ScanLimits(
    max_bytes=10 * 1024 * 1024,
    max_total_bytes=60 * 1024 * 1024,
    max_pages=30,
    max_pixels=40_000_000,
    photo_min_width=295,
    photo_min_height=413,
    photo_width=413,
    photo_height=531,
)


def material(code: str, **changes: Any) -> dict[str, Any]:
    usual = {
        "code": code,
        "label": Material[code].label,
        "note": "",
        "required_when": "always",
        "max_files": 4,
        "consent": False,
        "accepts": ("jpg", "png", "pdf"),
    }
    return {**usual, **changes}


def scan(code: str, state: ScanState, size: int = 1000) -> ScanView:
    return ScanView(
        scan_id=uuid4(),
        slot=Material[code],
        slot_label=Material[code].label,
        filename="样例.jpg",
        state=state,
        size=size,
        content_type="image/jpeg",
        uploaded_at=NOON,
    )


def slots(
    *materials: dict[str, Any],
    scans: tuple[ScanView, ...] = (),
    editable: tuple[str, ...] = (),
    small: Pictures | None = None,
    **fields: Any,
) -> tuple[Slot, ...]:
    form = FormView(
        cycle_year=2019,
        sections=(),
        codes={},
        materials=materials,
        scan_limits=LIMITS,
        items={},
        privacy_notice_version=1,
        privacy_notice="",
        pledge_version=1,
        pledge="",
    )
    view = ApplicationView(
        application_id=uuid4(),
        cycle_id=uuid4(),
        cycle_year=2019,
        applicant_id=uuid4(),
        application_no=None,
        state=ApplicationState.DRAFT,
        state_label=ApplicationState.DRAFT.label,
        desk_label=None,
        revision=1,
        version_no=0,
        fields=fields,
        display={},
        editable=editable,
        scans=scans,
        findings=(),
        outcome=next(iter(Outcome)),
        current_return=None,
        versions=(),
        created_at=NOON,
        submitted_at=None,
    )
    return slots_of(form, view, small or Pictures(scans=(), expires_at=NOON))


@pytest.mark.parametrize(
    ("when", "fields", "required"),
    [
        ("always", {}, True),
        ("never", {"degree": "MASTER"}, False),
        ("degree", {"degree": "MASTER"}, True),
        ("degree", {"degree": "NONE"}, False),
        ("degree", {}, False),
        ("private_enterprise", {"unit_nature": "PRIVATE_ENTERPRISE"}, True),
        ("private_enterprise", {"unit_nature": "STATE_ENTERPRISE"}, False),
    ],
)
@pytest.mark.requirement("R29")
def test_what_this_person_must_bring(when: str, fields: dict[str, str], *, required: bool) -> None:
    assert is_required(when, fields) is required


def test_a_material_lacks_until_a_file_is_accepted() -> None:
    for state in (ScanState.UPLOADING, ScanState.CHECKING, ScanState.REJECTED):
        (slot,) = slots(material("A02"), scans=(scan("A02", state),))
        assert slot.missing
    (slot,) = slots(material("A02"), scans=(scan("A02", ScanState.ACCEPTED),))
    assert not slot.missing
    (slot,) = slots(material("A02", required_when="never"))
    assert (slot.missing, slot.need) == (False, "选交")


def test_files_lie_in_their_slot_with_their_small_picture() -> None:
    mine, other = scan("A02", ScanState.ACCEPTED), scan("A04", ScanState.ACCEPTED)
    picture = PagePicture(number=0, width=120, height=160, url="https://store.test/x")
    small = Pictures(
        scans=(ScanPictures(scan_id=mine.scan_id, page_count=1, pictures=(picture,)),),
        expires_at=NOON,
    )
    first, second = slots(material("A02"), material("A04"), scans=(other, mine), small=small)
    assert [file.scan for file in first.files] == [mine]
    assert first.files[0].small == picture
    assert second.files[0].small is None


def test_a_slot_is_full_but_a_photo_is_replaced() -> None:
    two = (scan("A06", ScanState.ACCEPTED), scan("A06", ScanState.CHECKING))
    assert slots(material("A06", max_files=2), scans=two)[0].full
    refused = (scan("A06", ScanState.ACCEPTED), scan("A06", ScanState.REJECTED))
    assert not slots(material("A06", max_files=2), scans=refused)[0].full
    photo = (scan("PHOTO", ScanState.ACCEPTED),)
    assert not slots(material("PHOTO", max_files=1), scans=photo)[0].full


def test_only_unlocked_slots_are_open() -> None:
    first, second = slots(material("A02"), material("A04"), editable=("A04", "name"))
    assert (first.open, second.open) == (False, True)


def test_phones_are_told_types_and_people_kinds() -> None:
    (slot,) = slots(material("PHOTO", accepts=("jpg", "png")))
    assert slot.endings == ".jpg,.jpeg,image/jpeg,.png,image/png"
    assert slot.kinds == "JPG、PNG"


@pytest.mark.parametrize(
    ("size", "text"),
    [
        (1, "1KB"),
        (1024, "1KB"),
        (1025, "2KB"),
        (1024 * 1024, "1MB"),
        (10 * 1024 * 1024, "10MB"),
        (10 * 1024 * 1024 + 1, "10.1MB"),
    ],
)
def test_sizes_are_never_rounded_down(size: int, text: str) -> None:
    assert size_text(size) == text


def test_the_limits_are_said_with_what_is_used() -> None:
    heavy = scan("A02", ScanState.ACCEPTED, 3 * 1024 * 1024)
    refused = scan("A02", ScanState.REJECTED, 3 * 1024 * 1024)
    words = "".join(limit_words(LIMITS, slots(material("A02"), scans=(heavy, refused))))
    for told in ("每个不超过10MB", "不超过30页", "合计不超过60MB", "已用3MB"):
        assert told in words
