"""One's own messages."""
