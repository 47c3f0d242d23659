"""How a service runs: settings, clock, logs, metrics, database, messaging. No business word."""
