"""What the accounts service keeps in PostgreSQL."""
