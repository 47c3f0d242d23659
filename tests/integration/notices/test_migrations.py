"""The notices database can be made, compared, undone and made again."""

from __future__ import annotations

from alembic import command

from services.chassis.migrate import difference, upgrade
from tests.support.scratch_database import running_stack, scratch_database
from tests.support.service_database import target_of


def test_upgrade_compare_downgrade_upgrade() -> None:
    with scratch_database(running_stack()) as scratch:
        target = target_of("notices", scratch)
        upgrade(target)
        assert difference(target) is None
        command.downgrade(target.config(), "base")
        upgrade(target)
        assert difference(target) is None
