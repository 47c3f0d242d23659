"""Alembic's environment, shared by all services; run by `services.chassis.migrate` only."""

from __future__ import annotations

from alembic import context

from services.chassis.migrate import include_object

with context.config.attributes["connect"]() as connection:
    context.configure(
        connection=connection,
        target_metadata=context.config.attributes["metadata"],
        include_object=include_object,
        transaction_per_migration=True,
        compare_type=True,
    )
    context.run_migrations()
