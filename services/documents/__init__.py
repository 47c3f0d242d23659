"""The documents service: forms and lists as files, and which code leads to which."""
