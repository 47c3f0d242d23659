"""The broker's configuration and permissions as data."""
