"""What the quotas service keeps in PostgreSQL."""
