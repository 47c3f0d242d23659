"""The three private servers of an instance.

Each module knows how its server is prepared (once), what its supervised part is, and which
accounts the services need on it (after it has started).
"""
