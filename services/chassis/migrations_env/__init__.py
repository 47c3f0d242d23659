"""Alembic's environment for `services.chassis.migrate`."""
