"""Rules of review as data and pure functions: no framework, no clock, no session."""
