"""The container image of all services."""
