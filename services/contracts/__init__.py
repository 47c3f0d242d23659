"""What crosses the wire between services: plain data, no I/O, no framework."""
