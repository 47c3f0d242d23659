"""Doubles for the parts outside a service: object store, messaging, unit of work."""
