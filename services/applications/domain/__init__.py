"""Rules of the application form: pure, without clock, session or framework."""
