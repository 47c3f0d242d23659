"""Rules of accounts and organisations. Pure: no framework, no clock, no session."""
