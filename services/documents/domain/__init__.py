"""Rules of prints: which one is current, and how its file is called."""
