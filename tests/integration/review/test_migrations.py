"""The migrations lead from nothing to what the code says, and back."""

from __future__ import annotations

from alembic import command

from services.chassis.migrate import difference, upgrade
from tests.support.scratch_database import running_stack, scratch_database
from tests.support.service_database import target_of


def test_up_down_and_up_again_ends_at_the_code() -> None:
    with scratch_database(running_stack()) as scratch:
        target = target_of("review", scratch)
        upgrade(target)
        command.downgrade(target.config(), "base")
        upgrade(target)
        assert difference(target) is None
