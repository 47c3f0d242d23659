"""Where mail goes: told to notices alone, as typed last, and audited."""

from __future__ import annotations

from uuid import uuid4

import pytest

from services.applications import handlers
from services.contracts.actors import service_actor
from services.contracts.errors import NotFoundError
from services.contracts.requests.applications import SaveDraft
from services.contracts.requests.applications_addresses import MailAddress, MailAddresses
from tests.integration.applications.world import World


def test_the_address_typed_last_is_told_to_notices_and_audited(world: World) -> None:
    me = world.applicant()
    draft, revision = world.filled(me)
    save = SaveDraft(
        application_id=draft, expected_revision=revision, fields={"email": "sample@example.cn"}
    )
    handlers.save_draft(world.app, world.call(save, me))
    without = world.submitted(world.applicant()).application_id
    asked = MailAddresses(application_ids=(draft, without, uuid4()))
    answer = handlers.mail_addresses(world.app, world.call(asked, service_actor("notices")))
    told = {one.application_id: one.address for one in answer.addresses}
    assert told[draft] == "sample@example.cn"
    assert told.keys() == {draft, without}
    assert set(MailAddress.model_fields) == {"application_id", "address"}
    assert world.rows("SELECT 1 FROM audit_event WHERE action = 'mail_addresses_read'")


def test_nobody_else_is_told_addresses(world: World) -> None:
    asked = MailAddresses(application_ids=(uuid4(),))
    for asker in (world.applicant(), service_actor("review")):
        with pytest.raises(NotFoundError):
            handlers.mail_addresses(world.app, world.call(asked, asker))
