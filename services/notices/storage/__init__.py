"""Tables and queries of the notices database."""
