"""Rules of the notices service: plain functions, no I/O, no clock."""
