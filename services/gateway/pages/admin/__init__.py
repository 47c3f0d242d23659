"""Administrators and the helpline: organisations, people and roles, tokens, the trail, numbers."""
