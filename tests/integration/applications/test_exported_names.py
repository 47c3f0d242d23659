"""The names in an export: for the workers of documents, audited, and nothing but names (X8)."""

from __future__ import annotations

from uuid import uuid4

import pytest

from services.applications import handlers
from services.contracts.actors import service_actor
from services.contracts.errors import NotFoundError
from services.contracts.requests.applications_prints import ExportedName, ExportedNames
from tests.integration.applications.world import World


def test_names_of_submitted_applications_are_told_and_audited(world: World) -> None:
    first, second = (world.submitted(world.applicant()).application_id for _ in range(2))
    draft, _ = world.filled(world.applicant())
    asked = ExportedNames(application_ids=(second, first, draft, uuid4()))
    answer = handlers.exported_names(world.app, world.call(asked, service_actor("documents")))
    assert {one.application_id for one in answer.names} == {first, second}
    assert all(one.name for one in answer.names)
    assert set(ExportedName.model_fields) == {"application_id", "name"}
    assert world.rows("SELECT 1 FROM audit_event WHERE action = 'exported_names_read'")


def test_nobody_else_is_told_names(world: World) -> None:
    receipt = world.submitted(world.applicant())
    asked = ExportedNames(application_ids=(receipt.application_id,))
    for asker in (world.applicant(), service_actor("review")):
        with pytest.raises(NotFoundError):
            handlers.exported_names(world.app, world.call(asked, asker))
