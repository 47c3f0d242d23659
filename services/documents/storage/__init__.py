"""What the documents service keeps in PostgreSQL: which prints exist, never what they say."""
