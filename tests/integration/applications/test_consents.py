"""Separate consents: given at the start or later, asked where needed, taken back (D06)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from services.applications import handlers
from services.contracts.actors import Actor
from services.contracts.errors import (
    IllegalTransitionError,
    NotFoundError,
    ScanRejectedError,
    ValidationFailedError,
)
from services.contracts.requests.applications import CreateDraft
from services.contracts.requests.applications_consents import (
    ConsentList,
    GiveConsent,
    ReadConsents,
    WithdrawConsent,
)
from services.contracts.vocabulary import Material
from tests.integration.applications.furniture import CLOSE_AT, picture
from tests.integration.applications.world import World

M = Material


def begun(world: World, actor: Actor, *agreed: Material) -> UUID:
    request = CreateDraft(
        cycle_id=world.cycle_id,
        privacy_notice_version=1,
        privacy_acknowledged=True,
        consents=agreed,
    )
    return handlers.create_draft(world.app, world.call(request, actor)).application_id


def ask(world: World, actor: Actor, kind: Any, draft: UUID, **more: Any) -> ConsentList:
    request = kind(application_id=draft, **more)
    answer: ConsentList = getattr(handlers, kind.method)(world.app, world.call(request, actor))
    return answer


def given(world: World, actor: Actor, draft: UUID) -> list[str]:
    found = ask(world, actor, ReadConsents, draft).consents
    return [one.material.value for one in found if one.given_at is not None]


def test_what_was_agreed_to_at_the_start_is_not_asked_again_and_the_rest_is(world: World) -> None:
    actor = world.applicant()
    draft = begun(world, actor, M.PHOTO)
    assert given(world, actor, draft) == ["PHOTO"]
    assert world.begin(actor, draft, "PHOTO", 1000, consent=False).parts
    assert world.begin(actor, draft, "A02", 1000, consent=False).parts
    with pytest.raises(ScanRejectedError, match="单独同意"):
        world.begin(actor, draft, "A01", 1000, consent=False)
    assert world.begin(actor, draft, "A01", 1000).parts
    assert given(world, actor, draft) == ["PHOTO", "A01"]
    ask(world, actor, GiveConsent, draft, material=M.A01)
    rows = world.rows("SELECT scope, text_version FROM consent ORDER BY given_at, scope")
    assert sorted(map(tuple, rows)) == [("A01", 1), ("PHOTO", 1), ("PRIVACY", 1)]


@pytest.mark.requirement("D06")
def test_only_what_is_sensitive_is_asked_and_each_says_what_it_is_for(world: World) -> None:
    actor = world.applicant()
    draft = begun(world, actor)
    asked = ask(world, actor, ReadConsents, draft).consents
    assert [one.material for one in asked] == [M.PHOTO, M.A01, M.A06]
    assert all(one.purpose and one.without and one.given_at is None for one in asked)
    with pytest.raises(ValidationFailedError):
        ask(world, actor, GiveConsent, draft, material=M.A02)
    with pytest.raises(ValidationFailedError):
        begun(world, world.applicant(), M.A02)


def test_taking_a_consent_back_removes_its_files_and_no_others(world: World) -> None:
    actor = world.applicant()
    draft, _ = world.filled(actor)
    world.clock.advance(CLOSE_AT - world.clock.now() + timedelta(days=1))
    left = ask(world, actor, WithdrawConsent, draft, material=M.A01)
    assert [(one.material.value, one.given_at is None, one.files) for one in left.consents] == [
        ("PHOTO", False, 1),
        ("A01", True, 0),
        ("A06", True, 0),
    ]
    assert left.consents[1].withdrawn_at == world.clock.now()
    removed = world.rows("SELECT slot FROM scan WHERE state = 'REMOVED'")
    assert [row.slot for row in removed] == ["A01"]
    with pytest.raises(NotFoundError):
        ask(world, actor, WithdrawConsent, draft, material=M.A01)
    (row,) = world.rows("SELECT details FROM audit_event WHERE action = 'consent_withdrawn'")
    assert row.details == {"scope": "A01", "files": 1}


def test_who_took_it_back_may_agree_again(world: World) -> None:
    actor = world.applicant()
    draft = begun(world, actor, M.A01)
    ask(world, actor, WithdrawConsent, draft, material=M.A01)
    with pytest.raises(ScanRejectedError):
        world.begin(actor, draft, "A01", 1000, consent=False)
    ask(world, actor, GiveConsent, draft, material=M.A01)
    scan = world.upload(actor, draft, "A01", picture(600, 800), consent=False)
    assert scan.state == "ACCEPTED"


def test_a_submitted_application_is_withdrawn_as_a_whole(world: World) -> None:
    actor = world.applicant()
    receipt = world.submitted(actor)
    assert not ask(world, actor, ReadConsents, receipt.application_id).withdrawable
    with pytest.raises(IllegalTransitionError):
        ask(world, actor, WithdrawConsent, receipt.application_id, material=M.A01)
    assert world.rows("SELECT 1 FROM scan WHERE state = 'REMOVED'") == []


@pytest.mark.parametrize("kind", [ReadConsents, GiveConsent, WithdrawConsent])
def test_consents_are_the_owners_alone(world: World, kind: Any) -> None:
    draft = begun(world, world.applicant(), M.PHOTO)
    more = {} if kind is ReadConsents else {"material": M.PHOTO}
    with pytest.raises(NotFoundError):
        ask(world, world.applicant(), kind, draft, **more)
