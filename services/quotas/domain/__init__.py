"""Rules of cycles, plans and seats. Pure: no framework, no clock, no session."""
