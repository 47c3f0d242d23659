"""Sends what the outbox holds: every committed event reaches the broker at least once."""

from services.chassis.relay.relay import Relay

__all__ = ["Relay"]
