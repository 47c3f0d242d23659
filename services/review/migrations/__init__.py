"""Migrations of the review database, run by `services.chassis.migrate`."""
